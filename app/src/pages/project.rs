//! One project: sentence, next action, path and holder, money, dossier, history.

use domain::formats::date;
use domain::id::RecordId;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::action_panel::ActionPanel;
use crate::components::checklist::Checklist;
use crate::components::conflict_note::ConflictNote;
use crate::components::course::{Application, Reader, day_of};
use crate::components::estimate::Estimate;
use crate::components::history::History;
use crate::components::kinship::Kinship;
use crate::components::norm_line::NormLine;
use crate::components::page_frame::Page;
use crate::components::params::id_param;
use crate::components::project_forms::Form;
use crate::components::project_money::Money;
use crate::components::record_facts::{RecordFacts, Shown};
use crate::components::record_files::RecordFiles;
use crate::components::stage_bar::{StageBar, state_sentence};
use crate::components::sync_mark::RecordMark;
use crate::components::titles::title_of;
use crate::components::value_text::show_field;
use crate::components::visit::of_project::VisitsOfProject;
use crate::components::vouchers::Vouchers;
use crate::i18n::{fill, t, until};
use crate::pages::need_form::facility_of;
use crate::pages::not_found::Missing;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::disclosure::Disclosure;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::shell::Heading;

const SHOWN: Shown = Shown {
    groups: &["subject", "means", "schedule", "dossier", "decision", "contract", "result", "money"],
    not: &["title", "code", "stage", "stage_since", "holder", "due_on", "commune_code"],
};

/// The kinds that the page shows in its own sections.
const OWN: &[Kind] = &[Kind::EstimateLine, Kind::Paper, Kind::Voucher, Kind::Disbursement];

/// The page.
#[component]
pub fn ProjectPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    let record = Memo::new(move |_| id.get().and_then(|id| book.view(id)));
    let is_here = Memo::new(move |_| record.with(Option::is_some));
    let title = Signal::derive(move || record.get().map(|view| title_of(&view)).unwrap_or_default());
    move || {
        // Asked in any case, so that the page follows when the project arrives.
        let is_here = is_here.get();
        let Some(first) = record.get_untracked().filter(|_| is_here) else {
            return view! { <Missing title=t(word!("project.missing"))/> }.into_any();
        };
        // What is being decided stays open while news of the project arrive.
        let shown = Signal::derive(move || record.get().unwrap_or_else(|| first.clone()));
        let back = (routes::PROJECTS.to_owned(), t(word!("nav.projects")).to_owned());
        view! {
            <Page title here=routes::PROJECTS back>
                <div class="page page-record">
                    {move || record.get().map(|view| view! { <Top view/> })}
                    <ActionPanel view=shown/>
                    {move || record.get().map(|view| view! { <Detail view/> })}
                </div>
            </Page>
        }
        .into_any()
    }
}

/// Which project it is, and where it stands.
#[component]
fn Top(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let doc = view.doc.clone();
    let code = doc.text("code").unwrap_or(t(word!("project.code_pending"))).to_owned();
    let funding = show_field(Kind::Project, &doc, "funding").unwrap_or_default();
    let facility = untrack(|| facility_of(&view).and_then(|id| book.view(id)));
    let place = if facility.is_none() { Some(t(word!("project.own"))) } else { None };
    let stage = workflow::stage(Kind::Project, &doc).unwrap_or_default();
    let due = day_of(&doc, "due_on").map(|due| {
        let words = format!("{} · {}", date::show(due), until(due, now().day()));
        view! { <p><Mark look=MarkLook::DUE word=words/></p> }
    });
    view! {
        <p class="muted">{fill(word!("project.code_label"), &[("code", &code), ("funding", &funding)])}</p>
        <Heading text=title_of(&view)/>
        {facility.map(|facility| view! {
            <p><a class="hit" href=routes::facility(facility.id)>{title_of(&facility)}</a></p>
        })}
        {place.map(|words| view! { <p>{words}</p> })}
        <p class="state">{state_sentence(Kind::Project, stage, day_of(&doc, "stage_since"))}</p>
        {due}
        <p><RecordMark mark=view.sync/></p>
        <ConflictNote record=view.id/>
    }
}

/// The way, the papers, the money, what happened.
#[component]
fn Detail(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let id = view.id;
    let doc = view.doc.clone();
    let role = book.me().get_untracked().role;
    let need = untrack(|| doc.text("need").and_then(|id| id.parse().ok()).and_then(|id| book.view(id)));
    let application = Application { need, project: Some(view.clone()) };
    let today = now().day();
    let may_edit = may(role, Operation::Edit, Kind::Project, Relation::OwnScope)
        && workflow::is_editable(Kind::Project, &doc);
    view! {
        {may_edit.then(|| view! {
            <div class="acts">
                <ButtonLink label=t(word!("button.edit")) href=routes::project_edit(id) look="sm" icon="pen"/>
            </div>
        })}
        <StageBar course=application.course(today, Reader::Office) stem="path_step" title=t(word!("project.path"))/>
        <div class="columns">
            <div>
                <VisitsOfProject project=view.clone()/>
                <Checklist project=view.clone()/>
                <Vouchers project=view.clone()/>
                <Estimate project=view.clone()/>
                <RecordFiles about=id kind=Kind::Project doc=Signal::stored(doc.clone())/>
                <Kinship view=view.clone() not=OWN/>
                <NormLine project=Signal::stored(doc.clone())/>
                <RecordFacts kind=Kind::Project doc=Signal::stored(doc) shown=SHOWN/>
            </div>
            <div>
                <Money project=view/>
                <Forms project=id/>
                <History record=id/>
            </div>
        </div>
    }
}

/// The forms that can be printed.
#[component]
fn Forms(project: RecordId) -> impl IntoView {
    let links = Form::ALL.map(|form| {
        let number = fill(word!("forms.number"), &[("form", form.number())]);
        view! {
            <li>
                <a class="hit" href=routes::project_print(project, form.number())>{number} ": " {t(form.title())}</a>
            </li>
        }
    });
    view! {
        <Disclosure class="groups" summary=|| view! { <b>{t(word!("forms.title"))}</b> }>
            <ul class="lines">
                <li><a class="hit" href=routes::record_print(Kind::Project, project)>{t(word!("project.dossier_print"))}</a></li>
                {links.into_iter().collect_view()}
            </ul>
        </Disclosure>
    }
}
