//! What pages are given: plain values to compare and draw.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::change::{Diff, Rejection, Stamp};
use domain::clock::Millis;
use domain::id::{RecordId, ScopeId, UserId};
use domain::record::{Home, Kind, KindName};
use domain::role::Role;
use domain::search::Rank;
use domain::sync::engine::Failure;
use domain::sync::replica;
use domain::value::{Document, Value};
use thiserror::Error;

use crate::store::StoreError;

/// Who uses the book.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Me {
    /// Account.
    pub user: UserId,
    /// Name.
    pub name: String,
    /// Login name.
    pub login: String,
    /// Role of the account.
    pub role: Role,
    /// Scopes held, and the role in each.
    pub scopes: Arc<BTreeMap<ScopeId, Role>>,
    /// Codes of the communes held.
    pub communes: Vec<String>,
}

impl Me {
    /// The scope in which this person makes a record of a kind: for what belongs to another record,
    /// the place of that one.
    pub fn scope_of(&self, kind: Kind, parent: Option<&View>) -> ScopeId {
        match (kind.spec().home, parent) {
            (Home::Reference, _) => ScopeId::reference(),
            (Home::Office, _)
            | (Home::Own | Home::Parent | Home::ParentOffices | Home::ParentOnceMoved, None) => {
                ScopeId::office()
            }
            (Home::Own | Home::Parent | Home::ParentOffices | Home::ParentOnceMoved, Some(parent)) => {
                let [(_, commune), _] = domain::record::place_of(parent.kind, &parent.doc);
                let commune = commune.as_ref().and_then(Value::as_text);
                commune.map_or_else(ScopeId::office, |commune| self.scope_for(commune))
            }
        }
    }

    /// The scope in which this person makes a record of a commune: its owner's, for an owner.
    pub fn scope_for(&self, commune: &str) -> ScopeId {
        match self.role {
            Role::FacilityOwner => ScopeId::owner(self.user),
            _ => ScopeId::commune(commune),
        }
    }
}

/// How far a record's own edits have come, in the four words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SyncMark {
    /// On the server.
    Sent,
    /// On the device only.
    Saved,
    /// On its way: to the disk or to the server.
    Sending,
    /// Refused, or two values to choose from.
    Review,
}

/// A record as the person sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// The fields.
    pub doc: Document,
    /// The scope edits of this person go to.
    pub scope: ScopeId,
    /// Confirmed version; 0 before the server has shown it.
    pub ver: u64,
    /// How far the own edits have come.
    pub sync: SyncMark,
    /// Who made it and when.
    pub made: Stamp,
    /// Who changed it last and when.
    pub touched: Stamp,
    /// Open conflicts about it.
    pub conflicts: Vec<RecordId>,
    /// Own unconfirmed mutation behind each field.
    pub own: BTreeMap<String, u64>,
}

impl View {
    /// The stage of its course; empty for a kind without one.
    pub fn stage(&self) -> String {
        self.doc.text("stage").unwrap_or_default().to_owned()
    }

    /// What an edit of this view is based on.
    pub(super) fn seen(&self) -> replica::View {
        replica::View {
            id: self.id,
            kind: KindName::from(self.kind),
            scope: self.scope.clone(),
            ver: self.ver,
            doc: self.doc.clone(),
            pending: replica::Pending::None,
            made: None,
            touched: None,
            own: self.own.clone(),
        }
    }
}

/// A found record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hit {
    /// The record.
    pub id: RecordId,
    /// How well it answers; absent when nothing was asked.
    pub rank: Option<Rank>,
}

/// What an entry of the history did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    /// Made the record, or brought it here.
    Create,
    /// Wrote fields.
    Put,
    /// Moved it through its course.
    Act {
        /// Code of the action.
        action: String,
        /// Stage before, when it is known.
        from: Option<String>,
        /// Stage after, when it is known.
        to: Option<String>,
    },
    /// Deleted it.
    Delete,
    /// Moved it out of this scope.
    Leave,
}

