//! Whole numbers and fixed decimals as written in Việt Nam: point or space between thousands, comma before decimals.

use alloc::format;
use alloc::string::{String, ToString};

use super::FormatProblem;
use crate::words::Lang;

/// The largest whole number that JSON carries exactly between all parties.
pub const MAX_EXACT: i64 = 9_007_199_254_740_991;

/// Decimals kept of a coordinate.
pub const DEGREE_PLACES: u32 = 7;

/// What stands between groups of thousands and before decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signs {
    /// Between groups of three digits.
    pub group: char,
    /// Before the decimals.
    pub decimal: char,
}

impl Signs {
    /// The signs of a language.
    pub const fn of(lang: Lang) -> Signs {
        match lang {
            Lang::Vi => Signs { group: '.', decimal: ',' },
            Lang::En => Signs { group: ',', decimal: '.' },
        }
    }
}

/// Reads `1620`, `1.620`, `1 620` or `-3`. Groups must have three digits: `1.62` is refused,
/// because it may have been meant as a decimal.
pub fn parse_integer(typed: &str) -> Result<i64, FormatProblem> {
    let typed = typed.trim();
    let (sign, body) = match typed.strip_prefix(['-', '−']) {
        Some(body) => (-1, body),
        None => (1, typed),
    };
    let digits = ungroup(body).ok_or(FormatProblem::NumberNotWhole)?;
    let number: i64 = digits.parse().map_err(|_| FormatProblem::NumberTooLarge)?;
    if number > MAX_EXACT { Err(FormatProblem::NumberTooLarge) } else { Ok(sign * number) }
}

/// Reads a number with at most `places` decimals into units of 10^-places: with two places
/// `1.620,5` becomes 162050. A point counts as decimal only where it cannot separate thousands.
pub fn parse_fixed(typed: &str, places: u32) -> Result<i64, FormatProblem> {
    let typed = typed.trim();
    let (whole, fraction) = match typed.split_once(',') {
        Some(parts) => parts,
        None => decimal_point(typed).unwrap_or((typed, "")),
    };
    join(whole, fraction, typed.ends_with(','), places)
}

/// Reads decimal degrees into 1e-7 degree; maps write them with a point, so both signs serve.
pub fn parse_degrees(typed: &str) -> Result<i64, FormatProblem> {
    let typed = typed.trim().trim_end_matches('°').trim_end();
    let (whole, fraction) = typed.split_once([',', '.']).unwrap_or((typed, ""));
    if ungroup(whole.trim_start_matches(['-', '−'])).is_none_or(|digits| digits.len() > 3) {
        return Err(FormatProblem::NumberNotDecimal);
    }
    let degrees = join(whole, fraction, typed.ends_with([',', '.']), DEGREE_PLACES)?;
    if degrees.abs() > 180 * 10_i64.pow(DEGREE_PLACES) {
        return Err(FormatProblem::NumberTooLarge);
    }
    Ok(degrees)
}

/// `1.620` in Vietnamese, `1,620` in English.
pub fn show_integer(number: i64, lang: Lang) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(Signs::of(lang).group);
        }
        text.push(digit);
    }
    text
}

/// Units of 10^-places with their decimals, without trailing zeros: `1.620,5`.
pub fn show_fixed(units: i64, places: u32, lang: Lang) -> String {
    let scale = 10_u64.saturating_pow(places);
    let whole = units.unsigned_abs() / scale;
    let sign = if units < 0 { "-" } else { "" };
    let whole = show_integer(i64::try_from(whole).unwrap_or(i64::MAX), lang);
    let fraction = format!("{:0width$}", units.unsigned_abs() % scale, width = places as usize);
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{whole}"),
        kept => format!("{sign}{whole}{}{kept}", Signs::of(lang).decimal),
    }
}

/// Degrees as maps write them, with a point: `21.1923456`.
pub fn show_degrees(degrees_e7: i64) -> String {
    show_fixed(degrees_e7, DEGREE_PLACES, Lang::En)
}

fn join(whole: &str, fraction: &str, ends_in_sign: bool, places: u32) -> Result<i64, FormatProblem> {
    if ends_in_sign || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FormatProblem::NumberNotDecimal);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > places as usize {
        return Err(FormatProblem::NumberTooPrecise);
    }
    let is_negative = whole.starts_with(['-', '−']);
    let whole = parse_integer(whole).map_err(|problem| match problem {
        FormatProblem::NumberNotWhole => FormatProblem::NumberNotDecimal,
        other => other,
    })?;
    let padded = format!("{fraction:0<width$}", width = places as usize);
    let fraction: i64 = if places == 0 { 0 } else { padded.parse().unwrap_or_default() };
    let units = whole
        .abs()
        .checked_mul(10_i64.saturating_pow(places))
        .and_then(|units| units.checked_add(fraction))
        .filter(|units| *units <= MAX_EXACT)
        .ok_or(FormatProblem::NumberTooLarge)?;
    Ok(if is_negative { -units } else { units })
}

fn decimal_point(typed: &str) -> Option<(&str, &str)> {
    let (whole, fraction) = typed.split_once('.')?;
    let could_be_group = fraction.len() == 3 && whole.len() <= 3;
    (!could_be_group && !fraction.contains('.')).then_some((whole, fraction))
}

/// The digits of a number whose groups, if it has any, are three digits long and alike separated.
fn ungroup(body: &str) -> Option<String> {
    let is_space = |c: char| c == ' ' || c == '\u{a0}' || c == '\u{202f}';
    let has_points = body.contains('.');
    let has_spaces = body.contains(is_space);
    let mut digits = String::with_capacity(body.len());
    for (at, group) in body.split(|c| c == '.' || is_space(c)).enumerate() {
        let has_good_length = match (at, has_points || has_spaces) {
            (0, true) => (1..=3).contains(&group.len()),
            (_, true) => group.len() == 3,
            (_, false) => !group.is_empty(),
        };
        if !has_good_length || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.push_str(group);
    }
    (!(has_points && has_spaces)).then_some(digits)
}
