//! Applying what the server sends. Applying a page twice, or an older one late, changes nothing.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use super::Replica;
use crate::change::{Change, ChangeOp, RejectCode};
use crate::clock::Millis;
use crate::id::ScopeId;
use crate::role::Role;
use crate::sync::batch::{
    Durability, Loading, OutboxEntry, OutboxState, Pages, Position, StoredRow, WriteBatch, WriteOp,
};
use crate::sync::buckets::{CompareAnswer, bucket};
use crate::sync::copying::{CopiedPage, Manifest};
use crate::sync::exchange::{Cursor, Delta, PullAnswer, PushResult, RowDelta, ScopePage};
use crate::value::Document;

/// How long what the server has shown is kept for the day it has to be restored from a backup: older
/// backups cost what was sent since.
pub const KEEP_MS: i64 = 30 * 86_400_000;

impl Replica {
    /// The writes that make a pull's answer durable: rows and cursor of each scope together.
    pub fn pull_batch(&self, now: Millis, answer: &PullAnswer) -> WriteBatch {
        let mut ops = Vec::new();
        for scope in self.lost_scopes(&answer.held) {
            ops.push(WriteOp::DropScope(scope));
        }
        for page in &answer.pages {
            match page {
                ScopePage::Snapshot { scope, .. }
                    if answer.held.contains_key(scope) && !self.is_copying(scope) =>
                {
                    ops.extend(self.start_snapshot(scope));
                }
                ScopePage::Delta(delta) if answer.held.contains_key(&delta.scope) => {
                    self.delta_ops(delta, &mut ops);
                }
                ScopePage::Snapshot { .. } | ScopePage::Delta(_) => {}
            }
        }
        let mut meta = self.meta.clone();
        meta.held.clone_from(&answer.held);
        meta.offset_ms = answer.now.0 - now.0;
        if meta.life == answer.life {
            ops.extend(self.outlived(now));
        } else {
            meta.life = answer.life;
            // After the news: whatever these call shown is sent again all the same.
            ops.extend(self.forgotten());
        }
        if !answer.more && answer.pages.iter().all(|page| matches!(page, ScopePage::Delta(_))) {
            meta.pulled_at = Some(now);
        }
        ops.push(WriteOp::PutMeta(meta));
        WriteBatch { ops, durability: Durability::Relaxed }
    }

    /// The writes that begin a copy, or go on with it by what the scope consists of now. Pages that are here
    /// already stay.
    pub fn manifest_batch(&self, manifest: &Manifest) -> WriteBatch {
        let scope = &manifest.scope;
        let Some((position, loading)) = self.copying(scope) else { return WriteBatch::default() };
        let begun = position.cursor.ver > 0;
        if begun && position.cursor.epoch != manifest.head.epoch {
            // The scope began another life while it was being copied: copy it anew.
            return WriteBatch { ops: self.start_snapshot(scope), durability: Durability::Relaxed };
        }
        let here = loading.pages.as_ref().map(|pages| pages.here.clone()).unwrap_or_default();
        let left = manifest.pages.iter().filter(|page| !here.contains(&page.hash)).cloned();
        let pages = Pages { left: left.collect(), here };
        // The head of the first manifest: what came later arrives with the pull that follows.
        let cursor = if begun { position.cursor } else { manifest.head };
        let to_come: u64 = pages.left.iter().map(|page| page.rows).sum();
        let done = manifest.count.saturating_sub(to_come);
        let mut ops = Vec::new();
        self.go_on(scope, cursor, Loading { done, count: manifest.count, pages: Some(pages) }, &mut ops);
        WriteBatch { ops, durability: Durability::Relaxed }
    }

    /// The writes that make a page durable, its name with it.
    pub fn page_batch(&self, page: CopiedPage) -> WriteBatch {
        let scope = &page.scope;
        let Some((position, loading)) = self.copying(scope) else { return WriteBatch::default() };
        let (cursor, mut loading) = (position.cursor, loading.clone());
        let mut pages = loading.pages.take().unwrap_or_default();
        let Some(at) = pages.left.iter().position(|name| name.hash == page.hash) else {
            return WriteBatch::default();
        };
        let name = pages.left.remove(at);
        pages.here.push(name.hash);
        loading.done += name.rows;
        loading.pages = Some(pages);
        let mut ops = Vec::new();
        for row in page.rows {
            let old = self.rows.get(&row.id).and_then(|places| places.get(scope));
            if old.is_none_or(|old| old.ver < row.ver) {
                ops.push(WriteOp::PutRow(scope.clone(), row));
            }
        }
        ops.extend(page.changes.into_iter().map(|change| WriteOp::PutChange(scope.clone(), change)));
        self.go_on(scope, cursor, loading, &mut ops);
        WriteBatch { ops, durability: Durability::Relaxed }
    }

    fn copying(&self, scope: &ScopeId) -> Option<(&Position, &Loading)> {
        let position = self.positions.get(scope)?;
        Some((position, position.loading.as_ref()?))
    }

