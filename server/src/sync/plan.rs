//! What a reader may see and what is new to them.

use std::collections::BTreeMap;

use domain::clock::Millis;
use domain::id::ScopeId;
use domain::role::Role;
use domain::sync::exchange::Cursor;
use domain::sync::placement::Head;

use super::judge::held_now;
use crate::storage::exchange::{Access, Plan};

pub struct Cursors<'a> {
    pub cursors: &'a BTreeMap<ScopeId, Cursor>,
    pub now: Millis,
}

impl Plan for Cursors<'_> {
    fn held(&self, access: &Access) -> Option<BTreeMap<ScopeId, Role>> {
        held_now(access, self.now)
    }

    fn wanted(&self, heads: &BTreeMap<ScopeId, Head>) -> Vec<(ScopeId, u64)> {
        wanted(self.cursors, heads)
    }
}

/// The scopes with news after the cursor. Without a cursor of its present life a scope comes as a
/// snapshot instead.
pub fn wanted(cursors: &BTreeMap<ScopeId, Cursor>, heads: &BTreeMap<ScopeId, Head>) -> Vec<(ScopeId, u64)> {
    let news = heads.iter().filter_map(|(scope, head)| {
        let cursor = cursors.get(scope)?;
        (cursor.epoch == head.epoch && cursor.ver < head.ver).then(|| (scope.clone(), cursor.ver))
    });
    news.collect()
}
