//! The server: tables in memory around the real authority.

use std::collections::{BTreeMap, BTreeSet};

use domain::change::{Change, Stamp};
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId, UserId};
use domain::role::Role;
use domain::sync::authority::claims::{self, Holders};
use domain::sync::authority::{self, Done, Loaded, Needed, Pusher};
use domain::sync::exchange::{
    Cursor, Delta, PullAnswer, PullRequest, PushAnswer, PushRequest, ScopePage, SnapshotPage,
};
use domain::sync::placement::{Head, Life, Row};
use domain::wire::v1;

use crate::world::Plant;

/// Few rows a page, so that histories have many pages.
const PAGE: usize = 3;
/// A scope with a short history comes whole with the pull, as on the real server.
const SMALL: u64 = 8;

pub struct Account {
    pub user: UserId,
    pub name: String,
    pub held: BTreeMap<ScopeId, Role>,
}

#[derive(Default)]
pub struct Server {
    pub accounts: BTreeMap<DeviceId, Account>,
    pub rows: BTreeMap<(ScopeId, RecordId), Row>,
    pub heads: BTreeMap<ScopeId, Head>,
    pub journal: BTreeMap<(ScopeId, u64), Change>,
    pub done: BTreeMap<(DeviceId, u64), Done>,
    /// Who holds which key.
    pub claims: Holders,
    pub plant: Option<Plant>,
}

impl Server {
    pub fn push(&mut self, now: Millis, request: &PushRequest) -> Result<PushAnswer, String> {
        let bytes = v1::encode(request).map_err(|error| error.to_string())?;
        let (request, received) = v1::push(&bytes).map_err(|error| error.to_string())?;
        let account = &self.accounts[&request.device];
        let pusher = Pusher {
            device: request.device,
            user: account.user,
            name: account.name.clone(),
            held: account.held.clone(),
            now,
        };
        let loaded = self.load(request.device, &received);
        let decision = authority::decide(&pusher, &received, &loaded);
        let placed = decision.place(&self.heads);
        for (scope, row) in placed.rows {
            self.rows.insert((scope, row.id), row);
        }
        for (scope, change) in placed.changes {
            self.journal.insert((scope, change.ver), change);
        }
        for (key, id) in placed.claims.given_up {
            self.claims.entry(key).or_default().remove(&id);
        }
        for (key, id) in placed.claims.taken {
            self.claims.entry(key).or_default().insert(id);
        }
        self.heads.extend(placed.heads);
        for (seq, hash, outcome) in placed.outcomes {
            self.done.insert((request.device, seq), Done { hash, outcome });
        }
        Ok(PushAnswer { now, results: placed.results })
    }

    fn load(&self, device: DeviceId, received: &[authority::Received]) -> Loaded {
        let needed = authority::needed(received);
        let mut ids = self.related(&needed);
        let wanted = claims::claims_wanted(received, &self.rows_of(&ids));
        let held = wanted.iter().filter_map(|key| Some((key.clone(), self.claims.get(key)?.clone())));
        let held: Holders = held.collect();
        ids.extend(self.related(&claims::further(received, &self.rows_of(&ids), &held)));
        let mut rows = self.rows_of(&ids);
        if self.plant == Some(Plant::BlindOverwrite) {
            rows.iter_mut().for_each(|(_, row)| row.fver.values_mut().for_each(|ver| *ver = 0));
        }
        let done = needed.seqs.iter().filter_map(|seq| Some((*seq, self.done.get(&(device, *seq))?.clone())));
        let done = if self.plant == Some(Plant::NoDedup) { BTreeMap::new() } else { done.collect() };
        let authors = authority::authors_wanted(received, &rows);
        let authors = authors.into_iter().filter_map(|key| {
            let change = self.journal.get(&key)?;
            Some((key, Stamp { by: change.actor.clone(), at: change.received }))
        });
        let claims = if self.plant == Some(Plant::BlindToTwins) { Holders::new() } else { held };
        Loaded { authors: authors.collect(), rows, done, claims }
    }

