//! The desk on which a push is worked through: cases (records with their places in scopes), the
//! versions used so far, and what has been decided.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::claims::{self, Holders};
use super::writing::canonical;
use super::{Loaded, Pusher, actor, bases, own_seq};
use crate::change::{
    Act, Base, Change, ChangeOp, Diff, FieldEdit, Mutation, Op, Outcome, RejectCode, Rejection, Stamp,
};
use crate::id::{RecordId, ScopeId};
use crate::ordering;
use crate::record::{self, Kind, KindName};
use crate::role::Role;
use crate::sync::placement::{Answer, ChangeDraft, Decision, Life, Looked, Mark, RowDraft, Verdict};
use crate::value::{Document, Value};

/// A record on the desk: one document, a place in each of its scopes.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) id: RecordId,
    pub(super) kind: KindName,
    pub(super) doc: Document,
    pub(super) deleted: bool,
    pub(super) made: Stamp,
    pub(super) touched: Stamp,
    pub(super) places: BTreeMap<ScopeId, Place>,
}

/// A record in one scope.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) ver: Mark,
    pub(super) fver: BTreeMap<String, Mark>,
    pub(super) left: bool,
    /// Version before this push, if it was live.
    was: Option<u64>,
    written: bool,
}

impl Case {
    /// The place in a scope the record is part of.
    pub(super) fn live_in(&self, scope: &ScopeId) -> Option<&Place> {
        self.places.get(scope).filter(|place| !place.left)
    }

    fn live_scopes(&self) -> BTreeSet<ScopeId> {
        let live = self.places.iter().filter(|(_, place)| !place.left);
        live.map(|(scope, _)| scope.clone()).collect()
    }
}

/// What one step writes on a case.
pub(super) struct Step<'a> {
    pub(super) mutation: &'a Mutation,
    pub(super) role: Role,
    pub(super) op: ChangeOp,
    pub(super) action: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) sets: BTreeMap<String, Option<Value>>,
}

impl<'a> Step<'a> {
    /// Writes fields.
    pub(super) fn put(mutation: &'a Mutation, role: Role, sets: BTreeMap<String, Option<Value>>) -> Self {
        Self { mutation, role, op: ChangeOp::Put, action: None, reason: mutation.reason.clone(), sets }
    }

    /// Moves through the workflow.
    pub(super) fn act(
        mutation: &'a Mutation,
        role: Role,
        action: &str,
        sets: BTreeMap<String, Option<Value>>,
    ) -> Self {
        Self { op: ChangeOp::Act, action: Some(action.into()), ..Self::put(mutation, role, sets) }
    }
}

/// The desk.
pub(super) struct Desk<'a> {
    pub(super) pusher: &'a Pusher,
    pub(super) loaded: &'a Loaded,
    pub(super) cases: BTreeMap<RecordId, Case>,
    /// Who holds which key, this push included.
    pub(super) claims: Holders,
    /// The keys of each record as they were last compared.
    pub(super) keys: BTreeMap<RecordId, BTreeSet<String>>,
    /// The same as they were before the push.
    had: BTreeMap<RecordId, BTreeSet<String>>,
    /// Authors of changes made in this push: the pusher.
    offsets: BTreeMap<ScopeId, u64>,
    verdicts: BTreeMap<u64, Verdict>,
    /// What a rule between kin asked for and nobody had looked up.
    missed: RefCell<Looked>,
    decision: Decision,
}

/// What a rule between kin asks for.
#[derive(Clone, Copy)]
pub(super) enum Look {
    Record(RecordId),
    Children(RecordId),
    All(Kind),
}

