//! Formats of single values (DOMAIN §9.2): each module turns what a person typed into the stored
//! form or says why not, and shows the stored form again. It knows no field and no record.

pub mod citizen_id;
pub mod contact;
pub mod date;
pub mod document_number;
pub mod number;
pub mod tax_code;
pub mod vsic;

use alloc::string::String;

/// Why a text is not a value of its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FormatProblem {
    /// Not 10, 13 or (for a household) 12 digits.
    TaxCodeLength,
    /// The check digit does not belong to the nine digits before it.
    TaxCodeCheckDigit,
    /// Branch 000 does not exist.
    TaxCodeBranch,
    /// Not 12 digits.
    CitizenIdLength,
    /// The first three digits are no province code. A warning.
    CitizenIdProvince,
    /// The century and sex digit contradicts the recorded sex. A warning.
    CitizenIdSex,
    /// The digits of the year contradict the recorded year of birth. A warning.
    CitizenIdYear,
    /// Neither a mobile nor a landline number of Việt Nam.
    Phone,
    /// Not an address of the form name@place.
    Email,
    /// Empty, too long, or without any letter or digit.
    DocumentNumber,
    /// Not of the form day/month/year.
    DateForm,
    /// A day that the calendar does not have.
    DateNotInCalendar,
    /// Not a whole number.
    NumberNotWhole,
    /// Not a number with a decimal comma.
    NumberNotDecimal,
    /// More decimals than are kept.
    NumberTooPrecise,
    /// More digits than are kept exactly.
    NumberTooLarge,
    /// Not an amount of money.
    MoneyNotANumber,
    /// A word after the number that is no unit of money.
    MoneyUnit,
    /// Less than one đồng is left over.
    MoneyFraction,
    /// Below zero.
    MoneyNegative,
    /// More than any amount kept here.
    MoneyTooLarge,
    /// Not 2 to 5 digits.
    VsicLength,
    /// The first two digits are no division of the classification.
    VsicDivision,
}

impl FormatProblem {
    /// All problems, for tests and tables.
    pub const ALL: [FormatProblem; 23] = [
        FormatProblem::TaxCodeLength,
        FormatProblem::TaxCodeCheckDigit,
        FormatProblem::TaxCodeBranch,
        FormatProblem::CitizenIdLength,
        FormatProblem::CitizenIdProvince,
        FormatProblem::CitizenIdSex,
        FormatProblem::CitizenIdYear,
        FormatProblem::Phone,
        FormatProblem::Email,
        FormatProblem::DocumentNumber,
        FormatProblem::DateForm,
        FormatProblem::DateNotInCalendar,
        FormatProblem::NumberNotWhole,
        FormatProblem::NumberNotDecimal,
        FormatProblem::NumberTooPrecise,
        FormatProblem::NumberTooLarge,
        FormatProblem::MoneyNotANumber,
        FormatProblem::MoneyUnit,
        FormatProblem::MoneyFraction,
        FormatProblem::MoneyNegative,
        FormatProblem::MoneyTooLarge,
        FormatProblem::VsicLength,
        FormatProblem::VsicDivision,
    ];

    /// The key of its words; each takes the parameter `value`, the text as typed.
    pub const fn code(self) -> &'static str {
        match self {
            FormatProblem::TaxCodeLength => "problem.tax_code_length",
            FormatProblem::TaxCodeCheckDigit => "problem.tax_code_check_digit",
            FormatProblem::TaxCodeBranch => "problem.tax_code_branch",
            FormatProblem::CitizenIdLength => "problem.citizen_id_length",
            FormatProblem::CitizenIdProvince => "problem.citizen_id_province",
            FormatProblem::CitizenIdSex => "problem.citizen_id_sex",
            FormatProblem::CitizenIdYear => "problem.citizen_id_year",
            FormatProblem::Phone => "problem.phone",
            FormatProblem::Email => "problem.email",
            FormatProblem::DocumentNumber => "problem.document_number",
            FormatProblem::DateForm => "problem.date_form",
            FormatProblem::DateNotInCalendar => "problem.date_not_in_calendar",
            FormatProblem::NumberNotWhole => "problem.number_not_whole",
            FormatProblem::NumberNotDecimal => "problem.number_not_decimal",
            FormatProblem::NumberTooPrecise => "problem.number_too_precise",
            FormatProblem::NumberTooLarge => "problem.number_too_large",
            FormatProblem::MoneyNotANumber => "problem.money_not_a_number",
            FormatProblem::MoneyUnit => "problem.money_unit",
            FormatProblem::MoneyFraction => "problem.money_fraction",
            FormatProblem::MoneyNegative => "problem.money_negative",
            FormatProblem::MoneyTooLarge => "problem.money_too_large",
            FormatProblem::VsicLength => "problem.vsic_length",
            FormatProblem::VsicDivision => "problem.vsic_division",
        }
    }
}

/// The digits of a text in which only separators may stand besides; `None` for anything else.
fn digits_of(typed: &str) -> Option<String> {
    let is_separator = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '‐' | '–');
    let kept: String = typed.chars().filter(|c| !is_separator(*c)).collect();
    kept.bytes().all(|byte| byte.is_ascii_digit()).then_some(kept)
}

/// Puts a separator before the given places of a text of ASCII digits.
fn grouped(digits: &str, before: &[usize], separator: char) -> String {
    let mut text = String::with_capacity(digits.len() + before.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if before.contains(&at) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}
