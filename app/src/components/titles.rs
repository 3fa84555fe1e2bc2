//! What a record is called, and the short facts beside its name.

use domain::formats::date;
use domain::record::Kind;
use domain::record::rule::day;
use domain::value::Document;
use domain::word;

use crate::components::file_words::slot_label;
use crate::components::value_text::{commune_name, kind_name, show_field};
use crate::i18n::{by_key, fill, t, upper};
use crate::state::view::View;

/// The name of a record.
pub fn title_of(view: &View) -> String {
    title(view.kind, &view.doc)
}

/// The name of a record with these fields.
pub fn title(kind: Kind, doc: &Document) -> String {
    if kind == Kind::Paper {
        let named = domain::record::paper::name_key(doc).map(|key| by_key(&key));
        return named.or_else(|| doc.text("label").map(str::to_owned)).unwrap_or_else(|| untitled(kind));
    }
    if kind == Kind::Attachment {
        let said = doc.text("caption").or_else(|| slot_label(doc.text("slot")?));
        return said.or(doc.text("file_name")).map_or_else(|| untitled(kind), str::to_owned);
    }
    // Any day stands for the month that is reported.
    if let (Kind::ProgressReport, Some(month)) = (kind, month_of(doc)) {
        return fill(word!("forms.report_of_month"), &[("month", &month)]);
    }
    match show_field(kind, doc, kind.spec().title) {
        // What two records have in common begins no sentence by itself.
        Some(title) if kind == Kind::Duplicate => capital(&title),
        Some(title) => title.lines().next().unwrap_or(&title).to_owned(),
        None => untitled(kind),
    }
}

/// The month of a progress report, `10/2026`.
pub fn month_of(report: &Document) -> Option<String> {
    let shown = date::show(day(report, "period")?);
    shown.split_once('/').map(|(_, month)| month.to_owned())
}

fn untitled(kind: Kind) -> String {
    match kind {
        Kind::Facility => t(word!("facility.untitled")).to_owned(),
        Kind::Need => t(word!("need.untitled")).to_owned(),
        Kind::Project => t(word!("project.untitled")).to_owned(),
        _ => capital(&kind_name(kind)),
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
        Some(first) => upper(first.encode_utf8(&mut [0; 4])) + letters.as_str(),
        None => String::new(),
    }
}

/// The first letter as a small one, for a step within a sentence.
pub fn uncapital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
