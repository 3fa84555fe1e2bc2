//! What may happen to a record next, and what it takes. One function, [`apply`], judges an action
//! the same way on a device, offline, and on the server; it knows neither of them.
//!
//! The course itself is part of a kind's description ([`crate::record::course`]); that every action
//! leads somewhere and every stage is reached is held by `tests/workflow_table.rs`.

pub mod owner_steps;

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::id::UserId;
use crate::record::Kind;
use crate::record::course::{Carries, Context, Course, Demand, Direction, Duty, Sets};
use crate::record::field::ChoiceList;
use crate::record::marker::{FieldKind, Rows};
use crate::record::reference::Editor;
use crate::record::rule::{Problem, ProblemCode, Rule, day};
use crate::role::Role;
use crate::validation::{self, Level};
use crate::value::{Document, Value};

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
    /// The act it rests on, by number and article.
    pub law: Option<&'static str>,
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
    let course = kind.spec().course.ok_or(Refusal::NoCourse)?;
    let action = code_in(course.actions(), action).ok_or(Refusal::UnknownAction)?;
    let from = stage(kind, doc).ok_or(Refusal::WrongStage)?;
    let to = next(course, from, action).ok_or(Refusal::WrongStage)?;
    let terms = course.terms(from, action).ok_or(Refusal::UnknownAction)?;
    if !terms.admits(doc, context.role) {
        return Err(Refusal::WrongRole);
    }
    check_duty(terms.duty, doc, context)?;
    check_carried(terms.carries, fields)?;
    let mut after = doc.clone();
    for (field, value) in fields {
        after.set(field, value.clone().canonical());
    }
    check_valid(kind, terms.demand, &after, fields, context)?;
    course.guard(from, action, &after).map_err(Refusal::Guard)?;

    let mut sets = Sets::new();
    if to != from {
        sets.insert("stage".to_owned(), Some(Value::text(to)));
        for field in course.episodic() {
            if doc.get(field).is_some() {
                sets.insert((*field).to_owned(), None);
            }
        }
    }
    for (field, value) in fields {
        sets.insert(field.clone(), value.clone().canonical());
    }
    course.writes(to, action, context, &mut sets);
    Ok(sets)
}

/// Code of the stage a new record is in; `None` for a kind without a course.
pub fn initial(kind: Kind) -> Option<&'static str> {
    kind.spec().course?.stages().codes.first().copied()
}

/// Where an action leads from a stage, by their codes.
pub fn next_stage(kind: Kind, stage: &str, action: &str) -> Option<&'static str> {
    next(kind.spec().course?, stage, action)
}

/// The actions a role may try on a record as it is.
pub fn actions(kind: Kind, doc: &Document, role: Role) -> Vec<ActionView> {
    let (Some(course), Some(stage)) = (kind.spec().course, stage(kind, doc)) else { return Vec::new() };
    let offered = course.exits(stage).into_iter().filter_map(|(code, to)| {
        let terms = course.terms(stage, code)?;
        terms.admits(doc, role).then(|| ActionView {
            code,
            to,
            direction: terms.direction,
            is_online_only: terms.is_online_only,
            carries: terms.carries,
            law: terms.law,
            blocked: course.guard(stage, code, doc).err(),
        })
    });
    offered.collect()
}

/// Code of the stage a record is in: the first one when nothing moved it yet. `None` for a kind
/// without a course, and for a stage of a newer version.
pub fn stage(kind: Kind, doc: &Document) -> Option<&'static str> {
    let stages = kind.spec().course?.stages();
    match doc.get("stage") {
        None => stages.codes.first().copied(),
        Some(value) => code_in(stages, value.as_text()?),
    }
}

/// Whether a record may still be deleted: one that others have acted on is kept.
pub fn is_deletable(kind: Kind, doc: &Document) -> bool {
    match (kind, kind.spec().course) {
        (Kind::Commune | Kind::Conflict, _) => false,
        (_, None) => true,
        (_, Some(_)) => stage(kind, doc).is_some_and(|stage| initial(kind) == Some(stage)),
    }
}

/// Whether a record has come to an end: nobody can do anything with it any more.
pub fn is_over(kind: Kind, doc: &Document) -> bool {
    let course = kind.spec().course;
    course.zip(stage(kind, doc)).is_some_and(|(course, stage)| course.exits(stage).is_empty())
}

/// Whether the text of a record may still be edited.
pub fn is_editable(kind: Kind, doc: &Document) -> bool {
    match (kind, kind.spec().course) {
        (Kind::Commune, _) => false,
        (_, None) => true,
        (_, Some(course)) => stage(kind, doc).is_some_and(|stage| course.is_editable(stage)),
    }
}

/// The code of a list that is spelled so.
fn code_in(list: &ChoiceList, code: &str) -> Option<&'static str> {
    list.codes.iter().copied().find(|known| *known == code)
}

fn next(course: &dyn Course, stage: &str, action: &str) -> Option<&'static str> {
    course.exits(stage).into_iter().find(|(exit, _)| *exit == action).map(|(_, to)| to)
}

fn check_duty(duty: Duty, doc: &Document, context: &Context) -> Result<(), Refusal> {
    let is_creator = context.created_by == context.user;
    let is_me = |field| doc.text(field).and_then(|id| id.parse::<UserId>().ok()) == Some(context.user);
    let is_refused = match duty {
        Duty::Anyone => false,
        Duty::NotCreator => is_creator,
        Duty::NotCreatorNorAppraiser => is_creator || is_me("appraised_by"),
        Duty::NotCreatorNorConfirmer => is_creator || is_me("confirmed_by"),
        Duty::NotProvider => is_me("provided_by"),
        Duty::NotAnswerer => is_me("answered_by"),
        Duty::NotProposer => is_me("proposed_by"),
        Duty::NotWriters => {
            let editors = doc.get("editors").and_then(Rows::<Editor>::read).unwrap_or_default();
            let has_edited = editors.iter().any(|editor| editor.who == Some(context.user));
            is_creator || is_me("proposed_by") || has_edited
        }
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

fn check_valid(
    kind: Kind,
    demand: Demand,
    after: &Document,
    fields: &BTreeMap<String, Value>,
    context: &Context,
) -> Result<(), Refusal> {
    let mut problems = match demand {
        Demand::Whole => validation::validate(kind, after, context.today, Level::Full),
        Demand::Carried => {
            let mut problems = validation::fields(kind, after, context.today, Level::Full);
            problems.retain(|problem| problem.touches(|field| fields.contains_key(field)));
            let broken = validation::broken(kind, after, context.today);
            let broken = broken.filter(|rule| rule.fields.iter().any(|field| fields.contains_key(*field)));
            problems.extend(broken.map(Rule::problem));
            problems
        }
    };
    // Nobody can act by a day that is over. What was due before this step stays as it was written.
    if fields.contains_key("due_on") && day(after, "due_on").is_some_and(|due| due < context.today) {
        problems.push(Problem::new("due_on", ProblemCode::DueDayPast));
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid(problems)) }
}