    /// Where a copy stands, or that it is whole.
    fn go_on(&self, scope: &ScopeId, cursor: Cursor, loading: Loading, ops: &mut Vec<WriteOp>) {
        let is_whole = loading.pages.as_ref().is_some_and(|pages| pages.left.is_empty());
        let loading = (!is_whole).then_some(loading);
        ops.push(WriteOp::PutPosition(scope.clone(), Position { cursor, loading }));
        if is_whole {
            ops.extend(self.shown_ops(scope, cursor));
        }
    }

    /// The writes that put the server's records in place of what is here, in the buckets that differ. The
    /// cursor stays: what is newer comes once more with the next pull and is skipped.
    pub fn mend_batch(&self, answer: &CompareAnswer) -> WriteBatch {
        let scope = &answer.scope;
        let at = self.positions.get(scope).filter(|at| at.loading.is_none()).map(|at| at.cursor);
        if at.is_none_or(|at| at.epoch != answer.head.epoch || at.ver > answer.head.ver) {
            return WriteBatch::default();
        }
        let here = self.rows.values().filter_map(|places| places.get(scope));
        let theirs = |id| answer.rows.iter().any(|row| row.id == id);
        let strange = here.filter(|row| answer.buckets.contains(&bucket(row.id)) && !theirs(row.id));
        let mut ops: Vec<_> = strange.map(|row| WriteOp::DropRow(scope.clone(), row.id)).collect();
        let rows = answer.rows.iter();
        ops.extend(rows.map(|row| WriteOp::PutRow(scope.clone(), stored(row, Document::default()))));
        let changes = answer.changes.iter();
        ops.extend(changes.map(|change| WriteOp::PutChange(scope.clone(), change.clone())));
        WriteBatch { ops, durability: Durability::Relaxed }
    }

    /// The writes that record what the server made of pushed mutations.
    pub fn push_batch(&self, now: Millis, results: &[PushResult]) -> WriteBatch {
        let mut ops = Vec::new();
        let mut sent = false;
        let mut parked = BTreeSet::new();
        for result in results {
            let Some(entry) = self.outbox.get(&result.seq) else { continue };
            let mut entry = entry.clone();
            entry.state = match &result.outcome {
                crate::change::Outcome::Waiting { on }
                    if parked.contains(on) || self.will_never_send(result.seq, *on) =>
                {
                    OutboxState::Parked(RejectCode::Dependency.into())
                }
                crate::change::Outcome::Waiting { on } => OutboxState::Waiting { on: *on },
                crate::change::Outcome::Rejected(rejection) => OutboxState::Parked(rejection.clone()),
                effective => {
                    sent = true;
                    OutboxState::Sent { ver: effective.ver().unwrap_or(0), at: now }
                }
            };
            if matches!(entry.state, OutboxState::Parked(_)) {
                parked.insert(result.seq);
            }
            // Already shown by a pull that overtook this answer.
            let stands = self.positions.get(&entry.mutation.scope).filter(|at| at.loading.is_none());
            if let Some(kept) = stands.and_then(|at| kept_at(&entry, at.cursor)) {
                entry.state = kept;
            }
            ops.push(WriteOp::PutOutbox(entry));
        }
        if sent {
            let mut meta = self.meta.clone();
            meta.sent_at = Some(now);
            ops.push(WriteOp::PutMeta(meta));
        }
        WriteBatch { ops, durability: Durability::Strict }
    }

    /// Whether the server waits in vain: what it waits for was refused, by a server that has forgotten it since,
    /// or is here no longer.
    fn will_never_send(&self, seq: u64, on: u64) -> bool {
        let parked = |entry: &OutboxEntry| matches!(entry.state, OutboxState::Parked(_));
        on != seq && self.outbox.get(&on).map_or(!self.kept.contains_key(&on), parked)
    }

    /// Makes a committed batch part of the working set.
    pub fn commit(&mut self, batch: &WriteBatch) {
        for op in &batch.ops {
            match op {
                WriteOp::PutRow(scope, row) => self.put_row(scope, row.clone()),
                WriteOp::DropRow(scope, id) => self.drop_row(scope, *id),
                WriteOp::PutChange(scope, change) => self.put_change(scope, change.clone()),
                WriteOp::PutPosition(scope, position) => {
                    self.positions.insert(scope.clone(), position.clone());
                }
                WriteOp::DropScope(scope) => self.drop_scope(scope),
                WriteOp::PutOutbox(entry) => {
                    self.unwritten.remove(&entry.mutation.seq);
                    self.put_outbox(entry.clone());
                }
                WriteOp::DropOutbox(seq) => self.drop_outbox(*seq),
                WriteOp::PutMeta(meta) => self.meta = meta.clone(),
                WriteOp::PutNextSeq(_) | WriteOp::PutDraft(..) | WriteOp::DropDraft(_) => {}
            }
        }
    }

    fn is_copying(&self, scope: &ScopeId) -> bool {
        self.positions.get(scope).is_some_and(|position| position.loading.is_some())
    }

    fn lost_scopes(&self, held: &BTreeMap<ScopeId, Role>) -> Vec<ScopeId> {
        self.positions.keys().filter(|scope| !held.contains_key(*scope)).cloned().collect()
    }

