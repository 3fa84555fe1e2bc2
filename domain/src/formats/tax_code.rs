//! Tax codes: 10 digits with a check digit, 13 for a branch, 12 (the personal id) for a household since 01/07/2025.

use alloc::string::String;

use super::{FormatProblem, digits_of, grouped};

/// Who holds the tax code, which decides the lengths that are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// An enterprise, a cooperative or another organisation.
    Organisation,
    /// A household business, whose owner's personal id serves as tax code.
    Household,
}

const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];

/// The digits of a tax code.
pub fn parse(typed: &str, holder: Holder) -> Result<String, FormatProblem> {
    let digits = digits_of(typed).ok_or(FormatProblem::TaxCodeLength)?;
    match (digits.len(), holder) {
        (10, _) => {}
        (13, _) if digits.ends_with("000") => return Err(FormatProblem::TaxCodeBranch),
        (13, _) => {}
        (12, Holder::Household) => return Ok(digits),
        _ => return Err(FormatProblem::TaxCodeLength),
    }
    let given = digits.chars().nth(9).and_then(|digit| digit.to_digit(10));
    if given.is_some() && given == check_digit(&digits) {
        Ok(digits)
    } else {
        Err(FormatProblem::TaxCodeCheckDigit)
    }
}

/// `0123456789-001` for a branch, the plain digits otherwise.
pub fn show(digits: &str) -> String {
    if digits.len() == 13 { grouped(digits, &[10], '-') } else { String::from(digits) }
}

/// The tenth digit that belongs to the first nine; `None` where no number exists.
pub fn check_digit(digits: &str) -> Option<u32> {
    let sum: u32 =
        digits.chars().zip(WEIGHTS).filter_map(|(digit, weight)| Some(digit.to_digit(10)? * weight)).sum();
    let check = 10 - sum % 11;
    (check < 10).then_some(check)
}
