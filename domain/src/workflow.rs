//! What may happen to a record next, and what it takes. One function, [`apply`], judges an action
//! the same way on a device, offline, and on the server; it knows neither of them.
//!
//! Each kind with a course has a [`Machine`] of its own beside this file. A stage lists its exits in
//! one match over all stages, so a new stage does not compile until its exits are said; that every
//! action leads somewhere and every stage is reached is held by `tests/workflow_table.rs`.

pub mod conflict;
pub mod need;
pub mod owner_steps;
pub mod project;

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::clock::Millis;
use crate::formats::date;
use crate::id::UserId;
use crate::record::Kind;
use crate::record::field::Choice;
use crate::role::Role;
use crate::validation::{self, Level, Problem};
use crate::value::{Document, Value};

/// The fields an action brings with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Carries {
    /// It cannot be done without these: a decision number, a reason.
    pub needs: &'static [&'static str],
    /// It may bring these too.
    pub may: &'static [&'static str],
}

/// Why two people have to be involved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duty {
    /// One person may do all.
    Anyone,
    /// Not who made the record.
    NotCreator,
    /// Neither who made the record nor who appraised it.
    NotCreatorNorAppraiser,
}

/// How complete a record must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Demand {
    /// Only what the action brings is checked.
    Carried,
    /// The whole record must be valid: it leaves the hands of who wrote it.
    Whole,
}

/// The course of one kind.
pub trait Machine {
    /// Where a record can be.
    type Stage: Choice + Copy + Eq + 'static;
    /// What can be done with it.
    type Action: Choice + Copy + Eq + 'static;
    /// The kind.
    const KIND: Kind;
    /// Where a new record is.
    const INITIAL: Self::Stage;
    /// Fields that tell of the latest step only: cleared by the next one unless it brings them.
    const EPISODIC: &'static [&'static str];

    /// Every way out of a stage.
    fn exits(stage: Self::Stage) -> &'static [(Self::Action, Self::Stage)];
    /// Who may do it.
    fn roles(action: Self::Action) -> &'static [Role];
    /// What it brings.
    fn carries(action: Self::Action) -> Carries;
    /// Whether it waits for the network because it binds others at once.
    fn is_online_only(stage: Self::Stage, action: Self::Action) -> bool;
    /// Who must not do it alone.
    fn duty(action: Self::Action) -> Duty;
    /// How complete the record must be.
    fn demand(action: Self::Action) -> Demand;
    /// A condition beyond stage, role and fields; the code of what is in the way.
    fn guard(stage: Self::Stage, action: Self::Action, after: &Document) -> Result<(), &'static str>;
    /// What the step writes besides the stage and what it brings.
    fn writes(step: Step<'_, Self::Stage, Self::Action>, sets: &mut Sets);

    /// Where an action leads.
    fn next(stage: Self::Stage, action: Self::Action) -> Option<Self::Stage> {
        Self::exits(stage).iter().find(|(exit, _)| *exit == action).map(|(_, to)| *to)
    }
}

/// A step about to be taken.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a, S, A> {
    /// The stage it leads to.
    pub to: S,
    /// The action.
    pub action: A,
    /// Who and when.
    pub doer: Doer<'a>,
}

/// Fields to write; `None` clears.
pub type Sets = BTreeMap<String, Option<Value>>;

/// Who acts, and when by the clock of the device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Doer<'a> {
    /// Account.
    pub user: UserId,
    /// Name of the person, as it shall stand in the record.
    pub name: &'a str,
    /// Role.
    pub role: Role,
    /// Time.
    pub at: Millis,
}

/// An action somebody asks for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Kind of the record.
    pub kind: Kind,
    /// Stage the person decided on.
    pub stage: &'a str,
    /// Code of the action.
    pub action: &'a str,
    /// Who and when.
    pub doer: Doer<'a>,
    /// Who made the record, where that is known.
    pub created_by: Option<UserId>,
    /// The record as it is.
    pub doc: &'a Document,
    /// What the action brings.
    pub fields: &'a BTreeMap<String, Value>,
}

