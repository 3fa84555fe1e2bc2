//! What a device writes to its store: one batch is one transaction.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::change::{Change, Mutation, Rejection, Stamp};
use crate::clock::Millis;
use crate::id::{DeviceId, RecordId, ScopeId};
use crate::record::KindName;
use crate::role::Role;
use crate::sync::copying::PageName;
use crate::sync::exchange::Cursor;
use crate::value::Document;

/// A confirmed record as a device holds it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StoredRow {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: KindName,
    /// Version in its scope.
    pub ver: u64,
    /// Its fields.
    pub doc: Document,
    /// Who made it.
    pub made: Stamp,
    /// Who changed it last.
    pub touched: Stamp,
}

/// How far the first copy of a scope has come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Position {
    /// Everything up to here is on the device, once `loading` is over.
    pub cursor: Cursor,
    /// The running snapshot, if there is one.
    pub loading: Option<Loading>,
}

/// A running snapshot.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Loading {
    /// Rows fetched so far.
    pub done: u64,
    /// Rows to fetch, as the server said.
    pub count: u64,
    /// Which pages; unknown until the server has told them.
    #[serde(default)]
    pub pages: Option<Pages>,
}

/// The pages of a running snapshot.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Pages {
    /// Those still to fetch.
    pub left: Vec<PageName>,
    /// The hashes of those that are here.
    pub here: Vec<String>,
}

/// An unsent or not yet confirmed mutation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OutboxEntry {
    /// Version of this envelope: an app update never rewrites what is inside.
    pub envelope: u16,
    /// The mutation.
    pub mutation: Mutation,
    /// What is known of it.
    pub state: OutboxState,
}

/// What is known of an outbox entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// On the device only.
    Queued,
    /// The server waits for another mutation of this device.
    Waiting {
        /// Counter of that mutation.
        on: u64,
    },
    /// The server has it; it stays until the pull shows its effect.
    Sent {
        /// Version at which a pull shows it.
        ver: u64,
        /// When the server answered.
        at: Millis,
    },
    /// A pull has shown it. It is kept for some weeks, seen by nobody: should the server be restored from
    /// a backup that does not have it, it is sent again.
    Kept {
        /// When the server answered.
        at: Millis,
    },
    /// The server refused it; a person decides what becomes of it.
    Parked(Rejection),
}

/// What a device knows of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Meta {
    /// The device.
    pub device: DeviceId,
    /// Last time the server answered a pull completely, by the clock of the device.
    pub pulled_at: Option<Millis>,
    /// Last time the server took a mutation, by the clock of the device.
    pub sent_at: Option<Millis>,
    /// Clock of the server less clock of the device, in milliseconds.
    pub offset_ms: i64,
    /// The scopes held at the last pull.
    pub held: BTreeMap<ScopeId, Role>,
    /// The life of the server's database at the last pull.
    #[serde(default)]
    pub life: u64,
}

/// One write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WriteOp {
    /// Stores a confirmed record.
    PutRow(ScopeId, StoredRow),
    /// Removes a confirmed record.
    DropRow(ScopeId, RecordId),
    /// Stores a journal entry.
    PutChange(ScopeId, Change),
    /// Moves a cursor.
    PutPosition(ScopeId, Position),
    /// Removes a scope: rows, journal, cursor.
    DropScope(ScopeId),
    /// Stores an outbox entry.
    PutOutbox(OutboxEntry),
    /// Removes an outbox entry.
    DropOutbox(u64),
    /// Stores the next mutation's counter: only ever together with the mutation before it, so that
    /// no slower batch can set it back.
    PutNextSeq(u64),
    /// Stores what the device knows of itself.
    PutMeta(Meta),
    /// Stores a draft: a form that is not yet submitted.
    PutDraft(String, Document),
    /// Removes a draft.
    DropDraft(String),
}

/// When a transaction counts as done.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Durability {
    /// When the browser has it: can be fetched again.
    #[default]
    Relaxed,
    /// When it is on the disk: a person was or will be told so.
    Strict,
}

/// One transaction.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WriteBatch {
    /// Writes in order.
    pub ops: Vec<WriteOp>,
    /// When it counts as done.
    pub durability: Durability,
}

/// Everything a store holds, read when the app starts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Saved {
    /// Absent on a fresh device.
    pub meta: Option<Meta>,
    /// The next mutation's counter; 0 on a fresh device.
    pub next_seq: u64,
    /// Confirmed records by scope.
    pub rows: Vec<(ScopeId, StoredRow)>,
    /// Journal entries by scope.
    pub changes: Vec<(ScopeId, Change)>,
    /// Cursors.
    pub positions: Vec<(ScopeId, Position)>,
    /// The outbox.
    pub outbox: Vec<OutboxEntry>,
    /// Drafts.
    pub drafts: Vec<(String, Document)>,
}
