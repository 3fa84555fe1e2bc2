//! From what a person typed to the stored value. What cannot be read is refused with the reason, and
//! the form keeps the text: nothing that was typed is lost.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::{check, display};
use crate::formats::{FormatProblem, citizen_id, contact, date, document_number, number, tax_code, vsic};
use crate::money;
use crate::ordering;
use crate::record::field::{ChoiceList, FieldType};
use crate::record::rule::{Problem, ProblemCode};
use crate::search::fold_vi;
use crate::value::Value;
use crate::words::{self, Lang};

/// The longest stretch of days that can be typed as one.
const MOST_DAYS: i64 = 366;

/// The stored value of a typed text; `None` for an empty one.
pub fn parse_typed(ty: &FieldType, typed: &str, today: NaiveDate) -> Result<Option<Value>, ProblemCode> {
    let Some(Value::Text(text)) = Value::text(typed).canonical() else {
        return Ok(None);
    };
    let value = read(ty, &text)?;
    match check::code(ty, &value, today) {
        None => Ok(Some(value)),
        Some(code) => Err(code),
    }
}

/// The same, with a whole problem for the form to show.
pub fn parse_field(
    path: &str,
    ty: &FieldType,
    typed: &str,
    today: NaiveDate,
) -> Result<Option<Value>, Problem> {
    parse_typed(ty, typed, today).map_err(|code| check::of_typed(path, ty, code, typed))
}

fn read(ty: &FieldType, text: &str) -> Result<Value, ProblemCode> {
    match ty {
        FieldType::Text { .. } => Ok(Value::Text(one_line(text))),
        FieldType::LongText { .. } => Ok(Value::text(text)),
        FieldType::Money => int(money::parse(text)),
        FieldType::Whole { .. } | FieldType::Year => int(number::parse_integer(text)),
        FieldType::Fixed { places, .. } => int(number::parse_fixed(text, u32::from(*places))),
        FieldType::Latitude | FieldType::Longitude => int(number::parse_degrees(text)),
        FieldType::Day { .. } => {
            date::parse(text).map(|day| Value::Text(date::to_iso(day))).map_err(ProblemCode::Format)
        }
        FieldType::Flag => yes_or_no(text).map(Value::Bool).ok_or(ProblemCode::NotYesNo),
        FieldType::One(list) => choice(list, text).map(Value::text),
        FieldType::Many(list) => several(list, text),
        FieldType::Days { .. } => days(text).map_err(ProblemCode::Format),
        FieldType::Phone => string(contact::parse_phone(text)),
        FieldType::TaxCode => string(tax_code::parse(text, tax_code::Holder::Household)),
        FieldType::CitizenId => string(citizen_id::parse(text)),
        FieldType::Email => string(contact::parse_email(text)),
        FieldType::Vsic => string(vsic::parse(text)),
        FieldType::DocumentNumber => string(document_number::parse(text)),
        FieldType::CommuneCode | FieldType::Ref(_) | FieldType::Account => Ok(Value::text(text)),
        FieldType::Rows(_) | FieldType::Instant | FieldType::Names | FieldType::Values => {
            Err(ProblemCode::WrongType)
        }
    }
}

fn int(parsed: Result<i64, FormatProblem>) -> Result<Value, ProblemCode> {
    parsed.map(Value::Int).map_err(ProblemCode::Format)
}

fn string(parsed: Result<String, FormatProblem>) -> Result<Value, ProblemCode> {
    parsed.map(Value::Text).map_err(ProblemCode::Format)
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn yes_or_no(text: &str) -> Option<bool> {
    match fold_vi(text).as_str() {
        "co" | "yes" | "true" | "1" | "x" => Some(true),
        "khong" | "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// A code, or a label in either language.
fn choice(list: &'static ChoiceList, text: &str) -> Result<&'static str, ProblemCode> {
    let folded = fold_vi(text);
    let is_label = |code: &str| {
        let word = words::find(&list.key(code));
        word.is_some_and(|word| Lang::ALL.iter().any(|lang| fold_vi(word.text(*lang)) == folded))
    };
    let mut codes = list.codes.iter().copied();
    codes
        .clone()
        .find(|code| *code == text)
        .or_else(|| codes.find(|code| is_label(code)))
        .ok_or(ProblemCode::UnknownChoice)
}

fn several(list: &'static ChoiceList, text: &str) -> Result<Value, ProblemCode> {
    let mut codes = Vec::new();
    // A label may have a comma in it.
    let signs: &[char] = match (text.contains(';'), choice(list, text)) {
        (true, _) | (false, Ok(_)) => &[';'],
        (false, Err(_)) => &[','],
    };
    for part in text.split(signs).map(str::trim).filter(|part| !part.is_empty()) {
        let code = Value::text(choice(list, part)?);
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    ordering::sort_by(&mut codes, Value::cmp);
    Ok(Value::List(codes))
}

/// Days one after the other, and stretches of days: `24/11/2026, 1/12/2026 - 5/12/2026`.
fn days(text: &str) -> Result<Value, FormatProblem> {
    let mut days = BTreeSet::new();
    for part in text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let (first, last) = match part.split_once(['–', '-']) {
            Some((first, last)) if part.contains('/') => (date::parse(first)?, date::parse(last)?),
            Some(_) | None => {
                let day = date::parse(part)?;
                (day, day)
            }
        };
        if last < first || (last - first).num_days() > MOST_DAYS {
            return Err(FormatProblem::DateForm);
        }
        days.extend(first.iter_days().take_while(|day| *day <= last));
    }
    Ok(Value::List(days.into_iter().map(|day| Value::Text(date::to_iso(day))).collect()))
}

/// A valid stored value as a person would type it again, for the input of a form. Figures are typed the
/// Vietnamese way in either language, because that is how they are read.
pub fn typed_again(ty: &FieldType, value: &Value, lang: Lang) -> String {
    match (ty, value) {
        (FieldType::Year, Value::Int(number)) => format!("{number}"),
        (
            FieldType::Money
            | FieldType::Whole { .. }
            | FieldType::Fixed { .. }
            | FieldType::Latitude
            | FieldType::Longitude,
            Value::Int(_),
        ) => display::display(ty, value, Lang::Vi),
        (
            FieldType::One(_) | FieldType::CommuneCode | FieldType::Ref(_) | FieldType::Account,
            Value::Text(code),
        ) => code.clone(),
        (FieldType::Flag, Value::Bool(flag)) => format!("{flag}"),
        _ => display::display(ty, value, lang),
    }
}
