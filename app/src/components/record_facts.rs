//! The fields of a record as facts, group by group. Empty fields are left out; restricted values
//! are masked.

use domain::permission::{Sight, may_see};
use domain::record::Kind;
use domain::record::field::{FieldSpec, FieldType, RowSpec};
use domain::role::Role;
use domain::validation::display::{code_word, spoken};
use domain::value::{Document, Value};
use leptos::prelude::*;

use crate::components::file_words::slot_label;
use crate::components::titles::title_of;
use crate::components::value_text::{field_label, group_label, row_label, show_guarded, show_with_unit};
use crate::i18n::lang;
use crate::routes;
use crate::state::book::Book;
use crate::ui::facts::{Fact, Facts};
use crate::ui::section_head::Section;

/// Which fields are shown.
#[derive(Clone, Copy)]
pub struct Shown {
    /// Question groups in order.
    pub groups: &'static [&'static str],
    /// Fields that the page shows in its own way.
    pub not: &'static [&'static str],
}

/// Sections of facts.
#[component]
pub fn RecordFacts(
    /// Kind of the record.
    kind: Kind,
    /// The record.
    #[prop(into)]
    doc: Signal<Document>,
    /// Which fields.
    shown: Shown,
) -> impl IntoView {
    let role = expect_context::<Book>().me().get_untracked().role;
    move || {
        let doc = doc.get();
        shown
            .groups
            .iter()
            .filter_map(|group| {
                let fields = visible(kind, group, shown, role, &doc);
                if fields.is_empty() {
                    return None;
                }
                let facts =
                    fields.into_iter().map(|(spec, value)| fact(kind, spec, &value, role)).collect_view();
                Some(view! {
                    <Section title=group_label(kind, group) id=format!("group-{group}")>
                        <Facts>{facts}</Facts>
                    </Section>
                })
            })
            .collect_view()
    }
}

fn visible(
    kind: Kind,
    group: &str,
    shown: Shown,
    role: Role,
    doc: &Document,
) -> Vec<(&'static FieldSpec, Value)> {
    kind.spec()
        .group(group)
        .filter(|spec| !shown.not.contains(&spec.name) && !matches!(spec.ty, FieldType::Account))
        .filter(|spec| may_see(role, spec.privacy) != Sight::Hidden)
        .filter_map(|spec| Some((spec, doc.get(spec.name)?.clone())))
        .filter(|(spec, value)| is_here(spec, value))
        .collect()
}

/// Whether there is something to show: another record may be one this person does not hold.
fn is_here(spec: &FieldSpec, value: &Value) -> bool {
    let book = expect_context::<Book>();
    let id = value.as_text().filter(|_| matches!(spec.ty, FieldType::Ref(_)));
    id.is_none_or(|id| id.parse().ok().and_then(|id| book.view(id)).is_some())
}

fn fact(kind: Kind, spec: &'static FieldSpec, value: &Value, role: Role) -> AnyView {
    let label = field_label(kind, spec.name);
    let shown = match (spec.ty, value) {
        (_, Value::Text(slot)) if kind == Kind::Attachment && spec.name == "slot" => {
            slot_label(slot).unwrap_or(slot).to_owned().into_any()
        }
        (FieldType::Ref(other), Value::Text(id)) => reference(other, id),
        (FieldType::Rows(row), Value::List(rows)) => row_list(row, rows),
        (FieldType::LongText { .. }, Value::Text(text)) => lines(text),
        _ if may_see(role, spec.privacy) == Sight::Clear => show_with_unit(spec, value).into_any(),
        _ => show_guarded(spec, value).into_any(),
    };
    view! { <Fact label>{shown}</Fact> }.into_any()
}

/// A link to another record by its name.
fn reference(kind: Kind, id: &str) -> AnyView {
    let book = expect_context::<Book>();
    let Ok(id) = id.parse() else { return ().into_any() };
    let record = book.record(id);
    (move || {
        record.get().map(|view| {
            let href = routes::record(kind, id);
            view! { <a class="hit" href=href>{title_of(&view)}</a> }
        })
    })
    .into_any()
}

fn lines(text: &str) -> AnyView {
    text.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view().into_any()
}

/// Rows of a list field: the first column as a name, the others as one line.
pub fn row_list(row: &'static RowSpec, rows: &[Value]) -> AnyView {
    let items = rows
        .iter()
        .filter_map(|entry| {
            let Value::Map(entries) = entry else { return None };
            let mut cells = spoken(row, entries);
            let (first, name) = cells.next()?;
            let name = code_word(first, name)
                .map_or_else(|| show_with_unit(first, name), |word| word.text(lang()).to_owned());
            let rest: Vec<String> = cells
                .map(|(spec, value)| {
                    format!("{}: {}", row_label(row, spec.name), show_with_unit(spec, value))
                })
                .collect();
            Some(view! {
                <li>
                    <b>{name}</b>
                    <span class="line muted">{rest.join(" · ")}</span>
                </li>
            })
        })
        .collect_view();
    view! { <ul class="lines">{items}</ul> }.into_any()
}
