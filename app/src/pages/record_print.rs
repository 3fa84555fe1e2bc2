//! A record on paper, from its description, in the administrative form of NĐ 30/2020. It is made on
//! the device, offline; what has no value stays a dotted line to be filled in by hand.

use domain::formats::date;
use domain::permission::{Sight, may_see};
use domain::record::Kind;
use domain::record::field::{FieldSpec, FieldType, RowSpec, Writers};
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::*;

use crate::components::gates::is_sealed;
use crate::components::page_frame::Page;
use crate::components::paper::{Letterhead, PrintButton, Signers};
use crate::components::params::id_param;
use crate::components::special;
use crate::components::titles::title_of;
use crate::components::value_text::{field_label, group_label, kind_name, row_label, show_with_unit};
use crate::i18n::{t, upper};
use crate::pages::not_found::Missing;
use crate::pages::record::{hidden, parent_of};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;

/// The page.
#[component]
pub fn RecordPrint() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    move || {
        let Some(view) = id.get().and_then(|id| book.view(id)).filter(|view| !is_sealed(book, view)) else {
            return view! { <Missing title=t(word!("records.missing"))/> }.into_any();
        };
        let back = (routes::record(view.kind, view.id), title_of(&view));
        let title = title_of(&view);
        view! {
            <Page title back>
                <div class="page">
                    <PrintButton/>
                    {special::paper(&view).unwrap_or_else(|| view! { <Sheet view=view.clone()/> }.into_any())}
                </div>
            </Page>
        }
        .into_any()
    }
}

/// The record as a form.
#[component]
pub fn Sheet(
    /// The record.
    view: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let kind = view.kind;
    let of = parent_of(book, &view).map(|parent| title_of(&parent));
    let doc = view.doc.clone();
    let groups = kind.spec().groups.iter().map(|group| {
        let codes = hidden(kind);
        let fields = kind.spec().group(group).filter(|spec| is_printed(spec) && !codes.contains(&spec.name));
        let fields = fields.filter(|spec| may_see(role, spec.privacy) == Sight::Clear);
        let lines: Vec<AnyView> = fields.map(|spec| line(kind, spec, &doc)).collect();
        (!lines.is_empty()).then(|| view! { <h2>{group_label(kind, group)}</h2> {lines} })
    });
    view! {
        <article class="a4">
            <Letterhead/>
            <h1>{upper(&kind_name(kind))}</h1>
            <p class="about">{title_of(&view)}</p>
            {of.map(|of| view! { <p class="para">{of}</p> })}
            {groups.collect_view()}
            <Signers/>
            <p class="printed-at">{date::show(now().day())} " · " {t(word!("paper_form.draft_print"))}</p>
        </article>
    }
}

/// What only machines need is not put on paper.
fn is_printed(spec: &FieldSpec) -> bool {
    !matches!(spec.ty, FieldType::Account | FieldType::Names | FieldType::Values)
        && !matches!(spec.writers, Writers::Server)
}

/// A field with what it is called; what has no value is a dotted line.
pub fn line(kind: Kind, spec: &'static FieldSpec, doc: &Document) -> AnyView {
    let label = field_label(kind, spec.name);
    match (spec.ty, doc.get(spec.name)) {
        (FieldType::Rows(row), Some(Value::List(rows))) => rows_table(label, row, rows),
        (FieldType::Ref(_), Some(Value::Text(id))) => reference(label, id),
        // A parent of any kind is an id too.
        _ if kind.spec().parent == Some(spec.name) => {
            doc.text(spec.name).map_or_else(|| ().into_any(), |id| reference(label, id))
        }
        (_, Some(value)) => {
            view! { <p class="para">{label} ": " {show_with_unit(spec, value)}</p> }.into_any()
        }
        (_, None) => view! { <p class="para">{label} ": " <span class="dots"></span></p> }.into_any(),
    }
}

/// Another record by its name; nothing where it is not on this device.
fn reference(label: String, id: &str) -> AnyView {
    let book = expect_context::<Book>();
    let named = id.parse().ok().and_then(|id| book.view(id)).map(|view| title_of(&view));
    named.map(|named| view! { <p class="para">{label} ": " {named}</p> }).into_any()
}

/// Rows as a table with a running number.
pub fn rows_table(label: String, row: &'static RowSpec, rows: &[Value]) -> AnyView {
    let fields = || row.fields.iter().filter(|spec| !matches!(spec.ty, FieldType::Account));
    let head = fields().map(|spec| view! { <th>{row_label(row, spec.name)}</th> }).collect_view();
    let body = rows.iter().enumerate().map(|(at, entry)| {
        let cells = fields().map(|spec| {
            let value = match entry {
                Value::Map(entries) => entries.get(spec.name).map(|value| show_with_unit(spec, value)),
                _ => None,
            };
            view! { <td data-l=row_label(row, spec.name)>{value}</td> }
        });
        view! { <tr><td class="mid" data-l=t(word!("paper_form.number"))>{at + 1}</td> {cells.collect_view()}</tr> }
    });
    view! {
        <p class="para">{label} ":"</p>
        <table>
            <thead><tr><th>{t(word!("paper_form.number"))}</th> {head}</tr></thead>
            <tbody>{body.collect_view()}</tbody>
        </table>
    }
    .into_any()
}
