//! Beginning a visit, or planning one: to which facility, of which kind, about which project. The record
//! is made at once, so that photos have something to belong to.

use domain::id::RecordId;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::field::{Choice as _, ChoiceList};
use domain::record::stage::ProjectStage;
use domain::record::visit::lists::VisitKind;
use domain::role::Role;
use domain::value::{Document, Value};
use domain::word;
use domain::workflow;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::components::facility_list::FacilitySearch;
use crate::components::field_input::FieldInput;
use crate::components::page_frame::Page;
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::components::value_text::{field_label, role_name, stage_label};
use crate::i18n::{by_key, t};
use crate::pages::not_found::Missing;
use crate::pages::visit::beginning;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::{Me, View};
use crate::ui::button::Button;
use crate::ui::choice::{Choice, ChoiceItem, ChoiceMode};
use crate::ui::dock::Dock;
use crate::ui::field::About;
use crate::ui::note::{Note, NoteLook};
use crate::ui::shell::Heading;

const KINDS: ChoiceList = VisitKind::LIST;

/// The page.
#[component]
pub fn VisitNew() -> impl IntoView {
    let book = expect_context::<Book>();
    let query = use_query_map();
    move || {
        let role = book.me().get_untracked().role;
        if !may(role, Operation::Create, Kind::Visit, Relation::OwnScope) {
            return view! { <Missing title=t(word!("refusal.wrong_role"))/> }.into_any();
        }
        let id_of = |name: &str| query.with(|query| query.get(name)).and_then(|id| id.parse().ok());
        let view_of = |name: &str| id_of(name).and_then(|id: RecordId| untrack(|| book.view(id)));
        let Some(facility) = view_of("of").filter(|view| view.kind == Kind::Facility) else {
            return view! { <ChooseFacility/> }.into_any();
        };
        let corrected = view_of("corrects").filter(|view| view.kind == Kind::Visit);
        let project = id_of("project");
        view! { <Begin facility corrected project/> }.into_any()
    }
}

#[component]
fn ChooseFacility() -> impl IntoView {
    let back = (routes::VISITS.to_owned(), t(word!("nav.visits")).to_owned());
    view! {
        <Page title=t(word!("visit.title_new")) back>
            <div class="page">
                <Heading text=t(word!("visit.choose_facility"))/>
                <FacilitySearch to=routes::visit_new/>
            </div>
        </Page>
    }
}

/// What was chosen, a handle to copy.
#[derive(Clone, Copy)]
struct Chosen {
    kind: RwSignal<Option<String>>,
    about: RwSignal<Option<String>>,
    planned_on: RwSignal<Option<Value>>,
}

#[component]
fn Begin(facility: View, corrected: Option<View>, project: Option<RecordId>) -> impl IntoView {
    let book = expect_context::<Book>();
    let old = corrected.as_ref().map(|old| old.doc.clone()).unwrap_or_default();
    let about = project.map(|id| id.to_string()).or_else(|| old.text("project").map(str::to_owned));
    let chosen = Chosen {
        kind: RwSignal::new(old.text("visit_kind").map(str::to_owned)),
        about: RwSignal::new(about),
        planned_on: RwSignal::new(None),
    };
    let title = title_of(&facility);
    let back = (routes::facility(facility.id), title.clone());
    let kinds = KINDS.codes.iter().map(|code| item(code, by_key(&KINDS.key(code)), None)).collect();
    let subjects = StoredValue::new(subjects(book, facility.id));
    let about =
        About { id: "visit-kind".to_owned(), label: field_label(Kind::Visit, "visit_kind"), help: None };
    let heading = if corrected.is_some() { word!("visit.title_correct") } else { word!("visit.title_new") };
    let first = chosen.kind.get_untracked().into_iter().collect();
    let pick = move |picked: Vec<String>| chosen.kind.set(picked.into_iter().next());
    view! {
        <Page title=t(heading) back>
            <div class="page page-form">
                <p class="muted">{title}</p>
                <Heading text=t(heading)/>
                <div class="form">
                    <Choice about items=kinds chosen=first mode=ChoiceMode::One on_pick=pick/>
                    <Subjects items=subjects.get_value() chosen/>
                    {corrected.is_none().then(|| view! { <Planned chosen/> })}
                </div>
            </div>
            <StartDock facility corrected chosen/>
        </Page>
    }
}

fn item(value: &str, label: String, sub: Option<String>) -> ChoiceItem {
    ChoiceItem { value: value.to_owned(), label, sub }
}

/// The projects and needs of a facility that a visit may be about.
fn subjects(book: Book, facility: RecordId) -> Vec<ChoiceItem> {
    let of = |kind: Kind| {
        let views = book.children_now(facility, kind).into_iter().filter_map(|id| book.view(id));
        views.filter(move |view| is_running(kind, &view.doc)).map(move |view| {
            let stage = workflow::stage(kind, &view.doc).unwrap_or_default();
            item(&view.id.to_string(), title_of(&view), Some(stage_label(kind, stage)))
        })
    };
    untrack(|| of(Kind::Project).chain(of(Kind::Need)).collect())
}

/// What still goes on, or waits for its post-check.
fn is_running(kind: Kind, doc: &Document) -> bool {
    match kind {
        Kind::Need => matches!(workflow::stage(kind, doc), Some("registered" | "surveying")),
        _ => {
            let stage = workflow::stage(kind, doc).and_then(ProjectStage::from_code);
            !matches!(stage, Some(ProjectStage::Rejected | ProjectStage::Withdrawn | ProjectStage::Cancelled))
        }
    }
}

