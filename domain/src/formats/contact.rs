//! Phone numbers and e-mail addresses.

use alloc::format;
use alloc::string::String;

use super::{FormatProblem, digits_of, grouped};
use crate::search::lower;

/// A mobile or landline number in its national form: `+84 912.000.345` becomes `0912000345`.
pub fn parse_phone(typed: &str) -> Result<String, FormatProblem> {
    let typed = typed.trim().replace(['(', ')'], " ");
    let international = typed.strip_prefix('+');
    let digits = digits_of(international.unwrap_or(&typed)).ok_or(FormatProblem::Phone)?;
    let national = match digits.strip_prefix("84") {
        Some(rest) if international.is_some() || !digits.starts_with('0') => {
            format!("0{}", rest.strip_prefix('0').unwrap_or(rest))
        }
        None if international.is_some() => return Err(FormatProblem::Phone),
        _ => digits,
    };
    if is_mobile(&national) || is_landline(&national) { Ok(national) } else { Err(FormatProblem::Phone) }
}

/// `0912 000 345` for a mobile, `0222 000 145` or `0222 3000 145` for a landline.
pub fn show_phone(digits: &str) -> String {
    match digits.chars().count() {
        10 => grouped(digits, &[4, 7], ' '),
        11 => grouped(digits, &[4, 8], ' '),
        _ => String::from(digits),
    }
}

/// `0912 ••• 345`, for those who may not see the number.
pub fn mask_phone(digits: &str) -> String {
    let count = digits.chars().count();
    let hidden: String = digits
        .chars()
        .enumerate()
        .map(|(at, digit)| if at >= 4 && at + 3 < count { '•' } else { digit })
        .collect();
    show_phone(&hidden)
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 10 && matches!(digits.as_bytes(), [b'0', b'3' | b'5' | b'7' | b'8' | b'9', ..])
}

fn is_landline(digits: &str) -> bool {
    matches!(digits.len(), 10 | 11) && digits.starts_with("02")
}

/// An e-mail address; the place is lower-cased, the name is the holder's own.
pub fn parse_email(typed: &str) -> Result<String, FormatProblem> {
    let typed = typed.trim();
    let (name, place) = typed.rsplit_once('@').ok_or(FormatProblem::Email)?;
    let name_is_good = (1..=64).contains(&name.len())
        && name.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"@,;:<>()[]\"\\".contains(c))
        && name.split('.').all(|part| !part.is_empty());
    let label_is_good = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let place_is_good = place.contains('.') && place.split('.').all(label_is_good);
    if name_is_good && place_is_good && typed.len() <= 254 {
        Ok(format!("{name}@{}", lower(place)))
    } else {
        Err(FormatProblem::Email)
    }
}
