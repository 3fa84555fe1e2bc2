//! What a device keeps: confirmed records, their journal, cursors, the outbox and drafts, pictures and
//! papers, one store per account. A batch is one transaction and no handle of it escapes. It knows
//! nothing of when a batch is written or what it means.

pub mod codec;
pub mod indexed_db;
pub mod pages;

#[cfg(feature = "testing")]
pub mod contract;
#[cfg(feature = "testing")]
pub mod memory;

use domain::attachment::blob::BlobName;
use domain::attachment::upload::Upload;
use domain::sync::batch::{Durability, Saved, WriteBatch};
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
    /// Bytes the server does not have are never dropped.
    #[error("the server does not have these bytes")]
    Unsent,
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

    /// Puts what is kept in better order, if that is worth it: for a quiet moment. What is kept stays the
    /// same, and writes may go on meanwhile.
    fn fold(&self) -> impl Future<Output = Result<(), StoreError>>;

    /// A short text kept beside the book, such as who it belongs to.
    fn note(&self, name: &str) -> impl Future<Output = Result<Option<String>, StoreError>>;

    /// Keeps a short text beside the book, strictly.
    fn put_note(&self, name: &str, text: &str) -> impl Future<Output = Result<(), StoreError>>;
}

/// Pictures and papers beside the book, in the same store. Kept as bytes, chunk by chunk, so that a
/// vault can seal them and a chunk is read alone.
pub trait Blobs {
    /// What is known of every blob.
    fn uploads(&self) -> impl Future<Output = Result<Vec<Upload>, StoreError>>;

    /// Keeps bytes and what is known of them, both or neither. When it answers a strict call, they
    /// are on the disk.
    fn keep(
        &self,
        upload: &Upload,
        bytes: &[u8],
        durability: Durability,
    ) -> impl Future<Output = Result<(), StoreError>>;

    /// Writes anew what is known of a blob; its bytes stay.
    fn mark(&self, upload: &Upload) -> impl Future<Output = Result<(), StoreError>>;

    /// One chunk.
    fn chunk(&self, name: BlobName, chunk: u32) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>>;

    /// All the bytes; `None` when they were dropped or never kept.
    fn bytes(&self, name: BlobName) -> impl Future<Output = Result<Option<Vec<u8>>, StoreError>>;

    /// Drops bytes that the server has; what is known of them stays.
    fn drop_bytes(&self, name: BlobName) -> impl Future<Output = Result<(), StoreError>>;

    /// Forgets a blob, bytes and all: its record is gone, or never came to be.
    fn forget(&self, name: BlobName) -> impl Future<Output = Result<(), StoreError>>;
}
