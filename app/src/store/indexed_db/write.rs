//! A batch as requests of one transaction. What is written is bytes before the transaction opens, so
//! that a vault can seal it; a transaction that waits for anything else is over.

use domain::id::ScopeId;
use domain::ordering;
use domain::sync::batch::{WriteBatch, WriteOp};
use indexed_db_futures::KeyRange;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;

use super::schema::{DRAFTS, LOG, META, OUTBOX, PAGES, POSITIONS};
use super::{META_KEY, NEXT_SEQ_KEY, error, put};
use crate::store::StoreError;
use crate::store::codec::{encode, encode_log, encode_page};
use crate::store::pages::directory::{Head, Plan};
use crate::store::pages::key;

/// One request.
pub(super) enum Request {
    Put(&'static str, String, Vec<u8>),
    Delete(&'static str, String),
    /// Everything of a scope.
    DeleteScope(&'static str, ScopeId),
    /// Everything.
    Clear(&'static str),
}

impl Request {
    fn store(&self) -> &'static str {
        match self {
            Self::Put(store, ..)
            | Self::Delete(store, _)
            | Self::DeleteScope(store, _)
            | Self::Clear(store) => store,
        }
    }

    /// Issues it without waiting.
    fn issue(&self, tx: &Transaction<'_>) -> Result<(), StoreError> {
        let store = tx.object_store(self.store()).map_err(error)?;
        match self {
            Self::Put(_, key, value) => put(&store, key.clone(), value),
            Self::Delete(_, key) => delete(&store, KeyRange::Only(key.clone())),
            Self::DeleteScope(_, scope) => {
                let (first, end) = key::range(scope);
                delete(&store, KeyRange::Bound(first, false, end, true))
            }
            Self::Clear(_) => delete(&store, KeyRange::LowerBound(String::new(), false)),
        }
    }
}

fn delete(store: &ObjectStore<'_>, range: KeyRange<String>) -> Result<(), StoreError> {
    store.delete::<String, _>(range).primitive().map(drop).map_err(error)
}

/// The object stores that requests need.
pub(super) fn stores(requests: &[Request]) -> Vec<&'static str> {
    ordering::set(requests.iter().map(Request::store)).into_iter().collect()
}

/// Issues requests in their order.
pub(super) fn issue(tx: &Transaction<'_>, requests: &[Request]) -> Result<(), StoreError> {
    requests.iter().try_for_each(|request| request.issue(tx))
}

/// The request that says where the store stands.
pub(super) fn head(head: Head) -> Request {
    Request::Put(LOG, key::HEAD.to_owned(), head.to_bytes().to_vec())
}

/// Whether a write goes into pages or log, or takes them away.
pub(super) fn is_paged(op: &WriteOp) -> bool {
    match op {
        WriteOp::PutRow(..) | WriteOp::DropRow(..) | WriteOp::PutChange(..) | WriteOp::DropScope(_) => true,
        WriteOp::PutPosition(..)
        | WriteOp::PutOutbox(_)
        | WriteOp::DropOutbox(_)
        | WriteOp::PutNextSeq(_)
        | WriteOp::PutMeta(_)
        | WriteOp::PutDraft(..)
        | WriteOp::DropDraft(_) => false,
    }
}

/// What a batch writes beside records and journal.
pub(super) fn beside(batch: &WriteBatch) -> Result<Vec<Request>, StoreError> {
    let requests = batch.ops.iter().filter_map(|op| one(op).transpose());
    requests.collect()
}

fn one(op: &WriteOp) -> Result<Option<Request>, StoreError> {
    Ok(Some(match op {
        WriteOp::PutRow(..) | WriteOp::DropRow(..) | WriteOp::PutChange(..) => return Ok(None),
        WriteOp::PutPosition(scope, position) => {
            Request::Put(POSITIONS, scope.to_string(), encode(&(scope, position))?)
        }
        WriteOp::DropScope(scope) => Request::Delete(POSITIONS, scope.to_string()),
        WriteOp::PutOutbox(entry) => Request::Put(OUTBOX, counter(entry.mutation.seq), encode(entry)?),
        WriteOp::DropOutbox(seq) => Request::Delete(OUTBOX, counter(*seq)),
        WriteOp::PutNextSeq(seq) => Request::Put(META, NEXT_SEQ_KEY.to_owned(), encode(seq)?),
        WriteOp::PutMeta(meta) => Request::Put(META, META_KEY.to_owned(), encode(meta)?),
        WriteOp::PutDraft(key, doc) => Request::Put(DRAFTS, key.clone(), encode(&(key, doc))?),
        WriteOp::DropDraft(key) => Request::Delete(DRAFTS, key.clone()),
    }))
}

/// What a plan writes.
pub(super) fn paged(plan: &Plan<'_>) -> Vec<Request> {
    let mut requests = Vec::new();
    for scope in &plan.fresh {
        requests.extend([PAGES, LOG].map(|store| Request::DeleteScope(store, scope.clone())));
    }
    for (scope, span, page) in &plan.pages {
        requests.push(Request::Put(PAGES, key::of_page(scope, *span), encode_page(page)));
    }
    for (scope, place, entries) in &plan.log {
        requests.push(Request::Put(LOG, key::of_log(scope, *place), encode_log(entries)));
    }
    requests
}

/// A counter whose order as text is its order as a number.
fn counter(number: u64) -> String {
    format!("{number:016x}")
}
