//! Before the server says that it is there: whether the place of files takes, lists, gives and deletes. A
//! place that refuses will go on refusing, and the operator should hear of it now; one that does not answer
//! may answer tomorrow, and text does not wait for it.

use std::time::Duration;

use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{Error, ObjectStoreExt, PutPayload};

use super::{Store, UPLOADS};

/// A start does not wait longer for the place of files.
const PATIENCE: Duration = Duration::from_secs(5);
/// What is written and deleted again.
const NAME: &str = "trial";

#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    #[error("the access key, its secret or what they may do is refused")]
    Refused(#[source] Error),
    #[error("the bucket or folder is not there")]
    NotThere(#[source] Error),
}

impl Store {
    pub async fn try_out(&self) -> Result<(), TrialError> {
        let trial = async {
            match self.write().await {
                Ok(()) => self.use_up().await.map_err(TrialError::Refused),
                Err(error @ (Error::PermissionDenied { .. } | Error::Unauthenticated { .. })) => {
                    Err(TrialError::Refused(error))
                }
                Err(error @ Error::NotFound { .. }) => Err(TrialError::NotThere(error)),
                Err(error) => {
                    tracing::warn!(%error, "the place of files fails; files wait, text goes on");
                    Ok(())
                }
            }
        };
        tokio::time::timeout(PATIENCE, trial).await.unwrap_or_else(|_| {
            tracing::warn!("the place of files does not answer; files wait, text goes on");
            Ok(())
        })
    }

    async fn write(&self) -> Result<(), Error> {
        self.objects.put(&Path::from(NAME), PutPayload::from_static(b"trial")).await.map(drop)
    }

    /// Whoever may write and fails here lacks a right. Several servers may do this at once: what another has
    /// deleted meanwhile is no fault.
    async fn use_up(&self) -> Result<(), Error> {
        self.objects.list(Some(&Path::from(UPLOADS))).try_next().await?;
        let path = Path::from(NAME);
        for outcome in [self.objects.head(&path).await.map(drop), self.objects.delete(&path).await] {
            match outcome {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