    /// Records, what they belong to, and what belongs to them.
    fn related(&self, needed: &Needed) -> BTreeSet<RecordId> {
        let mut ids = needed.records.clone();
        let by_id = |id: RecordId| self.rows.iter().filter(move |((_, of), _)| *of == id);
        let parents: Vec<_> =
            ids.iter().flat_map(|id| by_id(*id)).filter_map(|(_, row)| row.parent).collect();
        ids.extend(parents);
        for _ in 0..needed.levels {
            let children =
                self.rows.values().filter(|row| row.parent.is_some_and(|parent| ids.contains(&parent)));
            let children: Vec<_> = children.map(|row| row.id).collect();
            ids.extend(children);
        }
        ids
    }

    fn rows_of(&self, ids: &BTreeSet<RecordId>) -> Vec<(ScopeId, Row)> {
        let rows = self.rows.iter().filter(|((_, id), _)| ids.contains(id));
        rows.map(|((scope, _), row)| (scope.clone(), row.clone())).collect()
    }

    pub fn pull(&self, now: Millis, request: &PullRequest) -> PullAnswer {
        let held = self.accounts[&request.device].held.clone();
        let mut pages = Vec::new();
        let mut more = false;
        for scope in held.keys() {
            let head = self.head(scope);
            let known = request.cursors.get(scope).copied();
            let cursor = match known.filter(|cursor| cursor.ver > 0) {
                Some(cursor) if cursor.epoch == head.epoch => cursor,
                None if head.ver <= SMALL => Cursor::at(head.epoch, 0),
                Some(_) | None => {
                    pages.push(ScopePage::Snapshot { scope: scope.clone() });
                    continue;
                }
            };
            // Who stands at nothing in a scope nobody wrote in has to be told once that this is all.
            if known == Some(cursor) && cursor.ver >= head.ver {
                continue;
            }
            let mut news: Vec<_> = self.scope_rows(scope).filter(|row| row.ver > cursor.ver).collect();
            news.sort_by_key(|row| row.ver);
            let complete = news.len() <= PAGE;
            let to = if complete { head.ver } else { news[PAGE - 1].ver };
            let changes =
                self.journal.iter().filter(|((of, ver), _)| of == scope && *ver > cursor.ver && *ver <= to);
            pages.push(ScopePage::Delta(Delta {
                scope: scope.clone(),
                to: cursor.advanced(to, complete),
                rows: news.iter().take(PAGE).map(|row| row.delta(cursor.complete())).collect(),
                changes: changes.map(|(_, change)| change.clone()).collect(),
                check: complete.then_some(head.sum),
            }));
            more |= !complete;
        }
        PullAnswer { now, held, pages, more }
    }

    pub fn snapshot(
        &self,
        device: DeviceId,
        scope: &ScopeId,
        after: Option<RecordId>,
    ) -> Option<SnapshotPage> {
        if !self.accounts[&device].held.contains_key(scope) {
            return None;
        }
        let head = self.head(scope);
        let live = self.scope_rows(scope).filter(|row| row.life == Life::Live);
        let mut rows: Vec<_> = live.filter(|row| after.is_none_or(|after| row.id > after)).collect();
        let next = (rows.len() > PAGE).then(|| rows[PAGE - 1].id);
        rows.truncate(PAGE);
        Some(SnapshotPage {
            scope: scope.clone(),
            head: Cursor::at(head.epoch, head.ver),
            count: head.sum.count,
            rows: rows.into_iter().map(|row| row.delta(0)).collect(),
            changes: Vec::new(),
            next,
        })
    }

    pub fn head(&self, scope: &ScopeId) -> Head {
        self.heads.get(scope).copied().unwrap_or_default()
    }

    pub fn scope_rows<'a>(&'a self, scope: &'a ScopeId) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(move |((of, _), _)| of == scope).map(|(_, row)| row)
    }
}
