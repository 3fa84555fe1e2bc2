//! What a server answers to a pull and to a comparison.

use domain::clock::Millis;
use domain::role::Role;
use domain::sync::buckets::{CompareAnswer, CompareRequest, differing};
use domain::sync::exchange::{CopyCause, Cursor, Delta, PullAnswer, PullRequest, ScopePage};
use domain::sync::placement::Life;

use crate::database::Database;
use crate::plants::Plant;

/// Few rows a page, so that histories have many pages.
const PAGE: usize = 3;
/// A scope with a short history comes whole with the pull, as on the real server.
const SMALL: u64 = 8;

impl Database {
    pub fn pull(&self, now: Millis, request: &PullRequest) -> PullAnswer {
        let mut held = self.accounts[&request.device].held.clone();
        if self.plant == Some(Plant::BlindToRights) {
            held.extend(self.tables.heads.keys().map(|scope| (scope.clone(), Role::CommuneOfficer)));
        }
        let mut pages = Vec::new();
        let mut more = false;
        for scope in held.keys() {
            let head = self.head(scope);
            let known = request.cursors.get(scope).copied();
            let cursor = match known.filter(|cursor| cursor.ver > 0) {
                Some(cursor)
                    if cursor.epoch == head.epoch && cursor.ver >= head.floor && cursor.ver <= head.ver =>
                {
                    cursor
                }
                None if head.changes() <= SMALL => Cursor::at(head.epoch, 0),
                Some(_) | None => {
                    let cause = match known {
                        Some(cursor) if cursor.epoch != head.epoch => CopyCause::Restored,
                        Some(cursor) if cursor.ver > 0 => CopyCause::Gone,
                        Some(_) | None => CopyCause::New,
                    };
                    pages.push(ScopePage::Snapshot { scope: scope.clone(), cause });
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
            let changes = self
                .tables
                .journal
                .iter()
                .filter(|((of, ver), _)| of == scope && *ver > cursor.ver && *ver <= to);
            let since =
                if self.plant == Some(Plant::PullWithoutSince) { cursor.ver } else { cursor.complete() };
            pages.push(ScopePage::Delta(Delta {
                scope: scope.clone(),
                to: cursor.advanced(to, complete),
                rows: news.iter().take(PAGE).map(|row| row.delta(since)).collect(),
                changes: changes.map(|(_, change)| change.clone()).collect(),
                check: complete.then_some(head.sum),
            }));
            more |= !complete;
        }
        if self.plant == Some(Plant::DroppedLeave) {
            for page in &mut pages {
                if let ScopePage::Delta(delta) = page {
                    delta.rows.retain(|row| !row.gone);
                    delta.check = None;
                }
            }
        }
        let life = self.restored_at.map_or(0, |at| at.0.cast_unsigned());
        PullAnswer { now, held, pages, life, more }
    }

    pub fn compare(&self, request: &CompareRequest) -> Option<CompareAnswer> {
        let scope = &request.scope;
        if !self.accounts[&request.device].held.contains_key(scope) {
            return None;
        }
        let head = self.head(scope);
        let live: Vec<_> = self.scope_rows(scope).filter(|row| row.life == Life::Live).collect();
        let records: Vec<_> = live.iter().map(|row| (row.id, row.ver)).collect();
        let found = differing(&request.sums, &records, PAGE);
        let sent = live.iter().filter(|row| found.records.contains(&row.id));
        Some(CompareAnswer {
            scope: scope.clone(),
            head: Cursor::at(head.epoch, head.ver),
            check: head.sum,
            differ: found.differ,
            buckets: found.buckets,
            rows: sent.map(|row| row.delta(0)).collect(),
            changes: Vec::new(),
        })
    }
}
