//! Checks a stored value against the type of its field, type by type.

use alloc::string::ToString;

use chrono::NaiveDate;

use super::typed;
use crate::communes;
use crate::formats::{FormatProblem, citizen_id, contact, date, document_number, number, tax_code, vsic};
use crate::record::field::{ChoiceList, DayRule, FieldType};
use crate::record::reference::code_entry::is_code;
use crate::record::rule::{Problem, ProblemCode};
use crate::value::Value;
use uuid::Uuid;

/// The most rows of a list field.
pub(super) const MAX_ROWS: usize = 200;
/// The bounds of the province, 1e-7 degree (DOMAIN §9.1).
const LATITUDES: core::ops::RangeInclusive<i64> = 209_600_000..=216_300_000;
const LONGITUDES: core::ops::RangeInclusive<i64> = 1_058_800_000..=1_070_400_000;
const YEARS: core::ops::RangeInclusive<i64> = 1900..=2200;

/// In a draft: whether the value has a shape that the field may have. Text may stand everywhere.
pub(super) fn shape(path: &str, ty: &FieldType, value: &Value) -> Option<Problem> {
    let fits = match ty {
        FieldType::Text { .. }
        | FieldType::LongText { .. }
        | FieldType::Day { .. }
        | FieldType::One(_)
        | FieldType::Phone
        | FieldType::TaxCode
        | FieldType::CitizenId
        | FieldType::Email
        | FieldType::CommuneCode
        | FieldType::Vsic
        | FieldType::Ref(_)
        | FieldType::Account
        | FieldType::DocumentNumber => matches!(value, Value::Text(_)),
        FieldType::Money
        | FieldType::Whole { .. }
        | FieldType::Year
        | FieldType::Fixed { .. }
        | FieldType::Latitude
        | FieldType::Longitude
        | FieldType::Instant => matches!(value, Value::Int(_)),
        FieldType::Flag => matches!(value, Value::Bool(_)),
        FieldType::Many(_) | FieldType::Days { .. } | FieldType::Rows(_) | FieldType::Names => {
            matches!(value, Value::List(_))
        }
        FieldType::Values => matches!(value, Value::Map(_)),
    };
    (!fits).then(|| Problem::new(path, ProblemCode::WrongType))
}

/// The problem of a value, if it has one.
pub(super) fn value(path: &str, ty: &FieldType, value: &Value, today: NaiveDate) -> Option<Problem> {
    let code = code(ty, value, today)?;
    Some(explained(Problem::new(path, code), ty, value))
}

/// The code of what is wrong, `None` for a valid value.
pub(super) fn code(ty: &FieldType, value: &Value, today: NaiveDate) -> Option<ProblemCode> {
    match value {
        Value::Text(text) => text_code(ty, text, today),
        Value::Int(number) => number_code(ty, *number),
        Value::Bool(_) => match ty {
            FieldType::Flag => None,
            _ => Some(ProblemCode::WrongType),
        },
        Value::List(items) => list_code(ty, items, today),
        Value::Map(_) => match ty {
            FieldType::Values => None,
            _ => Some(ProblemCode::WrongType),
        },
    }
}

fn text_code(ty: &FieldType, text: &str, today: NaiveDate) -> Option<ProblemCode> {
    let stored = |parsed: Result<alloc::string::String, FormatProblem>| match parsed {
        Ok(same) if same == text => None,
        Ok(_) => Some(ProblemCode::WrongType),
        Err(problem) => Some(ProblemCode::Format(problem)),
    };
    match ty {
        FieldType::Text { min, max } => {
            if text.contains('\n') {
                return Some(ProblemCode::ControlCharacters);
            }
            length_code(text, *min, *max)
        }
        FieldType::LongText { max } => length_code(text, 0, *max),
        FieldType::Day { when } => match date::parse_iso(text) {
            Err(problem) => Some(ProblemCode::Format(problem)),
            Ok(day) => day_code(*when, day, today),
        },
        FieldType::One(list) => (!is_code(list, text)).then_some(ProblemCode::UnknownChoice),
        FieldType::Phone => stored(contact::parse_phone(text)),
        // The lengths of a household are a rule between fields.
        FieldType::TaxCode => stored(tax_code::parse(text, tax_code::Holder::Household)),
        FieldType::CitizenId => stored(citizen_id::parse(text)),
        FieldType::Email => stored(contact::parse_email(text)),
        FieldType::CommuneCode => communes::by_code(text).is_none().then_some(ProblemCode::UnknownCommune),
        FieldType::Vsic => stored(vsic::parse(text)),
        FieldType::DocumentNumber => stored(document_number::parse(text)),
        FieldType::Ref(_) | FieldType::Account => {
            let is_id = Uuid::parse_str(text).is_ok_and(|id| id.to_string() == text);
            (!is_id).then_some(ProblemCode::Reference)
        }
        // What a person typed and nobody could read yet: the problem is why.
        FieldType::Money
        | FieldType::Whole { .. }
        | FieldType::Year
        | FieldType::Fixed { .. }
        | FieldType::Latitude
        | FieldType::Longitude
        | FieldType::Flag
        | FieldType::Days { .. }
        | FieldType::Many(_) => {
            Some(typed::parse_typed(ty, text, today).err().unwrap_or(ProblemCode::WrongType))
        }
        FieldType::Rows(_) | FieldType::Instant | FieldType::Names | FieldType::Values => {
            Some(ProblemCode::WrongType)
        }
    }
}

