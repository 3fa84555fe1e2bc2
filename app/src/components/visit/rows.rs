//! One list field of a form as rows that a component of its own draws and changes.

use domain::record::field::FieldSpec;
use domain::value::{Document, Value};
use leptos::prelude::*;

use crate::components::form_state::FormState;

/// The rows of a field, a handle to copy.
#[derive(Clone, Copy)]
pub struct FormRows {
    form: FormState,
    spec: &'static FieldSpec,
}

impl FormRows {
    /// The rows of a described field; none for a field that is not described.
    pub fn of(form: FormState, field: &str) -> Option<Self> {
        form.kind.spec().field(field).map(|spec| Self { form, spec })
    }

    /// The rows as they are now.
    pub fn get(self) -> Vec<Document> {
        let doc = self.form.document();
        let rows = doc.get(self.spec.name).and_then(Value::as_list).unwrap_or_default();
        let rows = rows.iter().map(|row| match row {
            Value::Map(entries) => Document(entries.clone()),
            Value::Bool(_) | Value::Int(_) | Value::Text(_) | Value::List(_) => Document::default(),
        });
        rows.collect()
    }

    /// How many there are.
    pub fn count(self) -> usize {
        let doc = self.form.document();
        doc.get(self.spec.name).and_then(Value::as_list).map_or(0, <[Value]>::len)
    }

    /// A column of a row.
    pub fn text(self, at: usize, column: &str) -> String {
        let rows = self.get();
        rows.get(at).and_then(|row| row.text(column)).unwrap_or_default().to_owned()
    }

    /// Writes a column of a row.
    pub fn set(self, at: usize, column: &str, value: Option<Value>) {
        let mut rows = untrack(|| self.get());
        let Some(row) = rows.get_mut(at) else { return };
        row.set(column, value);
        self.write(rows);
    }

    /// Adds a row.
    pub fn push(self, row: Document) {
        let mut rows = untrack(|| self.get());
        rows.push(row);
        self.write(rows);
    }

    /// The person left a field of a row.
    pub fn leave(self) {
        self.form.leave(self.spec);
    }

    fn write(self, rows: Vec<Document>) {
        let rows: Vec<Value> = rows.into_iter().map(|Document(entries)| Value::Map(entries)).collect();
        self.form.set(self.spec, (!rows.is_empty()).then_some(Value::List(rows)));
    }
}