/// What an action does to the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Applied {
    /// Code of the stage it is in now.
    pub stage: &'static str,
    /// Fields to write, the stage among them.
    pub sets: Sets,
}

/// Why an action is not done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Records of this kind have no course.
    NoCourse,
    /// The action is not known here.
    UnknownAction,
    /// The record is in another stage than the one decided on.
    StageMoved {
        /// Where it is.
        now: String,
    },
    /// The action is not possible in this stage.
    WrongStage,
    /// The role may not do it.
    WrongRole,
    /// Who made or appraised the record may not do this too.
    SeparationOfDuties,
    /// Fields that are needed and not given.
    Missing(Vec<&'static str>),
    /// Fields that the action does not bring.
    NotCarried(Vec<String>),
    /// What is not valid, in what it brings or in the record.
    Invalid(Vec<Problem>),
    /// Something else is in the way.
    Guard(&'static str),
}

impl Refusal {
    /// The key of its words.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoCourse => "refusal.no_course",
            Self::UnknownAction => "refusal.unknown_action",
            Self::StageMoved { .. } => "refusal.stage_moved",
            Self::WrongStage => "refusal.wrong_stage",
            Self::WrongRole => "refusal.wrong_role",
            Self::SeparationOfDuties => "refusal.separation_of_duties",
            Self::Missing(_) => "refusal.missing",
            Self::NotCarried(_) => "refusal.not_carried",
            Self::Invalid(_) => "refusal.invalid",
            Self::Guard(code) => code,
        }
    }
}

/// An action as a screen offers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActionView {
    /// Code; label `action.<kind>.<code>`.
    pub code: &'static str,
    /// Code of the stage it leads to.
    pub to: &'static str,
    /// Whether it waits for the network.
    pub is_online_only: bool,
    /// The fields it brings.
    pub carries: Carries,
    /// Code of what is in the way now, if something is.
    pub blocked: Option<&'static str>,
}

/// Judges an action.
pub fn apply(request: &Request<'_>) -> Result<Applied, Refusal> {
    match request.kind {
        Kind::Need => run::<need::NeedCourse>(request),
        Kind::Project => run::<project::ProjectCourse>(request),
        Kind::Conflict => run::<conflict::ConflictCourse>(request),
        Kind::Commune | Kind::Facility => Err(Refusal::NoCourse),
    }
}

/// The actions a role may try on a record as it is.
pub fn actions(kind: Kind, doc: &Document, role: Role) -> Vec<ActionView> {
    match kind {
        Kind::Need => offer::<need::NeedCourse>(doc, role),
        Kind::Project => offer::<project::ProjectCourse>(doc, role),
        Kind::Conflict => offer::<conflict::ConflictCourse>(doc, role),
        Kind::Commune | Kind::Facility => Vec::new(),
    }
}

/// Code of the stage a record is in: the first one when nothing moved it yet. `None` for a kind
/// without a course, and for a stage of a newer version.
pub fn stage(kind: Kind, doc: &Document) -> Option<&'static str> {
    match kind {
        Kind::Need => stage_of::<need::NeedCourse>(doc).map(|stage| stage.as_code()),
        Kind::Project => stage_of::<project::ProjectCourse>(doc).map(|stage| stage.as_code()),
        Kind::Conflict => stage_of::<conflict::ConflictCourse>(doc).map(|stage| stage.as_code()),
        Kind::Commune | Kind::Facility => None,
    }
}

/// Whether a record may still be deleted: one that others have acted on is kept.
pub fn is_deletable(kind: Kind, doc: &Document) -> bool {
    match kind {
        Kind::Need => stage_of::<need::NeedCourse>(doc) == Some(need::NeedCourse::INITIAL),
        Kind::Project => stage_of::<project::ProjectCourse>(doc) == Some(project::ProjectCourse::INITIAL),
        Kind::Facility => true,
        Kind::Commune | Kind::Conflict => false,
    }
}

fn stage_of<M: Machine>(doc: &Document) -> Option<M::Stage> {
    match doc.get("stage") {
        None => Some(M::INITIAL),
        Some(value) => M::Stage::from_code(value.as_text()?),
    }
}

