//! Pages and log in the browser's database: reading them, writing beside and over them, folding.

use domain::id::ScopeId;
use domain::sync::batch::{Durability, Saved, WriteBatch};
use indexed_db_futures::KeyRange;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use wasm_bindgen::JsValue;

use super::schema::{LOG, PAGES};
use super::write::{self, Request};
use super::{IndexedDb, bytes, error, finish, values};
use crate::platform::timer::sleep;
use crate::store::StoreError;
use crate::store::codec::{decode_log, decode_page, encode_page};
use crate::store::pages::contents::Contents;
use crate::store::pages::directory::{Directory, Head, join};
use crate::store::pages::entry;
use crate::store::pages::{folding, key};

/// How often a batch is prepared anew because somebody wrote meanwhile: another tab that is closing.
const TRIES: u32 = 8;

/// Pages and log as they were read.
pub(super) struct Read {
    pages: Vec<(ScopeId, Vec<u8>)>,
    log: Vec<(ScopeId, Vec<u8>)>,
}

impl Read {
    /// Reads everything in four requests.
    pub(super) async fn all(tx: &Transaction<'_>) -> Result<Self, StoreError> {
        let (page_keys, page_values) = (keys(tx, PAGES).await?, all_values(tx, PAGES).await?);
        let (log_keys, log_values) = (keys(tx, LOG).await?, all_values(tx, LOG).await?);
        let (mut pages, mut log) = (Vec::new(), Vec::new());
        for (key, value) in page_keys.iter().zip(page_values) {
            pages.push((key::page(key).ok_or_else(foreign_key)?.0, value));
        }
        for (key, value) in log_keys.iter().zip(log_values) {
            if key != key::HEAD {
                log.push((key::log(key).ok_or_else(foreign_key)?.0, value));
            }
        }
        Ok(Self { pages, log })
    }

    /// Records and journal: the log lies over the pages.
    pub(super) fn lay_out(&self, saved: &mut Saved) -> Result<(), StoreError> {
        let mut book: Vec<(ScopeId, Contents<'static>)> = Vec::new();
        for (scope, value) in &self.pages {
            join(&mut book, scope.clone()).lay(decode_page(value)?);
        }
        for (scope, value) in &self.log {
            join(&mut book, scope.clone()).apply(decode_log(value)?);
        }
        for (scope, contents) in book {
            let whole = contents.settle();
            saved.rows.extend(whole.rows.into_iter().map(|row| (scope.clone(), row.into_owned())));
            let changes = whole.changes.into_iter();
            saved.changes.extend(changes.map(|change| (scope.clone(), change.into_owned())));
        }
        Ok(())
    }
}

impl IndexedDb {
    /// Writes a batch with records or journal in it. Where they go is known, and sealed, before the
    /// transaction opens; in it, the head tells whether that still holds.
    pub(super) async fn commit_paged(&self, batch: &WriteBatch) -> Result<(), StoreError> {
        let beside = write::beside(batch)?;
        for _ in 0..TRIES {
            let directory = self.directory().await?;
            let plan = directory.plan(entry::parts(batch));
            let (base, needs_pages) = (directory.head, !plan.pages.is_empty());
            let mut requests = write::paged(&plan);
            let mut stores = write::stores(&beside);
            stores.extend([PAGES, LOG]);
            let tx = self.transaction(stores, batch.durability)?;
            let found = head(&tx).await?;
            if found.number != base.number || (needs_pages && found.generation != base.generation) {
                continue;
            }
            let generation = found.generation + (plan.head.generation - base.generation);
            requests.push(write::head(Head { generation, ..plan.head }));
            write::issue(&tx, &requests)?;
            write::issue(&tx, &beside)?;
            return finish(tx).await;
        }
        Err(StoreError::Failed("another tab writes without end".to_owned()))
    }

    /// Folds the log into the pages it touches, scope by scope, when that is worth it. What is written
    /// meanwhile is later in the log and stays there.
    pub(super) async fn fold_due(&self) -> Result<(), StoreError> {
        for scope in self.directory().await?.due() {
            if !self.fold_scope(&scope).await? {
                break;
            }
            sleep(0).await;
        }
        Ok(())
    }

