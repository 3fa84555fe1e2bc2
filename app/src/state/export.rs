//! Records of the book as files: a table, or everything with ids and history.

use domain::permission::{Sight, may_see};
use domain::record::Kind;
use domain::record::field::Privacy;
use domain::role::Role;
use domain::sheet::{self, Secrets, csv, heading};
use domain::words::Lang;
use leptos::prelude::With;
use serde::Serialize;

use super::book::Book;
use super::names::BookNames;
use super::view::{Deed, HistoryEntry, View};

/// Who exports, and what.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Kind of the records.
    pub kind: Kind,
    /// Role of the person.
    pub role: Role,
    /// Language of headings and choices.
    pub lang: Lang,
    /// Whether restricted values were asked for.
    pub secrets: Secrets,
}

/// A table of these records.
pub fn table(book: Book, wanted: Wanted, views: &[View]) -> String {
    let Wanted { kind, role, lang, secrets } = wanted;
    let fields = sheet::exported(kind, role, secrets);
    let names = BookNames::new(book);
    let head: Vec<String> = fields.iter().map(|field| heading(kind, field, lang)).collect();
    let rows = views.iter().map(|view| sheet::cells(&fields, &view.doc, (role, lang), &names));
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    csv::write(rows.iter().map(Vec::as_slice), lang)
}

/// A table with nothing but the headings that can be imported.
pub fn template(kind: Kind, role: Role, lang: Lang) -> String {
    let head: Vec<String> =
        sheet::imported(kind, role).into_iter().map(|field| heading(kind, field, lang)).collect();
    csv::write(std::iter::once(head.as_slice()), lang)
}

#[derive(Serialize)]
struct Whole {
    format: &'static str,
    kind: &'static str,
    records: Vec<serde_json::Value>,
}

/// Everything of these records that the person may see in clear, with what happened to each.
pub fn whole(book: Book, wanted: Wanted, views: &[View]) -> Option<String> {
    let records = views.iter().map(|view| record(book, wanted, view)).collect();
    let whole = Whole { format: "so-khuyen-cong-records-1", kind: wanted.kind.code(), records };
    serde_json::to_string_pretty(&whole).ok()
}

fn record(book: Book, wanted: Wanted, view: &View) -> serde_json::Value {
    let fields = view.doc.0.iter().filter(|(field, _)| is_open(wanted, field));
    let fields: serde_json::Map<_, _> = fields
        .filter_map(|(field, value)| Some((field.clone(), serde_json::to_value(value).ok()?)))
        .collect();
    let history = book.history(view.id);
    let history: Vec<_> = history.with(|all| all.iter().map(|entry| told(wanted, entry)).collect());
    serde_json::json!({
        "id": view.id.to_string(),
        "scope": view.scope.to_string(),
        "version": view.ver,
        "fields": fields,
        "history": history,
    })
}

fn told(wanted: Wanted, entry: &HistoryEntry) -> serde_json::Value {
    let deed = match &entry.deed {
        Deed::Create => "create",
        Deed::Put => "edit",
        Deed::Act { action, .. } => action,
        Deed::Delete => "delete",
        Deed::Leave => "leave",
    };
    let changes = entry.diff.iter().filter(|(field, _)| is_open(wanted, field));
    let changes: serde_json::Map<_, _> = changes
        .map(|(field, diff)| (field.clone(), serde_json::json!({ "from": diff.old, "to": diff.new })))
        .collect();
    serde_json::json!({
        "deed": deed,
        "by": entry.name,
        "role": entry.role.code(),
        "at": entry.at.0,
        "received": entry.received.map(|at| at.0),
        "reason": entry.reason,
        "changes": changes,
    })
}

/// Whether a value goes into a file as it is: never what is masked on the screen.
fn is_open(wanted: Wanted, field: &str) -> bool {
    let Some(spec) = wanted.kind.spec().field(field) else { return false };
    let is_left = spec.privacy == Privacy::Restricted && wanted.secrets == Secrets::Left;
    !is_left && may_see(wanted.role, spec.privacy) == Sight::Clear
}
