//! A person chooses between two values. The first decision stands; the second person hears that it
//! was already made.

use alloc::string::ToString;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::PLACE;
use super::conflict::field_names;
use super::desk::{Desk, Step};
use super::joining::level;
use super::writing::{invalid, may, refused};
use crate::change::{Act, Mutation, RejectCode, Rejection};
use crate::id::RecordId;
use crate::permission::Operation;
use crate::record::conflict::{self, Side};
use crate::record::course::Sets;
use crate::record::rule::Problem;
use crate::record::{Kind, field::Choice};
use crate::role::Role;
use crate::sync::placement::Verdict;
use crate::validation;
use crate::value::{Document, Value};
use crate::workflow;

impl Desk<'_> {
    pub(super) fn resolve(
        &mut self,
        mutation: &Mutation,
        role: Role,
        act: &Act,
    ) -> Result<Verdict, Rejection> {
        let conflict = self.visible(mutation)?.clone();
        let place = conflict.live_in(&mutation.scope).ok_or(RejectCode::Scope)?;
        if conflict.doc.text("stage") == Some("resolved") {
            return Err(RejectCode::AlreadyResolved.into());
        }
        if place.ver > self.mark(act.base) {
            return Err(RejectCode::ChangedSince.into());
        }
        let context = self.context(mutation, role, &conflict);
        let decision = workflow::apply(Kind::Conflict, &act.action, &conflict.doc, &act.fields, &context);
        let mut decision = decision.map_err(|refusal| refused(&refusal))?;
        decision.insert("resolved_by".into(), Some(Value::text(self.pusher.name.clone())));
        decision.insert("resolved_at".into(), Some(Value::Int(self.pusher.now.0)));
        let about = conflict.doc.text("record").and_then(|id| id.parse::<RecordId>().ok());
        let target = about.and_then(|id| self.cases.get(&id)).ok_or(RejectCode::RecordMissing)?.clone();
        let kind = target.kind.known().ok_or(RejectCode::UnknownKind)?;
        may(role, Operation::Edit, kind)?;

        let mut decided = conflict.doc.clone();
        for (field, value) in &decision {
            decided.set(field, value.clone());
        }
        let sets = conflict::chosen(&decided).unwrap_or_default();
        let moves = sets.keys().any(|field| PLACE.contains(&field.as_str()));
        let keeps = decided.text("side").and_then(Side::from_code) == Some(Side::Current);
        if !(target.deleted && keeps) {
            self.check_chosen(kind, &target.doc, &conflict.doc, &sets)?;
            self.write(target.id, &Step::put(mutation, role, sets));
        }
        let at = self.write(mutation.record, &Step::act(mutation, role, &act.action, decision));
        if moves && !target.deleted {
            self.move_family(mutation, role, target.id);
        }
        self.refresh_conflicts(mutation, role, target.id);
        Ok(Self::effective(at.ok_or(RejectCode::Scope)?))
    }

    /// A third value must be as valid as any other.
    fn check_chosen(
        &self,
        kind: Kind,
        target: &Document,
        conflict: &Document,
        sets: &Sets,
    ) -> Result<(), Rejection> {
        let names = field_names(conflict);
        let wrong = problems_of(kind, target, &names, sets, self.pusher.now.day());
        wrong.first().map_or(Ok(()), |problem| Err(invalid([problem.field.to_string()], problem.code.code())))
    }
}

/// What is wrong with those fields of a record once these values are on it.
pub fn problems_of(
    kind: Kind,
    target: &Document,
    fields: &[&str],
    sets: &Sets,
    today: NaiveDate,
) -> Vec<Problem> {
    let mut after = target.clone();
    for (field, value) in sets {
        after.set(field, value.clone());
    }
    let mut problems = validation::validate(kind, &after, today, level(kind, &after));
    problems.retain(|problem| problem.touches(|field| fields.contains(&field)));
    problems
}

/// What a resolution on this device would put on the record, before the server has decided.
pub fn foreseen(conflict: &Document, act: &Act) -> Sets {
    let mut decided = conflict.clone();
    for (field, value) in &act.fields {
        decided.set(field, Some(value.clone()));
    }
    conflict::chosen(&decided).unwrap_or_default()
}
