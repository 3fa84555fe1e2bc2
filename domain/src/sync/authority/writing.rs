//! Making, editing, moving and deleting records.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::desk::{Case, Desk, Step};
use super::joining::GroupFate;
use crate::change::{Act, Base, ChangeOp, FieldEdit, Mutation, RejectCode, Rejection};
use crate::id::RecordId;
use crate::permission::{self, Operation, Relation};
use crate::record::conflict::Cause;
use crate::record::{self, Kind};
use crate::role::Role;
use crate::sync::placement::Verdict;
use crate::value::{Document, Value};
use crate::workflow;

impl Desk<'_> {
    pub(super) fn create(
        &mut self,
        mutation: &Mutation,
        kind: Kind,
        role: Role,
        fields: &BTreeMap<String, FieldEdit>,
    ) -> Result<Verdict, Rejection> {
        may(role, Operation::Create, kind)?;
        may_write(role, kind, fields, Creating::Yes)?;
        let mut doc = Document::default();
        for (field, edit) in fields {
            doc.set(field, canonical(edit.value.as_ref()));
        }
        if let Some(stage) = workflow::initial(kind) {
            doc.set("stage", Some(Value::text(stage)));
        }
        if kind.spec().parent.is_some() {
            let parent = record::parent(kind, &doc).and_then(|id| self.cases.get(&id));
            let parent = parent.filter(|case| !case.deleted && case.live_in(&mutation.scope).is_some());
            inherit(&mut doc, parent.ok_or(RejectCode::ParentMissing)?);
        }
        if !record::homes(kind, &doc).contains(&mutation.scope) {
            return Err(invalid(["commune_code".to_string()], "problem.other_commune"));
        }
        self.check_valid(kind, &Document::default(), &doc, None)?;
        self.lay(mutation.record, kind, role);
        let sets = doc.0.into_iter().map(|(field, value)| (field, Some(value))).collect();
        let at =
            self.write(mutation.record, &Step { op: ChangeOp::Create, ..Step::put(mutation, role, sets) });
        Ok(Self::effective(at.ok_or(RejectCode::Scope)?))
    }

    pub(super) fn put(
        &mut self,
        mutation: &Mutation,
        kind: Kind,
        role: Role,
        fields: &BTreeMap<String, FieldEdit>,
    ) -> Result<Verdict, Rejection> {
        let case = self.visible(mutation)?.clone();
        may(role, Operation::Edit, kind)?;
        may_write(role, kind, fields, Creating::No)?;
        if case.deleted {
            let names: Vec<&str> = fields.keys().map(String::as_str).collect();
            let id = self.open_conflict(mutation, role, &case, fields, &names, Cause::Deleted);
            return self.effective_with(
                mutation,
                role,
                &case,
                BTreeMap::new(),
                BTreeSet::new(),
                alloc::vec![id],
            );
        }
        if !workflow::is_editable(kind, &case.doc) {
            let stage = case.doc.text("stage").map(ToString::to_string);
            return Err(Rejection { detail: stage, ..RejectCode::StageMoved.into() });
        }
        let mut groups = self.join(mutation, kind, &case, fields);
        self.check_person(kind, &case, fields)?;
        self.check_rules(mutation, kind, &case, fields, &mut groups)?;

        let mut sets = BTreeMap::new();
        let mut joined = BTreeSet::new();
        let mut conflicts = Vec::new();
        for group in groups {
            match group.fate {
                GroupFate::Take { sets: taken, joined: names } => {
                    sets.extend(taken);
                    joined.extend(names);
                }
                GroupFate::Clash(cause) => {
                    conflicts.push(self.open_conflict(mutation, role, &case, fields, &group.fields, cause));
                }
            }
        }
        self.effective_with(mutation, role, &case, sets, joined, conflicts)
    }

    pub(super) fn delete(
        &mut self,
        mutation: &Mutation,
        kind: Kind,
        role: Role,
        base: Base,
    ) -> Result<Verdict, Rejection> {
        let case = self.visible(mutation)?;
        may(role, Operation::Delete, kind)?;
        let place = case.live_in(&mutation.scope).ok_or(RejectCode::Scope)?;
        if case.deleted {
            return Ok(Self::effective(place.ver));
        }
        if place.ver > self.mark(base) {
            return Err(RejectCode::ChangedSince.into());
        }
        if !workflow::is_deletable(kind, &case.doc) {
            return Err(RejectCode::ActionRefused.into());
        }
        let step = Step { op: ChangeOp::Delete, ..Step::put(mutation, role, BTreeMap::new()) };
        let at = self.write(mutation.record, &step);
        Ok(Self::effective(at.ok_or(RejectCode::Scope)?))
    }

    pub(super) fn act(
        &mut self,
        mutation: &Mutation,
        kind: Kind,
        role: Role,
        act: &Act,
    ) -> Result<Verdict, Rejection> {
        let case = self.visible(mutation)?.clone();
        if case.deleted {
            return Err(RejectCode::RecordMissing.into());
        }
        may(role, Operation::Act, kind)?;
        Self::check_stage(&case, act)?;
        let context = self.context(mutation, role, &case);
        let sets = workflow::apply(kind, &act.action, &case.doc, &act.fields, &context);
        let sets = sets.map_err(|refusal| refused(&refusal))?;
        let step = Step::act(mutation, role, &act.action, sets);
        let at = self.write(mutation.record, &step);
        self.refresh_conflicts(mutation, role, mutation.record);
        Ok(Self::effective(at.ok_or(RejectCode::Scope)?))
    }

    /// The step as the workflow judges it. The day a step was taken is the day on the device, but
    /// never one still to come.
    pub(super) fn context(&self, mutation: &Mutation, role: Role, case: &Case) -> workflow::Context {
        workflow::Context {
            role,
            user: self.pusher.user,
            created_by: case.made.by.user,
            today: mutation.at.min(self.pusher.now).day(),
        }
    }

    /// The record, if it is part of the scope the person works in.
    pub(super) fn visible(&self, mutation: &Mutation) -> Result<&Case, Rejection> {
        let case = self.cases.get(&mutation.record).ok_or(RejectCode::RecordMissing)?;
        if case.live_in(&mutation.scope).is_none() {
            return Err(RejectCode::Scope.into());
        }
        Ok(case)
    }

    /// Three-way merge, one merge group at a time.
    fn effective_with(
        &mut self,
        mutation: &Mutation,
        role: Role,
        case: &Case,
        sets: BTreeMap<String, Option<Value>>,
        changed: BTreeSet<String>,
        conflicts: Vec<RecordId>,
    ) -> Result<Verdict, Rejection> {
        let mut at = None;
        if !sets.is_empty() {
            let moved = sets.keys().any(|field| field == "commune_code" || field == "owner_account");
            at = self.write(mutation.record, &Step::put(mutation, role, sets));
            if moved {
                self.move_family(mutation, role, mutation.record);
            }
            self.refresh_conflicts(mutation, role, mutation.record);
        }
        for id in &conflicts {
            let place = self.cases.get(id).and_then(|case| case.live_in(&mutation.scope));
            at = at.max(place.map(|place| place.ver));
        }
        let seen = case.live_in(&mutation.scope).map(|place| place.ver);
        let at = at.or(seen).ok_or(RejectCode::Scope)?;
        Ok(Verdict::Effective { at, changed, conflicts })
    }

    /// What belongs to a record follows it into its scopes.
    fn move_family(&mut self, mutation: &Mutation, role: Role, parent: RecordId) {
        let Some(from) = self.cases.get(&parent).cloned() else { return };
        for child in self.children(parent) {
            let sets = ["commune_code", "owner_account"]
                .map(|field| (field.to_string(), from.doc.get(field).cloned()));
            self.write(child, &Step::put(mutation, role, sets.into()));
            self.move_family(mutation, role, child);
        }
    }
}

