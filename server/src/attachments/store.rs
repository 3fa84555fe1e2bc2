//! Where the bytes lie: a folder beside the database, or a bucket that speaks S3. Kept files are
//! named by the SHA-256 of what is in them and never change; chunks lie apart until a file is whole.

#[cfg(feature = "s3")]
mod s3;
pub mod trial;

use std::ops::Range;
use std::os::unix::fs::DirBuilderExt;
use std::sync::Arc;

use bytes::Bytes;
use domain::attachment::blob::{BlobName, chunks};
use futures_util::TryStreamExt;
use futures_util::stream::{BoxStream, StreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, GetOptions, ObjectStore, ObjectStoreExt, PutPayload};

use super::name_of;
use crate::config::files::Files;
use crate::storage::blobs::UploadKey;

/// Where chunks lie.
const UPLOADS: &str = "uploads";

/// Bytes as they come from the disk or the line.
pub type Stream = BoxStream<'static, Result<Bytes, Error>>;

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the folder of files cannot be made")]
    Folder(#[source] std::io::Error),
    #[cfg(not(feature = "s3"))]
    #[error("this program was built without S3: build it with the feature `s3`, or name a folder")]
    NoBuckets,
    #[error("the place of files cannot be opened")]
    Place(#[from] Error),
}

pub struct Store {
    objects: Arc<dyn ObjectStore>,
}

impl Store {
    pub fn open(files: &Files) -> Result<Self, OpenError> {
        match files {
            Files::Folder(folder) => {
                let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
                made.map_err(OpenError::Folder)?;
                // What is called received or kept survives a power failure.
                let objects = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
                Ok(Self { objects: Arc::new(objects.with_automatic_cleanup(true)) })
            }
            #[cfg(feature = "s3")]
            Files::Bucket(bucket) => Ok(Self { objects: s3::open(bucket)? }),
            #[cfg(not(feature = "s3"))]
            Files::Bucket(_) => Err(OpenError::NoBuckets),
        }
    }

    pub async fn put_chunk(&self, key: &UploadKey, chunk: u32, bytes: Vec<u8>) -> Result<(), Error> {
        self.objects.put(&chunk_path(key, chunk), PutPayload::from(bytes)).await?;
        Ok(())
    }

    /// The whole file; `None` when a chunk is no longer there.
    pub async fn join_chunks(&self, key: &UploadKey, size: u64) -> Result<Option<Vec<u8>>, Error> {
        let mut whole = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        for chunk in 0..chunks(size) {
            let found = match self.objects.get(&chunk_path(key, chunk)).await {
                Ok(found) => found,
                Err(Error::NotFound { .. }) => return Ok(None),
                Err(error) => return Err(error),
            };
            whole.extend_from_slice(&found.bytes().await?);
        }
        Ok(Some(whole))
    }

    /// Deletes every chunk of an upload that is there.
    pub async fn delete_chunks(&self, key: &UploadKey) -> Result<(), Error> {
        let chunks = self.objects.list(Some(&upload_path(key))).map_ok(|chunk| chunk.location);
        let mut deleted = self.objects.delete_stream(chunks.boxed());
        while let Some(deleted) = deleted.next().await {
            match deleted {
                Ok(_) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    pub async fn keep(&self, name: BlobName, bytes: Vec<u8>) -> Result<(), Error> {
        self.objects.put(&kept_path(name), PutPayload::from(bytes)).await?;
        Ok(())
    }

    /// A part of a kept file.
    pub async fn read(&self, name: BlobName, range: Range<u64>) -> Result<Stream, Error> {
        let found =
            self.objects.get_opts(&kept_path(name), GetOptions::new().with_range(Some(range))).await?;
        Ok(found.into_stream())
    }
}

/// Failures name paths, and logs name nobody: the folder of an upload does not tell whose it is.
fn upload_path(key: &UploadKey) -> Path {
    let upload = name_of(&[key.account.as_bytes().as_slice(), &key.name.0].concat());
    Path::from(UPLOADS).join(upload.to_string())
}

fn chunk_path(key: &UploadKey, chunk: u32) -> Path {
    upload_path(key).join(chunk.to_string())
}

/// Folders of some hundred files each stay quick.
fn kept_path(name: BlobName) -> Path {
    let name = name.to_string();
    let folder: String = name.chars().take(2).collect();
    Path::from(format!("kept/{folder}/{name}"))
}
