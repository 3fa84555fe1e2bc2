//! One need: what is wished, where it stands, what is to be done.

use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::field::{Choice, ChoiceList};
use domain::record::need::DeclineReason;
use domain::value::Document;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::action_panel::ActionPanel;
use crate::components::conflict_note::ConflictNote;
use crate::components::course::{Application, Reader, day_of};
use crate::components::history::History;
use crate::components::kinship::Kinship;
use crate::components::page_frame::Page;
use crate::components::params::id_param;
use crate::components::record_facts::{RecordFacts, Shown};
use crate::components::record_files::RecordFiles;
use crate::components::record_frame::framed;
use crate::components::renew::Renew;
use crate::components::score_table::{Explanation, published};
use crate::components::stage_bar::{StageBar, StepNote, state_sentence};
use crate::components::sync_mark::RecordMark;
use crate::components::titles::title_of;
use crate::components::value_text::choice_label;
use crate::i18n::{fill, t};
use crate::pages::need_form::facility_of;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::note::{Note, NoteLook};
use crate::ui::shell::Heading;

const SHOWN: Shown = Shown {
    groups: &["wish", "means", "contact", "survey", "course"],
    not: &["wish", "stage", "stage_since", "decline_reason", "commune_code"],
};
const REASONS: ChoiceList = DeclineReason::LIST;

/// The page.
#[component]
pub fn NeedPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    let record = Memo::new(move |_| id.get().and_then(|id| book.view(id)));
    framed(record, word!("need.missing"), |need| {
        let back = (routes::NEEDS.to_owned(), t(word!("nav.needs")).to_owned());
        let title = Signal::derive(move || need.with(title_of));
        view! {
            <Page title here=routes::NEEDS back>
                <div class="page page-record">
                    {move || view! { <Whose view=need.get()/> }}
                    <Heading text=title/>
                    {move || view! { <Standing view=need.get()/> }}
                    <ActionPanel view=need/>
                    <Detail need/>
                </div>
            </Page>
        }
        .into_any()
    })
}

fn project_of(book: Book, doc: &Document) -> Option<View> {
    untrack(|| book.view(doc.text("project")?.parse().ok()?))
}

/// The facility that wishes it.
#[component]
fn Whose(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let facility = untrack(|| facility_of(&view).and_then(|id| book.view(id)))?;
    let name = title_of(&facility);
    Some(view! {
        <p class="muted">
            <a class="hit" href=routes::facility(facility.id)>
                {fill(word!("need.of_facility"), &[("facility", &name)])}
            </a>
        </p>
    })
}

/// Where it stands.
#[component]
fn Standing(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let doc = view.doc.clone();
    let role = book.me().get_untracked().role;
    let stage = workflow::stage(Kind::Need, &doc).unwrap_or_default();
    let to_project = project_of(book, &doc).map(|project| {
        view! {
            <div class="acts">
                <ButtonLink label=t(word!("need.open_project")) href=routes::project(project.id) look="main"/>
            </div>
        }
    });
    let declined = doc.text("decline_reason").map(|reason| choice_label(&REASONS, reason));
    let told = untrack(|| published(book, &view)).map(|candidate| {
        view! { <Explanation need=doc.clone() candidate=candidate.doc/> }
    });
    let again = may(role, Operation::Create, Kind::Need, Relation::OwnScope).then(|| {
        let need = view.clone();
        view! { <Renew need/> }
    });
    view! {
        <p class="state">{state_sentence(Kind::Need, stage, day_of(&doc, "stage_since"))}</p>
        <StepNote kind=Kind::Need doc/>
        <p><RecordMark mark=view.sync/></p>
        {declined.map(|reason| view! { <Note look=NoteLook::Warn>{reason}</Note> })}
        {told}
        <div class="acts">{again}</div>
        <ConflictNote record=view.id/>
        {to_project}
    }
}

/// The way, the files, the facts, what happened.
#[component]
fn Detail(need: Signal<View>) -> impl IntoView {
    let book = expect_context::<Book>();
    let id = need.with_untracked(|view| view.id);
    let role = book.me().get_untracked().role;
    let is_allowed = may(role, Operation::Edit, Kind::Need, Relation::OwnScope);
    let may_edit = move || is_allowed && need.with(|view| workflow::is_editable(Kind::Need, &view.doc));
    let doc = Signal::derive(move || need.with(|view| view.doc.clone()));
    let way = move || {
        let view = need.get();
        let application = Application { project: project_of(book, &view.doc), need: Some(view) };
        let course = application.course(now().day(), Reader::Office);
        view! { <StageBar course stem="path_step" title=t(word!("project.path"))/> }
    };
    view! {
        <div class="acts">
            <Show when=may_edit>
                <ButtonLink label=t(word!("button.edit")) href=routes::need_edit(id) look="sm" icon="pen"/>
            </Show>
            <ButtonLink label=t(word!("records.print")) href=routes::record_print(Kind::Need, id) look="sm" icon="print"/>
        </div>
        {way}
        <RecordFiles about=id kind=Kind::Need doc/>
        <RecordFacts kind=Kind::Need doc shown=SHOWN/>
        <Kinship view=need/>
        <History record=id/>
    }
}
