//! The store in the browser's database. One batch is one transaction over the object stores it
//! needs: every request is issued at once and the answer is the transaction's `complete`.

mod blobs;
mod migration;
mod paging;
mod schema;
mod write;

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use domain::sync::batch::{Durability, Saved, WriteBatch};
use futures_channel::oneshot;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{Error, OpenDbError};
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::Uint8Array;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::codec::{decode, encode};
use super::{Store, StoreError};
use crate::platform::timer::sleep;
use schema::{BOOK, DRAFTS, META, OUTBOX, POSITIONS, VERSION};

const META_KEY: &str = "meta";
const NEXT_SEQ_KEY: &str = "next_seq";

/// An open database.
pub struct IndexedDb {
    db: Database,
    closed: Rc<Cell<bool>>,
    is_folding: Cell<bool>,
    /// Ends the listening when this is dropped.
    _alive: oneshot::Sender<()>,
}

impl IndexedDb {
    /// Opens or makes a database. `replaced` is called when another tab brings a newer schema: the
    /// connection is closed then, so that the other tab need not wait.
    pub async fn open(name: &str, replaced: impl FnOnce() + 'static) -> Result<Self, StoreError> {
        let db = Database::open(name)
            .with_version(VERSION)
            .with_on_upgrade_needed(|event, db| schema::upgrade(event.old_version(), &db))
            .await
            .map_err(open_error)?;
        let closed = Rc::new(Cell::new(false));
        let alive = watch(&db, Rc::clone(&closed), replaced)?;
        let store = Self { db, closed, is_folding: Cell::default(), _alive: alive };
        store.move_rows_to_pages().await?;
        Ok(store)
    }

    /// The outbox of a database this app cannot open as its own: as text, envelope by envelope, for
    /// a file the person can hand in.
    pub async fn rescue(name: &str) -> Result<Vec<String>, StoreError> {
        let db = Database::open(name).await.map_err(open_error)?;
        let read = async {
            let tx = db.transaction(OUTBOX).build().map_err(error)?;
            let values =
                tx.object_store(OUTBOX).map_err(error)?.get_all::<JsValue>().primitive().map_err(error)?;
            let values = values.await.map_err(error)?;
            values
                .map(|value| Ok(String::from_utf8_lossy(&bytes(value.map_err(error)?)?).into_owned()))
                .collect()
        };
        let found = read.await;
        db.close();
        found
    }

    fn transaction(
        &self,
        stores: Vec<&'static str>,
        durability: Durability,
    ) -> Result<Transaction<'_>, StoreError> {
        let durability = match durability {
            Durability::Strict => TransactionDurability::Strict,
            Durability::Relaxed => TransactionDurability::Relaxed,
        };
        self.check_open()?;
        self.db
            .transaction(stores)
            .with_mode(TransactionMode::Readwrite)
            .with_options(TransactionOptions::new().with_durability(durability))
            .build()
            .map_err(error)
    }

    fn check_open(&self) -> Result<(), StoreError> {
        if self.closed.get() { Err(StoreError::Closed) } else { Ok(()) }
    }
}

impl Drop for IndexedDb {
    fn drop(&mut self) {
        self.db.clone().close();
    }
}

impl Store for IndexedDb {
    async fn load(&self) -> Result<Saved, StoreError> {
        self.check_open()?;
        let tx = self.db.transaction(BOOK).build().map_err(error)?;
        let meta = tx.object_store(META).map_err(error)?;
        let meta_bytes = meta.get::<JsValue, _, _>(META_KEY).primitive().map_err(error)?;
        let seq_bytes = meta.get::<JsValue, _, _>(NEXT_SEQ_KEY).primitive().map_err(error)?;
        let mut saved = Saved {
            meta: optional(meta_bytes.await.map_err(error)?)?,
            next_seq: optional(seq_bytes.await.map_err(error)?)?.unwrap_or(0),
            positions: all(&tx.object_store(POSITIONS).map_err(error)?).await?,
            outbox: all(&tx.object_store(OUTBOX).map_err(error)?).await?,
            drafts: all(&tx.object_store(DRAFTS).map_err(error)?).await?,
            ..Saved::default()
        };
        paging::Read::all(&tx).await?.lay_out(&mut saved)?;
        Ok(saved)
    }

    async fn commit(&self, batch: &WriteBatch) -> Result<(), StoreError> {
        if batch.ops.iter().any(write::is_paged) {
            return self.commit_paged(batch).await;
        }
        let requests = write::beside(batch)?;
        if requests.is_empty() {
            return Ok(());
        }
        let tx = self.transaction(write::stores(&requests), batch.durability)?;
        write::issue(&tx, &requests)?;
        finish(tx).await
    }

