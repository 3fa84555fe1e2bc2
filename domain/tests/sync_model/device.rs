//! A device: the real engine over a disk that keeps strict commits and may lose the newest of the
//! others when the power fails.

use std::collections::VecDeque;

use domain::id::DeviceId;
use domain::sync::batch::{Durability, WriteBatch};
use domain::sync::engine::{CallId, CommitId, Effect, Engine, Request};
use domain::sync::replica::Replica;
use domain::testing::MemoryDisk;

use crate::random::Random;
use crate::world::Plant;

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
            plant,
        }
    }

    pub fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Commit(id, batch) => self.commits.push_back((id, batch)),
                Effect::Call(id, request) => self.calls.push((id, request)),
                Effect::Saved(seq) => self.saved.push(seq),
                Effect::WakeAt(_) | Effect::NotSaved(_) | Effect::Changed => {}
            }
        }
    }

    /// The disk takes the oldest batch.
    pub fn write(&mut self) -> Option<CommitId> {
        let (id, batch) = self.commits.pop_front()?;
        self.disk.commit(&batch);
        let strict = batch.durability == Durability::Strict && self.plant != Some(Plant::RelaxedOutbox);
        self.loose.push(batch);
        if strict {
            self.durable = self.disk.clone();
            self.loose.clear();
        }
        Some(id)
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
