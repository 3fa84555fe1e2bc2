//! One need: what is wished, where it stands, what is to be done.

use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::field::{Choice, ChoiceList};
use domain::record::need::DeclineReason;
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
use crate::components::renew::Renew;
use crate::components::score_table::{Explanation, published};
use crate::components::stage_bar::{StageBar, state_sentence};
use crate::components::sync_mark::RecordMark;
use crate::components::titles::title_of;
use crate::i18n::{by_key, fill, t};
use crate::pages::need_form::facility_of;
use crate::pages::not_found::Missing;
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
    let is_here = Memo::new(move |_| record.with(Option::is_some));
    let title = Signal::derive(move || record.get().map(|view| title_of(&view)).unwrap_or_default());
    move || {
        if !is_here.get() {
            return view! { <Missing title=t(word!("need.missing"))/> }.into_any();
        }
        let back = (routes::NEEDS.to_owned(), t(word!("nav.needs")).to_owned());
        view! {
            <Page title here=routes::NEEDS back>
                <div class="page page-record">
                    {move || record.get().map(|view| view! { <Detail view/> })}
                </div>
            </Page>
        }
        .into_any()
    }
}

#[component]
fn Detail(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let id = view.id;
    let doc = view.doc.clone();
    let role = book.me().get_untracked().role;
    let facility = untrack(|| facility_of(&view).and_then(|id| book.view(id)));
    let of = facility.as_ref().map(|facility| {
        let name = title_of(facility);
        view! {
            <p class="muted">
                <a class="hit" href=routes::facility(facility.id)>
                    {fill(word!("need.of_facility"), &[("facility", &name)])}
                </a>
            </p>
        }
    });
    let stage = workflow::stage(Kind::Need, &doc).unwrap_or_default();
    let project = untrack(|| doc.text("project").and_then(|id| id.parse().ok()).and_then(|id| book.view(id)));
    let to_project = project.as_ref().map(|project| {
        view! {
            <div class="acts">
                <ButtonLink label=t(word!("need.open_project")) href=routes::project(project.id) look="main"/>
            </div>
        }
    });
    let application = Application { need: Some(view.clone()), project };
    let declined = doc.text("decline_reason").map(|reason| by_key(&REASONS.key(reason)));
    let may_edit =
        may(role, Operation::Edit, Kind::Need, Relation::OwnScope) && workflow::is_editable(Kind::Need, &doc);
    let told = untrack(|| published(book, &view)).map(|candidate| {
        view! { <Explanation need=doc.clone() candidate=candidate.doc/> }
    });
    let again = may(role, Operation::Create, Kind::Need, Relation::OwnScope).then(|| {
        let need = view.clone();
        view! { <Renew need/> }
    });
    let shown_doc = doc.clone();
    let kin = view.clone();
    view! {
        {of}
        <Heading text=title_of(&view)/>
        <p class="state">{state_sentence(Kind::Need, stage, day_of(&doc, "stage_since"))}</p>
        <p><RecordMark mark=view.sync/></p>
        {declined.map(|reason| view! { <Note look=NoteLook::Warn>{reason}</Note> })}
        {told}
        <div class="acts">{again}</div>
        <ConflictNote record=id/>
        {to_project}
        <ActionPanel view=Signal::stored(view)/>
        {may_edit.then(|| view! {
            <div class="acts">
                <ButtonLink label=t(word!("button.edit")) href=routes::need_edit(id) look="sm" icon="pen"/>
            </div>
        })}
        <StageBar course=application.course(now().day(), Reader::Office) stem="path_step" title=t(word!("project.path"))/>
        <RecordFiles about=id kind=Kind::Need doc=Signal::stored(shown_doc.clone())/>
        <RecordFacts kind=Kind::Need doc=Signal::stored(shown_doc) shown=SHOWN/>
        <Kinship view=kin/>
        <History record=id/>
    }
}
