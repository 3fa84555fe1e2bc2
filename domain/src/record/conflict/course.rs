//! The course of a conflict: open until somebody has chosen. Whoever may edit the record it is about
//! may choose, offline too; the second one hears that it is resolved.

use crate::record::Kind;
use crate::record::course::{Carries, Demand, Direction, Duty, Machine, Sets, Step};
use crate::record::macros::choices;
use crate::record::stage::ConflictStage;
use crate::role::Role;
use crate::value::Document;

choices! {
    /// What can be done with a conflict.
    ConflictAction = "action.conflict";
    /// Choose the values.
    Resolve = "resolve",
}

/// The course of a conflict.
#[derive(Debug)]
pub struct ConflictCourse;

impl Machine for ConflictCourse {
    type Stage = ConflictStage;
    type Action = ConflictAction;
    const KIND: Kind = Kind::Conflict;
    const INITIAL: ConflictStage = ConflictStage::Open;
    const EPISODIC: &'static [&'static str] = &[];

    fn exits(stage: ConflictStage) -> &'static [(ConflictAction, ConflictStage)] {
        match stage {
            ConflictStage::Open => &[(ConflictAction::Resolve, ConflictStage::Resolved)],
            ConflictStage::Resolved => &[],
        }
    }

    fn roles(action: ConflictAction) -> &'static [Role] {
        match action {
            ConflictAction::Resolve => &[Role::CommuneOfficer, Role::FacilityOwner, Role::CentreStaff],
        }
    }

    fn direction(_stage: ConflictStage, action: ConflictAction) -> Direction {
        match action {
            ConflictAction::Resolve => Direction::Forward,
        }
    }

    fn carries(action: ConflictAction) -> Carries {
        match action {
            ConflictAction::Resolve => Carries { needs: &["side"], may: &["resolution", "reason"] },
        }
    }

    fn is_online_only(_stage: ConflictStage, action: ConflictAction) -> bool {
        match action {
            ConflictAction::Resolve => false,
        }
    }

    fn duty(action: ConflictAction) -> Duty {
        match action {
            ConflictAction::Resolve => Duty::Anyone,
        }
    }

    fn demand(action: ConflictAction) -> Demand {
        match action {
            ConflictAction::Resolve => Demand::Carried,
        }
    }

    fn guard(_stage: ConflictStage, action: ConflictAction, _after: &Document) -> Result<(), &'static str> {
        match action {
            ConflictAction::Resolve => Ok(()),
        }
    }

    /// Who chose and when is the server's to write.
    fn writes(step: Step<'_, ConflictStage, ConflictAction>, _sets: &mut Sets) {
        match step.action {
            ConflictAction::Resolve => {}
        }
    }

    /// Only the choice changes it.
    fn is_editable(stage: ConflictStage) -> bool {
        match stage {
            ConflictStage::Open | ConflictStage::Resolved => false,
        }
    }
}
