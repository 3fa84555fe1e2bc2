//! How much people of the histories wrote and how much of it came into conflict: a figure, no promise.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use domain::change::Op;
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::conflict::is_open;
use domain::sync::placement::Life;

use crate::world::World;

#[derive(Clone, Copy, Default)]
pub struct Tally {
    /// Edits of fields that are in effect, wholly or in part.
    edits: u64,
    /// Conflicts that somebody was asked to decide.
    opened: u64,
    /// Those nobody has decided by the end.
    open: u64,
}

impl Tally {
    pub fn of(world: &World) -> Self {
        let is_edit = |key| world.written.get(key).is_some_and(|mutation| matches!(mutation.op, Op::Put(_)));
        let tables = &world.database.tables;
        let edits = tables.done.iter().filter(|(key, done)| done.outcome.is_effective() && is_edit(key));
        // A record lies in several scopes and is one.
        let conflicts: BTreeMap<RecordId, bool> = tables
            .rows
            .values()
            .filter(|row| row.life == Life::Live && row.kind.known() == Some(Kind::Conflict))
            .map(|row| (row.id, is_open(&row.doc)))
            .collect();
        Self {
            edits: edits.count() as u64,
            opened: conflicts.len() as u64,
            open: conflicts.values().filter(|open| **open).count() as u64,
        }
    }

    /// Those that somebody has decided.
    pub fn resolved(&self) -> u64 {
        self.opened - self.open
    }

    pub fn line(&self) -> String {
        let of_thousand = |count: u64| count as f64 * 1_000.0 / self.edits.max(1) as f64;
        format!(
            "edits {} conflicts {} open {}: of 1,000 edits {:.1} were in conflict, {:.1} still are",
            self.edits,
            self.opened,
            self.open,
            of_thousand(self.opened),
            of_thousand(self.open),
        )
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.edits += other.edits;
        self.opened += other.opened;
        self.open += other.open;
    }
}