/// One entry of the history, unsent ones included.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HistoryEntry {
    /// Kind of the record.
    pub kind: Kind,
    /// What was done.
    pub deed: Deed,
    /// Field by field.
    pub diff: BTreeMap<String, Diff>,
    /// Name of the person.
    pub name: String,
    /// Role of the person.
    pub role: Role,
    /// Whether it was this person.
    pub is_me: bool,
    /// Time of the device it was done on.
    pub at: Millis,
    /// Time the server received it.
    pub received: Option<Millis>,
    /// Why.
    pub reason: Option<String>,
    /// How far it has come.
    pub sync: SyncMark,
}

/// What an unsent entry wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wish {
    /// Make a record.
    New,
    /// Write these fields.
    Edit(Vec<String>),
    /// Take this step.
    Act(String),
    /// Delete the record.
    Delete,
}

/// How far an unsent entry has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OutboxMark {
    /// On the device.
    Saved,
    /// On its way.
    Sending,
    /// The server waits for another entry.
    Waiting {
        /// Counter of that entry.
        on: u64,
    },
    /// Refused.
    Review(Rejection),
}

/// One unsent entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutboxView {
    /// Its counter.
    pub seq: u64,
    /// Kind of the record; absent for one this app does not know.
    pub kind: Option<Kind>,
    /// The record.
    pub record: RecordId,
    /// What it wants.
    pub wish: Wish,
    /// When it was made.
    pub at: Millis,
    /// How far it has come.
    pub mark: OutboxMark,
}

/// The word of the sync bar (UX-4).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SyncWord {
    /// Unsent work is on the device.
    Saved,
    /// Sending.
    Sending {
        /// Sent in this run.
        done: usize,
        /// To be sent in this run.
        total: usize,
    },
    /// All is on the server.
    Sent {
        /// Since when; absent before the first time.
        at: Option<Millis>,
    },
    /// A person has to look.
    Review(usize),
}

/// Why nothing is sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hindrance {
    /// Why.
    pub failure: Failure,
    /// When.
    pub at: Millis,
    /// How often in a row.
    pub tries: u32,
    /// Next try; absent until the person signs in.
    pub retry_at: Option<Millis>,
}

/// How far the copy of one scope has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Load {
    /// The scope.
    pub scope: ScopeId,
    /// Records here.
    pub done: u64,
    /// Records to copy.
    pub count: u64,
    /// Whether nothing is missing.
    pub is_complete: bool,
}

/// Where the exchange with the server stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SyncState {
    /// The word.
    pub word: SyncWord,
    /// Entries the server does not have.
    pub waiting: usize,
    /// Refused entries and open conflicts.
    pub review: usize,
    /// Of these, refused entries: work that is on this device only.
    pub refused: usize,
    /// Why nothing is sent, while that is so.
    pub hindrance: Option<Hindrance>,
    /// Last time the server told everything.
    pub pulled_at: Option<Millis>,
    /// Last time the server took something.
    pub sent_at: Option<Millis>,
    /// Clock of the server less clock of the device.
    pub offset_ms: i64,
    /// Scopes that are being copied at this moment.
    pub copying: usize,
}

/// Why something was not saved. The form keeps what was typed.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum SaveError {
    /// No room on the device.
    #[error("the device has no room left")]
    Full,
    /// The device did not take it.
    #[error("not saved: {0}")]
    NotSaved(String),
    /// A value no record may hold.
    #[error("{field} holds what no field may hold")]
    Malformed {
        /// The field.
        field: String,
    },
    /// The book is not open any more: signed out, or taken over by another tab.
    #[error("the book is closed")]
    Closed,
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::Full,
            StoreError::Closed => Self::Closed,
            StoreError::TooNew | StoreError::Unreadable(_) | StoreError::Unsent | StoreError::Failed(_) => {
                Self::NotSaved(error.to_string())
            }
        }
    }
}