fn length_code(text: &str, min: usize, max: usize) -> Option<ProblemCode> {
    let length = text.chars().count();
    if length < min { Some(ProblemCode::TooShort) } else { (length > max).then_some(ProblemCode::TooLong) }
}

fn day_code(when: DayRule, day: NaiveDate, today: NaiveDate) -> Option<ProblemCode> {
    use chrono::Datelike;
    if !YEARS.contains(&i64::from(day.year())) {
        return Some(ProblemCode::Year);
    }
    match when {
        DayRule::Any => None,
        DayRule::NotFuture => (day > today).then_some(ProblemCode::FutureDay),
    }
}

fn number_code(ty: &FieldType, number: i64) -> Option<ProblemCode> {
    let within = |range: core::ops::RangeInclusive<i64>, code| (!range.contains(&number)).then_some(code);
    match ty {
        FieldType::Money if number < 0 => Some(ProblemCode::Format(FormatProblem::MoneyNegative)),
        FieldType::Money => {
            within(0..=self::number::MAX_EXACT, ProblemCode::Format(FormatProblem::MoneyTooLarge))
        }
        FieldType::Whole { min, max } => within(*min..=*max, ProblemCode::OutOfRange),
        FieldType::Year => within(YEARS, ProblemCode::Year),
        FieldType::Fixed { max, .. } => within(0..=*max, ProblemCode::OutOfRange),
        FieldType::Latitude => within(LATITUDES, ProblemCode::Latitude),
        FieldType::Longitude => within(LONGITUDES, ProblemCode::Longitude),
        FieldType::Instant => within(0..=self::number::MAX_EXACT, ProblemCode::WrongType),
        FieldType::Text { .. }
        | FieldType::LongText { .. }
        | FieldType::Day { .. }
        | FieldType::Days { .. }
        | FieldType::Flag
        | FieldType::One(_)
        | FieldType::Many(_)
        | FieldType::Phone
        | FieldType::TaxCode
        | FieldType::CitizenId
        | FieldType::Email
        | FieldType::CommuneCode
        | FieldType::Vsic
        | FieldType::Ref(_)
        | FieldType::Account
        | FieldType::Rows(_)
        | FieldType::DocumentNumber
        | FieldType::Names
        | FieldType::Values => Some(ProblemCode::WrongType),
    }
}

fn list_code(ty: &FieldType, items: &[Value], today: NaiveDate) -> Option<ProblemCode> {
    match ty {
        FieldType::Many(list) => choices_code(list, items),
        FieldType::Days { when } => days_code(*when, items, today),
        FieldType::Names => {
            items.iter().any(|item| item.as_text().is_none()).then_some(ProblemCode::WrongType)
        }
        _ => Some(ProblemCode::WrongType),
    }
}

fn choices_code(list: &ChoiceList, items: &[Value]) -> Option<ProblemCode> {
    for (at, item) in items.iter().enumerate() {
        let Some(code) = item.as_text() else {
            return Some(ProblemCode::WrongType);
        };
        if !is_code(list, code) {
            return Some(ProblemCode::UnknownChoice);
        }
        if items.iter().take(at).any(|before| before == item) {
            return Some(ProblemCode::WrongType);
        }
    }
    None
}

/// Every entry is a day, and none stands twice.
fn days_code(when: DayRule, items: &[Value], today: NaiveDate) -> Option<ProblemCode> {
    items.iter().enumerate().find_map(|(at, item)| {
        let Some(day) = item.as_text() else { return Some(ProblemCode::WrongType) };
        if items.iter().take(at).any(|before| before == item) {
            return Some(ProblemCode::WrongType);
        }
        match date::parse_iso(day) {
            Err(problem) => Some(ProblemCode::Format(problem)),
            Ok(day) => day_code(when, day, today),
        }
    })
}

/// Adds what the words of the problem need.
fn explained(problem: Problem, ty: &FieldType, value: &Value) -> Problem {
    match (problem.code, ty) {
        (ProblemCode::Format(_), FieldType::CitizenId) => problem,
        (ProblemCode::Format(_) | ProblemCode::UnknownChoice, _) => {
            let text = value.as_text().unwrap_or_default().to_string();
            problem.with("value", text)
        }
        (ProblemCode::TooShort, FieldType::Text { min, .. }) => problem.with("min", min),
        (ProblemCode::TooLong, FieldType::Text { max, .. } | FieldType::LongText { max }) => {
            problem.with("max", max)
        }
        (ProblemCode::OutOfRange, FieldType::Whole { min, max }) => problem.with("min", min).with("max", max),
        (ProblemCode::OutOfRange, FieldType::Fixed { places, max }) => {
            let whole = max / 10_i64.saturating_pow(u32::from(*places));
            problem.with("min", 0).with("max", whole)
        }
        (ProblemCode::Year, _) => problem.with("min", YEARS.start()).with("max", YEARS.end()),
        _ => problem,
    }
}

/// The problem of a text that was just typed, with what its words need.
pub(super) fn of_typed(path: &str, ty: &FieldType, code: ProblemCode, typed: &str) -> Problem {
    explained(Problem::new(path, code), ty, &Value::text(typed.trim()))
}
