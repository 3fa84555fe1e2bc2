//! The twin of the real store in memory: for tests of what stands above a store. Handles of one
//! name share one disk, which can be made to refuse.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use domain::sync::batch::{Saved, WriteBatch};
use domain::testing::MemoryDisk;

use super::{Store, StoreError};

/// A disk in memory.
#[derive(Clone, Default)]
pub struct Memory {
    disk: Rc<RefCell<MemoryDisk>>,
    notes: Rc<RefCell<BTreeMap<String, String>>>,
    room: Rc<Cell<Option<usize>>>,
}

impl Memory {
    /// From now on a batch fits only if it has at most so many writes;
    /// `None` = any number.
    pub fn limit(&self, writes: Option<usize>) {
        self.room.set(writes);
    }
}

impl Store for Memory {
    async fn load(&self) -> Result<Saved, StoreError> {
        Ok(self.disk.borrow().load())
    }

    async fn commit(&self, batch: &WriteBatch) -> Result<(), StoreError> {
        if self.room.get().is_some_and(|room| batch.ops.len() > room) {
            return Err(StoreError::Full);
        }
        self.disk.borrow_mut().commit(batch);
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
