//! Calendar days: typed as day/month/year or ISO, stored ISO, shown dd/MM/yyyy.

use alloc::format;
use alloc::string::String;

use chrono::{Datelike, NaiveDate};

use super::FormatProblem;

/// Reads `1/7/2019`, `01-07-2019`, `1.7.2019` or `2019-07-01`.
pub fn parse(typed: &str) -> Result<NaiveDate, FormatProblem> {
    let mut parts = typed.trim().split(['/', '-', '.', ' ']).map(str::trim);
    let mut next = || parts.next().filter(|part| is_short_number(part));
    let (first, month, last) = match (next(), next(), next()) {
        (Some(first), Some(month), Some(last)) => (first, month, last),
        _ => return Err(FormatProblem::DateForm),
    };
    if parts.next().is_some() {
        return Err(FormatProblem::DateForm);
    }
    let (year, day) = match (first.len(), last.len()) {
        (4, 1 | 2) => (first, last),
        (1 | 2, 4) => (last, first),
        _ => return Err(FormatProblem::DateForm),
    };
    if month.len() > 2 {
        return Err(FormatProblem::DateForm);
    }
    let number = |part: &str| part.parse::<u32>().map_err(|_| FormatProblem::DateForm);
    let year = i32::try_from(number(year)?).map_err(|_| FormatProblem::DateForm)?;
    if year < 1800 {
        return Err(FormatProblem::DateNotInCalendar);
    }
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?).ok_or(FormatProblem::DateNotInCalendar)
}

/// Reads only the stored form, `2019-07-01`.
pub fn parse_iso(stored: &str) -> Result<NaiveDate, FormatProblem> {
    let is_iso = stored.len() == 10 && stored.as_bytes().get(4) == Some(&b'-');
    if is_iso { parse(stored) } else { Err(FormatProblem::DateForm) }
}

/// The stored form, `2019-07-01`.
pub fn to_iso(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// `01/07/2019`.
pub fn show(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

fn is_short_number(part: &str) -> bool {
    (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
}
