//! A device: the real engine over a disk that keeps strict commits and may lose the newest of the
//! others when the power fails.

use std::collections::VecDeque;

use domain::clock::Millis;
use domain::id::{DeviceId, ScopeId};
use domain::sync::batch::{Durability, OutboxEntry, OutboxState, StoredRow, WriteBatch, WriteOp};
use domain::sync::buckets::bucket;
use domain::sync::engine::{CallId, CommitId, Effect, Engine, Request};
use domain::sync::replica::Replica;
use domain::testing::MemoryDisk;

use crate::plants::Plant;
use crate::random::Random;

pub struct Device {
    pub id: DeviceId,
    pub engine: Engine,
    /// Batches on their way to the disk.
    pub commits: VecDeque<(CommitId, WriteBatch)>,
    /// Calls on their way to the server.
    pub calls: Vec<(CallId, Request)>,
    /// What the disk holds for good.
    durable: MemoryDisk,
    /// What it holds unless the power fails.
    disk: MemoryDisk,
    /// Commits since the last strict one.
    loose: Vec<WriteBatch>,
    /// Mutations of which the person was told "saved".
    pub saved: Vec<u64>,
    /// Without a line until then.
    pub cut_until: Option<Millis>,
    plant: Option<Plant>,
}

impl Device {
    pub fn new(id: DeviceId, seed: u64, plant: Option<Plant>) -> Self {
        Self {
            id,
            engine: Engine::new(Replica::fresh(id), seed),
            commits: VecDeque::new(),
            calls: Vec::new(),
            durable: MemoryDisk::default(),
            disk: MemoryDisk::default(),
            loose: Vec::new(),
            saved: Vec::new(),
            cut_until: None,
            plant,
        }
    }

    pub fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Commit(id, batch) => self.commits.push_back((id, self.spoil(batch))),
                Effect::Call(id, request) => self.calls.push((id, request)),
                Effect::Saved(seq) => self.saved.push(seq),
                Effect::WakeAt(_) | Effect::NotSaved(_) | Effect::Changed => {}
            }
        }
    }

    /// What a planted bug makes of a batch.
    fn spoil(&self, mut batch: WriteBatch) -> WriteBatch {
        let state = |op: &WriteOp| match op {
            WriteOp::PutOutbox(entry) => Some((entry.mutation.seq, entry.state.clone())),
            _ => None,
        };
        let replica = self.engine.replica();
        match self.plant {
            Some(Plant::NothingKept) => {
                for op in &mut batch.ops {
                    if let Some((seq, OutboxState::Kept { .. })) = state(op) {
                        *op = WriteOp::DropOutbox(seq);
                    }
                }
            }
            Some(Plant::RefusalDropped) => {
                for op in &mut batch.ops {
                    if let Some((seq, OutboxState::Parked(_))) = state(op) {
                        *op = WriteOp::DropOutbox(seq);
                    }
                }
            }
            Some(Plant::WaitingDropped) => {
                for op in &mut batch.ops {
                    if let Some((seq, OutboxState::Waiting { .. })) = state(op) {
                        *op = WriteOp::DropOutbox(seq);
                    }
                }
            }
            Some(Plant::UnsentDroppedWithScope) => {
                let gone: Vec<ScopeId> = batch.ops.iter().filter_map(dropped_scope).collect();
                let unsent = |entry: &&OutboxEntry| gone.contains(&entry.mutation.scope);
                let seqs: Vec<u64> =
                    replica.outbox().filter(unsent).map(|entry| entry.mutation.seq).collect();
                batch.ops.extend(seqs.into_iter().map(WriteOp::DropOutbox));
            }
            Some(Plant::RowForgotten) => {
                let is_unlucky = |op: &WriteOp| match op {
                    WriteOp::PutRow(_, row) => bucket(row.id).is_multiple_of(8),
                    _ => false,
                };
                batch.ops.retain(|op| !is_unlucky(op));
            }
            Some(Plant::LostScopeKept) => batch.ops.retain(|op| dropped_scope(op).is_none()),
            _ => {}
        }
        batch
    }

    /// The disk takes the oldest batch.
    pub fn write(&mut self) -> Option<CommitId> {
        let (id, batch) = self.commits.pop_front()?;
        self.disk.commit(&batch);
        let strict = batch.durability == Durability::Strict && self.plant != Some(Plant::RelaxedOutbox);
        if self.plant == Some(Plant::TornPage) {
            let is_place = |op: &WriteOp| matches!(op, WriteOp::PutPosition(..));
            let (first, second): (Vec<_>, Vec<_>) = batch.ops.into_iter().partition(is_place);
            self.loose.extend([first, second].map(|ops| WriteBatch { ops, durability: batch.durability }));
        } else {
            self.loose.push(batch);
        }
        if strict {
            self.durable = self.disk.clone();
            self.loose.clear();
        }
        Some(id)
    }

    /// The scopes of which rows lie on the disk.
    pub fn scopes_on_disk(&self) -> impl Iterator<Item = ScopeId> {
        let rows = self.disk.load().rows;
        rows.into_iter().map(|(scope, _)| scope)
    }

    /// The disk loses a record of a scope, or keeps it as it was before.
    pub fn wear(&mut self, scope: &ScopeId, random: &mut Random) -> bool {
        let rows: Vec<_> = self.engine.replica().rows().filter(|(of, _)| *of == scope).collect();
        let Some((_, row)) = random.pick(&rows).cloned() else { return false };
        let worn = match row.ver > 1 && random.chance(50) {
            true => WriteOp::PutRow(scope.clone(), StoredRow { ver: row.ver - 1, ..row.clone() }),
            false => WriteOp::DropRow(scope.clone(), row.id),
        };
        self.tamper(&WriteBatch { ops: vec![worn], ..WriteBatch::default() });
        true
    }

    /// Writes behind the engine's back, for a planted bug.
    pub fn tamper(&mut self, batch: &WriteBatch) {
        self.durable.commit(batch);
        self.disk.commit(batch);
        let mut replica = self.engine.replica().clone();
        replica.commit(batch);
        self.engine.plant(replica);
    }

    /// The power fails; the newest loose commits are gone, from a random one on.
    pub fn crash(&mut self, random: &mut Random) {
        let kept = random.below(self.loose.len() + 1);
        for batch in self.loose.drain(..).take(kept) {
            self.durable.commit(&batch);
        }
        self.disk = self.durable.clone();
        self.commits.clear();
        self.calls.clear();
        let replica = Replica::open(self.id, self.disk.load());
        self.engine = Engine::new(replica, random.next());
    }
}

fn dropped_scope(op: &WriteOp) -> Option<ScopeId> {
    match op {
        WriteOp::DropScope(scope) => Some(scope.clone()),
        _ => None,
    }
}
