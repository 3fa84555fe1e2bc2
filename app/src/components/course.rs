//! The way of a need and its project in the seven steps, read from the days in the records.

use chrono::NaiveDate;
use domain::formats::date;
use domain::money;
use domain::record::Kind;
use domain::record::course::Direction;
use domain::record::field::Choice;
use domain::record::paper;
use domain::record::stage::{NeedStage, ProjectStage};
use domain::role::Role;
use domain::settlement::checklist::PaperStatus;
use domain::value::{Document, Value};
use domain::word;
use domain::workflow;
use domain::workflow::owner_steps::{OwnerStep, OwnerView, step};

use crate::components::special;
use crate::components::stage_bar::{Course, step_index};
use crate::i18n::{by_key, fill, lang};
use crate::state::view::View;
use crate::ui::mark::MarkLook;

/// A need and the project it became; either may be unknown here.
#[derive(Clone, PartialEq)]
pub struct Application {
    /// The need.
    pub need: Option<View>,
    /// The project.
    pub project: Option<View>,
}

impl Application {
    /// Where it is, as its owner sees it. A stage of a newer version reads as the first one.
    pub fn owner_view(&self) -> OwnerView {
        let need = self.need.as_ref().and_then(|need| workflow::stage(Kind::Need, &need.doc));
        let need = need.and_then(NeedStage::from_code).unwrap_or(NeedStage::Converted);
        let project = self.project.as_ref().and_then(|project| workflow::stage(Kind::Project, &project.doc));
        step(need, project.and_then(ProjectStage::from_code))
    }

    /// The path.
    pub fn course(&self, today: NaiveDate, reader: Reader) -> Course {
        let step = match reader {
            Reader::Office if self.is_surveyed_now() => OwnerStep::Surveyed,
            _ => self.owner_view().step,
        };
        let now = step_index(step);
        let entered = self.entered();
        let days = entered
            .iter()
            .enumerate()
            .map(|(at, day)| day.filter(|_| at <= now).map(|day| words_at(day, at == now, today, reader)))
            .collect();
        Course { step, days, holder: self.holder(today) }
    }

    /// Whether the office is at the survey; to its owner that is still a registration.
    fn is_surveyed_now(&self) -> bool {
        let need = self.need.as_ref().filter(|_| self.project.is_none());
        need.and_then(|need| workflow::stage(Kind::Need, &need.doc)) == Some(NeedStage::Surveying.code())
    }

    /// The day each step was entered, as far as the records say.
    fn entered(&self) -> Vec<Option<NaiveDate>> {
        let need = self.need.as_ref().map(|need| &need.doc);
        let project = self.project.as_ref().map(|project| &project.doc);
        let first =
            |doc: Option<&Document>, fields: &[&str]| fields.iter().find_map(|field| day_of(doc?, field));
        let drafted = self.project.as_ref().map(|project| project.made.at.day());
        vec![
            first(need, &["registered_on"]),
            first(need, &["surveyed_on"]),
            drafted,
            first(project, &["decision_date"]),
            first(project, &["started_on", "contract_date"]),
            first(project, &["volume_report_on", "acceptance_date"]),
            first(project, &["liquidation_date"]),
        ]
    }

    /// Who holds it and for how many days.
    pub fn holder(&self, today: NaiveDate) -> Option<String> {
        let view = self.project.as_ref().or(self.need.as_ref())?;
        let holder = holder_of(view)?;
        let days = day_of(&view.doc, "stage_since").map_or(0, |since| (today - since).num_days().max(0));
        Some(fill(word!("project.held_by"), &[("holder", &holder), ("n", &days.to_string())]))
    }

    /// The amount approved, in words for the path.
    pub fn approved(&self) -> Option<String> {
        let amount = self.project.as_ref()?.doc.get("support_approved").and_then(Value::as_int)?;
        Some(money::show(amount, lang()))
    }
}

/// Who reads the path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reader {
    /// The office: days only, who holds it stands below.
    Office,
    /// The owner: how long each step lasts.
    Owner,
}

fn words_at(day: NaiveDate, is_now: bool, today: NaiveDate, reader: Reader) -> String {
    let shown = date::show(day);
    match (is_now, reader) {
        (false, _) => shown,
        (true, Reader::Office) => fill(word!("project.since"), &[("date", &shown)]),
        (true, Reader::Owner) => {
            let n = (today - day).num_days().max(0).to_string();
            fill(word!("owner.step_since"), &[("date", &shown), ("n", &n)])
        }
    }
}

