//! Chunks that nobody needs any more: of files that are whole, that were refused, and that were
//! begun and never finished.

use domain::clock::Millis;

use super::{Attachments, BlobError};
use crate::storage::blobs::UploadKey;

/// A device that was away longer than this sends the file anew.
const KEPT_FOR: i64 = 30 * 24 * 3600 * 1000;
/// Uploads looked at in one go.
const MOST: usize = 500;

impl Attachments {
    /// Forgets uploads that nobody has gone on with for thirty days, and tells how many.
    pub async fn sweep(&self, now: Millis) -> Result<usize, BlobError> {
        let mut swept = 0;
        for upload in self.storage.stale_uploads(now.0 - KEPT_FOR, MOST).await? {
            if self.storage.empty_upload(&upload.key, Some(upload.touched_at)).await? {
                self.store.delete_chunks(&upload.key).await?;
                self.storage.drop_upload(&upload.key).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// Forgets an upload. What stays because something fails here, the sweep finds.
    pub(super) async fn forget(&self, key: &UploadKey) {
        if let Err(error) = self.try_forget(key).await {
            tracing::warn!(%error, "chunks were left behind");
        }
    }

    /// Deletes the chunks of an upload that is kept in mind.
    pub(super) async fn drop_chunks(&self, key: &UploadKey) {
        if let Err(error) = self.store.delete_chunks(key).await {
            tracing::warn!(%error, "chunks were left behind");
        }
    }

    async fn try_forget(&self, key: &UploadKey) -> Result<(), BlobError> {
        self.storage.empty_upload(key, None).await?;
        self.store.delete_chunks(key).await?;
        Ok(self.storage.drop_upload(key).await?)
    }
}
