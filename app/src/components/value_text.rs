//! Names and values of described fields as a person reads them.

use std::collections::BTreeMap;

use domain::communes::{self, Commune};
use domain::formats::{citizen_id, vsic};
use domain::record::Kind;
use domain::record::field::{ChoiceList, FieldSpec, FieldType, Privacy, RowSpec};
use domain::record::reference::code_entry;
use domain::validation::display::display_worded;
use domain::validation::typed::typed_again;
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::use_context;

use crate::components::file_words::slot_label;
use crate::i18n::{by_key, find_text, lang, t};
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::reference;

/// What a kind is called: “cơ sở”.
pub fn kind_name(kind: Kind) -> String {
    by_key(&format!("kind.{}", kind.code()))
}

/// The label of a field.
pub fn field_label(kind: Kind, field: &str) -> String {
    by_key(&kind.spec().label(field))
}

/// The label of a column of a row.
pub fn row_label(row: &RowSpec, field: &str) -> String {
    by_key(&format!("field.{}.{field}", row.code))
}

/// The name of a question group.
pub fn group_label(kind: Kind, group: &str) -> String {
    by_key(&kind.spec().group_label(group))
}

/// The label of a stage of a kind.
pub fn stage_label(kind: Kind, stage: &str) -> String {
    by_key(&match kind.spec().course {
        Some(course) => course.stages().key(stage),
        None => format!("stage.{}.{stage}", kind.code()),
    })
}

/// The label of an action on a kind.
pub fn action_label(kind: Kind, action: &str) -> String {
    by_key(&match kind.spec().course {
        Some(course) => course.actions().key(action),
        None => format!("action.{}.{action}", kind.code()),
    })
}

/// The name of a role.
pub fn role_name(role: &str) -> String {
    by_key(&format!("role.{role}"))
}

/// “xã Phù Lãng”.
pub fn commune_name(code: &str) -> String {
    match communes::by_code(code) {
        Some(commune) => place(commune),
        None => code.to_owned(),
    }
}

/// Kind and name of a commune.
pub fn place(commune: &Commune) -> String {
    by_key(&format!("commune.title_{}", commune.kind.code())).replace("{name}", commune.name)
}

/// A value for reading. What is not valid yet is shown as it was typed.
pub fn show(ty: &FieldType, value: &Value) -> String {
    match (ty, value) {
        (FieldType::CommuneCode, Value::Text(code)) => commune_name(code),
        (FieldType::Vsic, Value::Text(code)) => with_division(code),
        (ty, value) => display_worded(ty, value, lang(), &office_words),
    }
}

/// What a code means where the office words it: ended ones too, for old records have them.
fn office_words(list: &ChoiceList, code: &str) -> Option<String> {
    code_entry::kept_by_office(list)?;
    code_entry::label(list, &reference::codes(use_context::<Book>()?), code)
}

/// The label of a code.
pub fn choice_label(list: &ChoiceList, code: &str) -> String {
    office_words(list, code).unwrap_or_else(|| by_key(&list.key(code)))
}

/// The codes that can be chosen today, each with its label; one that stands in the record stays to be seen.
pub fn choices(list: &'static ChoiceList, chosen: &[String]) -> Vec<(String, String)> {
    let book = use_context::<Book>().filter(|_| code_entry::kept_by_office(list).is_some());
    let mut codes: Vec<String> = match book {
        Some(book) => code_entry::offered(list, &reference::codes(book), now().day()),
        None => list.codes.iter().map(|code| (*code).to_owned()).collect(),
    };
    let missing: Vec<String> = chosen.iter().filter(|code| !codes.contains(code)).cloned().collect();
    codes.extend(missing);
    codes.into_iter().map(|code| (code.clone(), choice_label(list, &code))).collect()
}

/// A value with its unit.
pub fn show_with_unit(spec: &FieldSpec, value: &Value) -> String {
    let text = show(&spec.ty, value);
    let unit = spec.unit.map(|unit| by_key(&format!("unit.{unit}")));
    match (unit, &spec.ty) {
        // Money already shows its ₫.
        (Some(unit), FieldType::Money) => format!("{text}{}", unit.trim_start_matches('₫')),
        (Some(unit), _) => format!("{text}\u{a0}{unit}"),
        (None, _) => text,
    }
}

/// A value for lists and history, where restricted values are masked.
pub fn show_guarded(spec: &FieldSpec, value: &Value) -> String {
    match (spec.privacy, value) {
        (Privacy::Restricted, Value::Text(text)) => citizen_id::mask(text),
        (Privacy::Restricted, _) => t(word!("history.hidden_value")).to_owned(),
        (Privacy::Public | Privacy::Internal | Privacy::Personal, value) => show_with_unit(spec, value),
    }
}

/// A field of a document for lists and facts.
pub fn show_field(kind: Kind, doc: &Document, field: &str) -> Option<String> {
    let spec = kind.spec().field(field)?;
    if kind == Kind::Attachment && field == "slot" {
        return Some(slot_label(doc.text(field)?)?.to_owned());
    }
    Some(show_guarded(spec, doc.get(field)?))
}

/// A value as it is put into its text field again.
pub fn typed(ty: &FieldType, value: &Value) -> String {
    typed_again(ty, value, lang())
}

/// “Khoáng phi kim loại (2393)”.
fn with_division(code: &str) -> String {
    match vsic::named_division(code).and_then(|division| find_text(&format!("vsic.{division}"))) {
        Some(name) => format!("{name} ({code})"),
        None => code.to_owned(),
    }
}

/// The values of several fields in one line, for conflicts of a merge group.
pub fn show_together(kind: Kind, fields: &[String], values: &BTreeMap<String, Value>) -> String {
    let spec = kind.spec();
    let plain = FieldType::LongText { max: usize::MAX };
    let shown: Vec<String> = fields
        .iter()
        .filter_map(|name| {
            let value = values.get(name)?;
            Some(spec.field(name).map_or_else(|| show(&plain, value), |spec| show_guarded(spec, value)))
        })
        .collect();
    shown.join(", ")
}
