//! Three servers without memory of their own on one database: each has at most one transaction open, and any
//! of them may die in the middle of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId};
use domain::sync::authority::claims::{self, Holders};
use domain::sync::authority::{self, Loaded, Received};
use domain::sync::engine::CallId;
use domain::sync::exchange::{PushAnswer, PushRequest};
use domain::sync::placement::Head;
use domain::wire::v1;

use crate::database::Database;
use crate::harm::{Harm, diverged};
use crate::plants::Plant;

/// A row somebody holds.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Lock {
    Device(DeviceId),
    Record(RecordId),
    Key(String),
}

/// A push that was read and not yet written.
pub struct Transaction {
    /// Which device waits for it, in which call.
    pub at: usize,
    pub call: CallId,
    device: DeviceId,
    received: Vec<Received>,
    loaded: Loaded,
    locks: BTreeSet<Lock>,
    /// Counters taken too early, by a planted bug.
    taken: BTreeMap<ScopeId, Head>,
}

#[derive(Default)]
pub struct Servers {
    open: [Option<Transaction>; 3],
}

impl Servers {
    /// A server reads and locks what a push needs. `None` when it is busy, or somebody else holds a row.
    pub fn begin(
        &mut self,
        database: &mut Database,
        server: usize,
        (at, call): (usize, CallId),
        request: &PushRequest,
    ) -> Result<Option<()>, Harm> {
        let bytes = v1::encode(request).map_err(|error| diverged(error.to_string()))?;
        let (request, received) = v1::push(&bytes).map_err(|error| diverged(error.to_string()))?;
        if self.open[server].is_some() {
            return Ok(None);
        }
        let loaded = database.load(request.device, &received);
        let locks = locks(database, request.device, &received, &loaded);
        let mut held = self.open.iter().flatten().flat_map(|open| &open.locks);
        if database.plant != Some(Plant::NoLocks) && held.any(|lock| locks.contains(lock)) {
            return Ok(None);
        }
        let mut taken = BTreeMap::new();
        if database.plant == Some(Plant::CounterFirst) {
            for scope in request.muts.iter().map(|mutation| &mutation.scope) {
                let head = database.head(scope);
                taken.insert(scope.clone(), head);
                // Nobody else gets these numbers.
                let ahead = Head { ver: head.ver + 40, ..head };
                database.tables.heads.insert(scope.clone(), ahead);
            }
        }
        let device = request.device;
        self.open[server] = Some(Transaction { at, call, device, received, loaded, locks, taken });
        Ok(Some(()))
    }

    /// Which servers have something open.
    pub fn busy(&self) -> Vec<usize> {
        (0..self.open.len()).filter(|server| self.open[*server].is_some()).collect()
    }

    /// The server writes what it decides.
    pub fn commit(
        &mut self,
        database: &mut Database,
        server: usize,
        now: Millis,
    ) -> Option<(Transaction, PushAnswer)> {
        let open = self.open[server].take()?;
        let heads = if database.plant == Some(Plant::NoLocks) { &BTreeMap::new() } else { &open.taken };
        let mut received = open.received.clone();
        if database.plant == Some(Plant::WholeRecordBase) {
            forget_what_was_seen(&mut received, &open.loaded);
        }
        let placed = database.decide(now, open.device, &received, &open.loaded, heads);
        let before = database.tables.heads.clone();
        let results = database.commit(open.device, placed);
        if database.plant == Some(Plant::CounterFirst) {
            database.count_anew(&before);
        }
        Some((open, PushAnswer { now, results }))
    }

    /// What the answer would be, without anything written: for a planted bug.
    pub fn foretell(
        &self,
        database: &Database,
        server: usize,
        now: Millis,
    ) -> Option<(usize, CallId, PushAnswer)> {
        let open = self.open[server].as_ref()?;
        let placed = database.decide(now, open.device, &open.received, &open.loaded, &open.taken);
        Some((open.at, open.call, PushAnswer { now, results: placed.results }))
    }

    /// The server is killed: its locks fall, nothing of it is written.
    pub fn die(&mut self, server: usize) -> Option<Transaction> {
        self.open[server].take()
    }
}

fn locks(database: &Database, device: DeviceId, received: &[Received], loaded: &Loaded) -> BTreeSet<Lock> {
    let needed = authority::needed(received);
    let records = database.related(&needed).into_iter().chain(loaded.rows.iter().map(|(_, row)| row.id));
    let keys = claims::claims_wanted(received, &loaded.rows);
    let held: Holders = loaded.claims.clone();
    records
        .map(Lock::Record)
        .chain(keys.into_iter().map(Lock::Key))
        .chain(held.into_keys().map(Lock::Key))
        .chain([Lock::Device(device)])
        .collect()
}

/// The planted bug: where anything of a record changed since, nothing that was seen of it counts.
fn forget_what_was_seen(received: &mut [Received], loaded: &Loaded) {
    use domain::change::{Base, Op};
    for Received { mutation, .. } in received {
        let row =
            loaded.rows.iter().find(|(scope, row)| *scope == mutation.scope && row.id == mutation.record);
        let (Some((_, row)), Op::Put(fields)) = (row, &mut mutation.op) else { continue };
        for edit in fields.values_mut() {
            if matches!(edit.base, Base::Ver(base) if row.ver > base) {
                edit.base = Base::Ver(0);
                edit.seen = None;
            }
        }
    }
}