impl<'a> Desk<'a> {
    pub(super) fn open(pusher: &'a Pusher, loaded: &'a Loaded) -> Self {
        let mut cases: BTreeMap<RecordId, Case> = BTreeMap::new();
        for (scope, row) in &loaded.rows {
            let left = row.life == Life::Left;
            let place = Place {
                ver: Mark::Old(row.ver),
                fver: row.fver.iter().map(|(field, ver)| (field.clone(), Mark::Old(*ver))).collect(),
                left,
                was: (row.life == Life::Live).then_some(row.ver),
                written: false,
            };
            let fresh = || Case {
                id: row.id,
                kind: row.kind.clone(),
                doc: row.doc.clone(),
                deleted: row.life == Life::Deleted,
                made: row.made.clone(),
                touched: row.touched.clone(),
                places: BTreeMap::new(),
            };
            let case = cases.entry(row.id).or_insert_with(fresh);
            // A row left behind in a former scope holds the record as it was then.
            if !left && (case.places.values().all(|place| place.left)) {
                *case = Case { places: core::mem::take(&mut case.places), ..fresh() };
            }
            case.places.insert(scope.clone(), place);
        }
        let had: BTreeMap<_, _> =
            ordering::map(cases.values().filter_map(|case| Some((case.id, case.keys()?.1))));
        Self {
            pusher,
            loaded,
            cases,
            claims: loaded.claims.clone(),
            keys: had.clone(),
            had,
            offsets: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            missed: RefCell::default(),
            decision: Decision::default(),
        }
    }

    /// Notes what a rule reads, where it was not looked up.
    pub(super) fn look_up(&self, look: Look) {
        let looked = &self.loaded.looked;
        let mut missed = self.missed.borrow_mut();
        match look {
            Look::Record(id) if self.cases.contains_key(&id) || looked.records.contains(&id) => false,
            Look::Record(id) => missed.records.insert(id),
            Look::Children(of) if looked.children.contains(&of) => false,
            Look::Children(of) => missed.children.insert(of),
            Look::All(kind) if looked.kinds.contains(&kind) => false,
            Look::All(kind) => missed.kinds.insert(kind),
        };
    }

    pub(super) fn has_decided(&self, seq: u64) -> bool {
        self.verdicts.contains_key(&seq)
    }

    pub(super) fn remember(&mut self, seq: u64, verdict: Verdict) {
        self.verdicts.insert(seq, verdict);
    }

    pub(super) fn answer(&mut self, seq: u64, answer: Answer) {
        self.decision.answers.push((seq, answer));
    }

    /// Hands over what is to be written.
    pub(super) fn close(mut self) -> Decision {
        self.decision.missed = self.missed.take();
        let written = self.cases.values().filter(|case| case.places.values().any(|place| place.written));
        self.decision.claims = claims::changed(written, &self.had);
        for case in self.cases.into_values() {
            let parent = case.kind.known().and_then(|kind| record::parent(kind, &case.doc));
            for (scope, place) in case.places {
                if !place.written {
                    continue;
                }
                let life = match (place.left, case.deleted) {
                    (true, _) => Life::Left,
                    (false, true) => Life::Deleted,
                    (false, false) => Life::Live,
                };
                // What a scope no longer holds is not kept under it either.
                let (doc, fver) = match life {
                    Life::Left => (Document::default(), BTreeMap::new()),
                    Life::Live | Life::Deleted => (case.doc.clone(), place.fver),
                };
                let row = RowDraft {
                    id: case.id,
                    kind: case.kind.clone(),
                    parent,
                    ver: place.ver,
                    fver,
                    doc,
                    life,
                    made: case.made.clone(),
                    touched: case.touched.clone(),
                    was: place.was,
                };
                self.decision.rows.insert((scope, case.id), row);
            }
        }
        self.decision
    }

    /// Decides one mutation.
    pub(super) fn judge(&mut self, mutation: &Mutation) -> Verdict {
        let own = mutation.deps.iter().copied().chain(bases(mutation).filter_map(own_seq));
        for seq in own {
            match self.fate(seq) {
                Fate::Unknown => return Verdict::Waiting(seq),
                Fate::Refused => return Verdict::Rejected(RejectCode::Dependency.into()),
                Fate::InEffect => {}
            }
        }
        if self.may_be_forgotten(mutation) {
            return Verdict::Waiting(mutation.seq);
        }
        match self.try_judge(mutation) {
            Ok(verdict) => {
                self.compare_keys(mutation);
                verdict
            }
            Err(rejection) => Verdict::Rejected(rejection),
        }
    }

