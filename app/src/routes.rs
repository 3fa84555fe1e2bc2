//! The one URL table: which page stands at which address, and how an address is made.

use domain::id::RecordId;
use domain::record::Kind;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::path;

use crate::pages::home::Home;
use crate::pages::later::{Later, Page};
use crate::pages::not_found::NotFound;

pub const HOME: &str = "/";
pub const FACILITIES: &str = "/facilities";
pub const FACILITY_NEW: &str = "/facilities/new";
pub const NEEDS: &str = "/needs";
pub const NEED_COUNTS: &str = "/needs/counts";
pub const NEED_INVITE: &str = "/needs/invite";
pub const SELECTION: &str = "/records/selection_round";
pub const PLANS: &str = "/records/plan";
pub const CAPACITY: &str = "/communes/capacity";
pub const PROJECTS: &str = "/projects";
pub const RECORDS: &str = "/records";
pub const VISITS: &str = "/visits";
pub const VISIT_NEW: &str = "/visits/new";
pub const CLASSES: &str = "/classes";
pub const PRODUCTS: &str = "/products";
pub const OUTBOX: &str = "/outbox";
pub const ADD: &str = "/add";
pub const REGISTER: &str = "/register";
pub const CONTACT: &str = "/contact";
pub const HELP: &str = "/help";
pub const READY: &str = "/ready";
pub const RULES: &str = "/rules";
/// The part of a query that names a record beside the one it belongs to.
pub const ABOUT: &str = "about";
/// The part of a query that says of a new record that it belongs to no other one.
pub const ALONE: &str = "alone";

/// A facility.
pub fn facility(id: RecordId) -> String {
    format!("{FACILITIES}/{id}")
}

/// The form of a facility.
pub fn facility_edit(id: RecordId) -> String {
    format!("{FACILITIES}/{id}/edit")
}

/// The form of a new need of a facility.
pub fn need_new(facility: RecordId) -> String {
    format!("{FACILITIES}/{facility}/need")
}

/// What a facility can ask for, before the form.
pub fn need_fit(facility: RecordId) -> String {
    format!("{FACILITIES}/{facility}/fit")
}

/// The form of a new need for an activity that was chosen before.
pub fn need_new_for(facility: RecordId, activity: &str) -> String {
    format!("{}?activity={activity}", need_new(facility))
}

/// The form of a score sheet for a candidate.
pub fn score(candidate: RecordId) -> String {
    format!("/score/{candidate}")
}

/// A need.
pub fn need(id: RecordId) -> String {
    format!("{NEEDS}/{id}")
}

/// The form of a need.
pub fn need_edit(id: RecordId) -> String {
    format!("{NEEDS}/{id}/edit")
}

/// The form of the project a need becomes.
pub fn need_convert(id: RecordId) -> String {
    format!("{NEEDS}/{id}/project")
}

/// A project.
pub fn project(id: RecordId) -> String {
    format!("{PROJECTS}/{id}")
}

/// The form of a project.
pub fn project_edit(id: RecordId) -> String {
    format!("{PROJECTS}/{id}/edit")
}

/// A form of a project on paper, by its number.
pub fn project_print(id: RecordId, form: &str) -> String {
    format!("{PROJECTS}/{id}/print/{form}")
}

/// A visit in work.
pub fn visit(id: RecordId) -> String {
    format!("{VISITS}/{id}")
}

/// One part of a visit in work.
pub fn visit_part(id: RecordId, part: &str) -> String {
    format!("{VISITS}/{id}?g={part}")
}

/// The beginning of a visit to a facility.
pub fn visit_new(facility: RecordId) -> String {
    format!("{VISIT_NEW}?of={facility}")
}

/// The beginning of a visit to the facility of a project.
pub fn visit_new_about(facility: RecordId, project: RecordId) -> String {
    format!("{VISIT_NEW}?of={facility}&project={project}")
}

/// The open conflicts of a record.
pub fn review(record: RecordId) -> String {
    format!("/review/{record}")
}

