//! A person chooses between two values. The first decision stands; the second person hears that it
//! was already made.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};

use super::desk::{Desk, Step};
use super::writing::{canonical, field_names, invalid, may};
use crate::change::{Act, Mutation, RejectCode, Rejection};
use crate::id::RecordId;
use crate::permission::Operation;
use crate::role::Role;
use crate::sync::placement::Verdict;
use crate::validation::{self, Level};
use crate::value::Value;

/// The one action of a conflict.
pub const RESOLVE: &str = "resolve";
/// The field of the action that carries the chosen values: a map by field, without those that
/// become empty.
pub const CHOSEN: &str = "chosen";

impl Desk<'_> {
    pub(super) fn resolve(&mut self, mutation: &Mutation, role: Role, act: &Act) -> Result<Verdict, Rejection> {
        let conflict = self.visible(mutation)?.clone();
        let place = conflict.live_in(&mutation.scope).ok_or(RejectCode::Scope)?;
        if act.action != RESOLVE {
            return Err(RejectCode::ActionRefused.into());
        }
        if conflict.doc.text("stage") != Some("open") {
            return Err(RejectCode::AlreadyResolved.into());
        }
        if place.ver > self.mark(act.base) {
            return Err(RejectCode::ChangedSince.into());
        }
        let about = conflict.doc.text("record").and_then(|id| id.parse::<RecordId>().ok());
        let target = about.and_then(|id| self.cases.get(&id)).ok_or(RejectCode::RecordMissing)?.clone();
        let kind = target.kind.known().ok_or(RejectCode::UnknownKind)?;
        may(role, Operation::Edit, kind)?;

        let chosen = match act.fields.get(CHOSEN) {
            None => BTreeMap::new(),
            Some(Value::Map(chosen)) => chosen.clone(),
            Some(Value::Bool(_) | Value::Int(_) | Value::Text(_) | Value::List(_)) => {
                return Err(invalid([CHOSEN.to_string()], "problem.shape"));
            }
        };
        let names = field_names(&conflict.doc);
        let sets: BTreeMap<String, Option<Value>> = names
            .iter()
            .map(|name| (name.to_string(), chosen.get(*name).and_then(|value| canonical(Some(value)))))
            .collect();
        let stays_deleted = target.deleted && chosen.is_empty();
        if !stays_deleted {
            let mut after = target.doc.clone();
            for (field, value) in &sets {
                after.set(field, value.clone());
            }
            let today = self.pusher.now.day();
            let problems = validation::fields(kind, &after, today, Level::Draft);
            let wrong = problems.iter().find(|found| names.contains(&found.field.as_str()));
            if let Some(found) = wrong {
                return Err(invalid([found.field.clone()], found.code.code()));
            }
            self.write(target.id, &Step::put(mutation, role, sets.clone()));
        }
        let kept = sets.iter().filter_map(|(field, value)| Some((field.clone(), value.clone()?)));
        let decision = BTreeMap::from([
            ("stage".to_string(), Some(Value::text("resolved"))),
            ("resolution".to_string(), Some(Value::Map(kept.collect()))),
            ("resolved_by".to_string(), Some(Value::text(self.pusher.name.clone()))),
            ("resolved_at".to_string(), Some(Value::Int(self.pusher.now.0))),
            ("reason".to_string(), mutation.reason.clone().map(Value::Text)),
        ]);
        let at = self.write(mutation.record, &Step::act(mutation, role, RESOLVE, decision));
        self.refresh_conflicts(mutation, role, target.id);
        Ok(Self::effective(at.ok_or(RejectCode::Scope)?))
    }
}
