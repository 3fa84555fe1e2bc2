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

use chrono::NaiveDate;

use crate::formats::date;
use crate::id::UserId;
use crate::record::Kind;
use crate::record::field::Choice;
use crate::record::rule::{Problem, Rule};
use crate::role::Role;
use crate::validation::{self, Level};
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

/// Whether a step is what the office waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// The expected next step.
    Forward,
    /// Possible and not expected: a way out, back or round.
    Aside,
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
    /// Whether it is expected in this stage.
    fn direction(stage: Self::Stage, action: Self::Action) -> Direction;
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
    pub context: &'a Context,
}

/// Fields to write; `None` clears.
pub type Sets = BTreeMap<String, Option<Value>>;

/// Who acts, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Context {
    /// Role.
    pub role: Role,
    /// Account.
    pub user: UserId,
    /// Who made the record.
    pub created_by: UserId,
    /// The day in Viet Nam.
    pub today: NaiveDate,
}

/// Why an action is not done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Records of this kind have no course.
    NoCourse,
    /// The action is not known here.
    UnknownAction,
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
    /// Whether it is expected now.
    pub direction: Direction,
    /// Whether it waits for the network.
    pub is_online_only: bool,
    /// The fields it brings.
    pub carries: Carries,
    /// Code of what is in the way now, if something is.
    pub blocked: Option<&'static str>,
}

/// Judges an action that brings these fields: what it writes, or why it is not done. The caller has
/// made sure that the record is still in the stage the person decided on.
pub fn apply(
    kind: Kind,
    action: &str,
    doc: &Document,
    fields: &BTreeMap<String, Value>,
    context: &Context,
) -> Result<Sets, Refusal> {
    match kind {
        Kind::Need => run::<need::NeedCourse>(action, doc, fields, context),
        Kind::Project => run::<project::ProjectCourse>(action, doc, fields, context),
        Kind::Conflict => run::<conflict::ConflictCourse>(action, doc, fields, context),
        Kind::Commune | Kind::Facility => Err(Refusal::NoCourse),
    }
}

/// Code of the stage a new record is in; `None` for a kind without a course.
pub fn initial(kind: Kind) -> Option<&'static str> {
    stage(kind, &Document::default())
}

