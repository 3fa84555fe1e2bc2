//! The tables that the three servers share, in memory around the real authority.

use std::collections::{BTreeMap, BTreeSet};

use domain::change::{Change, Stamp};
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId, UserId};
use domain::role::Role;
use domain::sync::authority::claims::{self, Holders};
use domain::sync::authority::{self, Done, Loaded, Needed, Pusher, RECOVERY_MS, Received};
use domain::sync::checksum::Sum;
use domain::sync::exchange::PushResult;
use domain::sync::placement::{GENERATION, Head, Life, Looked, Placed, Row};

use crate::copies::Kept;
use crate::plants::Plant;

#[derive(Clone)]
pub struct Account {
    pub user: UserId,
    pub name: String,
    pub held: BTreeMap<ScopeId, Role>,
}

/// What is lost in a restore and what is not: the accounts are set up anew by hand.
#[derive(Clone, Default)]
pub struct Tables {
    pub rows: BTreeMap<(ScopeId, RecordId), Row>,
    pub heads: BTreeMap<ScopeId, Head>,
    pub journal: BTreeMap<(ScopeId, u64), Change>,
    pub done: BTreeMap<(DeviceId, u64), Done>,
    /// Who holds which key.
    pub claims: Holders,
}

#[derive(Default)]
pub struct Database {
    pub tables: Tables,
    pub accounts: BTreeMap<DeviceId, Account>,
    /// When it was last restored.
    pub restored_at: Option<Millis>,
    pub restorations: u64,
    /// Pages of copies that servers have made.
    pub kept: Kept,
    pub plant: Option<Plant>,
}

impl Database {
    /// What a push has to read, as it is now.
    pub fn load(&self, device: DeviceId, received: &[Received]) -> Loaded {
        let needed = authority::needed(received);
        let mut ids = self.related(&needed);
        let wanted = claims::claims_wanted(received, &self.rows_of(&ids));
        let held = wanted.iter().filter_map(|key| Some((key.clone(), self.tables.claims.get(key)?.clone())));
        let held: Holders = held.collect();
        ids.extend(self.related(&claims::further(received, &self.rows_of(&ids), &held)));
        let mut rows = self.rows_of(&ids);
        if self.plant == Some(Plant::BlindOverwrite) {
            rows.iter_mut().for_each(|(_, row)| row.fver.values_mut().for_each(|ver| *ver = 0));
        }
        let authors = authority::authors_wanted(received, &rows);
        let authors = authors.into_iter().filter_map(|key| {
            let change = self.tables.journal.get(&key)?;
            Some((key, Stamp { by: change.actor.clone(), at: change.received }))
        });
        let claims = if self.plant == Some(Plant::BlindToTwins) { Holders::new() } else { held };
        Loaded {
            authors: authors.collect(),
            rows,
            done: self.decided(device, received, &needed),
            claims,
            looked: Looked::default(),
        }
    }

    fn decided(&self, device: DeviceId, received: &[Received], needed: &Needed) -> BTreeMap<u64, Done> {
        let of = |seq: u64| self.tables.done.get(&(device, seq)).cloned();
        match self.plant {
            Some(Plant::NoDedup) => BTreeMap::new(),
            Some(Plant::DedupWithoutDevice) => {
                let anybody = |seq: u64| {
                    self.tables.done.iter().find(|((_, of), _)| *of == seq).map(|(_, done)| done.clone())
                };
                let hash = |seq: u64| received.iter().find(|one| one.mutation.seq == seq).map(|one| one.hash);
                let found = needed.seqs.iter().filter_map(|seq| {
                    let done = of(*seq).or_else(|| anybody(*seq))?;
                    Some((*seq, Done { hash: hash(*seq).unwrap_or(done.hash), ..done }))
                });
                found.collect()
            }
            _ => needed.seqs.iter().filter_map(|seq| Some((*seq, of(*seq)?))).collect(),
        }
    }

    /// Whether devices may still bring back what a restore has lost.
    pub fn is_recovering(&self, now: Millis) -> bool {
        self.restored_at.is_some_and(|at| now.0 - at.0 < RECOVERY_MS)
    }

    /// Decides what was loaded, and gives it versions.
    pub fn decide(
        &self,
        now: Millis,
        device: DeviceId,
        received: &[Received],
        loaded: &Loaded,
        heads: &BTreeMap<ScopeId, Head>,
    ) -> Placed {
        let account = &self.accounts[&device];
        let pusher = Pusher {
            device,
            user: account.user,
            name: account.name.clone(),
            held: account.held.clone(),
            now,
            recovering: self.is_recovering(now),
        };
        let decision = authority::decide(&pusher, received, loaded);
        let fresh = |scope: &ScopeId| heads.get(scope).copied().unwrap_or_else(|| self.head(scope));
        let taken = decision.scopes().map(|scope| (scope.clone(), fresh(scope))).collect();
        decision.place(&taken)
    }

