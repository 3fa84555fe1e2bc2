//! The twin of the real store in memory: for tests of what stands above a store. Handles of one
//! name share one disk, which can be made to refuse.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use domain::attachment::blob::{BlobName, chunks, span};
use domain::attachment::upload::Upload;
use domain::sync::batch::{Durability, Saved, WriteBatch};
use domain::testing::MemoryDisk;

use super::{Blobs, Store, StoreError};
use crate::platform::timer::sleep;

/// A disk in memory.
#[derive(Clone, Default)]
pub struct Memory {
    disk: Rc<RefCell<MemoryDisk>>,
    notes: Rc<RefCell<BTreeMap<String, String>>>,
    uploads: Rc<RefCell<BTreeMap<BlobName, Upload>>>,
    blobs: Rc<RefCell<BTreeMap<BlobName, Vec<u8>>>>,
    room: Rc<Cell<Option<usize>>>,
    folds: Rc<Cell<u32>>,
    commits: Rc<Cell<u32>>,
    slowness: Rc<Cell<Option<i32>>>,
}

impl Memory {
    /// From now on a batch fits only if it has at most so many writes;
    /// `None` = any number.
    pub fn limit(&self, writes: Option<usize>) {
        self.room.set(writes);
    }

    /// From now on a batch takes so many milliseconds; `None` = none.
    pub fn slow_down(&self, millis: Option<i32>) {
        self.slowness.set(millis);
    }

    /// How many batches it was given.
    pub fn commits(&self) -> u32 {
        self.commits.get()
    }

    /// How often it was asked to put itself in order.
    pub fn folds(&self) -> u32 {
        self.folds.get()
    }

    fn check_room(&self, writes: usize) -> Result<(), StoreError> {
        if self.room.get().is_some_and(|room| writes > room) { Err(StoreError::Full) } else { Ok(()) }
    }
}

impl Store for Memory {
    async fn load(&self) -> Result<Saved, StoreError> {
        Ok(self.disk.borrow().load())
    }

    async fn commit(&self, batch: &WriteBatch) -> Result<(), StoreError> {
        self.commits.set(self.commits.get() + 1);
        if let Some(millis) = self.slowness.get() {
            sleep(millis).await;
        }
        self.check_room(batch.ops.len())?;
        self.disk.borrow_mut().commit(batch);
        Ok(())
    }

    async fn fold(&self) -> Result<(), StoreError> {
        self.folds.set(self.folds.get() + 1);
        Ok(())
    }

    async fn note(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self.notes.borrow().get(name).cloned())
    }

    async fn put_note(&self, name: &str, text: &str) -> Result<(), StoreError> {
        self.notes.borrow_mut().insert(name.to_owned(), text.to_owned());
        Ok(())
    }
}

impl Blobs for Memory {
    async fn uploads(&self) -> Result<Vec<Upload>, StoreError> {
        Ok(self.uploads.borrow().values().cloned().collect())
    }

    async fn keep(&self, upload: &Upload, bytes: &[u8], _: Durability) -> Result<(), StoreError> {
        self.check_room(usize::try_from(chunks(upload.bytes)).unwrap_or(usize::MAX) + 1)?;
        self.blobs.borrow_mut().insert(upload.name, bytes.to_vec());
        self.uploads.borrow_mut().insert(upload.name, upload.clone());
        Ok(())
    }

    async fn mark(&self, upload: &Upload) -> Result<(), StoreError> {
        self.check_room(1)?;
        self.uploads.borrow_mut().insert(upload.name, upload.clone());
        Ok(())
    }

    async fn chunk(&self, name: BlobName, chunk: u32) -> Result<Option<Vec<u8>>, StoreError> {
        let blobs = self.blobs.borrow();
        let part = blobs.get(&name).and_then(|bytes| {
            let span = span(bytes.len() as u64, chunk);
            bytes.get(usize::try_from(span.start).ok()?..usize::try_from(span.end).ok()?)
        });
        Ok(part.filter(|part| !part.is_empty()).map(<[u8]>::to_vec))
    }

    async fn bytes(&self, name: BlobName) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.blobs.borrow().get(&name).cloned())
    }

    async fn drop_bytes(&self, name: BlobName) -> Result<(), StoreError> {
        if !self.uploads.borrow().get(&name).is_none_or(Upload::is_sent) {
            return Err(StoreError::Unsent);
        }
        self.check_room(1)?;
        self.blobs.borrow_mut().remove(&name);
        Ok(())
    }

    async fn forget(&self, name: BlobName) -> Result<(), StoreError> {
        self.check_room(2)?;
        self.blobs.borrow_mut().remove(&name);
        self.uploads.borrow_mut().remove(&name);
        Ok(())
    }
}
