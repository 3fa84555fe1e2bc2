//! The people who signed in on this browser: enough to open their book without network and to give
//! them the same device again. No secret, no record. Kept strictly, in a database of its own: the
//! browser writes its local storage to the disk as much as a minute late, and a tablet whose battery
//! dies in that minute would not know whose book it holds.

use domain::id::{DeviceId, UserId};
use domain::search::lower;
use serde::{Deserialize, Serialize};

use crate::store::codec::{decode, encode};
use crate::store::indexed_db::IndexedDb;
use crate::store::{Store, StoreError};
use crate::sync::account::Account;

const DATABASE: &str = "so-people";
const NOTE: &str = "people";

/// One person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Known {
    user: UserId,
    login: String,
    device: DeviceId,
    /// Unsent entries when the person signed out.
    #[serde(default)]
    unsent: usize,
}

impl Known {
    pub(super) fn new(account: &Account) -> Self {
        Self {
            user: account.account.id,
            login: account.account.login.clone(),
            device: account.device.id,
            unsent: 0,
        }
    }
}

/// Everybody, the one who signed in last at the end.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct People {
    #[serde(default)]
    all: Vec<Known>,
    /// Whose book is to be opened.
    #[serde(default)]
    pub(super) last: Option<UserId>,
    /// The person signed out, and the server has still to be told.
    #[serde(default)]
    pub(super) is_leaving: bool,
}

impl People {
    /// Remembers a person as the one who uses this browser.
    pub(super) fn remember(&mut self, person: Known) {
        self.last = Some(person.user);
        self.is_leaving = false;
        self.all.retain(|other| other.user != person.user);
        self.all.push(person);
    }

    /// The person signed out and leaves so much unsent.
    pub(super) fn leave(&mut self, unsent: usize) {
        for person in self.all.iter_mut().filter(|person| Some(person.user) == self.last) {
            person.unsent = unsent;
        }
        self.last = None;
        self.is_leaving = true;
    }

    /// The device a login name had on this browser.
    pub(super) fn device(&self, login: &str) -> Option<DeviceId> {
        let login = lower(login);
        self.all.iter().find(|person| lower(&person.login) == login).map(|person| person.device)
    }

    /// The login name used last.
    pub(super) fn last_login(&self) -> Option<String> {
        self.all.last().map(|person| person.login.clone())
    }

    /// Unsent entries of everybody but one.
    pub(super) fn unsent(&self, but: Option<UserId>) -> usize {
        self.all.iter().filter(|person| Some(person.user) != but).map(|person| person.unsent).sum()
    }
}

/// Who is known. What cannot be read counts as nobody: they sign in again.
pub(super) async fn load() -> People {
    let read = async { read(&IndexedDb::open(DATABASE, || {}).await?).await };
    read.await.unwrap_or_default()
}

/// Changes what is on the disk, whatever another tab wrote meanwhile.
pub(super) async fn change(change: impl FnOnce(&mut People)) -> Result<People, StoreError> {
    let store = IndexedDb::open(DATABASE, || {}).await?;
    let mut people = read(&store).await?;
    change(&mut people);
    store.put_note(NOTE, &String::from_utf8_lossy(&encode(&people)?)).await?;
    Ok(people)
}

async fn read(store: &IndexedDb) -> Result<People, StoreError> {
    let note = store.note(NOTE).await?;
    note.map_or_else(|| Ok(People::default()), |text| decode(text.as_bytes()))
}
