//! Answers who scanned the code of a certificate. Public: it tells what `domain::verification` lets it tell, and
//! only so often in a minute, whoever asks.

use std::sync::{Arc, Mutex, PoisonError};

use domain::clock::Millis;
use domain::id::RecordId;
use domain::record::Kind;
use domain::sync::placement::Row;
use domain::verification::{Told, beside, told};
use domain::words::Lang;

use crate::storage::{Storage, StorageError};

#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    #[error("asked too often")]
    TooOften { wait_ms: i64 },
    #[error(transparent)]
    Storage(#[from] StorageError),
}

pub struct Certificates {
    storage: Arc<dyn Storage>,
    pace: Pace,
}

impl Certificates {
    pub fn new(storage: Arc<dyn Storage>) -> Self {
        Self { storage, pace: Pace::default() }
    }

    /// What is told of a certificate; nothing when there is none, or the check is of another.
    pub async fn ask(
        &self,
        id: RecordId,
        check: &str,
        lang: Lang,
        now: Millis,
    ) -> Result<Option<Told>, CertificateError> {
        self.pace.admit(now).map_err(|wait_ms| CertificateError::TooOften { wait_ms })?;
        let Some((kind, row)) = self.read(id).await? else { return Ok(None) };
        let named = beside(kind).and_then(|field| row.doc.text(field)).and_then(|id| id.parse().ok());
        let named = match named {
            Some(id) => self.read(id).await?,
            None => None,
        };
        let title = named.as_ref().and_then(|(kind, row)| row.doc.text(kind.spec().title));
        Ok(told(id, kind, &row.doc, title, check, (lang, now.day())))
    }

    async fn read(&self, id: RecordId) -> Result<Option<(Kind, Row)>, StorageError> {
        let row = self.storage.record(id.0).await?;
        Ok(row.and_then(|row| Some((row.kind.known()?, row))))
    }
}

/// So many at once, and one more for each pause that passed: a market day, not a search for numbers. All who ask
/// count together, because many stand behind one address.
#[derive(Default)]
struct Pace(Mutex<Millis>);

impl Pace {
    const AT_ONCE: i64 = 60;
    const PAUSE: i64 = 200;

    /// Takes a turn, or says how many milliseconds to wait for one.
    fn admit(&self, now: Millis) -> Result<(), i64> {
        let mut next = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ahead = next.since(now).max(0);
        let most = (Self::AT_ONCE - 1) * Self::PAUSE;
        if ahead > most {
            return Err(ahead - most);
        }
        *next = now + (ahead + Self::PAUSE);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Millis = Millis(1_700_000_000_000);

    #[test]
    fn a_burst_is_answered_and_then_one_in_each_pause() {
        let pace = Pace::default();
        let answered = (0..100).filter(|_| pace.admit(NOON).is_ok()).count();
        assert_eq!(answered, 60);
        assert_eq!(pace.admit(NOON), Err(200));
        assert_eq!(pace.admit(NOON + 150), Err(50));
        assert_eq!(pace.admit(NOON + 200), Ok(()));
        assert_eq!(pace.admit(NOON + 200), Err(200), "asking in vain takes no turn");
        let later = NOON + 60_000;
        assert_eq!(
            (0..100).filter(|_| pace.admit(later).is_ok()).count(),
            60,
            "rested, and no more than that"
        );
    }
}
