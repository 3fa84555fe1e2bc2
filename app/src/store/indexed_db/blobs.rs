//! Bytes in chunks of one size, each a value of its own; the chunks of a blob stand together, so that
//! they are read and dropped by one range.

use domain::attachment::blob::{BlobName, CHUNK};
use domain::attachment::upload::Upload;
use domain::sync::batch::Durability;
use indexed_db_futures::KeyRange;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use wasm_bindgen::JsValue;

use super::schema::{BLOBS, UPLOADS};
use super::{IndexedDb, all, bytes, error, finish, optional, put};
use crate::store::codec::encode;
use crate::store::{Blobs, StoreError};

/// Between the name and the number of a chunk.
const SEPARATOR: char = '/';
/// The character after the separator: where the chunks of a blob end.
const END: char = '0';

impl Blobs for IndexedDb {
    async fn uploads(&self) -> Result<Vec<Upload>, StoreError> {
        self.check_open()?;
        let tx = self.db.transaction(UPLOADS).build().map_err(error)?;
        all(&tx.object_store(UPLOADS).map_err(error)?).await
    }

    async fn keep(&self, upload: &Upload, bytes: &[u8], durability: Durability) -> Result<(), StoreError> {
        let tx = self.transaction(vec![BLOBS, UPLOADS], durability)?;
        {
            let blobs = tx.object_store(BLOBS).map_err(error)?;
            // A longer blob of this name cannot have been there: the name is the hash.
            for (number, chunk) in bytes.chunks(chunk_size()).enumerate() {
                put(&blobs, key(upload.name, number), chunk)?;
            }
            put(&tx.object_store(UPLOADS).map_err(error)?, upload.name.to_string(), &encode(upload)?)?;
        }
        finish(tx).await
    }

    async fn mark(&self, upload: &Upload) -> Result<(), StoreError> {
        let tx = self.transaction(vec![UPLOADS], Durability::Relaxed)?;
        put(&tx.object_store(UPLOADS).map_err(error)?, upload.name.to_string(), &encode(upload)?)?;
        finish(tx).await
    }

    async fn chunk(&self, name: BlobName, chunk: u32) -> Result<Option<Vec<u8>>, StoreError> {
        self.check_open()?;
        let tx = self.db.transaction(BLOBS).build().map_err(error)?;
        let store = tx.object_store(BLOBS).map_err(error)?;
        let number = usize::try_from(chunk).unwrap_or(usize::MAX);
        let found = store.get::<JsValue, _, _>(key(name, number)).primitive().map_err(error)?;
        found.await.map_err(error)?.map(bytes).transpose()
    }

    async fn bytes(&self, name: BlobName) -> Result<Option<Vec<u8>>, StoreError> {
        self.check_open()?;
        let tx = self.db.transaction(BLOBS).build().map_err(error)?;
        let store = tx.object_store(BLOBS).map_err(error)?;
        let found = store.get_all::<JsValue>().with_query::<String, _>(range(name)).primitive();
        let mut whole = Vec::new();
        for chunk in found.map_err(error)?.await.map_err(error)? {
            whole.extend(bytes(chunk.map_err(error)?)?);
        }
        Ok((!whole.is_empty()).then_some(whole))
    }

    async fn drop_bytes(&self, name: BlobName) -> Result<(), StoreError> {
        let tx = self.transaction(vec![BLOBS, UPLOADS], Durability::Relaxed)?;
        {
            let uploads = tx.object_store(UPLOADS).map_err(error)?;
            let known = uploads.get::<JsValue, _, _>(name.to_string()).primitive().map_err(error)?;
            let known: Option<Upload> = optional(known.await.map_err(error)?)?;
            if !known.is_none_or(|upload| upload.is_sent()) {
                return Err(StoreError::Unsent);
            }
            drop_chunks(&tx.object_store(BLOBS).map_err(error)?, name)?;
        }
        finish(tx).await
    }

    async fn forget(&self, name: BlobName) -> Result<(), StoreError> {
        let tx = self.transaction(vec![BLOBS, UPLOADS], Durability::Relaxed)?;
        {
            drop_chunks(&tx.object_store(BLOBS).map_err(error)?, name)?;
            let uploads = tx.object_store(UPLOADS).map_err(error)?;
            uploads.delete(name.to_string()).primitive().map(drop).map_err(error)?;
        }
        finish(tx).await
    }
}

fn drop_chunks(store: &ObjectStore<'_>, name: BlobName) -> Result<(), StoreError> {
    store.delete::<String, _>(range(name)).primitive().map(drop).map_err(error)
}

fn chunk_size() -> usize {
    usize::try_from(CHUNK).unwrap_or(usize::MAX)
}

fn key(name: BlobName, number: usize) -> String {
    format!("{name}{SEPARATOR}{number:04}")
}

fn range(name: BlobName) -> KeyRange<String> {
    KeyRange::Bound(format!("{name}{SEPARATOR}"), false, format!("{name}{END}"), true)
}
