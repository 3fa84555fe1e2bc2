//! Amounts of money: whole đồng, never a fraction and never a float. What a person types, and how an amount is shown and read out.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::formats::FormatProblem;
use crate::formats::number::{self, MAX_EXACT};
use crate::search::fold_vi;
use crate::words::Lang;

/// One nghìn.
pub const THOUSAND: i64 = 1_000;
/// One triệu.
pub const MILLION: i64 = 1_000_000;
/// One tỷ.
pub const BILLION: i64 = 1_000_000_000;

const NBSP: char = '\u{a0}';

/// Reads an amount as people write it: `1.234.567 ₫`, `1 234 567 đ`, `300 tr`, `1,5 tỷ`,
/// `1 tỷ 500 triệu`. Every part must come to whole đồng.
pub fn parse(typed: &str) -> Result<i64, FormatProblem> {
    let text = typed.trim();
    if text.starts_with(['-', '−']) {
        return Err(FormatProblem::MoneyNegative);
    }
    let parts = split_units(without_currency(text))?;
    let mut total: i64 = 0;
    let mut last_unit = i64::MAX;
    for Part { number, unit } in parts {
        // "500 triệu 1 tỷ" and "1 tỷ 2 tỷ" are slips of the hand, not amounts.
        if unit >= last_unit {
            return Err(FormatProblem::MoneyNotANumber);
        }
        last_unit = unit;
        let amount = in_dong(number, unit)?;
        total = total.checked_add(amount).ok_or(FormatProblem::MoneyTooLarge)?;
    }
    if total > MAX_EXACT { Err(FormatProblem::MoneyTooLarge) } else { Ok(total) }
}

/// `1.234.567 ₫`, with a space that does not break; English groups with commas.
pub fn show(amount: i64, lang: Lang) -> String {
    format!("{}{NBSP}₫", number::show_integer(amount, lang))
}

/// Triệu đồng with one decimal, rounded half away from zero: `2.166,5`.
pub fn show_millions(amount: i64, lang: Lang) -> String {
    let tenth = i128::from(MILLION / 10);
    let half = if amount < 0 { -tenth / 2 } else { tenth / 2 };
    let tenths = (i128::from(amount) + half) / tenth;
    let whole = i64::try_from(tenths / 10).unwrap_or_default();
    let sign = if tenths < 0 && whole == 0 { "-" } else { "" };
    let point = number::Signs::of(lang).decimal;
    format!("{sign}{}{point}{}", number::show_integer(whole, lang), (tenths % 10).abs())
}

/// The amount read out in Vietnamese: `ba trăm triệu đồng`.
pub fn in_words(amount: i64) -> String {
    let mut words = Vec::new();
    if amount < 0 {
        words.push("âm");
    }
    read(amount.unsigned_abs(), Lead::First, &mut words);
    if words.is_empty() {
        words.push("không");
    }
    words.push("đồng");
    words.join(" ")
}

struct Part<'a> {
    number: &'a str,
    unit: i64,
}

fn without_currency(text: &str) -> &str {
    const SIGNS: [&str; 9] = ["đồng", "Đồng", "ĐỒNG", "VNĐ", "vnđ", "VND", "vnd", "₫", "đ"];
    SIGNS.iter().find_map(|sign| text.strip_suffix(sign)).unwrap_or(text).trim_end()
}

/// Cuts `1 tỷ 500 tr` into its numbers, each with the unit that follows it.
fn split_units(text: &str) -> Result<Vec<Part<'_>>, FormatProblem> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest.find(char::is_alphabetic).unwrap_or(rest.len());
        let (number, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let end = after.find(|c: char| !c.is_alphabetic() && !is_mark(c)).unwrap_or(after.len());
        let (unit, after) = after.split_at_checked(end).unwrap_or((after, ""));
        parts.push(Part { number: number.trim(), unit: unit_value(unit)? });
        rest = after.trim_start();
    }
    if parts.is_empty() { Err(FormatProblem::MoneyNotANumber) } else { Ok(parts) }
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

fn unit_value(unit: &str) -> Result<i64, FormatProblem> {
    match fold_vi(unit).as_str() {
        "" => Ok(1),
        "nghin" | "ngan" | "ng" | "k" => Ok(THOUSAND),
        "trieu" | "tr" => Ok(MILLION),
        "ty" | "ti" => Ok(BILLION),
        _ => Err(FormatProblem::MoneyUnit),
    }
}

fn in_dong(number: &str, unit: i64) -> Result<i64, FormatProblem> {
    let decimal_point = (unit > 1).then(|| point_as_comma(number)).flatten();
    let number = decimal_point.as_deref().unwrap_or(number);
    let (whole, fraction) = number.split_once(',').unwrap_or((number, ""));
    let whole = number::parse_integer(whole).map_err(|problem| match problem {
        FormatProblem::NumberTooLarge => FormatProblem::MoneyTooLarge,
        _ => FormatProblem::MoneyNotANumber,
    })?;
    let amount = whole.checked_mul(unit).ok_or(FormatProblem::MoneyTooLarge)?;
    Ok(amount.saturating_add(fraction_in_dong(fraction, number.contains(','), unit)?))
}

fn fraction_in_dong(digits: &str, has_comma: bool, unit: i64) -> Result<i64, FormatProblem> {
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || (has_comma && digits.is_empty()) {
        return Err(FormatProblem::MoneyNotANumber);
    }
    let mut worth = unit;
    let mut sum = 0;
    for digit in digits.bytes().map(|byte| i64::from(byte - b'0')) {
        if worth % 10 != 0 && digit != 0 {
            return Err(FormatProblem::MoneyFraction);
        }
        worth /= 10;
        sum += digit * worth;
    }
    Ok(sum)
}

/// Before a unit `1.5` can only mean one and a half, because a group has three digits.
fn point_as_comma(number: &str) -> Option<String> {
    let (_, fraction) = number.split_once('.')?;
    let is_decimal = matches!(fraction.len(), 1 | 2) && !number.contains(',');
    is_decimal.then(|| number.replace('.', ","))
}

/// Whether something was already read out before a group, so that its zeros are read too.
#[derive(Clone, Copy, PartialEq)]
enum Lead {
    First,
    Following,
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

fn read(number: u64, lead: Lead, words: &mut Vec<&'static str>) {
    let billion = BILLION.unsigned_abs();
    let mut lead = lead;
    if number >= billion {
        read(number / billion, lead, words);
        words.push("tỷ");
        lead = Lead::Following;
    }
    let groups = [(MILLION, Some("triệu")), (THOUSAND, Some("nghìn")), (1, None)];
    for (size, name) in groups {
        let group = number % billion / size.unsigned_abs() % 1_000;
        if group == 0 {
            continue;
        }
        read_group(group, lead, words);
        words.extend(name);
        lead = Lead::Following;
    }
}

fn read_group(group: u64, lead: Lead, words: &mut Vec<&'static str>) {
    let digit = |value: u64| DIGITS[(value % 10) as usize];
    let (hundreds, tens, units) = (group / 100, group / 10 % 10, group % 10);
    let has_hundreds = hundreds > 0 || lead == Lead::Following;
    if has_hundreds {
        words.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if units > 0 && has_hundreds => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([digit(tens), "mươi"]),
    }
    match (tens, units) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(digit(units)),
    }
}
