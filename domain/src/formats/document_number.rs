//! Numbers of decisions, contracts and letters, such as `427/QĐ-UBND`: free text, kept tidy.

use alloc::string::String;

use super::FormatProblem;
use crate::search::nfc_vi;

/// Longer ones are a whole title typed into the wrong field.
const LONGEST: usize = 60;

/// Composes the letters and joins runs of spaces; the number itself is the issuer's own.
pub fn parse(typed: &str) -> Result<String, FormatProblem> {
    let mut number = String::with_capacity(typed.len());
    for word in typed.split_whitespace() {
        if !number.is_empty() {
            number.push(' ');
        }
        number.push_str(&nfc_vi(word));
    }
    let is_good = number.chars().count() <= LONGEST
        && number.chars().any(char::is_alphanumeric)
        && !number.chars().any(char::is_control);
    if is_good { Ok(number) } else { Err(FormatProblem::DocumentNumber) }
}
