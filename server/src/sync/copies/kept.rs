//! Packed pages in memory, those asked for last. A server that forgets them makes them again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use domain::clock::Millis;
use domain::id::{RecordId, ScopeId};
use domain::role::Role;
use sha2::{Digest, Sha256};

/// Bytes kept at most: some hundred thousand records.
const ROOM: usize = 64 << 20;
/// How long a page is kept that nobody asks for: a copy over a bad line takes that long.
const AGE_MS: i64 = 3_600_000;

/// What a page is found by.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Key {
    pub scope: ScopeId,
    pub role: Role,
    pub hash: String,
}

/// What a page is made of: a version of a record is one text for ever, so these need not be read to know that
/// the page is the same.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Contents([u8; 32]);

impl Contents {
    pub fn of(scope: &ScopeId, role: Role, epoch: u64, records: &[(RecordId, u64)]) -> Self {
        let mut hash = Sha256::new();
        hash.update(scope.as_str());
        hash.update([0]);
        hash.update(role.code());
        hash.update([0]);
        hash.update(epoch.to_be_bytes());
        for (id, ver) in records {
            hash.update(id.0.as_bytes());
            hash.update(ver.to_be_bytes());
        }
        Self(hash.finalize().into())
    }
}

struct Page {
    packed: Bytes,
    asked: Millis,
}

#[derive(Default)]
struct Pages {
    pages: HashMap<Key, Page>,
    made_of: HashMap<Contents, Key>,
    bytes: usize,
}

/// The pages kept.
#[derive(Default)]
pub struct Kept(Mutex<Pages>);

impl Kept {
    /// The page that is made of this, when it is here.
    pub fn page_of(&self, contents: &Contents, now: Millis) -> Option<String> {
        let pages = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = pages.made_of.get(contents)?;
        pages.pages.get_mut(key)?.asked = now;
        Some(key.hash.clone())
    }

    pub fn page(&self, key: &Key, now: Millis) -> Option<Bytes> {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let page = pages.pages.get_mut(key)?;
        page.asked = now;
        Some(page.packed.clone())
    }

    /// Keeps a page, and drops what is old or has no room.
    pub fn keep(&self, key: Key, contents: Contents, packed: Bytes, now: Millis) {
        let pages = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.bytes += packed.len();
        pages.made_of.insert(contents, key.clone());
        if let Some(before) = pages.pages.insert(key, Page { packed, asked: now }) {
            pages.bytes -= before.packed.len();
        }
        let mut by_age: Vec<_> = pages.pages.iter().map(|(key, page)| (page.asked, key.clone())).collect();
        by_age.sort_by_key(|(asked, _)| *asked);
        let mut dropped = false;
        for (asked, key) in by_age {
            if pages.bytes <= ROOM && now.0 - asked.0 < AGE_MS {
                break;
            }
            if let Some(page) = pages.pages.remove(&key) {
                pages.bytes -= page.packed.len();
                dropped = true;
            }
        }
        if dropped {
            pages.made_of.retain(|_, key| pages.pages.contains_key(key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(hash: &str, role: Role) -> Key {
        Key { scope: ScopeId::commune("07210"), role, hash: hash.to_owned() }
    }

    fn contents(ver: u64, role: Role) -> Contents {
        let record = RecordId(uuid::Uuid::from_u128(1));
        Contents::of(&ScopeId::commune("07210"), role, 1, &[(record, ver)])
    }

    #[test]
    fn a_page_of_one_role_is_none_of_another() {
        let kept = Kept::default();
        let (officer, council) = (Role::CommuneOfficer, Role::CouncilMember);
        kept.keep(key("a", officer), contents(1, officer), Bytes::from_static(b"x"), Millis(0));
        assert!(kept.page(&key("a", officer), Millis(0)).is_some());
        assert!(kept.page(&key("a", council), Millis(0)).is_none());
        assert_eq!(kept.page_of(&contents(1, officer), Millis(0)).as_deref(), Some("a"));
        assert_eq!(kept.page_of(&contents(1, council), Millis(0)), None);
        assert_eq!(kept.page_of(&contents(2, officer), Millis(0)), None, "another version");
    }

    #[test]
    fn what_nobody_asks_for_goes_and_what_has_no_room() {
        let (kept, role) = (Kept::default(), Role::CommuneOfficer);
        let large = || Bytes::from(vec![0; ROOM / 3]);
        for (at, hash) in ["a", "b", "c"].into_iter().enumerate() {
            kept.keep(key(hash, role), contents(at as u64, role), large(), Millis(at as i64));
        }
        assert!(kept.page(&key("a", role), Millis(3)).is_some(), "asked for last");
        kept.keep(key("d", role), contents(4, role), large(), Millis(4));
        let here = |hash: &str, now: i64| kept.page(&key(hash, role), Millis(now)).is_some();
        assert_eq!(["a", "b", "c", "d"].map(|hash| here(hash, 5)), [true, false, true, true]);
        assert_eq!(kept.page_of(&contents(1, role), Millis(5)), None);
        kept.keep(key("e", role), contents(5, role), Bytes::new(), Millis(AGE_MS + 5));
        assert_eq!(["a", "c", "d", "e"].map(|hash| here(hash, AGE_MS + 5)), [false, false, false, true]);
    }
}
