//! The 12-digit personal id: its length is a rule, what its digits tell about a person is only a hint.

use alloc::string::String;
use alloc::vec::Vec;

use super::{FormatProblem, digits_of};

/// Sex as far as the number can tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

/// The twelve digits.
pub fn parse(typed: &str) -> Result<String, FormatProblem> {
    digits_of(typed).filter(|digits| digits.len() == 12).ok_or(FormatProblem::CitizenIdLength)
}

/// Where the digits contradict what else is recorded. Registers hold such numbers, so these warn.
pub fn warnings(digits: &str, sex: Option<Sex>, birth_year: Option<i64>) -> Vec<FormatProblem> {
    let number = |range: core::ops::Range<usize>| -> Option<i64> {
        digits.get(range).and_then(|part| part.parse().ok())
    };
    let (Some(province), Some(century), Some(year)) = (number(0..3), number(3..4), number(4..6)) else {
        return Vec::from([FormatProblem::CitizenIdLength]);
    };
    let told_sex = if century % 2 == 0 { Sex::Male } else { Sex::Female };
    let told_year = 1900 + century / 2 * 100 + year;
    let mut warnings = Vec::new();
    if !(1..=96).contains(&province) {
        warnings.push(FormatProblem::CitizenIdProvince);
    }
    if sex.is_some_and(|sex| sex != told_sex) {
        warnings.push(FormatProblem::CitizenIdSex);
    }
    if birth_year.is_some_and(|year| year != told_year) {
        warnings.push(FormatProblem::CitizenIdYear);
    }
    warnings
}

/// `0272••••••12`: enough to recognise a number one knows, too little to use it.
pub fn mask(digits: &str) -> String {
    let count = digits.chars().count();
    digits
        .chars()
        .enumerate()
        .map(|(at, digit)| {
            let is_shown = count == 12 && !(4..10).contains(&at);
            if is_shown { digit } else { '•' }
        })
        .collect()
}
