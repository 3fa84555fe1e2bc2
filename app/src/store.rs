//! What a device keeps: confirmed records, their journal, cursors, the outbox and drafts, one store
//! per account. A batch is one transaction and no handle of it escapes. It knows nothing of when a
//! batch is written or what it means.

pub mod codec;
pub mod indexed_db;

#[cfg(feature = "testing")]
pub mod contract;
#[cfg(feature = "testing")]
pub mod memory;

use domain::sync::batch::{Saved, WriteBatch};
use thiserror::Error;

/// Why a store did not do what it was asked.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum StoreError {
    /// Nothing of the batch was written.
    #[error("the device has no room left")]
    Full,
    /// A newer app wrote it; the outbox can still be read for export.
    #[error("a newer version of the app has written this store")]
    TooNew,
    /// Another tab replaces the schema.
    #[error("the store was closed because another tab updates the app")]
    Closed,
    /// Something in it is not what this app wrote.
    #[error("the store holds something unreadable: {0}")]
    Unreadable(String),
    /// The browser refused.
    #[error("the browser refused: {0}")]
    Failed(String),
}

/// Longest name of a note.
pub const LONGEST_NOTE_NAME: usize = 40;

/// A device's store of one account.
pub trait Store {
    /// Reads everything.
    fn load(&self) -> impl Future<Output = Result<Saved, StoreError>>;

    /// Writes a batch as one transaction: all of it, in order, or nothing. When it answers, a
    /// strict batch is on the disk.
    fn commit(&self, batch: &WriteBatch) -> impl Future<Output = Result<(), StoreError>>;

    /// A short text kept beside the book, such as who it belongs to.
    fn note(&self, name: &str) -> impl Future<Output = Result<Option<String>, StoreError>>;

    /// Keeps a short text beside the book, strictly.
    fn put_note(&self, name: &str, text: &str) -> impl Future<Output = Result<(), StoreError>>;
}
