//! What a log holds: writes of one scope, in order.

use std::borrow::Cow;

use domain::change::Change;
use domain::id::{RecordId, ScopeId};
use domain::sync::batch::{StoredRow, WriteBatch, WriteOp};

/// One write of a scope: what is only passed on is not copied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entry<'a> {
    /// A confirmed record.
    Row(Cow<'a, StoredRow>),
    /// No record any more.
    Gone(RecordId),
    /// An entry of the journal.
    Change(Cow<'a, Change>),
}

impl Entry<'_> {
    /// The record it is about: a record and its journal lie in one page.
    pub fn record(&self) -> RecordId {
        match self {
            Self::Row(row) => row.id,
            Self::Gone(id) => *id,
            Self::Change(change) => change.record,
        }
    }
}

/// What a batch does to one scope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part<'a> {
    /// The scope.
    pub scope: ScopeId,
    /// Whether everything that was there before goes first.
    pub is_fresh: bool,
    /// Writes in order.
    pub entries: Vec<Entry<'a>>,
}

/// What a batch does to records and journal, scope by scope: the order between scopes means nothing.
pub fn parts(batch: &WriteBatch) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for op in &batch.ops {
        let (scope, entry) = match op {
            WriteOp::PutRow(scope, row) => (scope, Some(Entry::Row(Cow::Borrowed(row)))),
            WriteOp::DropRow(scope, id) => (scope, Some(Entry::Gone(*id))),
            WriteOp::PutChange(scope, change) => (scope, Some(Entry::Change(Cow::Borrowed(change)))),
            WriteOp::DropScope(scope) => (scope, None),
            WriteOp::PutPosition(..)
            | WriteOp::PutOutbox(_)
            | WriteOp::DropOutbox(_)
            | WriteOp::PutNextSeq(_)
            | WriteOp::PutMeta(_)
            | WriteOp::PutDraft(..)
            | WriteOp::DropDraft(_) => continue,
        };
        let at = parts.iter().position(|part| part.scope == *scope).unwrap_or(parts.len());
        if at == parts.len() {
            parts.push(Part { scope: scope.clone(), is_fresh: false, entries: Vec::new() });
        }
        let Some(part) = parts.get_mut(at) else { continue };
        match entry {
            Some(entry) => part.entries.push(entry),
            None => {
                part.entries.clear();
                part.is_fresh = true;
            }
        }
    }
    parts
}
