//! Codes of the classification of economic activities (VSIC), 2 to 5 digits. A code means something only together with its version.

use alloc::string::String;

use super::{FormatProblem, digits_of};

/// The divisions with words `vsic.NN`: manufacturing, and the two other ones that facilities here have.
pub const NAMED_DIVISIONS: [&str; 26] = [
    "08", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25",
    "26", "27", "28", "29", "30", "31", "32", "33", "38",
];

/// The digits of a code of any level from division to class.
pub fn parse(typed: &str) -> Result<String, FormatProblem> {
    let digits =
        digits_of(typed).filter(|digits| (2..=5).contains(&digits.len())).ok_or(FormatProblem::VsicLength)?;
    if digits.starts_with("00") { Err(FormatProblem::VsicDivision) } else { Ok(digits) }
}

/// The division a code belongs to, if it has words.
pub fn named_division(code: &str) -> Option<&'static str> {
    NAMED_DIVISIONS.into_iter().find(|division| code.starts_with(division))
}
