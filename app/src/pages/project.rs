//! One project: sentence, next action, path and holder, money, dossier, history.

use domain::formats::date;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::disbursement::account::is_running;
use domain::record::project::course::stage_of;
use domain::record::project::forms::Form;
use domain::record::project::misuse::unanswered;
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
use crate::components::paper::PaperLinks;
use crate::components::params::id_param;
use crate::components::project_forms;
use crate::components::project_money::{Money, brief};
use crate::components::record_facts::{RecordFacts, Shown};
use crate::components::record_files::RecordFiles;
use crate::components::record_frame::framed;
use crate::components::stage_bar::{StageBar, StepNote, state_sentence};
use crate::components::sync_mark::RecordMark;
use crate::components::titles::title_of;
use crate::components::value_text::{kind_name, show_field};
use crate::components::visit::finding_words;
use crate::components::visit::of_project::VisitsOfProject;
use crate::components::vouchers::Vouchers;
use crate::i18n::{fill, t, until};
use crate::pages::need_form::facility_of;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::kin::InBook;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::note::{Note, NoteLook};
use crate::ui::shell::Heading;

const NOT: &[&str] = &["title", "code", "stage", "stage_since", "holder", "due_on", "commune_code"];
/// What is asked for; the norm stands below it.
const ASKED: Shown = Shown { groups: &["subject", "means"], not: NOT };
const FURTHER: Shown =
    Shown { groups: &["schedule", "dossier", "decision", "contract", "result", "money"], not: NOT };

/// The kinds that the page shows in its own sections.
const OWN: &[Kind] = &[Kind::EstimateLine, Kind::Paper, Kind::Voucher, Kind::Disbursement];

/// The page.
#[component]
pub fn ProjectPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    let record = Memo::new(move |_| id.get().and_then(|id| book.view(id)));
    framed(record, word!("project.missing"), |project| {
        let back = (routes::PROJECTS.to_owned(), t(word!("nav.projects")).to_owned());
        let title = Signal::derive(move || project.with(title_of));
        view! {
            <Page title here=routes::PROJECTS back>
                <div class="page page-record">
                    {move || view! { <Numbered view=project.get()/> }}
                    <Heading text=title/>
                    {move || view! { <Standing view=project.get()/> }}
                    {move || view! { <Severe view=project.get()/> }}
                    <ActionPanel view=project/>
                    {move || view! { <Way view=project.get()/> }}
                    <div class="columns">
                        <div>
                            {move || view! { <VisitsOfProject project=project.get()/> }}
                            <Checklist project/>
                            <Detail project/>
                        </div>
                        <div><Side project/></div>
                    </div>
                </div>
            </Page>
        }
        .into_any()
    })
}

/// Its number, and whose money it is.
#[component]
fn Numbered(view: View) -> impl IntoView {
    let code = view.doc.text("code").unwrap_or(t(word!("project.code_pending"))).to_owned();
    let funding = show_field(Kind::Project, &view.doc, "funding").unwrap_or_default();
    view! {
        <p class="muted">{fill(word!("project.code_label"), &[("code", &code), ("funding", &funding)])}</p>
    }
}

/// For whom, and where it stands.
#[component]
fn Standing(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let doc = view.doc.clone();
    let facility = untrack(|| facility_of(&view).and_then(|id| book.view(id)));
    let place = if facility.is_none() { Some(t(word!("project.own"))) } else { None };
    let stage = workflow::stage(Kind::Project, &doc).unwrap_or_default();
    let due = day_of(&doc, "due_on").map(|due| {
        let words = format!("{} · {}", date::show(due), until(due, now().day()));
        view! { <p><Mark look=MarkLook::DUE word=words/></p> }
    });
    view! {
        {facility.map(|facility| view! {
            <p><a class="hit" href=routes::facility(facility.id)>{title_of(&facility)}</a></p>
        })}
        {place.map(|words| view! { <p>{words}</p> })}
        <p class="state">{state_sentence(Kind::Project, stage, day_of(&doc, "stage_since"))}</p>
        {brief(&doc).map(|words| view! { <p><a class="hit" href="#money">{words}</a></p> })}
        <StepNote kind=Kind::Project doc/>
        {due}
        <p><RecordMark mark=view.sync/></p>
        <ConflictNote record=view.id/>
    }
}