fn run<M: Machine>(request: &Request<'_>) -> Result<Applied, Refusal> {
    let from = stage_of::<M>(request.doc).filter(|stage| stage.as_code() == request.stage);
    let from = from.ok_or_else(|| Refusal::StageMoved {
        now: request.doc.text("stage").unwrap_or(M::INITIAL.as_code()).to_owned(),
    })?;
    let action = M::Action::from_code(request.action).ok_or(Refusal::UnknownAction)?;
    let to = M::next(from, action).ok_or(Refusal::WrongStage)?;
    if !M::roles(action).contains(&request.doer.role) {
        return Err(Refusal::WrongRole);
    }
    check_duty(M::duty(action), request)?;
    let after = carry::<M>(action, request)?;
    M::guard(from, action, &after).map_err(Refusal::Guard)?;

    let mut sets = Sets::new();
    if to != from {
        sets.insert("stage".to_owned(), Some(Value::text(to.as_code())));
        for field in M::EPISODIC {
            if request.doc.get(field).is_some() {
                sets.insert((*field).to_owned(), None);
            }
        }
    }
    for (field, value) in request.fields {
        sets.insert(field.clone(), value.clone().canonical());
    }
    M::writes(Step { to, action, doer: request.doer }, &mut sets);
    Ok(Applied { stage: to.as_code(), sets })
}

fn check_duty(duty: Duty, request: &Request<'_>) -> Result<(), Refusal> {
    let is_creator = request.created_by == Some(request.doer.user);
    let appraiser = request.doc.text("appraised_by").and_then(|id| id.parse::<UserId>().ok());
    let is_appraiser = appraiser == Some(request.doer.user);
    let is_refused = match duty {
        Duty::Anyone => false,
        Duty::NotCreator => is_creator,
        Duty::NotCreatorNorAppraiser => is_creator || is_appraiser,
    };
    if is_refused { Err(Refusal::SeparationOfDuties) } else { Ok(()) }
}

/// The record with what the action brings, when that is all there, nothing else, and valid.
fn carry<M: Machine>(action: M::Action, request: &Request<'_>) -> Result<Document, Refusal> {
    let Carries { needs, may } = M::carries(action);
    let foreign = request.fields.keys().filter(|field| {
        let field = field.as_str();
        !needs.contains(&field) && !may.contains(&field)
    });
    let foreign: Vec<String> = foreign.cloned().collect();
    if !foreign.is_empty() {
        return Err(Refusal::NotCarried(foreign));
    }
    let mut after = request.doc.clone();
    for (field, value) in request.fields {
        after.set(field, value.clone().canonical());
    }
    let is_given = |field: &str| request.fields.get(field).is_some_and(|value| value.clone().canonical().is_some());
    let missing: Vec<&str> = needs.iter().copied().filter(|field| !is_given(field)).collect();
    if !missing.is_empty() {
        return Err(Refusal::Missing(missing));
    }
    let today = request.doer.at.day();
    let mut problems = validation::validate(M::KIND, &after, today, Level::Full);
    match M::demand(action) {
        Demand::Whole => {}
        Demand::Carried => problems.retain(|problem| problem.touches(|field| request.fields.contains_key(field))),
    }
    if problems.is_empty() { Ok(after) } else { Err(Refusal::Invalid(problems)) }
}

fn offer<M: Machine>(doc: &Document, role: Role) -> Vec<ActionView> {
    let Some(stage) = stage_of::<M>(doc) else { return Vec::new() };
    let open = M::exits(stage).iter().filter(|(action, _)| M::roles(*action).contains(&role));
    open.map(|(action, to)| ActionView {
        code: action.as_code(),
        to: to.as_code(),
        is_online_only: M::is_online_only(stage, *action),
        carries: M::carries(*action),
        blocked: M::guard(stage, *action, doc).err(),
    })
    .collect()
}

/// The stored form of the day somebody acted.
fn day_of(doer: Doer<'_>) -> Option<Value> {
    Some(Value::Text(date::to_iso(doer.at.day())))
}
