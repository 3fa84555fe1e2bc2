//! A batch as requests of one transaction. Keys of one scope stand together, so that a scope is
//! dropped by one range.

use domain::id::ScopeId;
use domain::ordering;
use domain::sync::batch::{WriteBatch, WriteOp};
use indexed_db_futures::KeyRange;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;

use super::schema::{CHANGES, DRAFTS, META, OUTBOX, POSITIONS, ROWS};
use super::{META_KEY, NEXT_SEQ_KEY, error, put};
use crate::store::StoreError;
use crate::store::codec::encode;

/// Between the scope and the rest of a key: below every character a scope may hold.
const SEPARATOR: char = '\u{1F}';
/// The character after the separator: where the keys of a scope end.
const END: char = '\u{20}';

/// The object stores a batch writes to.
pub(super) fn stores(batch: &WriteBatch) -> Vec<&'static str> {
    let named = batch.ops.iter().flat_map(|op| stores_of(op).iter().copied());
    ordering::set(named).into_iter().collect()
}

fn stores_of(op: &WriteOp) -> &'static [&'static str] {
    match op {
        WriteOp::PutRow(..) | WriteOp::DropRow(..) => &[ROWS],
        WriteOp::PutChange(..) => &[CHANGES],
        WriteOp::PutPosition(..) => &[POSITIONS],
        WriteOp::DropScope(_) => &[ROWS, CHANGES, POSITIONS],
        WriteOp::PutOutbox(_) | WriteOp::DropOutbox(_) => &[OUTBOX],
        WriteOp::PutNextSeq(_) | WriteOp::PutMeta(_) => &[META],
        WriteOp::PutDraft(..) | WriteOp::DropDraft(_) => &[DRAFTS],
    }
}

/// The object stores of one transaction.
pub(super) struct Stores<'a>(Vec<(&'static str, ObjectStore<'a>)>);

impl<'a> Stores<'a> {
    pub(super) fn open(tx: &'a Transaction<'_>, names: &[&'static str]) -> Result<Self, StoreError> {
        let open = |name: &&'static str| Ok((*name, tx.object_store(name).map_err(error)?));
        names.iter().map(open).collect::<Result<_, _>>().map(Self)
    }

    fn get(&self, name: &str) -> Result<&ObjectStore<'a>, StoreError> {
        let found = self.0.iter().find(|(open, _)| *open == name).map(|(_, store)| store);
        found.ok_or_else(|| StoreError::Failed(format!("{name} is not part of the transaction")))
    }

    /// Issues the requests of one write.
    pub(super) fn write(&self, op: &WriteOp) -> Result<(), StoreError> {
        match op {
            WriteOp::PutRow(scope, row) => {
                self.put(ROWS, part(scope, &row.id.to_string()), &encode(&(scope, row))?)
            }
            WriteOp::DropRow(scope, id) => self.delete(ROWS, part(scope, &id.to_string())),
            WriteOp::PutChange(scope, change) => {
                self.put(CHANGES, part(scope, &counter(change.ver)), &encode(&(scope, change))?)
            }
            WriteOp::PutPosition(scope, position) => {
                self.put(POSITIONS, scope.to_string(), &encode(&(scope, position))?)
            }
            WriteOp::DropScope(scope) => {
                for name in [ROWS, CHANGES] {
                    let range = KeyRange::Bound(edge(scope, SEPARATOR), false, edge(scope, END), true);
                    self.get(name)?.delete::<String, _>(range).primitive().map(drop).map_err(error)?;
                }
                self.delete(POSITIONS, scope.to_string())
            }
            WriteOp::PutOutbox(entry) => self.put(OUTBOX, counter(entry.mutation.seq), &encode(entry)?),
            WriteOp::DropOutbox(seq) => self.delete(OUTBOX, counter(*seq)),
            WriteOp::PutNextSeq(seq) => self.put(META, NEXT_SEQ_KEY.to_owned(), &encode(seq)?),
            WriteOp::PutMeta(meta) => self.put(META, META_KEY.to_owned(), &encode(meta)?),
            WriteOp::PutDraft(key, doc) => self.put(DRAFTS, key.clone(), &encode(&(key, doc))?),
            WriteOp::DropDraft(key) => self.delete(DRAFTS, key.clone()),
        }
    }

    fn put(&self, name: &str, key: String, value: &[u8]) -> Result<(), StoreError> {
        put(self.get(name)?, key, value)
    }

    fn delete(&self, name: &str, key: String) -> Result<(), StoreError> {
        self.get(name)?.delete(key).primitive().map(drop).map_err(error)
    }
}

fn part(scope: &ScopeId, rest: &str) -> String {
    format!("{scope}{SEPARATOR}{rest}")
}

fn edge(scope: &ScopeId, mark: char) -> String {
    format!("{scope}{mark}")
}

/// A counter whose order as text is its order as a number.
fn counter(number: u64) -> String {
    format!("{number:016x}")
}