/// What an owner sees of a need or project.
pub fn application(id: RecordId) -> String {
    format!("/applications/{id}")
}

/// The register of a kind.
pub fn register(kind: Kind) -> String {
    match kind {
        Kind::Facility => FACILITIES.to_owned(),
        Kind::Need => NEEDS.to_owned(),
        Kind::Project => PROJECTS.to_owned(),
        Kind::CommuneCapacity => CAPACITY.to_owned(),
        _ => format!("{RECORDS}/{}", kind.code()),
    }
}

/// The form of a new record of a kind, that belongs to another one.
pub fn record_new(kind: Kind, parent: Option<RecordId>) -> String {
    let form = format!("{RECORDS}/{}/new", kind.code());
    match parent {
        Some(candidate) if kind == Kind::ScoreSheet => score(candidate),
        Some(facility) if kind == Kind::Visit => visit_new(facility),
        Some(parent) => format!("{form}?of={parent}"),
        None => form,
    }
}

/// The form of a new record that belongs to no other one, of a kind whose records mostly do.
pub fn record_new_alone(kind: Kind) -> String {
    format!("{}?{ALONE}=1", record_new(kind, None))
}

/// The form of a new record of a kind, that belongs to one record and names another.
pub fn record_new_about(kind: Kind, parent: RecordId, about: Option<RecordId>) -> String {
    let form = record_new(kind, Some(parent));
    about.map_or(form.clone(), |about| format!("{form}&{ABOUT}={about}"))
}

/// The records of a register as a file; those that answer a query.
pub fn record_export(kind: Kind) -> String {
    format!("{RECORDS}/{}/export", kind.code())
}

/// Records of a kind from a table.
pub fn record_import(kind: Kind) -> String {
    format!("{RECORDS}/{}/import", kind.code())
}

/// A record on paper.
pub fn record_print(kind: Kind, id: RecordId) -> String {
    format!("{RECORDS}/{}/{id}/print", kind.code())
}

/// The page of a record.
pub fn record(kind: Kind, id: RecordId) -> String {
    match kind {
        Kind::Facility => facility(id),
        Kind::Need => need(id),
        Kind::Project => project(id),
        Kind::Conflict => HOME.to_owned(),
        Kind::SelectionRound => format!("/selection/{id}"),
        kind => format!("{RECORDS}/{}/{id}", kind.code()),
    }
}

/// The form of a record.
pub fn record_edit(kind: Kind, id: RecordId) -> String {
    match kind {
        Kind::Facility => facility_edit(id),
        Kind::Need => need_edit(id),
        Kind::Project => project_edit(id),
        Kind::Visit => visit(id),
        Kind::Commune | Kind::Conflict => HOME.to_owned(),
        kind => format!("{RECORDS}/{}/{id}/edit", kind.code()),
    }
}

/// The roster of a class.
pub fn roster(class: RecordId) -> String {
    format!("{CLASSES}/{class}/roster")
}

/// The list of trainees that is typed at once.
pub fn class_people(class: RecordId) -> String {
    format!("{CLASSES}/{class}/people")
}

/// Jobs after a class.
pub fn class_jobs(class: RecordId) -> String {
    format!("{CLASSES}/{class}/jobs")
}

/// A paper of a class.
pub fn class_print(class: RecordId, paper: ClassPaper) -> String {
    format!("{CLASSES}/{class}/print/{}", paper.code())
}

/// The papers of a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClassPaper {
    /// Its plan (form 11).
    Plan,
    /// What is taught (form 12).
    Curriculum,
    /// The list that is signed day by day.
    Signatures,
    /// The certificates.
    Certificates,
    /// The jobs that were confirmed.
    Jobs,
}

impl ClassPaper {
    /// All of them, in the order they are needed.
    pub const ALL: [Self; 5] =
        [Self::Plan, Self::Curriculum, Self::Signatures, Self::Certificates, Self::Jobs];

