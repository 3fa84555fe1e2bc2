//! What a reader may see and what is new to them.

use std::collections::BTreeMap;

use domain::clock::Millis;
use domain::id::ScopeId;
use domain::role::Role;
use domain::sync::exchange::{CopyCause, Cursor};
use domain::sync::placement::Head;

use super::judge::held_now;
use crate::storage::exchange::{Access, Plan, Reach};

pub struct Cursors<'a> {
    pub cursors: &'a BTreeMap<ScopeId, Cursor>,
    pub now: Millis,
}

impl Reach for Cursors<'_> {
    fn held(&self, access: &Access) -> Option<BTreeMap<ScopeId, Role>> {
        held_now(access, self.now)
    }
}

impl Plan for Cursors<'_> {
    fn wanted(&self, heads: &BTreeMap<ScopeId, Head>) -> Vec<(ScopeId, u64)> {
        wanted(self.cursors, heads)
    }
}

/// How a scope comes to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// Nothing is new.
    Quiet,
    /// What is new after a version; everything after 0 when the scope is small.
    Delta(Cursor),
    /// Too much for one page, or a cursor that does not count any more.
    Snapshot(CopyCause),
}

/// Scopes with a shorter history than this come whole with the pull: an office that holds a
/// hundred communes does not ask a hundred times.
const SMALL: u64 = 200;

pub fn course(cursor: Option<&Cursor>, head: &Head) -> Course {
    match cursor.filter(|cursor| cursor.ver > 0 || cursor.epoch == head.epoch) {
        None if head.changes() <= SMALL => Course::Delta(Cursor::at(head.epoch, 0)),
        None => Course::Snapshot(CopyCause::New),
        Some(cursor) if cursor.epoch != head.epoch || cursor.ver > head.ver => {
            Course::Snapshot(CopyCause::Restored)
        }
        // What is gone since is not known any more.
        Some(cursor) if cursor.ver < head.floor => Course::Snapshot(CopyCause::Gone),
        Some(cursor) if cursor.ver == head.ver => Course::Quiet,
        Some(cursor) => Course::Delta(*cursor),
    }
}

/// The scopes to read news of, and after which version.
pub fn wanted(cursors: &BTreeMap<ScopeId, Cursor>, heads: &BTreeMap<ScopeId, Head>) -> Vec<(ScopeId, u64)> {
    let news = heads.iter().filter_map(|(scope, head)| match course(cursors.get(scope), head) {
        Course::Delta(cursor) => Some((scope.clone(), cursor.ver)),
        Course::Quiet | Course::Snapshot(_) => None,
    });
    news.collect()
}
