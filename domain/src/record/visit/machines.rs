//! The machines a visitor looks for: those of the project first, then those of the facility.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::ordering;
use crate::search::fold_vi;
use crate::value::{Document, Value};

/// The rows of a visit for the machines on record, none twice.
pub fn checks(of_project: &[Document], facility: &Document) -> Vec<Value> {
    let mut rows: Vec<BTreeMap<String, Value>> = Vec::new();
    let own = facility.get("machinery").and_then(Value::as_list).unwrap_or_default();
    let own = own.iter().filter_map(|row| match row {
        Value::Map(entries) => Some(Document(entries.clone())),
        Value::Bool(_) | Value::Int(_) | Value::Text(_) | Value::List(_) => None,
    });
    for machine in of_project.iter().cloned().chain(own) {
        let Some(row) = row_of(&machine) else { continue };
        if !rows.iter().any(|known| is_same(known, &row)) {
            rows.push(row);
        }
    }
    rows.into_iter().map(Value::Map).collect()
}

fn row_of(machine: &Document) -> Option<BTreeMap<String, Value>> {
    let name: String = machine.text("name")?.chars().take(120).collect();
    let serial = machine.text("serial").map(|serial| ("serial".to_owned(), Value::text(serial)));
    Some(ordering::map(core::iter::once(("name".to_owned(), Value::Text(name))).chain(serial)))
}

/// The same plate; without a plate, the same name.
fn is_same(one: &BTreeMap<String, Value>, other: &BTreeMap<String, Value>) -> bool {
    let text =
        |row: &BTreeMap<String, Value>, field: &str| row.get(field).and_then(Value::as_text).map(fold_vi);
    match (text(one, "serial"), text(other, "serial")) {
        (Some(one), Some(other)) => one == other,
        (None, None) | (Some(_), None) | (None, Some(_)) => text(one, "name") == text(other, "name"),
    }
}