/// Where an action leads from a stage, by their codes.
pub fn next_stage(kind: Kind, stage: &str, action: &str) -> Option<&'static str> {
    match kind {
        Kind::Need => next_code::<need::NeedCourse>(stage, action),
        Kind::Project => next_code::<project::ProjectCourse>(stage, action),
        Kind::Conflict => next_code::<conflict::ConflictCourse>(stage, action),
        Kind::Commune | Kind::Facility => None,
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

/// Whether a record has come to an end: nobody can do anything with it any more.
pub fn is_over(kind: Kind, doc: &Document) -> bool {
    match kind {
        Kind::Need => ends::<need::NeedCourse>(doc),
        Kind::Project => ends::<project::ProjectCourse>(doc),
        Kind::Conflict => ends::<conflict::ConflictCourse>(doc),
        Kind::Commune | Kind::Facility => false,
    }
}

/// Whether the text of a record may still be edited: afterwards only actions change it, so that
/// nobody decides on one text and signs another.
pub fn is_editable(kind: Kind, doc: &Document) -> bool {
    match kind {
        Kind::Need => stage_of::<need::NeedCourse>(doc).is_some_and(need::is_editable),
        Kind::Project => stage_of::<project::ProjectCourse>(doc).is_some_and(project::is_editable),
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

fn ends<M: Machine>(doc: &Document) -> bool {
    stage_of::<M>(doc).is_some_and(|stage| M::exits(stage).is_empty())
}

fn next_code<M: Machine>(stage: &str, action: &str) -> Option<&'static str> {
    let to = M::next(M::Stage::from_code(stage)?, M::Action::from_code(action)?)?;
    Some(to.as_code())
}

fn run<M: Machine>(
    action: &str,
    doc: &Document,
    fields: &BTreeMap<String, Value>,
    context: &Context,
) -> Result<Sets, Refusal> {
    let action = M::Action::from_code(action).ok_or(Refusal::UnknownAction)?;
    let from = stage_of::<M>(doc).ok_or(Refusal::WrongStage)?;
    let to = M::next(from, action).ok_or(Refusal::WrongStage)?;
    if !M::roles(action).contains(&context.role) {
        return Err(Refusal::WrongRole);
    }
    check_duty(M::duty(action), doc, context)?;
    check_carried(M::carries(action), fields)?;
    let mut after = doc.clone();
    for (field, value) in fields {
        after.set(field, value.clone().canonical());
    }
    check_valid::<M>(action, &after, fields, context)?;
    M::guard(from, action, &after).map_err(Refusal::Guard)?;

    let mut sets = Sets::new();
    if to != from {
        sets.insert("stage".to_owned(), Some(Value::text(to.as_code())));
        for field in M::EPISODIC {
            if doc.get(field).is_some() {
                sets.insert((*field).to_owned(), None);
            }
        }
    }
    for (field, value) in fields {
        sets.insert(field.clone(), value.clone().canonical());
    }
    M::writes(Step { to, action, context }, &mut sets);
    Ok(sets)
}

fn check_duty(duty: Duty, doc: &Document, context: &Context) -> Result<(), Refusal> {
    let is_creator = context.created_by == context.user;
    let appraiser = doc.text("appraised_by").and_then(|id| id.parse::<UserId>().ok());
    let is_refused = match duty {
        Duty::Anyone => false,
        Duty::NotCreator => is_creator,
        Duty::NotCreatorNorAppraiser => is_creator || appraiser == Some(context.user),
    };
    if is_refused { Err(Refusal::SeparationOfDuties) } else { Ok(()) }
}

/// All that is needed, and nothing that is not asked for.
fn check_carried(carries: Carries, fields: &BTreeMap<String, Value>) -> Result<(), Refusal> {
    let Carries { needs, may } = carries;
    let is_asked = |field: &str| needs.contains(&field) || may.contains(&field);
    let foreign: Vec<String> = fields.keys().filter(|field| !is_asked(field)).cloned().collect();
    if !foreign.is_empty() {
        return Err(Refusal::NotCarried(foreign));
    }
    let is_given = |field: &str| fields.get(field).is_some_and(|value| value.clone().canonical().is_some());
    let missing: Vec<&str> = needs.iter().copied().filter(|field| !is_given(field)).collect();
    if missing.is_empty() { Ok(()) } else { Err(Refusal::Missing(missing)) }
}

fn check_valid<M: Machine>(
    action: M::Action,
    after: &Document,
    fields: &BTreeMap<String, Value>,
    context: &Context,
) -> Result<(), Refusal> {
    let problems = match M::demand(action) {
        Demand::Whole => validation::validate(M::KIND, after, context.today, Level::Full),
        Demand::Carried => {
            let mut problems = validation::fields(M::KIND, after, context.today, Level::Full);
            problems.retain(|problem| problem.touches(|field| fields.contains_key(field)));
            let broken = validation::broken(M::KIND, after, context.today);
            let broken = broken.filter(|rule| rule.fields.iter().any(|field| fields.contains_key(*field)));
            problems.extend(broken.map(Rule::problem));
            problems
        }
    };
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}

fn offer<M: Machine>(doc: &Document, role: Role) -> Vec<ActionView> {
    let Some(stage) = stage_of::<M>(doc) else { return Vec::new() };
    let open = M::exits(stage).iter().filter(|(action, _)| M::roles(*action).contains(&role));
    open.map(|(action, to)| ActionView {
        code: action.as_code(),
        to: to.as_code(),
        direction: M::direction(stage, *action),
        is_online_only: M::is_online_only(stage, *action),
        carries: M::carries(*action),
        blocked: M::guard(stage, *action, doc).err(),
    })
    .collect()
}

/// The stored form of the day of the step.
fn today(context: &Context) -> Option<Value> {
    Some(Value::Text(date::to_iso(context.today)))
}
