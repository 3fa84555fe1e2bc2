//! What may happen to the records of a kind next, as part of its description. Needs, projects and
//! conflicts have a [`Machine`], every pair of stage and action said in a match: a new stage does not
//! compile until its exits are said. The shorter courses of the other kinds are a [`table::Table`].
//! Both are a [`Course`]; it is [`crate::workflow`] that judges by it.

pub mod table;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use chrono::NaiveDate;

use crate::formats::date;
use crate::id::UserId;
use crate::record::Kind;
use crate::record::field::{Choice, ChoiceList};
use crate::role::Role;
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
    /// Neither who made the record nor who confirmed what it rests on.
    NotCreatorNorConfirmer,
    /// Not who handed it in.
    NotProvider,
    /// Not who answered.
    NotAnswerer,
    /// Not who asked for it.
    NotProposer,
    /// Neither who made it, nor who changed its text, nor who handed it on.
    NotWriters,
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
    /// Whether the text of a record may be edited in a stage.
    fn is_editable(stage: Self::Stage) -> bool;
    /// The act an action rests on, by number and article.
    fn law(_action: Self::Action) -> Option<&'static str> {
        None
    }

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

/// A course whose stages and actions are known by their codes: what the generic parts work with.
pub trait Course: fmt::Debug + Sync {
    /// Where a record can be; a new one is in the first.
    fn stages(&self) -> &'static ChoiceList;
    /// What can be done.
    fn actions(&self) -> &'static ChoiceList;
    /// Every way out of a stage: action, stage it leads to.
    fn exits(&self, stage: &str) -> Vec<(&'static str, &'static str)>;
    /// What is known of an action in a stage; `None` for an action of a newer version.
    fn terms(&self, stage: &str, action: &str) -> Option<Terms>;
    /// A condition beyond stage, role and fields; the code of what is in the way.
    fn guard(&self, stage: &str, action: &str, after: &Document) -> Result<(), &'static str>;
    /// What the step writes besides the stage and what it brings.
    fn writes(&self, to: &str, action: &str, context: &Context, sets: &mut Sets);
    /// Fields that tell of the latest step only: cleared by the next one unless it brings them.
    fn episodic(&self) -> &'static [&'static str];
    /// Whether the text of a record may be edited in a stage: afterwards only actions change it, so
    /// that nobody decides on one text and signs another.
    fn is_editable(&self, stage: &str) -> bool;
}

/// The terms of an action.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Who may do it.
    pub roles: &'static [Role],
    /// Whose turn it is of these, by what the record says.
    pub turn: fn(&Document, Role) -> bool,
    /// Whether it is expected.
    pub direction: Direction,
    /// What it brings.
    pub carries: Carries,
    /// Whether it waits for the network because it binds others at once.
    pub is_online_only: bool,
    /// Who must not do it alone.
    pub duty: Duty,
    /// How complete the record must be.
    pub demand: Demand,
    /// The act it rests on, by number and article.
    pub law: Option<&'static str>,
}

impl Terms {
    /// Whether somebody in this role may do it with a record as it is.
    pub fn admits(&self, doc: &Document, role: Role) -> bool {
        self.roles.contains(&role) && (self.turn)(doc, role)
    }
}

impl<M: Machine + fmt::Debug + Sync> Course for M {
    fn stages(&self) -> &'static ChoiceList {
        &M::Stage::LIST
    }

    fn actions(&self) -> &'static ChoiceList {
        &M::Action::LIST
    }

    fn exits(&self, stage: &str) -> Vec<(&'static str, &'static str)> {
        let exits = M::Stage::from_code(stage).map_or(&[] as &[_], M::exits);
        exits.iter().map(|(action, to)| (action.as_code(), to.as_code())).collect()
    }

    fn terms(&self, stage: &str, action: &str) -> Option<Terms> {
        let (stage, action) = (M::Stage::from_code(stage)?, M::Action::from_code(action)?);
        Some(Terms {
            roles: M::roles(action),
            turn: |_, _| true,
            direction: M::direction(stage, action),
            carries: M::carries(action),
            is_online_only: M::is_online_only(stage, action),
            duty: M::duty(action),
            demand: M::demand(action),
            law: M::law(action),
        })
    }

    fn guard(&self, stage: &str, action: &str, after: &Document) -> Result<(), &'static str> {
        match (M::Stage::from_code(stage), M::Action::from_code(action)) {
            (Some(stage), Some(action)) => M::guard(stage, action, after),
            (None, _) | (_, None) => Err("refusal.unknown_action"),
        }
    }

    fn writes(&self, to: &str, action: &str, context: &Context, sets: &mut Sets) {
        if let (Some(to), Some(action)) = (M::Stage::from_code(to), M::Action::from_code(action)) {
            M::writes(Step { to, action, context }, sets);
        }
    }

    fn episodic(&self) -> &'static [&'static str] {
        M::EPISODIC
    }

    fn is_editable(&self, stage: &str) -> bool {
        M::Stage::from_code(stage).is_some_and(M::is_editable)
    }
}

/// The stored form of the day of the step.
pub fn today(context: &Context) -> Option<Value> {
    Some(Value::Text(date::to_iso(context.today)))
}