    pub(in crate::sync) fn start_snapshot(&self, scope: &ScopeId) -> Vec<WriteOp> {
        let fresh =
            Position { cursor: Cursor::at(0, 0), loading: Some(Loading { done: 0, count: 0, pages: None }) };
        alloc::vec![WriteOp::DropScope(scope.clone()), WriteOp::PutPosition(scope.clone(), fresh)]
    }

    fn delta_ops(&self, delta: &Delta, ops: &mut Vec<WriteOp>) {
        let scope = &delta.scope;
        let at = self.positions.get(scope);
        let stands = at.map_or(Cursor::at(delta.to.epoch, 0), |position| position.cursor);
        // Within an epoch a cursor never goes back; a running snapshot is not overtaken. Whoever has
        // nothing yet may begin in any epoch.
        let fresh = stands.ver == 0;
        if (stands.epoch != delta.to.epoch && !fresh) || stands.ver > delta.to.ver {
            return;
        }
        if self.is_copying(scope) {
            return;
        }
        for row in &delta.rows {
            if self.is_whole_here(delta, row, stands.complete()) {
                self.row_ops(scope, row, ops);
            }
        }
        let news = delta.changes.iter().filter(|change| change.ver > stands.ver);
        ops.extend(news.map(|change| WriteOp::PutChange(scope.clone(), change.clone())));
        ops.push(WriteOp::PutPosition(scope.clone(), Position { cursor: delta.to, loading: None }));
        ops.extend(self.shown_ops(scope, delta.to));
    }

    /// Whether a record stands here once this is added. An edit of one that the disk has lost would make a
    /// record of a single field, of which the sum is right: it is left out, so that the sums differ.
    fn is_whole_here(&self, delta: &Delta, row: &RowDelta, began: u64) -> bool {
        let scope = &delta.scope;
        let is_here = self.rows.get(&row.id).is_some_and(|places| places.contains_key(scope));
        let makes = |change: &Change| change.op == ChangeOp::Create && change.ver > began;
        let told = || delta.changes.iter().any(|change| change.record == row.id && makes(change));
        let heard = || {
            let entries = self.history.get(&row.id).into_iter().flatten();
            entries.filter(|((of, _), _)| of == scope).any(|(_, change)| makes(change))
        };
        is_here || row.gone || began == 0 || told() || heard()
    }

    fn row_ops(&self, scope: &ScopeId, row: &RowDelta, ops: &mut Vec<WriteOp>) {
        let old = self.rows.get(&row.id).and_then(|places| places.get(scope));
        if old.is_some_and(|old| old.ver >= row.ver) {
            return;
        }
        if row.gone {
            if old.is_some() {
                ops.push(WriteOp::DropRow(scope.clone(), row.id));
            }
            return;
        }
        let doc = old.map_or_else(Document::default, |old| old.doc.clone());
        ops.push(WriteOp::PutRow(scope.clone(), stored(row, doc)));
    }

    /// Outbox entries whose effect is now among the confirmed records.
    fn shown_ops(&self, scope: &ScopeId, at: Cursor) -> Vec<WriteOp> {
        let own = self.outbox.values().filter(|entry| entry.mutation.scope == *scope);
        let shown = own.filter_map(|entry| {
            Some(WriteOp::PutOutbox(OutboxEntry { state: kept_at(entry, at)?, ..entry.clone() }))
        });
        shown.collect()
    }

    /// Everything the server took in another life, to be sent again: what it has not forgotten it answers as
    /// it did before.
    fn forgotten(&self) -> impl Iterator<Item = WriteOp> {
        let own = self.outbox.values().chain(self.kept.values());
        let taken =
            own.filter(|entry| matches!(entry.state, OutboxState::Sent { .. } | OutboxState::Kept { .. }));
        taken.map(|entry| WriteOp::PutOutbox(OutboxEntry { state: OutboxState::Queued, ..entry.clone() }))
    }

    /// What was kept long enough.
    fn outlived(&self, now: Millis) -> impl Iterator<Item = WriteOp> {
        let old = move |entry: &&OutboxEntry| match entry.state {
            OutboxState::Kept { at } => now.0 - at.0 > KEEP_MS,
            _ => false,
        };
        self.kept.values().filter(old).map(|entry| WriteOp::DropOutbox(entry.mutation.seq))
    }
}

/// A record as it becomes, by what is new of it.
fn stored(row: &RowDelta, mut doc: Document) -> StoredRow {
    for (field, value) in &row.fields {
        doc.set(field, value.clone());
    }
    StoredRow {
        id: row.id,
        kind: row.kind.clone(),
        ver: row.ver,
        doc,
        made: row.made.clone(),
        touched: row.touched.clone(),
    }
}

/// How an entry is kept, if a device that stands here has been shown it.
fn kept_at(entry: &OutboxEntry, stands: Cursor) -> Option<OutboxState> {
    match entry.state {
        OutboxState::Sent { ver, at } if ver <= stands.ver => Some(OutboxState::Kept { at }),
        _ => None,
    }
}
