//! The bytes of pictures and papers (PROTOCOL §9): taken in chunks, checked when they are whole,
//! handed out to who holds a record that names them. What the record says is `sync`'s business; the
//! names of files are hashes, and nothing here believes what a file is called.

mod assembly;
pub mod media;
mod office;
pub mod painted;
mod picture;
pub mod refusal;
mod rendition;
#[cfg(any(test, feature = "testing"))]
pub mod samples;
mod standing;
pub mod store;
mod sweep;
mod zip;

use std::ops::Range;
use std::sync::Arc;

use domain::attachment::blob::{BlobName, chunks, span};
use domain::clock::Millis;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use self::media::Media;
use self::refusal::Refusal;
use self::standing::Standing;
pub use self::standing::State;
use self::store::trial::TrialError;
use self::store::{OpenError, Store, Stream};
use crate::auth::Principal;
use crate::config::files::Files;
use crate::storage::blobs::{Look, UploadKey};
use crate::storage::{Storage, StorageError};
use crate::sync::judge::HeldAt;

pub struct Attachments {
    storage: Arc<dyn Storage>,
    store: Store,
    /// One file is checked and drawn at a time: a large picture takes some hundred megabytes.
    press: Semaphore,
}

/// A file that may be read.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// SHA-256 of what is handed out.
    pub name: BlobName,
    pub media: Media,
    pub bytes: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    #[error("no record in a scope held names this file")]
    Unknown,
    #[error("the record is here, its file has not arrived yet")]
    Incomplete,
    #[error("this role adds no files there")]
    NoRight,
    #[error("the session is over")]
    SessionOver,
    #[error("the record tells of a file larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the file has {count} chunks, counted from 0")]
    NoSuchChunk { count: u32 },
    #[error("this chunk has {expected} bytes, not another number")]
    ChunkLength { expected: u64 },
    #[error("the bytes are not those the name stands for; send all of them again")]
    HashMismatch,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("files can be neither stored nor read at the moment")]
    Store(#[from] object_store::Error),
    #[error("a file that the database knows is not in the store")]
    Lost(#[source] object_store::Error),
    #[error("checking a file ended badly")]
    Press(#[from] tokio::task::JoinError),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error("a kept {what} cannot be read")]
    Corrupt { what: &'static str },
}

/// The name of these bytes.
pub fn name_of(bytes: &[u8]) -> BlobName {
    BlobName(Sha256::digest(bytes).into())
}

impl Attachments {
    pub fn open(storage: Arc<dyn Storage>, files: &Files) -> Result<Self, OpenError> {
        Ok(Self { storage, store: Store::open(files)?, press: Semaphore::new(1) })
    }

    /// Whether the place of files can be used as its settings say.
    pub async fn try_out(&self) -> Result<(), TrialError> {
        self.store.try_out().await
    }

    /// What has arrived of a file.
    pub async fn state(&self, who: &Principal, name: BlobName, now: Millis) -> Result<State, BlobError> {
        Ok(self.standing(who, name, now).await?.state())
    }

    /// Takes a chunk; with the last one the file is put together and checked. A chunk that comes
    /// again changes nothing.
    pub async fn receive(
        self: &Arc<Self>,
        who: &Principal,
        name: BlobName,
        chunk: u32,
        bytes: Vec<u8>,
        now: Millis,
    ) -> Result<State, BlobError> {
        let standing = self.standing(who, name, now).await?;
        let whole = standing.task()?.bytes;
        let key = UploadKey { account: who.user.0, name };
        match standing.state() {
            State::Complete => {
                // Somebody else was faster: what was sent until now is not needed.
                if standing.is_under_way() {
                    self.forget(&key).await;
                }
                return Ok(State::Complete);
            }
            State::Refused(refusal) => return Err(refusal.into()),
            State::Partial(_) => {}
        }
        let count = chunks(whole);
        if chunk >= count {
            return Err(BlobError::NoSuchChunk { count });
        }
        let span = span(whole, chunk);
        let expected = span.end - span.start;
        if u64::try_from(bytes.len()) != Ok(expected) {
            return Err(BlobError::ChunkLength { expected });
        }
        if !standing.is_under_way() {
            self.storage.open_upload(&key, whole, now.0).await?;
        }
        self.store.put_chunk(&key, chunk, bytes).await?;
        let Some(upload) = self.storage.note_chunk(&key, chunk, now.0).await? else {
            // Given up or finished meanwhile, by another device of the same person: it belongs to nothing.
            self.drop_chunks(&key).await;
            return self.state(who, name, now).await;
        };
        if !upload.received.is_whole(count) {
            return Ok(State::Partial(upload.received.missing(count)));
        }
        // In a task of its own: who waits too long and comes again finds it done.
        let (attachments, who) = (Arc::clone(self), who.clone());
        tokio::spawn(async move { attachments.assemble(&who, name, now).await }).await?
    }

    /// The file, if it has arrived and may be read.
    pub async fn find(&self, who: &Principal, name: BlobName, now: Millis) -> Result<Kept, BlobError> {
        let standing = self.standing(who, name, now).await?;
        if !standing.is_readable() {
            return Err(BlobError::Unknown);
        }
        let blob = standing.kept().ok_or(BlobError::Incomplete)?;
        let kept = blob.kept_sha256.as_slice().try_into();
        Ok(Kept {
            name: BlobName(kept.map_err(|_| BlobError::Corrupt { what: "name of a file" })?),
            media: Media::from_mime(&blob.media_type).ok_or(BlobError::Corrupt { what: "type of a file" })?,
            bytes: blob.kept_bytes.cast_unsigned(),
        })
    }

    /// A part of a file that was found.
    pub async fn read(&self, kept: &Kept, range: Range<u64>) -> Result<Stream, BlobError> {
        self.store.read(kept.name, range).await.map_err(|error| match error {
            object_store::Error::NotFound { .. } => BlobError::Lost(error),
            error => BlobError::Store(error),
        })
    }

    async fn standing(&self, who: &Principal, name: BlobName, now: Millis) -> Result<Standing, BlobError> {
        let reach = HeldAt(now);
        let look = Look { account: who.user, device: who.device, reach: &reach, name };
        let seen = self.storage.look(&look).await?.ok_or(BlobError::SessionOver)?;
        Standing::of(seen).ok_or(BlobError::Unknown)
    }
}
