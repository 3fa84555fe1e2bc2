//! One record of any kind, from its description: where it stands, what may be done, what belongs to it.

use domain::id::RecordId;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::paper::list::holds;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::action_panel::ActionPanel;
use crate::components::conflict_note::ConflictNote;
use crate::components::course::day_of;
use crate::components::gates::{Sealed, is_sealed};
use crate::components::history::History;
use crate::components::kinship::Kinship;
use crate::components::page_frame::Page;
use crate::components::params::{id_param, kind_param};
use crate::components::record_facts::{RecordFacts, Shown};
use crate::components::record_files::RecordFiles;
use crate::components::record_frame::framed;
use crate::components::special;
use crate::components::stage_bar::{StepNote, state_sentence};
use crate::components::sync_mark::RecordMark;
use crate::components::titles::{capital, title_of};
use crate::components::twins::TwinNote;
use crate::components::value_text::kind_name;
use crate::i18n::{fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::shell::Heading;

/// What the page says in its own way; of two records that may be one, both by name.
const NOT: &[&str] =
    &["stage", "stage_since", "stage_note", "commune_code", "record", "other", "about_kind", "signs"];

/// Codes of the program that mean nothing to a person; what they say stands in words elsewhere.
const CODES: &[(Kind, &[&str])] = &[
    (
        Kind::Paper,
        &[
            "stage",
            "stage_since",
            "stage_note",
            "commune_code",
            "project",
            "code",
            "label",
            "position",
            "template",
        ],
    ),
    (
        Kind::Attachment,
        &["commune_code", "about", "slot", "media_type", "sha256", "thumb_sha256", "thumb_bytes"],
    ),
];

/// What is not listed among the facts of a kind.
pub fn hidden(kind: Kind) -> &'static [&'static str] {
    let own = CODES.iter().find(|(of, _)| *of == kind);
    own.map_or(NOT, |(_, names)| names)
}

/// The page.
#[component]
pub fn RecordPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let kind = kind_param();
    let id = id_param();
    let record = Memo::new(move |_| {
        let of_kind = |view: &View| Some(view.kind) == kind.get();
        id.get().and_then(|id| book.view(id)).filter(of_kind)
    });
    framed(record, word!("records.missing"), move |shown| {
        let (id, kind) = shown.with_untracked(|view| (view.id, view.kind));
        let title = Signal::derive(move || shown.with(title_of));
        let is_open = move || shown.with(|view| !is_sealed(book, view));
        // Nothing is asked for what the project itself stands for.
        let is_asked = move || is_open() && shown.with(|view| !is_held(book, view));
        // What is handed in stands above the step that hands it in; a visit shows its photos in its minutes.
        let is_paper = kind == Kind::Paper;
        let files = move || {
            let doc = Signal::derive(move || shown.with(|view| view.doc.clone()));
            view! { <Show when=is_open><RecordFiles about=id kind doc/></Show> }
        };
        let back = shown.with_untracked(|view| back_of(book, view));
        view! {
            <Page title back>
                <div class="page page-record">
                    <Show when=is_open fallback=|| view! { <Sealed/> }>
                        <p class="muted">{capital(&kind_name(kind))}</p>
                        <Heading text=title/>
                        {move || view! { <Standing view=shown.get()/> }}
                    </Show>
                    {is_paper.then(files)}
                    {kind.spec().course.map(|_| view! {
                        <Show when=is_asked><ActionPanel view=shown/></Show>
                    })}
                    <Show when=is_open><Tools view=shown/></Show>
                    {(!is_paper && kind != Kind::Visit).then(files)}
                    <Show when=is_open><Detail view=shown/></Show>
                </div>
            </Page>
        }
        .into_any()
    })
}

/// The record it belongs to.
pub fn parent_of(book: Book, view: &View) -> Option<View> {
    let id: RecordId = domain::record::parent(view.kind, &view.doc)?;
    untrack(|| book.view(id))
}

/// The way back: to the record it belongs to, or to the register.
fn back_of(book: Book, view: &View) -> (String, String) {
    match parent_of(book, view) {
        Some(parent) => (routes::record(parent.kind, parent.id), title_of(&parent)),
        None => of_register(view.kind),
    }
}

fn of_register(kind: Kind) -> (String, String) {
    (routes::register(kind), capital(&kind_name(kind)))
}

/// What it belongs to, and where it stands.
#[component]
fn Standing(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let kind = view.kind;
    let above = parent_of(book, &view).map(|parent| {
        view! { <p><a class="hit" href=routes::record(parent.kind, parent.id)>{title_of(&parent)}</a></p> }
    });
    let since = day_of(&view.doc, "stage_since");
    let is_held = untrack(|| is_held(book, &view));
    let state = match is_held {
        true => Some(t(word!("checklist.held")).to_owned()),
        false => workflow::stage(kind, &view.doc).map(|stage| state_sentence(kind, stage, since)),
    };
    view! {
        {above}
        {state.map(|words| view! { <p class="state">{words}</p> })}
        {(!is_held).then(|| view! { <StepNote kind doc=view.doc.clone()/> })}
        <p><RecordMark mark=view.sync/></p>
        {kind.spec().unique.is_some().then(|| view! { <TwinNote record=view.id/> })}
        <ConflictNote record=view.id/>
    }
}

/// Whether the project itself stands for a paper that nobody handed in, as the list says too.
fn is_held(book: Book, view: &View) -> bool {
    let project = if view.kind == Kind::Paper { parent_of(book, view) } else { None };
    project.is_some_and(|project| holds(&project.doc, &view.doc))
}

/// The ways to its form and to paper.
#[component]
fn Tools(view: Signal<View>) -> impl IntoView {
    let (kind, id) = view.with_untracked(|view| (view.kind, view.id));
    let role = expect_context::<Book>().me().get_untracked().role;
    // What a paper says of itself is fixed with its list; only its course moves.
    let is_allowed = kind != Kind::Paper && may(role, Operation::Edit, kind, Relation::OwnScope);
    let may_edit = move || is_allowed && view.with(|view| workflow::is_editable(kind, &view.doc));
    let edit = fill(word!("records.edit"), &[("kind", &kind_name(kind))]);
    view! {
        <div class="acts">
            <Show when=may_edit>
                <ButtonLink label=edit.clone() href=routes::record_edit(kind, id) look="sm" icon="pen"/>
            </Show>
            <ButtonLink label=t(word!("records.print")) href=routes::record_print(kind, id) look="sm" icon="print"/>
        </div>
    }
}

/// Its facts, what belongs to it, what happened.
#[component]
fn Detail(view: Signal<View>) -> impl IntoView {
    let (kind, id) = view.with_untracked(|view| (view.kind, view.id));
    let shown = Shown { groups: kind.spec().groups, not: hidden(kind) };
    let doc = Signal::derive(move || view.with(|view| view.doc.clone()));
    view! {
        {move || view.with(special::section)}
        <RecordFacts kind doc shown/>
        <Kinship view not=special::own_children(kind)/>
        <History record=id/>
    }
}
