//! Two records that may be one: told on the form before saving, on the page of each, and side by side
//! where a person decides.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::duplicate::DuplicateStage;
use domain::record::facility::identity::identity;
use domain::record::field::{Choice, FieldSpec, FieldType};
use domain::similar::{DuplicateReason, duplicate_reasons};
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use crate::components::kinship::child_kinds;
use crate::components::titles::{place_line, title_of, uncapital};
use crate::components::value_text::{field_label, show_field};
use crate::i18n::{by_key, count, day, fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::disclosure::Disclosure;
use crate::ui::facts::{Fact, Facts};
use crate::ui::note::{Note, NoteLook};
use crate::ui::table::{Column, Table};

/// A facility that may be the same.
#[derive(Clone, PartialEq, Debug)]
pub struct Twin {
    /// Which.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub place: String,
    /// What is the same.
    pub reasons: Vec<DuplicateReason>,
}

impl Twin {
    /// Whether a second one must not be saved.
    pub fn is_hard_stop(&self) -> bool {
        self.reasons.iter().any(|reason| reason.is_hard_stop())
    }

    /// What is the same, in words.
    pub fn signs(&self) -> String {
        let words = self.reasons.iter().map(|reason| by_key(&DuplicateReason::LIST.key(reason.code())));
        words.collect::<Vec<_>>().join(", ")
    }
}

/// The facilities of the book that may be this one, those that cannot be another first. What was so before
/// the record was changed is not asked again.
pub fn twins(book: Book, doc: &Document, of: Option<RecordId>) -> Vec<Twin> {
    let own = identity(doc);
    let before = of.and_then(|id| book.view(id)).map(|view| identity(&view.doc));
    let mut found = book.scan(Kind::Facility, |view| {
        if Some(view.id) == of || view.doc.text("merged_into").is_some() {
            return None;
        }
        let other = identity(&view.doc);
        let reasons = duplicate_reasons(&own, &other);
        let known = before.as_ref().map(|before| duplicate_reasons(before, &other)).unwrap_or_default();
        let is_new = reasons.iter().any(|reason| !known.contains(reason));
        is_new.then(|| Twin { id: view.id, name: title_of(&view), place: place_line(&view.doc), reasons })
    });
    domain::ordering::sort_by_key(&mut found, |twin| !twin.is_hard_stop());
    found
}

/// What stands above the facts of a record that may be double, or was merged.
#[component]
pub fn TwinNote(
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let open = move || {
        let tasks = book.scan(Kind::Duplicate, |task| {
            let is_about = ["record", "other"].iter().any(|field| named(&task.doc, field) == Some(record));
            (is_about && task.doc.text("stage") == Some(DuplicateStage::Open.code())).then_some(task)
        });
        tasks.into_iter().map(|task| view! { <OpenTask task/> }).collect_view()
    };
    let merged = move || {
        let host = book.view(record).and_then(|view| named(&view.doc, "merged_into"))?;
        let left = children_of(book, record);
        Some(view! { <MergedInto host left/> })
    };
    view! { {merged} {open} }
}

#[component]
fn OpenTask(task: View) -> impl IntoView {
    let words = fill(word!("duplicate.banner"), &[("signs", &uncapital(&title_of(&task)))]);
    view! {
        <Note look=NoteLook::Warn>
            <p>{words}</p>
            <p><a class="hit" href=routes::record(Kind::Duplicate, task.id)>{t(word!("duplicate.open"))}</a></p>
        </Note>
    }
}

#[component]
fn MergedInto(host: RecordId, left: usize) -> impl IntoView {
    let book = expect_context::<Book>();
    let body = match book.view(host) {
        Some(view) => view! {
            <p>{fill(word!("duplicate.merged_banner"), &[("name", &title_of(&view))])}</p>
            <ButtonLink label=t(word!("duplicate.open_stays")) href=routes::facility(host) look="sm"/>
        }
        .into_any(),
        None => view! { <p>{t(word!("duplicate.merged_unseen"))}</p> }.into_any(),
    };
    let left = (left > 0).then(|| view! { <p>{count(word!("duplicate.left"), left)}</p> });
    view! { <Note look=NoteLook::Info>{body} {left}</Note> }
}

fn named(doc: &Document, field: &str) -> Option<RecordId> {
    doc.text(field)?.parse().ok()
}

/// How much of this book belongs to a record.
fn children_of(book: Book, record: RecordId) -> usize {
    child_kinds(Kind::Facility).map(|kind| book.children(record, kind).with(|all| all.len())).sum()
}

/// The two records beside each other, on the page where a person decides.
#[component]
pub fn SideBySide(
    /// The task.
    task: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let [older, newer] =
        ["other", "record"].map(|field| named(&task.doc, field).and_then(|id| book.view(id)));
    let lead = match task.doc.text("about_kind").and_then(Kind::from_code) {
        Some(Kind::Facility) => word!("duplicate.lead"),
        Some(Kind::Trainee) => word!("duplicate.person"),
        Some(Kind::Need) => word!("duplicate.need"),
        _ => word!("duplicate.number"),
    };
    let columns = vec![
        Column::words(t(word!("duplicate.field"))),
        Column::words(t(word!("field.duplicate.other"))),
        Column::words(t(word!("field.duplicate.record"))),
    ];
    let (differing, same) = compared(book, older.as_ref(), newer.as_ref());
    view! {
        <p class="lead">{t(lead)}</p>
        <Table caption=t(lead) columns>
            <Heads older newer/>
            {differing.into_iter().map(row).collect_view()}
        </Table>
        {(!same.is_empty()).then(|| view! { <Same fields=same/> })}
    }
}

#[component]
fn Heads(older: Option<View>, newer: Option<View>) -> impl IntoView {
    let book = expect_context::<Book>();
    let cell = |view: Option<View>, label| {
        let body = match view {
            Some(view) => {
                let made = format!("{} · {}", day(view.made.at), view.made.by.name);
                let belongs = count(word!("duplicate.belongs"), children_of(book, view.id));
                view! {
                    <a class="hit" href=routes::record(view.kind, view.id)>{title_of(&view)}</a>
                    <span class="line muted">{made}</span>
                    <span class="line muted">{belongs}</span>
                }
                .into_any()
            }
            None => view! { <span class="muted">{t(word!("duplicate.elsewhere"))}</span> }.into_any(),
        };
        view! { <td data-l=t(label)><span>{body}</span></td> }
    };
    view! {
        <tr>
            <td class="le-col keep"></td>
            {cell(older, word!("field.duplicate.other"))}
            {cell(newer, word!("field.duplicate.record"))}
        </tr>
    }
}

/// A field that at least one of them has: its name, and the value of each.
type Compared = (String, [Option<String>; 2]);

/// The fields in which they differ, and those in which they do not.
fn compared(book: Book, older: Option<&View>, newer: Option<&View>) -> (Vec<Compared>, Vec<Compared>) {
    let Some(kind) = older.or(newer).map(|view| view.kind) else { return Default::default() };
    let fields = kind.spec().fields.iter().filter(|field| field.name != "owner_account");
    let shown = |spec: &'static FieldSpec| {
        // Another record by its name; its id tells nobody anything.
        let value = |view: &View| match spec.ty {
            FieldType::Ref(_) => {
                named(&view.doc, spec.name).and_then(|id| book.view(id)).map(|of| title_of(&of))
            }
            _ => show_field(kind, &view.doc, spec.name),
        };
        let values = [older, newer].map(|view| view.and_then(value));
        values.iter().any(Option::is_some).then(|| (field_label(kind, spec.name), values))
    };
    fields.filter_map(shown).partition(|(_, [one, other])| one != other)
}

fn row((label, [one, other]): Compared) -> impl IntoView {
    let value = |value: Option<String>| value.unwrap_or_else(|| t(word!("form.not_recorded")).to_owned());
    view! {
        <tr>
            <td class="le-col keep">{label}</td>
            <td data-l=t(word!("field.duplicate.other"))>{value(one)}</td>
            <td data-l=t(word!("field.duplicate.record"))>{value(other)}</td>
        </tr>
    }
}

/// What says nothing of the question, folded away.
#[component]
fn Same(fields: Vec<Compared>) -> impl IntoView {
    let title = count(word!("duplicate.same_fields"), fields.len());
    let facts =
        fields.into_iter().map(|(label, [value, _])| view! { <Fact label>{value}</Fact> }).collect_view();
    view! {
        <Disclosure class="groups" summary=move || view! { <b>{title.clone()}</b> }>
            <Facts>{facts}</Facts>
        </Disclosure>
    }
}
