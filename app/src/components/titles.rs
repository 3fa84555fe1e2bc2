//! What a record is called, and the short facts beside its name.

use domain::record::Kind;
use domain::value::Document;
use domain::word;

use crate::components::value_text::{commune_name, kind_name};
use crate::i18n::t;
use crate::state::view::View;

/// The name of a record.
pub fn title_of(view: &View) -> String {
    title(view.kind, &view.doc)
}

/// The name of a record with these fields.
pub fn title(kind: Kind, doc: &Document) -> String {
    match doc.text(kind.spec().title) {
        Some(title) => title.lines().next().unwrap_or(title).to_owned(),
        None => untitled(kind),
    }
}

fn untitled(kind: Kind) -> String {
    match kind {
        Kind::Facility => t(word!("facility.untitled")).to_owned(),
        Kind::Need => t(word!("need.untitled")).to_owned(),
        Kind::Project => t(word!("project.untitled")).to_owned(),
        Kind::Commune | Kind::Conflict => kind_name(kind),
    }
}

/// Village and commune.
pub fn place_line(doc: &Document) -> String {
    let commune = doc.text("commune_code").map(commune_name);
    let parts: Vec<String> = doc.text("village").map(str::to_owned).into_iter().chain(commune).collect();
    parts.join(", ")
}

/// The first letter as a capital, for a commune's name at the beginning of a line.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
