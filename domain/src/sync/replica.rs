//! What a device knows: confirmed records by scope, and its own unsent edits laid over them.
//!
//! Only a pull changes confirmed records and cursors; an edit only adds to the outbox. Every
//! method that changes something hands back the batch that makes it durable first; nothing here
//! is shown as saved before the store said so.

mod overlay;
mod pulling;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::change::{Change, Deed, FieldEdit, Mutation, Op, RejectCode};
use crate::clock::Millis;
use crate::id::{DeviceId, RecordId, ScopeId};
use crate::ordering;
use crate::record::{self, KindName};
use crate::sync::authority;
use crate::sync::batch::{Meta, OutboxEntry, OutboxState, Position, Saved, StoredRow};
use crate::sync::buckets;
use crate::sync::checksum::Sum;
use crate::value::{Document, Value};

pub use overlay::{Pending, View};

/// Envelope version of outbox entries written by this build.
pub const ENVELOPE: u16 = 1;

/// The working set of a device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replica {
    /// What the device knows of itself.
    pub meta: Meta,
    next_seq: u64,
    rows: BTreeMap<RecordId, BTreeMap<ScopeId, StoredRow>>,
    history: BTreeMap<RecordId, BTreeMap<(ScopeId, u64), Change>>,
    positions: BTreeMap<ScopeId, Position>,
    sums: BTreeMap<ScopeId, Sum>,
    outbox: BTreeMap<u64, OutboxEntry>,
    /// What a pull has shown, for a server that forgets.
    kept: BTreeMap<u64, OutboxEntry>,
    /// Outbox entries on their way to the disk: seen by the next edit, not yet called saved.
    unwritten: BTreeSet<u64>,
    /// Outbox entries by the record they show on.
    overlay: BTreeMap<RecordId, BTreeSet<u64>>,
}

impl Replica {
    /// An empty device.
    pub fn fresh(device: DeviceId) -> Self {
        let meta =
            Meta { device, pulled_at: None, sent_at: None, offset_ms: 0, held: BTreeMap::new(), life: 0 };
        Self {
            meta,
            next_seq: 1,
            rows: BTreeMap::new(),
            history: BTreeMap::new(),
            positions: BTreeMap::new(),
            sums: BTreeMap::new(),
            outbox: BTreeMap::new(),
            kept: BTreeMap::new(),
            unwritten: BTreeSet::new(),
            overlay: BTreeMap::new(),
        }
    }

    /// A device as its store remembers it.
    pub fn open(device: DeviceId, saved: Saved) -> Self {
        let mut replica = Self::fresh(device);
        if let Some(meta) = saved.meta {
            replica.meta = meta;
        }
        replica.next_seq = saved.next_seq.max(1);
        for (scope, row) in saved.rows {
            replica.put_row(&scope, row);
        }
        for (scope, change) in saved.changes {
            replica.put_change(&scope, change);
        }
        replica.positions.extend(saved.positions);
        for entry in saved.outbox {
            replica.put_outbox(entry);
        }
        replica
    }

