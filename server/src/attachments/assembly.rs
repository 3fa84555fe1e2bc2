//! From chunks to a file: joined, compared with its name, drawn anew, kept.

use std::sync::Arc;

use domain::attachment::blob::BlobName;
use domain::clock::Millis;

use super::refusal::Refusal;
use super::rendition::{Rendition, render};
use super::standing::{State, Task};
use super::{Attachments, BlobError, name_of};
use crate::auth::Principal;
use crate::storage::blobs::{BlobRow, Kept, Part, UploadKey};

/// What became of the joined bytes.
enum Checked {
    OtherBytes,
    Refused(Refusal),
    /// Nothing to keep: the server has the file from somebody else.
    Known,
    Fresh(Rendition),
}

/// Whether the file has to be drawn.
#[derive(Clone, Copy)]
enum Stored {
    Already,
    NotYet(Part),
}

impl Attachments {
    pub(super) async fn assemble(
        self: &Arc<Self>,
        who: &Principal,
        name: BlobName,
        now: Millis,
    ) -> Result<State, BlobError> {
        // Nobody closes it.
        let _turn = self.press.acquire().await;
        let standing = self.standing(who, name, now).await?;
        let task = standing.task()?;
        let key = UploadKey { account: who.user.0, name };
        match standing.state() {
            State::Complete => {
                self.forget(&key).await;
                return Ok(State::Complete);
            }
            State::Refused(refusal) => return Err(refusal.into()),
            State::Partial(missing) if !standing.is_whole() => return Ok(State::Partial(missing)),
            State::Partial(_) => {}
        }
        let Some(bytes) = self.store.join_chunks(&key, task.bytes).await? else {
            self.forget(&key).await;
            return self.state(who, name, now).await;
        };
        let stored = if standing.stored().is_some() { Stored::Already } else { Stored::NotYet(task.part) };
        let fresh = match check(name, bytes, stored).await? {
            Checked::OtherBytes => {
                self.forget(&key).await;
                return Err(BlobError::HashMismatch);
            }
            Checked::Refused(refusal) => {
                self.storage.refuse_upload(&key, refusal.code(), now.0).await?;
                self.drop_chunks(&key).await;
                return Err(refusal.into());
            }
            Checked::Known => None,
            Checked::Fresh(rendition) => Some(self.keep(name, &task, rendition, now).await?),
        };
        self.storage.keep_blob(&Kept { name, fresh, account: key.account, scopes: &task.scopes }).await?;
        self.forget(&key).await;
        // The record may have moved meanwhile: "complete" is said only of what can be read from now on.
        self.state(who, name, now).await
    }

    /// The bytes are in the store before the database tells of them.
    async fn keep(
        &self,
        name: BlobName,
        task: &Task,
        rendition: Rendition,
        now: Millis,
    ) -> Result<BlobRow, BlobError> {
        let row = BlobRow {
            sha256: name.0.to_vec(),
            bytes: task.bytes.cast_signed(),
            media_type: rendition.media.mime().to_owned(),
            kept_sha256: rendition.name.0.to_vec(),
            kept_bytes: i64::try_from(rendition.bytes.len()).unwrap_or(i64::MAX),
            kept_at: now.0,
        };
        self.store.keep(rendition.name, rendition.bytes).await?;
        Ok(row)
    }
}

async fn check(name: BlobName, bytes: Vec<u8>, stored: Stored) -> Result<Checked, BlobError> {
    let work = move || {
        if name_of(&bytes) != name {
            return Checked::OtherBytes;
        }
        match stored {
            Stored::Already => Checked::Known,
            Stored::NotYet(part) => render(part, bytes).map_or_else(Checked::Refused, Checked::Fresh),
        }
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(checked) => Ok(checked),
        // A picture at which its decoder panics would do so each time it is sent.
        Err(error) if error.is_panic() => {
            tracing::error!(%name, "a file made its decoder panic");
            Ok(Checked::Refused(Refusal::Damaged))
        }
        Err(error) => Err(error.into()),
    }
}