    fn code(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Curriculum => "curriculum",
            Self::Signatures => "signatures",
            Self::Certificates => "certificates",
            Self::Jobs => "jobs",
        }
    }

    /// The paper an address names.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.code() == code)
    }
}

/// The table. Every page but the first comes later.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFound>
            <Route path=path!("/") view=Home/>
            <Route path=path!("/add") view=Later(Page::Add)/>
            <Route path=path!("/facilities/new") view=Later(Page::FacilityNew)/>
            <Route path=path!("/facilities/:id/edit") view=Later(Page::FacilityEdit)/>
            <Route path=path!("/facilities/:id/need") view=Later(Page::NeedNew)/>
            <Route path=path!("/facilities/:id/fit") view=Later(Page::NeedFit)/>
            <Route path=path!("/facilities/:id?") view=Later(Page::Facilities)/>
            <Route path=path!("/needs/counts") view=Later(Page::NeedCounts)/>
            <Route path=path!("/needs/invite") view=Later(Page::NeedInvite)/>
            <Route path=path!("/needs/:id/edit") view=Later(Page::NeedEdit)/>
            <Route path=path!("/needs/:id/project") view=Later(Page::ProjectNew)/>
            <Route path=path!("/needs/:id") view=Later(Page::NeedPage)/>
            <Route path=path!("/needs") view=Later(Page::Needs)/>
            <Route path=path!("/projects/:id/edit") view=Later(Page::ProjectEdit)/>
            <Route path=path!("/projects/:id/print/:form") view=Later(Page::ProjectPrint)/>
            <Route path=path!("/projects/:id") view=Later(Page::ProjectPage)/>
            <Route path=path!("/projects") view=Later(Page::Projects)/>
            <Route path=path!("/selection/:id") view=Later(Page::RankingPage)/>
            <Route path=path!("/score/:id") view=Later(Page::ScoreForm)/>
            <Route path=path!("/communes/capacity") view=Later(Page::Capacity)/>
            <Route path=path!("/records") view=Later(Page::Registers)/>
            <Route path=path!("/records/:kind") view=Later(Page::Records)/>
            <Route path=path!("/records/:kind/new") view=Later(Page::RecordNew)/>
            <Route path=path!("/records/:kind/export") view=Later(Page::RecordExport)/>
            <Route path=path!("/records/:kind/import") view=Later(Page::RecordImport)/>
            <Route path=path!("/records/:kind/:id") view=Later(Page::RecordPage)/>
            <Route path=path!("/records/:kind/:id/edit") view=Later(Page::RecordEdit)/>
            <Route path=path!("/records/:kind/:id/print") view=Later(Page::RecordPrint)/>
            <Route path=path!("/visits") view=Later(Page::Visits)/>
            <Route path=path!("/visits/new") view=Later(Page::VisitNew)/>
            <Route path=path!("/visits/:id") view=Later(Page::VisitPage)/>
            <Route path=path!("/products") view=Later(Page::Products)/>
            <Route path=path!("/classes/:id/roster") view=Later(Page::RosterPage)/>
            <Route path=path!("/classes/:id/people") view=Later(Page::ClassPeople)/>
            <Route path=path!("/classes/:id/jobs") view=Later(Page::ClassJobs)/>
            <Route path=path!("/classes/:id/print/:paper") view=Later(Page::ClassPrint)/>
            <Route path=path!("/review/:id") view=Later(Page::ConflictPage)/>
            <Route path=path!("/applications/:id") view=Later(Page::Application)/>
            <Route path=path!("/register") view=Later(Page::Register)/>
            <Route path=path!("/contact") view=Later(Page::ContactPage)/>
            <Route path=path!("/outbox") view=Later(Page::Outbox)/>
            <Route path=path!("/ready") view=Later(Page::Ready)/>
            <Route path=path!("/rules") view=Later(Page::Rules)/>
            <Route path=path!("/help") view=Later(Page::Help)/>
        </FlatRoutes>
    }
}
