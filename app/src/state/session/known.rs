//! The people who signed in on this browser: enough to open their book without network and to give
//! them the same device again. No secret, no record.

use domain::id::{DeviceId, UserId};
use serde::{Deserialize, Serialize};

use crate::platform::preferences;
use crate::sync::account::Account;

const PEOPLE: &str = "session.people";
const LAST: &str = "session.last";
const LEAVING: &str = "session.leaving";

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

/// Remembers a person as the one who uses this browser.
pub(super) fn remember(person: &Known) {
    let mut people = people();
    people.retain(|other| other.user != person.user);
    people.push(person.clone());
    preferences::write(PEOPLE, &people);
    preferences::write(LAST, &person.user);
    preferences::remove(LEAVING);
}

/// The device a login name had on this browser.
pub(super) fn device(login: &str) -> Option<DeviceId> {
    let login = login.to_lowercase();
    people().iter().find(|person| person.login.to_lowercase() == login).map(|person| person.device)
}

/// Whose book is to be opened.
pub(super) fn last_user() -> Option<UserId> {
    preferences::read(LAST)
}

/// The login name used last.
pub(super) fn last_login() -> Option<String> {
    people().last().map(|person| person.login.clone())
}

/// Unsent entries of everybody but one.
pub(super) fn unsent(but: Option<UserId>) -> usize {
    people().iter().filter(|person| Some(person.user) != but).map(|person| person.unsent).sum()
}

/// Remembers how much a person leaves unsent.
pub(super) fn set_unsent(user: Option<UserId>, count: usize) {
    let mut people = people();
    for person in people.iter_mut().filter(|person| Some(person.user) == user) {
        person.unsent = count;
    }
    preferences::write(PEOPLE, &people);
}

/// The person signed out; the server has still to be told.
pub(super) fn leave() {
    preferences::remove(LAST);
    preferences::write(LEAVING, &true);
}

/// The server was told.
pub(super) fn left() {
    preferences::remove(LEAVING);
}

/// Whether the server has still to be told.
pub(super) fn is_leaving() -> bool {
    preferences::read(LEAVING).unwrap_or(false)
}

fn people() -> Vec<Known> {
    preferences::read(PEOPLE).unwrap_or_default()
}
