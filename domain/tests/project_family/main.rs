//! A project and what belongs to it, pushed through the real authority: single stories, and random
//! histories of money in which no invariant of DOMAIN §4.6 is ever broken.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

mod adjustments;
mod before_contract;
mod codes;
mod dossier;
mod grants;
mod histories;
mod lists;
mod misuse;
mod office;
mod scopes;
mod stories;
mod waiting;
