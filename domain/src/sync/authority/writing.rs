//! Making, editing, moving and deleting records.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::PLACE;
use super::desk::{Case, Desk, Step};
use super::family::Coming;
use super::joining::GroupFate;
use crate::change::{Act, Base, ChangeOp, FieldEdit, Mutation, RejectCode, Rejection};
use crate::id::{RecordId, ScopeId};
use crate::permission::{self, Operation, Relation, TakingOut};
use crate::record::conflict::Cause;
use crate::record::course::Context;
use crate::record::rule::ProblemCode;
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
        let mut changed = BTreeSet::new();
        if let Some(named) = kind.spec().parent.filter(|field| doc.get(field).is_some()) {
            let parent = record::parent(kind, &doc).and_then(|id| self.cases.get(&id));
            let parent = parent.filter(|case| !case.deleted && self.holds(case));
            let parent = parent.ok_or(RejectCode::ParentMissing)?;
            if !kind.spec().takes_parent(named, parent.kind.known()) {
                return Err(RejectCode::ParentMissing.into());
            }
            if kind == Kind::Attachment {
                may_attach(role, parent)?;
            }
            let host = self.host_of(parent, kind, &doc, &mutation.scope);
            if let Some(host) = host {
                doc.set(named, Some(Value::text(host.id.to_string())));
                changed.insert(named.to_string());
            }
            inherit(&mut doc, host.unwrap_or(parent));
        } else if kind.spec().needs_parent() {
            return Err(RejectCode::ParentMissing.into());
        }
        if !record::homes(kind, &doc).contains(&mutation.scope) {
            return Err(invalid(["commune_code".to_string()], "problem.other_commune"));
        }
        let nothing = Document::default();
        self.check_valid(kind, &nothing, &doc, None)?;
        let coming = Coming { id: mutation.record, kind, before: &nothing, after: &doc, action: None };
        self.check_family(&coming)?;
        self.lay(mutation.record, kind, role);
        let sets = doc.0.clone().into_iter().map(|(field, value)| (field, Some(value))).collect();
        let at =
            self.write(mutation.record, &Step { op: ChangeOp::Create, ..Step::put(mutation, role, sets) });
        self.carry_over(mutation, role, &coming);
        let at = at.ok_or(RejectCode::Scope)?;
        Ok(Verdict::Effective { at, changed, conflicts: Vec::new() })
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
        self.check_author(kind, &case)?;
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
        let mut after = case.doc.clone();
        for (field, value) in &sets {
            after.set(field, value.clone());
        }
        let coming = Coming { id: case.id, kind, before: &case.doc, after: &after, action: None };
        self.check_family(&coming)?;
        let verdict = self.effective_with(mutation, role, &case, sets, joined, conflicts)?;
        self.carry_over(mutation, role, &coming);
        Ok(verdict)
    }

    pub(super) fn delete(
        &mut self,
        mutation: &Mutation,
        kind: Kind,
        role: Role,
        base: Base,
    ) -> Result<Verdict, Rejection> {
        let case = self.visible(mutation)?.clone();
        may(role, Operation::Delete, kind)?;
        self.check_author(kind, &case)?;
        if kind == Kind::Attachment {
            self.may_take_out(mutation, role, &case)?;
        }
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
        let gone = Document::default();
        let coming = Coming { id: case.id, kind, before: &case.doc, after: &gone, action: None };
        self.check_family(&coming)?;
        let step = Step { op: ChangeOp::Delete, ..Step::put(mutation, role, BTreeMap::new()) };
        let at = self.write(mutation.record, &step);
        self.carry_over(mutation, role, &coming);
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
        self.check_author(kind, &case)?;
        Self::check_stage(&case, act)?;
        let context = self.context(mutation, role, &case);
        let sets = workflow::apply(kind, &act.action, &case.doc, &act.fields, &context);
        let sets = sets.map_err(|refusal| refused(&refusal))?;
        let mut after = case.doc.clone();
        for (field, value) in &sets {
            after.set(field, value.clone());
        }
        let coming =
            Coming { id: case.id, kind, before: &case.doc, after: &after, action: Some(&act.action) };
        self.check_family(&coming)?;
        let step = Step::act(mutation, role, &act.action, sets);
        let at = self.write(mutation.record, &step);
        // Signed, a visit is its owner's to see, and so is what belongs to it.
        if record::homes(kind, &case.doc) != record::homes(kind, &after) {
            self.move_family(mutation, role, mutation.record);
        }
        self.carry_over(mutation, role, &coming);
        self.refresh_conflicts(mutation, role, mutation.record);
        Ok(Self::effective(at.ok_or(RejectCode::Scope)?))
    }

    /// The step as the workflow judges it. The day a step was taken is the day on the device, but
    /// never one still to come.
    pub(super) fn context(&self, mutation: &Mutation, role: Role, case: &Case) -> Context {
        Context {
            role,
            user: self.pusher.user,
            created_by: case.made.by.user,
            today: mutation.at.min(self.pusher.now).day(),
        }
    }

    /// Whether the person holds a scope that the record is part of.
    fn holds(&self, case: &Case) -> bool {
        self.pusher.held.keys().any(|scope| case.live_in(scope).is_some())
    }

    /// What one person gives by themselves, nobody else changes.
    fn check_author(&self, kind: Kind, case: &Case) -> Result<(), Rejection> {
        let is_foreign = kind.spec().access.is_personal() && case.made.by.user != self.pusher.user;
        if is_foreign { Err(RejectCode::Right.into()) } else { Ok(()) }
    }

    /// A file goes with who put it in, or for a reason of the centre.
    fn may_take_out(&self, mutation: &Mutation, role: Role, case: &Case) -> Result<(), Rejection> {
        let has_reason = mutation.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
        match permission::taking_out(role, self.pusher.user, case.made.by.user) {
            TakingOut::Own => Ok(()),
            TakingOut::Reason if has_reason => Ok(()),
            TakingOut::Reason => Err(invalid([], ProblemCode::ReasonWanted.code())),
            TakingOut::No => Err(invalid([], ProblemCode::FileOfAnother.code())),
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
            let moved = sets.keys().any(|field| PLACE.contains(&field.as_str()));
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
    pub(super) fn move_family(&mut self, mutation: &Mutation, role: Role, parent: RecordId) {
        let Some(from) = self.cases.get(&parent).cloned() else { return };
        for child in self.children(parent) {
            let is_task =
                self.cases.get(&child).is_some_and(|case| case.kind.known() == Some(Kind::Duplicate));
            // The two are in one commune no longer: the offices that see both decide.
            let sets = place_of(&from).map(|(field, value)| (field.to_string(), value.filter(|_| !is_task)));
            self.write(child, &Step::put(mutation, role, sets.into()));
            self.move_family(mutation, role, child);
        }
    }
}

impl Desk<'_> {
    /// Into what the record it names was merged meanwhile: what somebody wrote on that one without network
    /// belongs to the one that stays, where this person can see it there.
    fn host_of(&self, parent: &Case, kind: Kind, doc: &Document, scope: &ScopeId) -> Option<&Case> {
        let host = parent.doc.text("merged_into")?.parse::<RecordId>().ok()?;
        let host = self.cases.get(&host).filter(|host| !host.deleted)?;
        let mut moved = doc.clone();
        inherit(&mut moved, host);
        record::homes(kind, &moved).contains(scope).then_some(host)
    }
}

/// What a record gives of its place to what belongs to it.
fn place_of(case: &Case) -> [(&'static str, Option<Value>); 2] {
    match case.kind.known() {
        Some(kind) => record::place_of(kind, &case.doc),
        None => PLACE.map(|field| (field, case.doc.get(field).cloned())),
    }
}

fn inherit(doc: &mut Document, parent: &Case) {
    for (field, value) in place_of(parent) {
        doc.set(field, value);
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

/// Who neither writes a record nor takes steps with it adds no files to it either.
fn may_attach(role: Role, about: &Case) -> Result<(), Rejection> {
    let kind = about.kind.known().ok_or(RejectCode::UnknownKind)?;
    // A kind without files says so itself.
    let is_refused = !kind.spec().files.is_none() && !permission::may_attach(role, kind);
    if is_refused { Err(RejectCode::Right.into()) } else { Ok(()) }
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
