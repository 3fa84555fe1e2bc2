//! What the sync code hands to storage, and what it gets back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::change::{Change, Mutation};
use domain::id::{DeviceId, RecordId, ScopeId, UserId};
use domain::role::Role;
use domain::sync::authority::claims::Holders;
use domain::sync::authority::{Loaded, Needed};
use domain::sync::placement::{Decision, Head, Row};

use super::rows::{AccountRow, DeviceRow, GrantRow};

/// Who asks, read in the transaction that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    pub account: AccountRow,
    pub device: DeviceRow,
    pub grants: Vec<GrantRow>,
    /// When the database was last restored from a backup.
    pub restored_at: Option<i64>,
}

/// One push. It is decided inside the transaction by a pure function: storage may run it again
/// when it lost a race.
#[derive(Clone)]
pub struct Push {
    pub account: UserId,
    pub device: DeviceId,
    pub needed: Needed,
    pub newest_seq: u64,
    pub received_at: i64,
    pub judge: Arc<dyn Judge>,
}

pub trait Judge: Send + Sync {
    /// The journal entries whose authors the decision will quote.
    fn authors_wanted(&self, rows: &[(ScopeId, Row)]) -> BTreeSet<(ScopeId, u64)>;
    /// Further records that rules between kin read, by what was loaded.
    fn named_wanted(&self, _rows: &[(ScopeId, Row)]) -> BTreeSet<RecordId> {
        BTreeSet::new()
    }
    /// The records whose children a rule between kin asks for.
    fn kin_wanted(&self, _rows: &[(ScopeId, Row)]) -> BTreeSet<RecordId> {
        BTreeSet::new()
    }
    /// The keys that the push takes: nobody else may take them before it is written.
    fn claims_wanted(&self, _rows: &[(ScopeId, Row)]) -> BTreeSet<String> {
        BTreeSet::new()
    }
    /// What has to be loaded once it is known who holds those keys.
    fn further(&self, _rows: &[(ScopeId, Row)], _claims: &Holders) -> Needed {
        Needed::default()
    }
    /// `None` when the person may no longer push.
    fn decide(&self, access: &Access, loaded: &Loaded) -> Option<Decision>;
    /// The mutation as received: a refused one is kept for the officer.
    fn mutation(&self, seq: u64) -> Option<&Mutation>;
}

/// What a person holds, decided from what the transaction read.
pub trait Reach: Send + Sync {
    /// `None` when the person may no longer read.
    fn held(&self, access: &Access) -> Option<BTreeMap<ScopeId, Role>>;
}

/// What a reader may see and wants to see.
pub trait Plan: Reach {
    /// The scopes to read news of, and after which version.
    fn wanted(&self, heads: &BTreeMap<ScopeId, Head>) -> Vec<(ScopeId, u64)>;
}

pub struct Pull<'a> {
    pub account: UserId,
    pub device: DeviceId,
    pub plan: &'a dyn Plan,
    pub most_changes: usize,
}

/// What is new, all scopes from one moment.
pub struct News {
    pub held: BTreeMap<ScopeId, Role>,
    /// When the database was last restored; 0 when it never was.
    pub life: u64,
    pub heads: BTreeMap<ScopeId, Head>,
    pub scopes: Vec<ScopeNews>,
}

pub struct ScopeNews {
    pub scope: ScopeId,
    /// Everything up to this version is here.
    pub to: u64,
    pub rows: Vec<Row>,
    pub changes: Vec<Change>,
}

pub struct Snapshot<'a> {
    pub account: UserId,
    pub device: DeviceId,
    pub plan: &'a dyn Plan,
    pub scope: &'a ScopeId,
    pub after: Option<RecordId>,
    pub most_rows: usize,
}

/// Which records of a scope a reader asks for.
pub trait Choice: Reach {
    /// The records to read, of all that live in the scope: each with its version, by id.
    fn chosen(&self, role: Role, head: &Head, records: &[(RecordId, u64)]) -> Vec<RecordId>;
}

/// Reads records that are chosen in the transaction which reads them.
pub struct Picking<'a> {
    pub account: UserId,
    pub device: DeviceId,
    pub scope: &'a ScopeId,
    pub choice: &'a dyn Choice,
}

pub enum Slice {
    NotHeld,
    Rows {
        /// What the reader is in this scope.
        role: Role,
        /// Absent when nothing was ever written in the scope.
        head: Option<Head>,
        rows: Vec<Row>,
        changes: Vec<Change>,
    },
}