fn inherit(doc: &mut Document, parent: &Case) {
    for field in ["commune_code", "owner_account"] {
        doc.set(field, parent.doc.get(field).cloned());
    }
}

pub(super) fn canonical(value: Option<&Value>) -> Option<Value> {
    value.cloned().and_then(Value::canonical)
}

pub(super) fn invalid(fields: impl IntoIterator<Item = String>, detail: &str) -> Rejection {
    Rejection {
        code: RejectCode::Invalid,
        fields: fields.into_iter().collect(),
        detail: Some(detail.to_string()),
    }
}

pub(super) fn refused(refusal: &workflow::Refusal) -> Rejection {
    Rejection { detail: Some(refusal.code().to_string()), ..RejectCode::ActionRefused.into() }
}

pub(super) fn may(role: Role, operation: Operation, kind: Kind) -> Result<(), Rejection> {
    if permission::may(role, operation, kind, Relation::OwnScope) {
        Ok(())
    } else {
        Err(RejectCode::Right.into())
    }
}

/// Whether a record is being made or changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Creating {
    Yes,
    No,
}

fn may_write(
    role: Role,
    kind: Kind,
    fields: &BTreeMap<String, FieldEdit>,
    creating: Creating,
) -> Result<(), Rejection> {
    let refused = fields.keys().filter(|name| {
        kind.spec()
            .field(name)
            .is_some_and(|spec| !permission::may_write_field(role, kind, spec, creating == Creating::Yes))
    });
    let refused: Vec<String> = refused.cloned().collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(Rejection { fields: refused, ..RejectCode::FieldRight.into() })
}