#[component]
fn Subjects(items: Vec<ChoiceItem>, chosen: Chosen) -> impl IntoView {
    if items.is_empty() {
        return None;
    }
    let items: Vec<ChoiceItem> =
        items.into_iter().chain([item("", t(word!("visit.about_facility")).to_owned(), None)]).collect();
    let about = About { id: "visit-about".to_owned(), label: t(word!("visit.about")).to_owned(), help: None };
    let first = chosen.about.get_untracked().into_iter().collect();
    let pick = move |picked: Vec<String>| {
        chosen.about.set(picked.into_iter().next().filter(|id| !id.is_empty()));
    };
    Some(view! { <Choice about items chosen=first mode=ChoiceMode::One on_pick=pick/> })
}

#[component]
fn Planned(chosen: Chosen) -> impl IntoView {
    let spec = Kind::Visit.spec().field("planned_on")?;
    let about = About {
        id: "visit-planned".to_owned(),
        label: field_label(Kind::Visit, "planned_on"),
        help: Some(t(word!("visit.plan_help")).to_owned()),
    };
    let changed = Callback::new(move |value| chosen.planned_on.set(value));
    Some(view! { <FieldInput spec about value=None on_value=changed on_leave=|()| {}/> })
}

/// Whether the person is there, or will go later.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Start {
    Now,
    Later,
}

#[component]
fn StartDock(facility: View, corrected: Option<View>, chosen: Chosen) -> impl IntoView {
    let book = expect_context::<Book>();
    let navigate = use_navigate();
    let (busy, told) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let may_plan = corrected.is_none();
    let start = Callback::new(move |start: Start| {
        if chosen.kind.with_untracked(Option::is_none) {
            told.set(Some(t(word!("visit.choose_kind")).to_owned()));
            return;
        }
        let me = book.me().get_untracked();
        let scope = me.scope_of(Kind::Visit, Some(&facility));
        let doc = document(book, &me, &facility, corrected.as_ref(), chosen, start);
        busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            match book.create(Kind::Visit, scope, doc).await {
                Ok(id) => {
                    let to = match start {
                        Start::Now => routes::visit(id),
                        Start::Later => routes::VISITS.to_owned(),
                    };
                    navigate(&to, NavigateOptions { replace: true, ..Default::default() });
                }
                Err(error) => drop(told.try_set(Some(save_error_words(Kind::Visit, &error)))),
            }
            busy.try_set(false);
        });
    });
    let later = chosen.planned_on;
    view! {
        {move || told.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
        <Dock label=t(word!("nav.actions"))>
            <Show when=move || may_plan && later.with(Option::is_some)>
                <Button label=t(word!("visit.plan")) busy on_press=move |()| start.run(Start::Later)/>
            </Show>
            <Button
                label=t(word!("visit.begin"))
                look="main"
                busy
                busy_label=t(word!("button.saving")).to_owned()
                on_press=move |()| start.run(Start::Now)
            />
        </Dock>
    }
}

fn document(
    book: Book,
    me: &Me,
    facility: &View,
    corrected: Option<&View>,
    chosen: Chosen,
    start: Start,
) -> Document {
    let mut inspector = Document::default().with("name", me.name.clone()).with("office", office(me));
    // Who works in a commune is in no directory, and is named.
    let account = me.user.to_string();
    let is_listed = |view: View| (view.doc.text("account") == Some(account.as_str())).then_some(());
    if !untrack(|| book.scan(Kind::Colleague, is_listed)).is_empty() {
        inspector = inspector.with("account", account.clone());
    }
    // What was right there need not be written again; what is to be seen anew is.
    let mut doc = corrected.map(|old| carried_over(&old.doc)).unwrap_or_default();
    doc = doc
        .with("facility", facility.id.to_string())
        .with("inspectors", Value::List(vec![Value::Map(inspector.0)]));
    doc.set("visit_kind", chosen.kind.get_untracked().map(Value::Text));
    doc.set("corrects", corrected.map(|old| Value::Text(old.id.to_string())));
    let about = chosen.about.get_untracked().and_then(|id| id.parse().ok()).and_then(|id| book.view(id));
    if let Some(about) = about {
        let field = if about.kind == Kind::Need { "need" } else { "project" };
        doc.set(field, Some(Value::Text(about.id.to_string())));
    }
    match start {
        Start::Later => doc.set("planned_on", chosen.planned_on.get_untracked()),
        Start::Now => {
            for (field, value) in beginning(book, &facility.doc, &doc) {
                if doc.get(field).is_none() {
                    doc.set(field, Some(value));
                }
            }
        }
    }
    doc
}

/// The fields of signed minutes that a correction begins with.
fn carried_over(old: &Document) -> Document {
    const KEPT: &[&str] = &[
        "met_name",
        "met_position",
        "machine_checks",
        "output_unit",
        "output_now",
        "output_committed",
        "volume_pct",
        "volume_vnd",
        "environment",
        "publicity",
        "papers_seen",
        "findings",
        "conclusion",
        "remarks",
    ];
    let mut doc = Document::default();
    for field in KEPT {
        doc.set(field, old.get(field).cloned());
    }
    doc
}

fn office(me: &Me) -> String {
    match me.role {
        Role::CommuneOfficer | Role::CentreStaff => crate::components::person::place(me),
        Role::FacilityOwner
        | Role::DepartmentStaff
        | Role::DepartmentLeader
        | Role::CouncilMember
        | Role::Finance
        | Role::Inspector
        | Role::Admin => role_name(me.role.code()),
    }
}
