//! A course as a table of steps, for the kinds whose course fits beside their description.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::{Carries, Context, Course, Demand, Direction, Duty, Sets, Terms, today};
use crate::record::field::ChoiceList;
use crate::role::Role;
use crate::value::Document;

/// A condition beyond stage, role and fields; the code of what is in the way.
pub type Guard = fn(&Document) -> Result<(), &'static str>;

/// A course.
#[derive(Debug)]
pub struct Table {
    /// Where a record can be, a new one in the first.
    pub stages: &'static ChoiceList,
    /// What can be done: `action.<kind>`.
    pub actions: &'static ChoiceList,
    /// The steps.
    pub steps: &'static [Step],
    /// The stages in which the text may be edited.
    pub editable: &'static [&'static str],
}

/// Fields that tell of the latest step only.
const EPISODIC: &[&str] = &["stage_note"];

/// One step: an action, and everything that decides it.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    action: &'static str,
    ways: &'static [(&'static str, &'static str)],
    terms: Terms,
    guard: Guard,
    writes: fn(&Context, &mut Sets),
}

impl Step {
    /// An expected step of one person, offline too, that brings nothing but a note.
    pub const fn new(
        action: &'static str,
        ways: &'static [(&'static str, &'static str)],
        roles: &'static [Role],
    ) -> Self {
        Self {
            action,
            ways,
            terms: Terms {
                roles,
                turn: |_, _| true,
                direction: Direction::Forward,
                carries: Carries { needs: &[], may: &["stage_note"] },
                is_online_only: false,
                duty: Duty::Anyone,
                demand: Demand::Carried,
                law: None,
            },
            guard: |_| Ok(()),
            writes: |_, _| {},
        }
    }

    /// It cannot be done without these fields.
    #[must_use]
    pub const fn needs(mut self, fields: &'static [&'static str]) -> Self {
        self.terms.carries.needs = fields;
        self
    }

    /// It may bring these fields. Name `stage_note` again if it may be explained.
    #[must_use]
    pub const fn may(mut self, fields: &'static [&'static str]) -> Self {
        self.terms.carries.may = fields;
        self
    }

    /// It binds others at once, so it waits for the network.
    #[must_use]
    pub const fn online(mut self) -> Self {
        self.terms.is_online_only = true;
        self
    }

    /// The whole record must be valid.
    #[must_use]
    pub const fn whole(mut self) -> Self {
        self.terms.demand = Demand::Whole;
        self
    }

    /// It is possible and not expected: a way out, back or round.
    #[must_use]
    pub const fn aside(mut self) -> Self {
        self.terms.direction = Direction::Aside;
        self
    }

    /// Names the act it rests on.
    #[must_use]
    pub const fn law(mut self, act: &'static str) -> Self {
        self.terms.law = Some(act);
        self
    }

    /// Not by who made the record.
    #[must_use]
    pub const fn not_by_creator(mut self) -> Self {
        self.terms.duty = Duty::NotCreator;
        self
    }

    /// Neither by who made the record nor by who confirmed what it rests on.
    #[must_use]
    pub const fn not_by_confirmer(mut self) -> Self {
        self.terms.duty = Duty::NotCreatorNorConfirmer;
        self
    }

    /// Not by who handed it in.
    #[must_use]
    pub const fn not_by_provider(mut self) -> Self {
        self.terms.duty = Duty::NotProvider;
        self
    }

    /// Not by who answered.
    #[must_use]
    pub const fn not_by_answerer(mut self) -> Self {
        self.terms.duty = Duty::NotAnswerer;
        self
    }

    /// Not by who asked for it.
    #[must_use]
    pub const fn not_by_proposer(mut self) -> Self {
        self.terms.duty = Duty::NotProposer;
        self
    }

    /// Not by anybody who wrote some of it or handed it on.
    #[must_use]
    pub const fn not_by_writers(mut self) -> Self {
        self.terms.duty = Duty::NotWriters;
        self
    }

    /// Only by whom the record says it is the turn.
    #[must_use]
    pub const fn in_turn(mut self, turn: fn(&Document, Role) -> bool) -> Self {
        self.terms.turn = turn;
        self
    }

    /// Only when this allows it.
    #[must_use]
    pub const fn guard(mut self, guard: Guard) -> Self {
        self.guard = guard;
        self
    }

    /// What it writes besides the stage, its day and what it brings.
    #[must_use]
    pub const fn writes(mut self, writes: fn(&Context, &mut Sets)) -> Self {
        self.writes = writes;
        self
    }
}

impl Table {
    fn step(&self, action: &str) -> Option<&'static Step> {
        self.steps.iter().find(|step| step.action == action)
    }
}

impl Course for Table {
    fn stages(&self) -> &'static ChoiceList {
        self.stages
    }

    fn actions(&self) -> &'static ChoiceList {
        self.actions
    }

    fn exits(&self, stage: &str) -> Vec<(&'static str, &'static str)> {
        let ways = self.steps.iter().flat_map(|step| step.ways.iter().map(move |way| (step.action, way)));
        ways.filter(|(_, (from, _))| *from == stage).map(|(action, (_, to))| (action, *to)).collect()
    }

    fn terms(&self, _stage: &str, action: &str) -> Option<Terms> {
        self.step(action).map(|step| step.terms)
    }

    fn guard(&self, _stage: &str, action: &str, after: &Document) -> Result<(), &'static str> {
        self.step(action).map_or(Ok(()), |step| (step.guard)(after))
    }

    fn writes(&self, _to: &str, action: &str, context: &Context, sets: &mut Sets) {
        if sets.contains_key("stage") {
            sets.insert("stage_since".to_owned(), today(context));
        }
        if let Some(step) = self.step(action) {
            (step.writes)(context, sets);
        }
    }

    fn episodic(&self) -> &'static [&'static str] {
        EPISODIC
    }

    fn is_editable(&self, stage: &str) -> bool {
        self.editable.contains(&stage)
    }
}

/// The account of who takes the step, as a field holds it.
pub fn me(context: &Context) -> Option<crate::value::Value> {
    Some(crate::value::Value::Text(alloc::string::ToString::to_string(&context.user)))
}
