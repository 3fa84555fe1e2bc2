//! From a stored value to what a person reads: in facts, history, conflicts and exports. What is not
//! valid yet is shown as it was typed.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::clock::Millis;
use crate::communes;
use crate::formats::{contact, date, number, tax_code};
use crate::jury::VotingCriterion;
use crate::money;
use crate::record::field::{Choice, ChoiceList, FieldSpec, FieldType, RowSpec};
use crate::value::Value;
use crate::words::{self, Lang};

/// What a code of a list means where the office words it; `None` leaves it to the words of the product.
pub type OfficeWords<'a> = &'a dyn Fn(&ChoiceList, &str) -> Option<String>;

/// A value in words and figures.
pub fn display(ty: &FieldType, value: &Value, lang: Lang) -> String {
    display_worded(ty, value, lang, &|_, _| None)
}

/// The same with the words of the office for its codes.
pub fn display_worded(ty: &FieldType, value: &Value, lang: Lang, office: OfficeWords<'_>) -> String {
    match (ty, value) {
        (FieldType::One(list) | FieldType::Many(list), Value::Text(code)) => {
            office(list, code).unwrap_or_else(|| label(list, code, lang))
        }
        (_, Value::Text(text)) => text_of(ty, text, lang),
        (_, Value::Int(number)) => number_of(ty, *number, lang),
        (_, Value::Bool(flag)) => yes_no(*flag, lang),
        (_, Value::List(items)) => list_of(ty, items, lang, office),
        (_, Value::Map(entries)) => map_of(entries, lang),
    }
}

fn text_of(ty: &FieldType, text: &str, lang: Lang) -> String {
    match ty {
        FieldType::One(list) | FieldType::Many(list) => label(list, text, lang),
        FieldType::Day { .. } | FieldType::Days { .. } => {
            date::parse_iso(text).map_or_else(|_| text.to_string(), date::show)
        }
        FieldType::Phone => contact::show_phone(text),
        FieldType::TaxCode => tax_code::show(text),
        FieldType::CommuneCode => commune(text, lang),
        FieldType::Text { .. }
        | FieldType::LongText { .. }
        | FieldType::Money
        | FieldType::Whole { .. }
        | FieldType::Year
        | FieldType::Fixed { .. }
        | FieldType::Flag
        | FieldType::CitizenId
        | FieldType::Email
        | FieldType::Vsic
        | FieldType::Latitude
        | FieldType::Longitude
        | FieldType::Ref(_)
        | FieldType::Account
        | FieldType::Rows(_)
        | FieldType::DocumentNumber
        | FieldType::Instant
        | FieldType::Names
        | FieldType::Values => text.to_string(),
    }
}

fn number_of(ty: &FieldType, value: i64, lang: Lang) -> String {
    match ty {
        FieldType::Money => money::show(value, lang),
        FieldType::Year => value.to_string(),
        FieldType::Fixed { places, .. } => number::show_fixed(value, u32::from(*places), lang),
        FieldType::Latitude | FieldType::Longitude => number::show_degrees(value),
        FieldType::Instant => instant(Millis(value)),
        FieldType::Whole { .. }
        | FieldType::Text { .. }
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
        | FieldType::Values => number::show_integer(value, lang),
    }
}

fn list_of(ty: &FieldType, items: &[Value], lang: Lang, office: OfficeWords<'_>) -> String {
    let shown: Vec<String> = items
        .iter()
        .map(|item| match (ty, item) {
            (FieldType::Rows(spec), Value::Map(entries)) => row(spec, entries, lang, office),
            _ => display_worded(ty, item, lang, office),
        })
        .collect();
    let between = if matches!(ty, FieldType::Rows(_)) { "; " } else { ", " };
    shown.join(between)
}

/// The columns of a row that say something: a code that has its label beside it does not, nor does an account or a
/// record beside its name.
pub fn spoken<'a>(
    spec: &'a RowSpec,
    entries: &'a BTreeMap<String, Value>,
) -> impl Iterator<Item = (&'a FieldSpec, &'a Value)> {
    let has_label = entries.contains_key("label");
    let says = move |field: &&FieldSpec| {
        let is_code = has_label && field.name == "code";
        !is_code && !matches!(field.ty, FieldType::Account | FieldType::Ref(_))
    };
    let said = spec.fields.iter().filter(says);
    said.filter_map(|field| Some((field, entries.get(field.name)?)))
}

/// The word of a criterion whose code stands in a row.
pub fn code_word(field: &FieldSpec, value: &Value) -> Option<words::Word> {
    let code = value.as_text().filter(|_| field.name == "code")?;
    words::find(&VotingCriterion::LIST.key(code))
}

/// `Máy nghiền men · 2019 · 180.000.000 ₫`; yes and no carry their label, others speak for themselves.
fn row(spec: &RowSpec, entries: &BTreeMap<String, Value>, lang: Lang, office: OfficeWords<'_>) -> String {
    let parts: Vec<String> = spoken(spec, entries)
        .map(|(field, value)| {
            let shown = code_word(field, value).map_or_else(
                || display_worded(&field.ty, value, lang, office),
                |word| word.text(lang).to_string(),
            );
            let unit = field.unit.and_then(|unit| words::find(&format!("unit.{unit}")));
            match (field.ty, unit) {
                (FieldType::Flag, _) => {
                    let key = format!("field.{}.{}", spec.code, field.name);
                    let label = words::find(&key).map_or(field.name, |word| word.text(lang));
                    format!("{label}: {shown}")
                }
                (_, Some(unit)) => format!("{shown} {}", unit.text(lang)),
                (_, None) => shown,
            }
        })
        .collect();
    parts.join(" · ")
}

fn map_of(entries: &BTreeMap<String, Value>, lang: Lang) -> String {
    let plain = FieldType::LongText { max: usize::MAX };
    let shown: Vec<String> =
        entries.iter().map(|(name, value)| format!("{name}: {}", display(&plain, value, lang))).collect();
    shown.join("; ")
}

fn label(list: &ChoiceList, code: &str, lang: Lang) -> String {
    words::find(&list.key(code)).map_or(code, |word| word.text(lang)).to_string()
}

fn yes_no(flag: bool, lang: Lang) -> String {
    let key = if flag { crate::word!("form.yes") } else { crate::word!("form.no") };
    key.text(lang).to_string()
}

fn commune(code: &str, lang: Lang) -> String {
    let Some(commune) = communes::by_code(code) else {
        return code.to_string();
    };
    let key = format!("commune.title_{}", commune.kind.code());
    words::find(&key)
        .map_or_else(|| commune.name.to_string(), |word| word.fill(lang, &[("name", commune.name)]))
}

fn instant(at: Millis) -> String {
    use chrono::Timelike;
    let local = at.local();
    format!("{} {:02}:{:02}", date::show(local.date()), local.hour(), local.minute())
}