    /// Whether a mutation rests on something the server may have lost in a restore: the record, its place, the
    /// one it belongs to, or a newer state of it.
    fn may_be_forgotten(&self, mutation: &Mutation) -> bool {
        if !self.pusher.recovering || !self.pusher.held.contains_key(&mutation.scope) {
            return false;
        }
        let place = self.cases.get(&mutation.record).and_then(|case| case.live_in(&mutation.scope));
        match (&mutation.op, place) {
            (Op::Put(fields), None) if is_making(fields) => {
                let parent = mutation.kind.known().and_then(|kind| fields.get(kind.spec().parent?));
                let parent = parent.and_then(|edit| edit.value.as_ref()?.as_text()?.parse().ok());
                parent.is_some_and(|id: RecordId| !self.cases.contains_key(&id))
            }
            // A field that nobody wrote since, and that is not what the person saw, has lost what they saw.
            (Op::Put(fields), Some(place)) => fields.iter().any(|(field, edit)| {
                let written = place.fver.get(field).copied().unwrap_or(Mark::Old(0));
                let current = self.cases.get(&mutation.record).and_then(|case| case.doc.get(field));
                matches!(edit.base, Base::Ver(base) if written <= Mark::Old(base))
                    && canonical(edit.seen.as_ref()).as_ref() != current
            }),
            (Op::Put(_) | Op::Act(_) | Op::Delete(_), None) => true,
            (Op::Act(Act { base, .. }) | Op::Delete(base), Some(place)) => self.mark(*base) > place.ver,
        }
    }

    /// The record that was written, or the one whose conflict was decided.
    fn compare_keys(&mut self, mutation: &Mutation) {
        let Some(role) = self.pusher.held.get(&mutation.scope).copied() else { return };
        let conflict =
            self.cases.get(&mutation.record).filter(|case| case.kind.known() == Some(Kind::Conflict));
        let about = conflict.and_then(|case| record::parent(Kind::Conflict, &case.doc));
        self.look_for_twins(mutation, role, about.unwrap_or(mutation.record));
    }

    fn try_judge(&mut self, mutation: &Mutation) -> Result<Verdict, Rejection> {
        let role = *self.pusher.held.get(&mutation.scope).ok_or(RejectCode::Scope)?;
        let kind = mutation.kind.known().ok_or(RejectCode::UnknownKind)?;
        if let Some(case) = self.cases.get(&mutation.record)
            && case.kind != mutation.kind
        {
            return Err(RejectCode::RecordMissing.into());
        }
        match &mutation.op {
            Op::Put(fields) if self.cases.contains_key(&mutation.record) => {
                self.put(mutation, kind, role, fields)
            }
            Op::Put(fields) if is_making(fields) => self.create(mutation, kind, role, fields),
            Op::Put(_) => Err(RejectCode::RecordMissing.into()),
            Op::Delete(base) => self.delete(mutation, kind, role, *base),
            Op::Act(act) if kind == Kind::Conflict => self.resolve(mutation, role, act),
            Op::Act(act) => self.act(mutation, kind, role, act),
        }
    }

    fn fate(&self, seq: u64) -> Fate {
        match (self.verdicts.get(&seq), self.loaded.done.get(&seq).map(|done| &done.outcome)) {
            (Some(Verdict::Effective { .. }), _) => Fate::InEffect,
            (Some(Verdict::Rejected(_)), _) => Fate::Refused,
            (Some(Verdict::Waiting(_)), _) => Fate::Unknown,
            (None, Some(outcome)) if outcome.is_effective() => Fate::InEffect,
            (None, Some(Outcome::Rejected(_))) => Fate::Refused,
            (None, _) => Fate::Unknown,
        }
    }

    /// The version a base stands for in a scope.
    pub(super) fn mark(&self, base: Base) -> Mark {
        match base {
            Base::Ver(ver) => Mark::Old(ver),
            Base::Own { seq } => match self.verdicts.get(&seq) {
                Some(Verdict::Effective { at, .. }) => *at,
                _ => Mark::Old(self.loaded.done.get(&seq).and_then(|done| done.outcome.ver()).unwrap_or(0)),
            },
        }
    }

    /// Who is behind the current value of a field.
    pub(super) fn author(&self, case: &Case, scope: &ScopeId, field: &str) -> Stamp {
        match case.places.get(scope).and_then(|place| place.fver.get(field)) {
            Some(Mark::Old(ver)) => {
                let known = self.loaded.authors.get(&(scope.clone(), *ver));
                known.unwrap_or(&case.touched).clone()
            }
            Some(Mark::New(_)) | None => case.touched.clone(),
        }
    }