/// A severe finding that nobody has answered, with the visit and what may be done.
#[component]
fn Severe(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let (visit, found) = unanswered((view.id, &view.doc), &InBook(book))?;
    let title = book.view(visit).map(|visit| title_of(&visit)).unwrap_or_default();
    let words = fill(word!("project.severe"), &[("visit", &title), ("findings", &finding_words(&found))]);
    Some(view! {
        <Note look=NoteLook::Bad>
            <p>{words}</p>
            <p><a class="hit" href=routes::record(Kind::Visit, visit)>{t(word!("project.open_visit"))}</a></p>
        </Note>
    })
}

/// The way, and what may be mended.
#[component]
fn Way(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let id = view.id;
    let role = book.me().get_untracked().role;
    let need = untrack(|| view.doc.text("need").and_then(|id| id.parse().ok()).and_then(|id| book.view(id)));
    let may_edit = may(role, Operation::Edit, Kind::Project, Relation::OwnScope)
        && workflow::is_editable(Kind::Project, &view.doc);
    // Each month of the work has its report (TT 36/2013 Đ.23.3a).
    let is_at_work = stage_of(&view.doc).is_some_and(is_running) && view.doc.get("acceptance_date").is_none();
    let may_report = is_at_work && may(role, Operation::Create, Kind::ProgressReport, Relation::OwnScope);
    let report = fill(word!("records.add"), &[("kind", &kind_name(Kind::ProgressReport))]);
    let application = Application { need, project: Some(view) };
    view! {
        {(may_edit || may_report).then(|| view! {
            <div class="acts">
                {may_edit.then(|| view! {
                    <ButtonLink label=t(word!("button.edit")) href=routes::project_edit(id) look="sm" icon="pen"/>
                })}
                {may_report.then(|| view! {
                    <ButtonLink
                        label=report.clone()
                        href=routes::record_new(Kind::ProgressReport, Some(id))
                        look="sm"
                        icon="plus"
                    />
                })}
            </div>
        })}
        <StageBar course=application.course(now().day(), Reader::Office) stem="path_step" title=t(word!("project.path"))/>
    }
}

/// Vouchers, estimate, files, what belongs to it, facts.
#[component]
fn Detail(project: Signal<View>) -> impl IntoView {
    let id = project.with_untracked(|view| view.id);
    let doc = Signal::derive(move || project.with(|view| view.doc.clone()));
    view! {
        {move || view! { <Vouchers project=project.get()/> }}
        {move || view! { <Estimate project=project.get()/> }}
        <RecordFiles about=id kind=Kind::Project doc/>
        <Kinship view=project not=OWN/>
        <RecordFacts kind=Kind::Project doc shown=ASKED/>
        <NormLine project=doc/>
        <RecordFacts kind=Kind::Project doc shown=FURTHER/>
    }
}

/// The money, the forms, what happened.
#[component]
fn Side(project: Signal<View>) -> impl IntoView {
    let id = project.with_untracked(|view| view.id);
    view! {
        {move || view! { <Money project=project.get()/> }}
        <Forms project/>
        <History record=id/>
    }
}

/// The forms that are of use as the project stands.
#[component]
fn Forms(project: Signal<View>) -> impl IntoView {
    let id = project.with_untracked(|view| view.id);
    let name = |form: Form| match form.number() {
        Some(number) => {
            format!("{}: {}", fill(word!("forms.number"), &[("form", number)]), t(project_forms::title(form)))
        }
        None => t(project_forms::title(form)).to_owned(),
    };
    let papers = Memo::new(move |_| {
        let dossier = (routes::record_print(Kind::Project, id), t(word!("project.dossier_print")).to_owned());
        let offered = project
            .with(|view| Form::ALL.into_iter().filter(|form| form.is_offered(&view.doc)).collect::<Vec<_>>());
        let forms = offered.into_iter().map(|form| (routes::project_print(id, form.code()), name(form)));
        core::iter::once(dossier).chain(forms).collect::<Vec<_>>()
    });
    view! { <PaperLinks papers/> }
}