    /// Ids of the records of a kind, confirmed or only made here.
    pub fn ids(&self) -> impl Iterator<Item = RecordId> + '_ {
        let made_here = self.overlay.keys().filter(|id| !self.rows.contains_key(id));
        self.rows.keys().chain(made_here).copied()
    }

    /// The confirmed record: of several scopes the one where edits of this person belong.
    pub fn confirmed(&self, id: RecordId) -> Option<(&ScopeId, &StoredRow)> {
        self.rows.get(&id)?.iter().next()
    }

    /// Whether the server has a record: a pull has shown it, or the push that made it was answered.
    pub fn is_on_server(&self, id: RecordId) -> bool {
        let made = |seq: &u64| {
            let entry = self.outbox.get(seq).filter(|entry| entry.mutation.record == id);
            entry.is_some_and(|entry| matches!(entry.state, OutboxState::Sent { .. }))
        };
        self.rows.contains_key(&id) || self.overlay.get(&id).is_some_and(|seqs| seqs.iter().any(made))
    }

    /// Whether anything here is about a record: a row, or something of it in the outbox.
    pub fn knows(&self, id: RecordId) -> bool {
        self.rows.contains_key(&id) || self.overlay.contains_key(&id)
    }

    /// Whether everything of a scope is here, so that what is not here does not exist.
    pub fn is_whole(&self, scope: &ScopeId) -> bool {
        self.meta.held.contains_key(scope)
            && self.positions.get(scope).is_some_and(|position| position.loading.is_none())
    }

    /// Every confirmed row, for comparing with the server.
    pub fn rows(&self) -> impl Iterator<Item = (&ScopeId, &StoredRow)> {
        self.rows.values().flatten()
    }

    /// Journal entries of a record, oldest first.
    pub fn history(&self, id: RecordId) -> impl Iterator<Item = &Change> {
        let entries = self.history.get(&id);
        let scope = entries.and_then(|entries| entries.keys().next()).map(|(scope, _)| scope);
        let entries = entries.into_iter().flatten();
        entries.filter(move |((of, _), _)| Some(of) == scope).map(|(_, change)| change)
    }

    /// The outbox in the order it was made.
    pub fn outbox(&self) -> impl DoubleEndedIterator<Item = &OutboxEntry> {
        self.outbox.values()
    }

    /// One outbox entry.
    pub fn outbox_entry(&self, seq: u64) -> Option<&OutboxEntry> {
        self.outbox.get(&seq)
    }

    /// Whether a mutation is here in any state, also one that a pull has shown.
    pub fn has_mutation(&self, seq: u64) -> bool {
        self.outbox.contains_key(&seq) || self.kept.contains_key(&seq)
    }

    /// Where the device stands in a scope.
    pub fn position(&self, scope: &ScopeId) -> Option<&Position> {
        self.positions.get(scope)
    }

    /// Every cursor.
    pub fn positions(&self) -> impl Iterator<Item = (&ScopeId, &Position)> {
        self.positions.iter()
    }

    /// Live records and their sum in a scope.
    pub fn sum(&self, scope: &ScopeId) -> Sum {
        self.sums.get(scope).copied().unwrap_or_default()
    }

    /// Live records and their sums in a scope, bucket by bucket.
    pub(super) fn buckets(&self, scope: &ScopeId) -> Vec<Sum> {
        let here = self.rows.values().filter_map(|places| places.get(scope));
        buckets::sums(here.map(|row| (row.id, row.ver)))
    }

    /// Counter of the newest mutation made on this device; 0 before the first.
    pub fn newest_seq(&self) -> u64 {
        self.next_seq - 1
    }

    /// Lays an entry over the records before the disk has it, so that the next edit is based on
    /// this one.
    pub(super) fn announce(&mut self, entry: OutboxEntry) {
        self.next_seq = entry.mutation.seq + 1;
        self.unwritten.insert(entry.mutation.seq);
        self.put_outbox(entry);
    }

    /// Whether an entry is still on its way to the disk.
    pub fn is_unwritten(&self, seq: u64) -> bool {
        self.unwritten.contains(&seq)
    }

    /// Takes a counter for an entry that is written before it is shown.
    pub(super) fn reserve_seq(&mut self) -> u64 {
        let seq = self.next_seq;
        self.next_seq += 1;
        seq
    }

    /// The refused edit of a record, if there is one: its counter and what the person wanted.
    pub fn refused_put(&self, id: RecordId) -> Option<(u64, BTreeMap<String, Option<Value>>)> {
        let entries = self.overlay.get(&id)?.iter().filter_map(|seq| self.outbox.get(seq));
        let mut refused = entries.filter(|entry| matches!(entry.state, OutboxState::Parked(_)));
        refused.find_map(|entry| match &entry.mutation.op {
            Op::Put(fields) if entry.mutation.record == id => {
                let wanted = fields.iter().map(|(field, edit)| (field.clone(), edit.value.clone()));
                Some((entry.mutation.seq, ordering::map(wanted)))
            }
            Op::Put(_) | Op::Delete(_) | Op::Act(_) => None,
        })
    }

    /// Entries refused only because this one was, in the order they were made.
    pub(super) fn stranded(&self, seq: u64) -> Vec<OutboxEntry> {
        let mut family = BTreeSet::from([seq]);
        let mut found = Vec::new();
        for entry in self.outbox.values() {
            let refused =
                matches!(&entry.state, OutboxState::Parked(why) if why.code == RejectCode::Dependency);
            if refused && family.iter().any(|of| authority::rests_on(&entry.mutation, *of)) {
                family.insert(entry.mutation.seq);
                found.push(entry.clone());
            }
        }
        found
    }

    /// Unsent entries that cannot do without this one.
    pub(super) fn dependents(&self, seq: u64) -> Vec<OutboxEntry> {
        let names = |entry: &&OutboxEntry| {
            !matches!(entry.state, OutboxState::Sent { .. }) && authority::rests_on(&entry.mutation, seq)
        };
        self.outbox.values().filter(names).cloned().collect()
    }

    /// Turns what a person changed on a record into fields with the version each was based on.
    /// `seen` is the record as it was when the person opened it. Fields of one merge group travel
    /// together, so that the server can tell a torn pair.
    pub fn edits(
        &self,
        seen: &View,
        changed: BTreeMap<String, Option<Value>>,
    ) -> BTreeMap<String, FieldEdit> {
        let spec = seen.kind.known().map(crate::record::Kind::spec);
        let mut wanted = changed;
        if let Some(spec) = spec {
            let names: Vec<String> = wanted.keys().cloned().collect();
            for other in names.iter().flat_map(|name| spec.together(name)) {
                if !wanted.contains_key(other) {
                    wanted.insert(other.into(), seen.doc.get(other).cloned());
                }
            }
        }
        let edit = |(field, value): (String, Option<Value>)| {
            let base = seen.base(&field);
            let seen = seen.doc.get(&field).cloned();
            (field, FieldEdit { value, base, seen })
        };
        ordering::map(wanted.into_iter().map(edit))
    }

    /// An outbox entry for what a person did; its counter is the next one.
    pub fn draft_entry(&self, now: Millis, Deed { scope, kind, record, op, reason }: Deed) -> OutboxEntry {
        let seq = self.next_seq;
        let deps = self.depends_on(record, &kind, &op);
        let mutation = Mutation { seq, scope, kind, record, op, deps, at: now, reason };
        OutboxEntry { envelope: ENVELOPE, mutation, state: OutboxState::Queued }
    }

    /// Unconfirmed mutations this one cannot do without: those that made the records it names,
    /// and for a workflow step everything done to the record before. Edits of other fields are
    /// independent: one refused edit must not take the others with it.
    fn depends_on(&self, record: RecordId, kind: &KindName, op: &Op) -> Vec<u64> {
        let mut deps = ordering::set(self.maker(record));
        let values: Vec<&Value> = match op {
            Op::Put(fields) => fields.values().filter_map(|edit| edit.value.as_ref()).collect(),
            Op::Act(act) => act.fields.values().collect(),
            Op::Delete(_) => Vec::new(),
        };
        let named = values.into_iter().filter_map(|value| value.as_text()?.parse::<RecordId>().ok());
        deps.extend(named.filter_map(|id| self.maker(id)));
        if matches!(op, Op::Act(_)) {
            deps.extend(self.overlay.get(&record).into_iter().flatten());
            if kind.known() == Some(record::Kind::Conflict) {
                let about = self.confirmed(record).and_then(|(_, row)| row.doc.text("record")?.parse().ok());
                deps.extend(about.and_then(|id| self.overlay.get::<RecordId>(&id)).into_iter().flatten());
            }
        }
        let pending = |seq: &u64| {
            self.outbox.get(seq).is_some_and(|entry| !matches!(entry.state, OutboxState::Parked(_)))
        };
        deps.into_iter().filter(pending).collect()
    }

    /// The outbox entry that made a record the server has not shown yet.
    fn maker(&self, id: RecordId) -> Option<u64> {
        if self.rows.contains_key(&id) {
            return None;
        }
        let makes = |seq: &&u64| {
            let entry = self.outbox.get(seq);
            entry.is_some_and(|entry| entry.mutation.record == id && matches!(entry.mutation.op, Op::Put(_)))
        };
        self.overlay.get(&id)?.iter().find(makes).copied()
    }

    fn put_outbox(&mut self, entry: OutboxEntry) {
        let seq = entry.mutation.seq;
        if matches!(entry.state, OutboxState::Kept { .. }) {
            self.drop_outbox(seq);
            self.kept.insert(seq, entry);
            return;
        }
        self.kept.remove(&seq);
        for id in overlay::shown_on(self, &entry.mutation) {
            self.overlay.entry(id).or_default().insert(seq);
        }
        self.outbox.insert(seq, entry);
    }

    pub(super) fn drop_outbox(&mut self, seq: u64) {
        self.outbox.remove(&seq);
        self.kept.remove(&seq);
        self.unwritten.remove(&seq);
        self.overlay.retain(|_, seqs| {
            seqs.remove(&seq);
            !seqs.is_empty()
        });
    }

    fn put_row(&mut self, scope: &ScopeId, row: StoredRow) {
        let sum = self.sums.entry(scope.clone()).or_default();
        sum.add(row.id, row.ver);
        if let Some(old) = self.rows.entry(row.id).or_default().insert(scope.clone(), row) {
            sum.remove(old.id, old.ver);
        }
    }

    fn drop_row(&mut self, scope: &ScopeId, id: RecordId) {
        let Some(places) = self.rows.get_mut(&id) else { return };
        if let Some(old) = places.remove(scope) {
            self.sums.entry(scope.clone()).or_default().remove(id, old.ver);
        }
        if places.is_empty() {
            self.rows.remove(&id);
        }
    }

    fn put_change(&mut self, scope: &ScopeId, change: Change) {
        self.history.entry(change.record).or_default().insert((scope.clone(), change.ver), change);
    }

    fn drop_scope(&mut self, scope: &ScopeId) {
        self.rows.retain(|_, places| {
            places.remove(scope);
            !places.is_empty()
        });
        self.history.retain(|_, entries| {
            entries.retain(|(of, _), _| of != scope);
            !entries.is_empty()
        });
        self.sums.remove(scope);
        self.positions.remove(scope);
    }

    /// An empty document, for records that exist only in the outbox.
    fn confirmed_doc(&self, id: RecordId) -> Document {
        self.confirmed(id).map(|(_, row)| row.doc.clone()).unwrap_or_default()
    }
}