    pub fn commit(&mut self, device: DeviceId, placed: Placed) -> Vec<PushResult> {
        let tables = &mut self.tables;
        for (scope, row) in placed.rows {
            tables.rows.insert((scope, row.id), row);
        }
        for (scope, change) in placed.changes {
            tables.journal.insert((scope, change.ver), change);
        }
        for (key, id) in placed.claims.given_up {
            tables.claims.entry(key).or_default().remove(&id);
        }
        for (key, id) in placed.claims.taken {
            tables.claims.entry(key).or_default().insert(id);
        }
        tables.heads.extend(placed.heads);
        for (seq, hash, outcome) in placed.outcomes {
            tables.done.insert((device, seq), Done { hash, outcome });
        }
        placed.results
    }

    /// The planted bug: counters that were taken first do not go back; the sums are right.
    pub fn count_anew(&mut self, before: &BTreeMap<ScopeId, Head>) {
        let Tables { rows, heads, .. } = &mut self.tables;
        for (scope, head) in heads {
            head.ver = head.ver.max(before.get(scope).map_or(0, |head| head.ver));
            head.sum = Sum::default();
            let live = rows.iter().filter(|((of, _), row)| of == scope && row.life == Life::Live);
            live.for_each(|((_, id), row)| head.sum.add(*id, row.ver));
        }
    }

    /// An older state is put back.
    pub fn restore(&mut self, backup: Tables, now: Millis) {
        self.tables = backup;
        if self.plant == Some(Plant::SilentRestore) {
            return;
        }
        self.restored_at = Some(now);
        self.restorations += 1;
        for head in self.tables.heads.values_mut() {
            *head = Head { epoch: now.0.cast_unsigned(), ver: head.ver + GENERATION, ..*head };
        }
    }

    /// Drops the traces of what is gone, up to a version that is old enough.
    pub fn compact(&mut self, scope: &ScopeId, floor: u64) {
        let Some(head) = self.tables.heads.get_mut(scope) else { return };
        if self.plant != Some(Plant::CompactionWithoutFloor) {
            head.floor = head.floor.max(floor);
        }
        let live: BTreeSet<RecordId> = self
            .tables
            .rows
            .values()
            .filter(|row| row.life == Life::Live)
            .filter_map(|row| row.parent)
            .collect();
        self.tables.rows.retain(|(of, id), row| {
            of != scope || row.life == Life::Live || row.ver > floor || live.contains(id)
        });
    }

    /// Records, what they belong to, and what belongs to them.
    pub fn related(&self, needed: &Needed) -> BTreeSet<RecordId> {
        let mut ids = needed.records.clone();
        let by_id = |id: RecordId| self.tables.rows.iter().filter(move |((_, of), _)| *of == id);
        let parents: Vec<_> =
            ids.iter().flat_map(|id| by_id(*id)).filter_map(|(_, row)| row.parent).collect();
        ids.extend(parents);
        for _ in 0..needed.levels {
            let belongs = |row: &&Row| row.parent.is_some_and(|parent| ids.contains(&parent));
            let children: Vec<_> = self.tables.rows.values().filter(belongs).map(|row| row.id).collect();
            ids.extend(children);
        }
        ids
    }

    fn rows_of(&self, ids: &BTreeSet<RecordId>) -> Vec<(ScopeId, Row)> {
        let rows = self.tables.rows.iter().filter(|((_, id), _)| ids.contains(id));
        rows.map(|((scope, _), row)| (scope.clone(), row.clone())).collect()
    }

    /// A scope's counter; one nobody wrote in begins where no device has ever been.
    pub fn head(&self, scope: &ScopeId) -> Head {
        let unborn = || Head {
            epoch: self.restored_at.map_or(1, |at| at.0.cast_unsigned()),
            ver: self.restorations * GENERATION,
            ..Head::default()
        };
        self.tables.heads.get(scope).copied().unwrap_or_else(unborn)
    }

    pub fn scope_rows<'a>(&'a self, scope: &'a ScopeId) -> impl Iterator<Item = &'a Row> {
        self.tables.rows.iter().filter(move |((of, _), _)| of == scope).map(|(_, row)| row)
    }
}
