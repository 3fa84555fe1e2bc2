//! What a device and the server say to each other. How it is spelled on the wire is in
//! [`crate::wire`].

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::change::{Change, Mutation, Outcome, Stamp};
use crate::clock::Millis;
use crate::id::{DeviceId, RecordId, ScopeId};
use crate::record::KindName;
use crate::role::Role;
use crate::sync::checksum::Sum;
use crate::value::Value;

/// The most mutations in one push.
pub const MAX_PUSH: usize = 500;
/// Rows in one page of a pull or snapshot.
pub const PAGE_ROWS: usize = 500;

/// Sends mutations.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PushRequest {
    /// Version of the wire format.
    pub wire: u16,
    /// The device.
    pub device: DeviceId,
    /// Mutations in the order they were made.
    pub muts: Vec<Mutation>,
}

/// Tells what became of each mutation, in the order they were sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PushAnswer {
    /// Time of the server.
    pub now: Millis,
    /// One result a mutation.
    pub results: Vec<PushResult>,
}

/// What became of one mutation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PushResult {
    /// Its counter.
    pub seq: u64,
    /// Whether this is the stored answer of an earlier push.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub replayed: bool,
    /// The outcome.
    pub outcome: Outcome,
}

/// Where a device stands in a scope.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Cursor {
    /// Life of the scope's counter: changes when the server was restored from a backup.
    pub epoch: u64,
    /// Every record changed up to this version, and not since, is on the device.
    pub ver: u64,
    /// In the middle of several pages: where the first of them began. A record that changed again
    /// was left out of the earlier pages, so its fields count as sent only up to here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<u64>,
}

impl Cursor {
    /// Where a device stands that has everything up to a version.
    pub const fn at(epoch: u64, ver: u64) -> Self {
        Self { epoch, ver, since: None }
    }

    /// Fields changed after this version are news.
    pub fn complete(&self) -> u64 {
        self.since.unwrap_or(self.ver)
    }

    /// Where the device stands after a page up to `ver`; `last` when there is no more up to the
    /// head.
    #[must_use]
    pub fn advanced(&self, ver: u64, last: bool) -> Self {
        Self { epoch: self.epoch, ver, since: (!last).then(|| self.complete()) }
    }
}

/// Asks for what is new.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PullRequest {
    /// Version of the wire format.
    pub wire: u16,
    /// The device.
    pub device: DeviceId,
    /// Where it stands; scopes without a cursor come as a snapshot.
    pub cursors: BTreeMap<ScopeId, Cursor>,
    /// Counter of the newest mutation ever made on the device, so that the server knows how many
    /// are still to come, or were lost with the device.
    pub newest_seq: u64,
}

/// Tells what is new, all scopes from one state of the database.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PullAnswer {
    /// Time of the server.
    pub now: Millis,
    /// Every scope the account holds now, and its role there. The device drops all others.
    pub held: BTreeMap<ScopeId, Role>,
    /// News by scope; scopes without news are left out.
    pub pages: Vec<ScopePage>,
    /// Life of the database: another one after it was restored from a backup. What was sent in the life before
    /// may be forgotten.
    #[serde(default, skip_serializing_if = "is_default")]
    pub life: u64,
    /// Whether there is more to pull at once.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub more: bool,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// News of one scope.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScopePage {
    /// Rows and journal entries after the cursor.
    Delta(Delta),
    /// No cursor, or one that does not count any more: copy the scope, and keep the outbox.
    Snapshot {
        /// The scope.
        scope: ScopeId,
        /// Why.
        #[serde(default, skip_serializing_if = "is_default")]
        cause: CopyCause,
    },
}

/// Why a scope is to be copied.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CopyCause {
    /// What is gone since the cursor is not known any more: what `410` says of an address.
    Gone,
    /// The cursor is of another life of the scope: a backup was put back.
    Restored,
    /// The device has nothing of it, or the server is newer and has another reason.
    #[default]
    #[serde(other)]
    New,
}

/// Rows and journal entries after a cursor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Delta {
    /// The scope.
    pub scope: ScopeId,
    /// Where the device stands when it has applied this.
    pub to: Cursor,
    /// Each changed record once, by version: puts before leaves of the same record.
    pub rows: Vec<RowDelta>,
    /// Journal entries, oldest first.
    pub changes: Vec<Change>,
    /// Records and sum of the scope at `to`, when this page is the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Sum>,
}

/// What is new of one record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RowDelta {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: KindName,
    /// Its version.
    pub ver: u64,
    /// Fields changed since the cursor; `None` = cleared.
    pub fields: BTreeMap<String, Option<Value>>,
    /// Deleted, or moved out of the scope.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub gone: bool,
    /// Who made it and when.
    pub made: Stamp,
    /// Who changed it last and when.
    pub touched: Stamp,
}

/// Some rows of a scope, by record id.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SnapshotPage {
    /// The scope.
    pub scope: ScopeId,
    /// Head of the scope when this page was read.
    pub head: Cursor,
    /// Rows of the whole scope at that head: the measure of progress.
    pub count: u64,
    /// Whole records.
    pub rows: Vec<RowDelta>,
    /// Journal entries of the records of this page, without those that made them.
    pub changes: Vec<Change>,
    /// Read on after this id; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<RecordId>,
}
