//! Answers who scanned the code of a certificate. Public: it tells what `domain::verification` lets it tell, and
//! each address only so often in a minute.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
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
        (from, now): (IpAddr, Millis),
    ) -> Result<Option<Told>, CertificateError> {
        self.pace.admit(from, now).map_err(|wait_ms| CertificateError::TooOften { wait_ms })?;
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

/// So many at once from one address, and one more for each pause that passed: a market day behind the address
/// of a phone company, not a search for numbers. Nobody is slowed down by what others try.
#[derive(Default)]
struct Pace(Mutex<Turns>);

#[derive(Default)]
struct Turns {
    by_address: HashMap<IpAddr, Millis>,
    /// For all who came when the table was full.
    others: Millis,
}

impl Pace {
    const AT_ONCE: i64 = 60;
    const PAUSE: i64 = 200;
    const MOST_ADDRESSES: usize = 10_000;

    /// Takes a turn, or says how many milliseconds to wait for one.
    fn admit(&self, from: IpAddr, now: Millis) -> Result<(), i64> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Turns { by_address, others } = &mut *turns;
        let from = network(from);
        if by_address.len() >= Self::MOST_ADDRESSES && !by_address.contains_key(&from) {
            by_address.retain(|_, next| *next > now);
        }
        let has_room = by_address.len() < Self::MOST_ADDRESSES || by_address.contains_key(&from);
        let next = if has_room { by_address.entry(from).or_default() } else { others };
        let ahead = next.since(now).max(0);
        let most = (Self::AT_ONCE - 1) * Self::PAUSE;
        if ahead > most {
            return Err(ahead - most);
        }
        *next = now + (ahead + Self::PAUSE);
        Ok(())
    }
}

/// A line has a whole /64 of the new addresses to itself: it counts as one.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Millis = Millis(1_700_000_000_000);

    fn v4(last: u32) -> IpAddr {
        IpAddr::V4((0xCB00_7100 + last).into())
    }

    fn answered(pace: &Pace, from: IpAddr, now: Millis) -> usize {
        (0..100).filter(|_| pace.admit(from, now).is_ok()).count()
    }

    #[test]
    fn a_burst_is_answered_and_then_one_in_each_pause() {
        let pace = Pace::default();
        assert_eq!(answered(&pace, v4(1), NOON), 60);
        assert_eq!(pace.admit(v4(1), NOON), Err(200));
        assert_eq!(pace.admit(v4(1), NOON + 150), Err(50));
        assert_eq!(pace.admit(v4(1), NOON + 200), Ok(()));
        assert_eq!(pace.admit(v4(1), NOON + 200), Err(200), "asking in vain takes no turn");
        assert_eq!(answered(&pace, v4(1), NOON + 60_000), 60, "rested, and no more than that");
    }

    #[test]
    fn who_searches_slows_down_nobody_else() {
        let pace = Pace::default();
        assert_eq!(answered(&pace, v4(1), NOON), 60);
        assert_eq!(answered(&pace, v4(2), NOON), 60);
        let home = |last: u16| IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 7, 7, 0, 0, 0, last));
        assert_eq!(answered(&pace, home(1), NOON), 60);
        assert_eq!(answered(&pace, home(2), NOON), 0, "the same line under another of its addresses");
        assert_eq!(answered(&pace, "2001:db8:7:8::1".parse().unwrap(), NOON), 60);
        assert_eq!(answered(&pace, "::ffff:203.0.113.1".parse().unwrap(), NOON), 0, "an old address");
    }

    #[test]
    fn the_table_stays_small_and_forgets_who_has_rested() {
        let pace = Pace::default();
        let most = u32::try_from(Pace::MOST_ADDRESSES).unwrap();
        for from in 0..most + 500 {
            let _ = pace.admit(IpAddr::V4((0x0A00_0000 + from).into()), NOON);
        }
        assert_eq!(pace.0.lock().unwrap().by_address.len(), Pace::MOST_ADDRESSES);
        assert_eq!(pace.admit(v4(1), NOON), Err(200), "the late ones share what is left");
        assert_eq!(answered(&pace, v4(1), NOON + 60_000), 60);
        assert_eq!(pace.0.lock().unwrap().by_address.len(), 1);
    }
}
