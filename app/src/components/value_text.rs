//! Names and values of described fields as a person reads them.

use std::collections::BTreeMap;

use domain::communes::{self, Commune};
use domain::formats::{citizen_id, vsic};
use domain::record::Kind;
use domain::record::field::{FieldSpec, FieldType, Privacy, RowSpec};
use domain::validation::display::display;
use domain::validation::typed::typed_again;
use domain::value::{Document, Value};
use domain::word;

use crate::i18n::{by_key, find_text, lang, t};

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
        (ty, value) => display(ty, value, lang()),
    }
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
    Some(show_guarded(spec, doc.get(field)?))
}

/// A value as it is put into its text field again.
pub fn typed(ty: &FieldType, value: &Value) -> String {
    typed_again(ty, value, lang())
}

/// “Khoáng phi kim loại (2393)”.
fn with_division(code: &str) -> String {
    match vsic_name(code) {
        Some(name) => format!("{name} ({code})"),
        None => code.to_owned(),
    }
}

/// What an industry code stands for.
pub fn vsic_name(code: &str) -> Option<&'static str> {
    find_text(&format!("vsic.{}", vsic::named_division(code)?))
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
