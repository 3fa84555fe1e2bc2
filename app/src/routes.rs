//! The one URL table: which page stands at which address, and how an address is made.

use domain::id::RecordId;
use domain::record::Kind;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::path;

use crate::pages::add::Add;
use crate::pages::application::Application;
use crate::pages::conflict::ConflictPage;
use crate::pages::contact::ContactPage;
use crate::pages::facilities::Facilities;
use crate::pages::facility_form::{FacilityEdit, FacilityNew};
use crate::pages::help::Help;
use crate::pages::home::Home;
use crate::pages::need::NeedPage;
use crate::pages::need_form::{NeedEdit, NeedNew};
use crate::pages::needs::Needs;
use crate::pages::not_found::NotFound;
use crate::pages::outbox::Outbox;
use crate::pages::project::ProjectPage;
use crate::pages::project_form::{ProjectEdit, ProjectNew};
use crate::pages::projects::Projects;
use crate::pages::ready::Ready;
use crate::pages::register::Register;

pub const HOME: &str = "/";
pub const FACILITIES: &str = "/facilities";
pub const FACILITY_NEW: &str = "/facilities/new";
pub const NEEDS: &str = "/needs";
pub const PROJECTS: &str = "/projects";
pub const OUTBOX: &str = "/outbox";
pub const ADD: &str = "/add";
pub const REGISTER: &str = "/register";
pub const CONTACT: &str = "/contact";
pub const HELP: &str = "/help";
pub const READY: &str = "/ready";

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

/// The open conflicts of a record.
pub fn review(record: RecordId) -> String {
    format!("/review/{record}")
}

/// What an owner sees of a need or project.
pub fn application(id: RecordId) -> String {
    format!("/applications/{id}")
}

/// The page of a record.
pub fn record(kind: Kind, id: RecordId) -> String {
    match kind {
        Kind::Facility => facility(id),
        Kind::Need => need(id),
        Kind::Project => project(id),
        Kind::Commune | Kind::Conflict => HOME.to_owned(),
    }
}

/// The form of a record.
pub fn record_edit(kind: Kind, id: RecordId) -> String {
    match kind {
        Kind::Facility => facility_edit(id),
        Kind::Need => need_edit(id),
        Kind::Project => project_edit(id),
        Kind::Commune | Kind::Conflict => HOME.to_owned(),
    }
}

/// The table.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFound>
            <Route path=path!("/") view=Home/>
            <Route path=path!("/add") view=Add/>
            <Route path=path!("/facilities/new") view=FacilityNew/>
            <Route path=path!("/facilities/:id/edit") view=FacilityEdit/>
            <Route path=path!("/facilities/:id/need") view=NeedNew/>
            <Route path=path!("/facilities/:id?") view=Facilities/>
            <Route path=path!("/needs/:id/edit") view=NeedEdit/>
            <Route path=path!("/needs/:id/project") view=ProjectNew/>
            <Route path=path!("/needs/:id") view=NeedPage/>
            <Route path=path!("/needs") view=Needs/>
            <Route path=path!("/projects/:id/edit") view=ProjectEdit/>
            <Route path=path!("/projects/:id") view=ProjectPage/>
            <Route path=path!("/projects") view=Projects/>
            <Route path=path!("/review/:id") view=ConflictPage/>
            <Route path=path!("/applications/:id") view=Application/>
            <Route path=path!("/register") view=Register/>
            <Route path=path!("/contact") view=ContactPage/>
            <Route path=path!("/outbox") view=Outbox/>
            <Route path=path!("/ready") view=Ready/>
            <Route path=path!("/help") view=Help/>
        </FlatRoutes>
    }
}
