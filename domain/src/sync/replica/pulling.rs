//! Applying what the server sends. Applying a page twice, or an older one late, changes nothing.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::Replica;
use crate::clock::Millis;
use crate::id::ScopeId;
use crate::role::Role;
use crate::sync::batch::{Durability, Loading, OutboxState, Position, StoredRow, WriteBatch, WriteOp};
use crate::sync::exchange::{Cursor, Delta, PullAnswer, PushResult, RowDelta, ScopePage, SnapshotPage};
use crate::value::Document;

impl Replica {
    /// The writes that make a pull's answer durable: rows and cursor of each scope together.
    pub fn pull_batch(&self, now: Millis, answer: &PullAnswer) -> WriteBatch {
        let mut ops = Vec::new();
        for scope in self.lost_scopes(&answer.held) {
            ops.push(WriteOp::DropScope(scope));
        }
        for page in &answer.pages {
            match page {
                ScopePage::Snapshot { scope }
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
        if !answer.more && answer.pages.iter().all(|page| matches!(page, ScopePage::Delta(_))) {
            meta.pulled_at = Some(now);
        }
        ops.push(WriteOp::PutMeta(meta));
        WriteBatch { ops, durability: Durability::Relaxed }
    }

    /// The writes that make a snapshot page durable, its position with it.
    pub fn snapshot_batch(&self, page: &SnapshotPage) -> WriteBatch {
        let mut ops = Vec::new();
        let scope = &page.scope;
        let running = self.positions.get(scope).filter(|position| position.loading.is_some());
        let Some(position) = running else { return WriteBatch::default() };
        let begun = position.loading.as_ref().is_some_and(|loading| loading.after.is_some());
        if begun && position.cursor.epoch != page.head.epoch {
            // The scope began another life while it was being copied: copy it anew.
            return WriteBatch { ops: self.start_snapshot(scope), durability: Durability::Relaxed };
        }
        for row in &page.rows {
            self.row_ops(scope, row, &mut ops);
        }
        ops.extend(page.changes.iter().map(|change| WriteOp::PutChange(scope.clone(), change.clone())));
        let before = position.loading.as_ref();
        // The head of the first page: what came later arrives with the pull that follows.
        let cursor = if begun { position.cursor } else { page.head };
        let done = before.map_or(0, |loading| loading.done) + page.rows.len() as u64;
        let loading = page.next.map(|next| Loading { after: Some(next), done, count: page.count });
        ops.push(WriteOp::PutPosition(scope.clone(), Position { cursor, loading }));
        if page.next.is_none() {
            ops.extend(self.shown_ops(scope, cursor));
        }
        WriteBatch { ops, durability: Durability::Relaxed }
    }

    /// The writes that record what the server made of pushed mutations.
    pub fn push_batch(&self, now: Millis, results: &[PushResult]) -> WriteBatch {
        let mut ops = Vec::new();
        let mut sent = false;
        for result in results {
            let Some(entry) = self.outbox.get(&result.seq) else { continue };
            let mut entry = entry.clone();
            entry.state = match &result.outcome {
                crate::change::Outcome::Waiting { on } => OutboxState::Waiting { on: *on },
                crate::change::Outcome::Rejected(rejection) => OutboxState::Parked(rejection.clone()),
                effective => {
                    sent = true;
                    OutboxState::Sent { ver: effective.ver().unwrap_or(0), at: now }
                }
            };
            // Already shown by a pull that overtook this answer.
            let shown = self.positions.get(&entry.mutation.scope).filter(|at| at.loading.is_none());
            let shown = shown.map_or(0, |at| at.cursor.ver);
            ops.push(match entry.state {
                OutboxState::Sent { ver, .. } if ver <= shown => WriteOp::DropOutbox(result.seq),
                _ => WriteOp::PutOutbox(entry),
            });
        }
        if sent {
            let mut meta = self.meta.clone();
            meta.sent_at = Some(now);
            ops.push(WriteOp::PutMeta(meta));
        }
        WriteBatch { ops, durability: Durability::Strict }
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
            Position { cursor: Cursor::at(0, 0), loading: Some(Loading { after: None, done: 0, count: 0 }) };
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
            self.row_ops(scope, row, ops);
        }
        let news = delta.changes.iter().filter(|change| change.ver > stands.ver);
        ops.extend(news.map(|change| WriteOp::PutChange(scope.clone(), change.clone())));
        ops.push(WriteOp::PutPosition(scope.clone(), Position { cursor: delta.to, loading: None }));
        ops.extend(self.shown_ops(scope, delta.to));
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
        let mut doc = old.map_or_else(Document::default, |old| old.doc.clone());
        for (field, value) in &row.fields {
            doc.set(field, value.clone());
        }
        let stored = StoredRow {
            id: row.id,
            kind: row.kind.clone(),
            ver: row.ver,
            doc,
            made: row.made.clone(),
            touched: row.touched.clone(),
        };
        ops.push(WriteOp::PutRow(scope.clone(), stored));
    }

    /// Outbox entries whose effect is now among the confirmed records.
    fn shown_ops(&self, scope: &ScopeId, at: Cursor) -> Vec<WriteOp> {
        let shown = self.outbox.values().filter(|entry| {
            entry.mutation.scope == *scope
                && matches!(entry.state, OutboxState::Sent { ver, .. } if ver <= at.ver)
        });
        shown.map(|entry| WriteOp::DropOutbox(entry.mutation.seq)).collect()
    }
}