/// How the state of a need or project looks in a list.
pub fn case_look(view: &View, role: Role, today: NaiveDate) -> MarkLook {
    let (need, project) = match view.kind {
        Kind::Project => (None, Some(view.clone())),
        _ => (Some(view.clone()), None),
    };
    let seen = Application { need, project }.owner_view();
    let is_overdue = day_of(&view.doc, "due_on").is_some_and(|due| due < today);
    match (seen.ending, seen.step) {
        (Some(_), _) => MarkLook::BLOCKED,
        (None, OwnerStep::Done) => MarkLook::DONE,
        (None, _) if view.doc.text("project").is_some() => MarkLook::DONE,
        (None, _) if is_overdue => MarkLook::DUE,
        (None, _) if waits_for(view, role) => MarkLook::TODO,
        (None, _) => MarkLook::DOING,
    }
}

/// A day of a document.
pub fn day_of(doc: &Document, field: &str) -> Option<NaiveDate> {
    date::parse_iso(doc.text(field)?).ok()
}

/// The name of who holds a record now.
pub fn holder_of(view: &View) -> Option<String> {
    match view.kind {
        Kind::Project => {
            let holder = view.doc.text("holder").filter(|holder| *holder != "nobody")?;
            Some(by_key(&format!("choice.holder.{holder}")))
        }
        Kind::Need => {
            let role = need_holder(workflow::stage(Kind::Need, &view.doc)?)?;
            Some(by_key(&format!("holder.{}", role.code())))
        }
        _ => None,
    }
}

fn need_holder(stage: &str) -> Option<Role> {
    match NeedStage::from_code(stage)? {
        NeedStage::Draft => Some(Role::FacilityOwner),
        NeedStage::Registered | NeedStage::Surveying => Some(Role::CommuneOfficer),
        NeedStage::Surveyed | NeedStage::Shortlisted => Some(Role::CentreStaff),
        NeedStage::Converted | NeedStage::Declined | NeedStage::Withdrawn => None,
    }
}

/// Whether a record waits for a role.
pub fn waits_for(view: &View, role: Role) -> bool {
    match view.kind {
        Kind::Need => {
            let stage = workflow::stage(Kind::Need, &view.doc);
            stage.and_then(need_holder).is_some_and(|holder| holder == role)
        }
        Kind::Project => {
            let holder = view.doc.text("holder");
            let is_holders = |other: Role| holder.is_some_and(|holder| holds(holder, other));
            // The council accepts with the Department. What its holder can do nothing with waits for who can.
            is_expected_of(view, role)
                && (is_holders(role)
                    || role == Role::CouncilMember
                    || !Role::ALL.iter().any(|other| is_holders(*other) && is_expected_of(view, *other)))
        }
        // Conflicts and refused edits have a place of their own on the screen.
        Kind::Conflict => false,
        // What is still missing is told with its project; here only what came back, or waits to be looked at.
        Kind::Paper if paper::status(&view.doc) == PaperStatus::Missing => false,
        _ => is_expected_of(view, role),
    }
}

/// Whether the way of a record goes on by a step of this role.
fn is_expected_of(view: &View, role: Role) -> bool {
    let offered = workflow::actions(view.kind, &view.doc, role);
    offered.iter().any(|action| {
        let is_expected = action.direction == Direction::Forward && action.blocked.is_none();
        is_expected && !special::is_own_action(view.kind, action.code)
    })
}

fn holds(holder: &str, role: Role) -> bool {
    match role {
        Role::CentreStaff => matches!(holder, "unit" | "upper"),
        Role::DepartmentStaff | Role::DepartmentLeader => matches!(holder, "department" | "upper"),
        Role::Finance => holder == "finance",
        Role::Inspector => holder == "inspector",
        Role::FacilityOwner => holder == "owner",
        Role::CommuneOfficer | Role::CouncilMember | Role::Admin => false,
    }
}

/// Index of the step a project is in.
pub fn project_step(view: &View) -> usize {
    let application = Application { need: None, project: Some(view.clone()) };
    step_index(application.owner_view().step)
}

/// How many steps there are.
pub const STEPS: usize = OwnerStep::ALL.len();
