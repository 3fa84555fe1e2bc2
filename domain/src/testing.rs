//! For the tests of every crate: a disk in memory and builders that read as sentences.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};

use crate::change::Change;
use crate::id::{RecordId, ScopeId};
use crate::sync::batch::{Meta, OutboxEntry, Position, Saved, StoredRow, WriteBatch, WriteOp};
use crate::value::Document;

/// A facility with everything a form must ask.
pub fn facility(name: &str, commune: &str) -> Document {
    Document::default()
        .with("name", name)
        .with("commune_code", commune)
        .with("site_type", "home")
        .with("status", "active")
        .with("legal_form", "htx")
        .with("tax_code", "0100233488")
        .with("kc_sector", "dd")
        .with("vsic_main", "23")
        .with("vsic_version", "2018")
        .with("owner_name", "Vũ Văn Hoạch")
        .with("phone", "0912000300")
        .with("figures_year", 2025)
        .with("workers_total", 18)
}

/// A need with everything a form must ask.
pub fn need(facility: RecordId, activity: &str) -> Document {
    Document::default()
        .with("facility", facility.to_string())
        .with("activity", activity)
        .with("wish", "Máy nghiền men")
        .with("year", 2027)
        .with("estimated_cost", 180_000_000)
        .with("knows_paid_after", true)
        .with("no_double_support", true)
}

/// A device's store in memory: what every real store must be equal to after the same batches.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MemoryDisk {
    meta: Option<Meta>,
    next_seq: u64,
    rows: BTreeMap<(ScopeId, RecordId), StoredRow>,
    changes: BTreeMap<(ScopeId, u64), Change>,
    positions: BTreeMap<ScopeId, Position>,
    outbox: BTreeMap<u64, OutboxEntry>,
    drafts: BTreeMap<String, Document>,
}

impl MemoryDisk {
    /// Everything it holds.
    pub fn load(&self) -> Saved {
        Saved {
            meta: self.meta.clone(),
            next_seq: self.next_seq,
            rows: self.rows.iter().map(|((scope, _), row)| (scope.clone(), row.clone())).collect(),
            changes: self
                .changes
                .iter()
                .map(|((scope, _), change)| (scope.clone(), change.clone()))
                .collect(),
            positions: self.positions.iter().map(|(scope, at)| (scope.clone(), at.clone())).collect(),
            outbox: self.outbox.values().cloned().collect(),
            drafts: self.drafts.iter().map(|(key, doc)| (key.clone(), doc.clone())).collect(),
        }
    }

    /// Executes a batch.
    pub fn commit(&mut self, batch: &WriteBatch) {
        for op in &batch.ops {
            match op.clone() {
                WriteOp::PutRow(scope, row) => {
                    self.rows.insert((scope, row.id), row);
                }
                WriteOp::DropRow(scope, id) => {
                    self.rows.remove(&(scope, id));
                }
                WriteOp::PutChange(scope, change) => {
                    self.changes.insert((scope, change.ver), change);
                }
                WriteOp::PutPosition(scope, position) => {
                    self.positions.insert(scope, position);
                }
                WriteOp::DropScope(scope) => {
                    self.rows.retain(|(of, _), _| *of != scope);
                    self.changes.retain(|(of, _), _| *of != scope);
                    self.positions.remove(&scope);
                }
                WriteOp::PutOutbox(entry) => {
                    self.outbox.insert(entry.mutation.seq, entry);
                }
                WriteOp::DropOutbox(seq) => {
                    self.outbox.remove(&seq);
                }
                WriteOp::PutNextSeq(seq) => self.next_seq = seq,
                WriteOp::PutMeta(meta) => self.meta = Some(meta),
                WriteOp::PutDraft(key, doc) => {
                    self.drafts.insert(key, doc);
                }
                WriteOp::DropDraft(key) => {
                    self.drafts.remove(&key);
                }
            }
        }
    }
}