    /// Records that belong to this one.
    pub(super) fn children(&self, parent: RecordId) -> Vec<RecordId> {
        let belongs = |case: &&Case| {
            let named = case.kind.known().and_then(|kind| record::parent(kind, &case.doc));
            named == Some(parent) && !case.deleted
        };
        self.cases.values().filter(belongs).map(|case| case.id).collect()
    }

    /// Puts a new record on the desk.
    pub(super) fn lay(&mut self, id: RecordId, kind: Kind, role: Role) {
        let stamp = Stamp { by: actor(self.pusher, role), at: self.pusher.now };
        let case = Case {
            id,
            kind: kind.into(),
            doc: Document::default(),
            deleted: false,
            made: stamp.clone(),
            touched: stamp,
            places: BTreeMap::new(),
        };
        self.cases.insert(id, case);
    }

    /// Writes a step on a case in every scope the record is, was or will be part of, and tells at
    /// which version of the mutation's scope it shows.
    pub(super) fn write(&mut self, id: RecordId, step: &Step<'_>) -> Option<Mark> {
        let stamp = Stamp { by: actor(self.pusher, step.role), at: self.pusher.now };
        let case = self.cases.get_mut(&id)?;
        let known = case.kind.known()?;
        let mut diff = BTreeMap::new();
        for (field, value) in &step.sets {
            let old = case.doc.get(field).cloned();
            if old != *value {
                diff.insert(field.clone(), Diff { old, new: value.clone() });
                case.doc.set(field, value.clone());
            }
        }
        match step.op {
            ChangeOp::Delete => case.deleted = true,
            ChangeOp::Put | ChangeOp::Create => case.deleted = false,
            ChangeOp::Act | ChangeOp::Leave => {}
        }
        case.touched = stamp.clone();
        let homes = record::homes(known, &case.doc);
        let mut shown = None;
        for scope in case.live_scopes().union(&homes) {
            let offset = self.offsets.entry(scope.clone()).or_default();
            *offset += 1;
            let mark = Mark::New(*offset);
            let entering = case.live_in(scope).is_none();
            let leaving = !homes.contains(scope);
            let place = case.places.entry(scope.clone()).or_insert_with(|| Place {
                ver: mark,
                fver: BTreeMap::new(),
                left: false,
                was: None,
                written: false,
            });
            place.ver = mark;
            place.written = true;
            place.left = leaving;
            let (op, diff) = match (leaving, entering) {
                (true, _) => (ChangeOp::Leave, BTreeMap::new()),
                (false, true) => {
                    place.fver = case.doc.0.keys().map(|field| (field.clone(), mark)).collect();
                    let new = |(field, value): (&String, &Value)| {
                        (field.clone(), Diff { old: None, new: Some(value.clone()) })
                    };
                    (ChangeOp::Create, case.doc.0.iter().map(new).collect())
                }
                (false, false) => {
                    place.fver.extend(diff.keys().map(|field| (field.clone(), mark)));
                    (step.op, diff.clone())
                }
            };
            if *scope == step.mutation.scope {
                shown = Some(mark);
            }
            let change = Change {
                ver: 0,
                kind: case.kind.clone(),
                record: id,
                op,
                action: step.action.clone(),
                diff,
                actor: stamp.by.clone(),
                device: self.pusher.device,
                seq: step.mutation.seq,
                at: step.mutation.at,
                received: self.pusher.now,
                reason: step.reason.clone(),
            };
            let draft = ChangeDraft { offset: *offset, change };
            self.decision.changes.entry(scope.clone()).or_default().push(draft);
        }
        shown
    }

    /// A verdict for what is in effect.
    pub(super) fn effective(at: Mark) -> Verdict {
        Verdict::Effective { at, changed: BTreeSet::new(), conflicts: Vec::new() }
    }

    /// Refuses a workflow step decided on another stage.
    pub(super) fn check_stage(case: &Case, act: &Act) -> Result<(), Rejection> {
        let stage = case.doc.text("stage").unwrap_or_default();
        if stage == act.stage {
            return Ok(());
        }
        Err(Rejection { detail: Some(stage.into()), ..RejectCode::StageMoved.into() })
    }
}

/// Whether fields make a record: whoever edits one has seen a version of it.
fn is_making(fields: &BTreeMap<String, FieldEdit>) -> bool {
    fields.values().all(|edit| edit.base == Base::Ver(0))
}

enum Fate {
    Unknown,
    Refused,
    InEffect,
}