    async fn fold(&self) -> Result<(), StoreError> {
        if self.is_folding.replace(true) {
            return Ok(());
        }
        let done = self.fold_due().await;
        self.is_folding.set(false);
        done
    }

    async fn note(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.check_open()?;
        let tx = self.db.transaction(META).build().map_err(error)?;
        let store = tx.object_store(META).map_err(error)?;
        let found = store.get::<JsValue, _, _>(note_key(name)).primitive().map_err(error)?;
        optional(found.await.map_err(error)?)
    }

    async fn put_note(&self, name: &str, text: &str) -> Result<(), StoreError> {
        let tx = self.transaction(vec![META], Durability::Strict)?;
        put(&tx.object_store(META).map_err(error)?, note_key(name), &encode(&text)?)?;
        finish(tx).await
    }
}

fn note_key(name: &str) -> String {
    format!("note:{name}")
}

/// Closes the connection when another tab needs the database for itself.
fn watch(
    db: &Database,
    closed: Rc<Cell<bool>>,
    replaced: impl FnOnce() + 'static,
) -> Result<oneshot::Sender<()>, StoreError> {
    let mut changes = db.version_changes().map_err(error)?;
    let db = db.clone();
    let (alive, mut dropped) = oneshot::channel::<()>();
    spawn_local(async move {
        let asked = poll_fn(|cx| {
            if Pin::new(&mut dropped).poll(cx).is_ready() {
                return Poll::Ready(false);
            }
            changes.poll_recv(cx).map(|_| true)
        });
        if asked.await {
            closed.set(true);
            db.close();
            replaced();
        }
    });
    Ok(alive)
}

/// Waits until the transaction is complete. The reason of an abort is known only to the
/// transaction, and only after the event that told of it, so it is asked afterwards; the crate's own
/// `commit` would take the transaction away.
async fn finish(tx: Transaction<'_>) -> Result<(), StoreError> {
    let done = tx.on_done().map_err(error)?;
    if done.await.is_ok() {
        return Ok(());
    }
    sleep(0).await;
    Err(tx.error().map_or_else(|| StoreError::Failed("the transaction was aborted".to_owned()), error))
}

/// Issues a write without waiting for it.
fn put(store: &ObjectStore<'_>, key: String, value: &[u8]) -> Result<(), StoreError> {
    let value: JsValue = Uint8Array::from(value).into();
    store.put(value).with_key(key).without_key_type().primitive().map(drop).map_err(error)
}

async fn all<T: DeserializeOwned>(store: &ObjectStore<'_>) -> Result<Vec<T>, StoreError> {
    let values = values(store.get_all::<JsValue>().primitive().map_err(error)?).await?;
    values.iter().map(|value| decode(value)).collect()
}

/// The bytes a request brings.
async fn values<I>(request: impl Future<Output = Result<I, Error>>) -> Result<Vec<Vec<u8>>, StoreError>
where
    I: Iterator<Item = Result<JsValue, Error>>,
{
    request.await.map_err(error)?.map(|value| bytes(value.map_err(error)?)).collect()
}

fn optional<T: DeserializeOwned>(value: Option<JsValue>) -> Result<Option<T>, StoreError> {
    value.map(|value| decode(&bytes(value)?)).transpose()
}

fn bytes(value: JsValue) -> Result<Vec<u8>, StoreError> {
    let array = value.dyn_into::<Uint8Array>();
    array.map(|array| array.to_vec()).map_err(|_| StoreError::Unreadable("not bytes".to_owned()))
}

#[expect(clippy::needless_pass_by_value, reason = "shape of map_err")]
fn error(error: Error) -> StoreError {
    match &error {
        Error::DomException(exception) => {
            let exception: &web_sys::DomException = exception.as_ref().unchecked_ref();
            match exception.name().as_str() {
                "QuotaExceededError" => StoreError::Full,
                "VersionError" => StoreError::TooNew,
                name => StoreError::Failed(format!("{name}: {}", exception.message())),
            }
        }
        Error::Serialisation(_) | Error::MissingData(_) | Error::Unknown(_) => {
            StoreError::Failed(error.to_string())
        }
    }
}

fn open_error(found: OpenDbError) -> StoreError {
    match found {
        OpenDbError::Base(found) => error(found),
        found => StoreError::Failed(found.to_string()),
    }
}