    /// False when the pages changed meanwhile: nothing was done, and the next quiet moment is as good.
    async fn fold_scope(&self, scope: &ScopeId) -> Result<bool, StoreError> {
        let directory = self.directory().await?;
        let log: Vec<String> = directory.log(scope).iter().map(|place| key::of_log(scope, *place)).collect();
        let (Some(first), Some(last)) = (log.first(), log.last()) else { return Ok(true) };
        let logged = self.read_log(first, last).await?;
        if logged.len() != log.len() {
            return Ok(false);
        }
        let mut entries = Vec::new();
        for value in &logged {
            entries.extend(decode_log(value)?);
        }
        let mut requests = Vec::new();
        for group in folding::groups(directory.pages(scope), entries) {
            let keys: Vec<String> = group.spans.iter().map(|span| key::of_page(scope, *span)).collect();
            let old = self.read_pages(&keys).await?;
            if old.len() != keys.len() {
                return Ok(false);
            }
            // A frame may be drawn between one page and the next.
            sleep(0).await;
            let old = old.iter().map(|value| decode_page(value)).collect::<Result<_, _>>()?;
            requests.extend(keys.into_iter().map(|key| Request::Delete(PAGES, key)));
            for (span, page) in group.fold(old) {
                requests.push(Request::Put(PAGES, key::of_page(scope, span), encode_page(&page)));
                sleep(0).await;
            }
        }
        requests.extend(log.into_iter().map(|key| Request::Delete(LOG, key)));
        let tx = self.transaction(vec![PAGES, LOG], Durability::Relaxed)?;
        let found = head(&tx).await?;
        if found.generation != directory.head.generation {
            return Ok(false);
        }
        requests.push(write::head(Head { generation: found.generation + 1, ..found }));
        write::issue(&tx, &requests)?;
        finish(tx).await?;
        Ok(true)
    }

    /// What there is.
    async fn directory(&self) -> Result<Directory, StoreError> {
        self.check_open()?;
        let tx = self.db.transaction([PAGES, LOG]).build().map_err(error)?;
        let (head, pages, log) = (head(&tx).await?, keys(&tx, PAGES).await?, keys(&tx, LOG).await?);
        Directory::read(head, &pages, &log).ok_or_else(foreign_key)
    }

    async fn read_log(&self, first: &str, last: &str) -> Result<Vec<Vec<u8>>, StoreError> {
        self.check_open()?;
        let tx = self.db.transaction(LOG).build().map_err(error)?;
        let range = KeyRange::Bound(first.to_owned(), false, last.to_owned(), false);
        let log = tx.object_store(LOG).map_err(error)?;
        let found = log.get_all::<JsValue>().with_query::<String, _>(range).primitive();
        values(found.map_err(error)?).await
    }

    async fn read_pages(&self, keys: &[String]) -> Result<Vec<Vec<u8>>, StoreError> {
        self.check_open()?;
        let tx = self.db.transaction(PAGES).build().map_err(error)?;
        let pages = tx.object_store(PAGES).map_err(error)?;
        let mut asked = Vec::new();
        for key in keys {
            asked.push(pages.get::<JsValue, _, _>(key.clone()).primitive().map_err(error)?);
        }
        let mut found = Vec::new();
        for page in asked {
            found.extend(page.await.map_err(error)?.map(bytes).transpose()?);
        }
        Ok(found)
    }
}

/// Where the store stands, asked within a transaction.
async fn head(tx: &Transaction<'_>) -> Result<Head, StoreError> {
    let log = tx.object_store(LOG).map_err(error)?;
    let found = log.get::<JsValue, _, _>(key::HEAD).primitive().map_err(error)?.await.map_err(error)?;
    let Some(value) = found else { return Ok(Head::default()) };
    Head::from_bytes(&bytes(value)?).ok_or_else(|| StoreError::Unreadable("the head of the log".to_owned()))
}

/// The keys of an object store, in order.
pub(super) async fn keys(tx: &Transaction<'_>, name: &str) -> Result<Vec<String>, StoreError> {
    let store = tx.object_store(name).map_err(error)?;
    let keys = store.get_all_keys::<String>().primitive().map_err(error)?.await.map_err(error)?;
    keys.map(|key| key.map_err(error)).collect()
}

async fn all_values(tx: &Transaction<'_>, name: &str) -> Result<Vec<Vec<u8>>, StoreError> {
    values(tx.object_store(name).map_err(error)?.get_all::<JsValue>().primitive().map_err(error)?).await
}

fn foreign_key() -> StoreError {
    StoreError::Unreadable("a key of pages or log".to_owned())
}
