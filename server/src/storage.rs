//! What the server keeps, offered as a few whole operations: each one is a single transaction.
//! The only folder that speaks SQL; it knows no rule of the office and no HTTP.

pub mod blobs;
#[cfg(feature = "testing")]
pub mod contract;
pub mod convert;
pub mod exchange;
mod postgres;
mod retry;
pub mod rows;
mod shared;
mod sqlite;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use domain::id::ScopeId;
use domain::sync::exchange::PushResult;
use domain::sync::placement::Row;
use uuid::Uuid;

use self::blobs::{Kept, Look, Seen, Upload, UploadKey};
use self::exchange::{News, Picking, Pull, Push, Slice, Snapshot};
use self::rows::{
    AccountRow, ChangeRow, DeviceRow, Disputes, GrantRow, NewSession, Opened, PersonRow, SessionRow,
};

/// Where the data lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite(PathBuf),
    Postgres(String),
}

pub type Result<T> = std::result::Result<T, StorageError>;

#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    #[error("the login name is taken")]
    LoginTaken,
    #[error("the database stayed busy through every retry")]
    Busy(#[source] sqlx::Error),
    #[error("the database refused a statement")]
    Database(#[from] sqlx::Error),
    #[error("the tables could not be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("a stored {what} cannot be read")]
    Corrupt { what: &'static str },
    #[error("deciding a push panicked")]
    DecisionPanicked,
    #[error("the writer has stopped")]
    WriterGone,
    #[error("the commit shared with other pushes failed")]
    SharedCommit(#[source] Arc<StorageError>),
}

impl StorageError {
    /// Whether the same call may succeed a moment later.
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Busy(_) => true,
            Self::SharedCommit(cause) => cause.is_busy(),
            _ => false,
        }
    }
}

/// Opens the database and brings its tables up to date.
pub async fn open(database: &Database) -> Result<Arc<dyn Storage>> {
    Ok(match database {
        Database::Sqlite(path) => Arc::new(sqlite::Sqlite::open(path).await?),
        Database::Postgres(url) => Arc::new(postgres::Postgres::open(url).await?),
    })
}

#[async_trait]
pub trait Storage: Send + Sync {
    async fn ping(&self) -> Result<()>;
    /// Whether there are accounts of people; the system has one of its own.
    /// Whether anybody could sign in; the account of the system itself cannot.
    async fn has_accounts(&self) -> Result<bool>;
    async fn create_account(&self, account: &AccountRow, grants: &[GrantRow]) -> Result<()>;
    async fn account_by_login(&self, login: &str) -> Result<Option<AccountRow>>;
    /// Replaces the password and ends every session of the account.
    async fn people(&self) -> Result<Vec<PersonRow>>;
    async fn set_password(&self, account: Uuid, password_hash: &str) -> Result<()>;
    /// Enrols the device when it is new and replaces its sessions by this one.
    async fn open_session(&self, session: &NewSession) -> Result<Opened>;
    async fn session(&self, token_hash: &[u8]) -> Result<Option<SessionRow>>;
    async fn touch_session(&self, token_hash: &[u8], device: Uuid, now: i64) -> Result<()>;
    async fn close_session(&self, token_hash: &[u8]) -> Result<()>;
    async fn devices(&self, account: Uuid) -> Result<Vec<DeviceRow>>;
    /// Marks a device as revoked; `owner` limits it to the devices of one account.
    async fn revoke_device(&self, device: Uuid, owner: Option<Uuid>, now: i64) -> Result<bool>;
    /// Remembers how far a device has counted.
    async fn note_device(&self, device: Uuid, newest_seq: i64) -> Result<()>;
    /// Decides and writes a push in one transaction. `None` when the person may no longer push.
    async fn push(&self, push: &Push) -> Result<Option<Vec<PushResult>>>;
    /// Reads news of all scopes from one moment. `None` when the person may no longer read.
    async fn pull(&self, pull: &Pull<'_>) -> Result<Option<News>>;
    /// Reads some live rows of one scope. `None` when the person may no longer read.
    async fn snapshot(&self, snapshot: &Snapshot<'_>) -> Result<Option<Slice>>;
    /// Reads chosen records of one scope and their journal. `None` when the person may no longer read.
    async fn pick(&self, picking: &Picking<'_>) -> Result<Option<Slice>>;
    /// Where every scope stands.
    async fn standing(&self) -> Result<BTreeMap<ScopeId, u64>>;
    /// Reads a record by its id, where it is live; nobody is asked who may.
    async fn record(&self, id: Uuid) -> Result<Option<Row>>;
    /// How much of what people wrote is in conflict.
    async fn disputes(&self) -> Result<Disputes>;
    /// Reads a scope's journal as stored, for its audit.
    async fn journal(&self, scope: &ScopeId, after: u64, most: usize) -> Result<Vec<ChangeRow>>;
    /// Where a file stands for who asks. `None` when the person may no longer ask.
    async fn look(&self, look: &Look<'_>) -> Result<Option<Seen>>;
    /// Begins an upload, or goes on with it when it is of the same size.
    async fn open_upload(&self, key: &UploadKey, bytes: u64, now: i64) -> Result<()>;
    /// Notes that a chunk arrived. `None` when the upload was given up meanwhile.
    async fn note_chunk(&self, key: &UploadKey, chunk: u32, now: i64) -> Result<Option<Upload>>;
    /// Keeps why a file is not taken; its chunks count no longer.
    async fn refuse_upload(&self, key: &UploadKey, code: &str, now: i64) -> Result<()>;
    /// Notes a file that lies in the store, and that its sender had it.
    async fn keep_blob(&self, kept: &Kept<'_>) -> Result<()>;
    /// Takes back what an upload has received. False when it was touched since `untouched_since`.
    async fn empty_upload(&self, key: &UploadKey, untouched_since: Option<i64>) -> Result<bool>;
    /// Forgets an upload that has received nothing.
    async fn drop_upload(&self, key: &UploadKey) -> Result<()>;
    /// Uploads that nobody has gone on with since `before`, longest ago first.
    async fn stale_uploads(&self, before: i64, most: usize) -> Result<Vec<Upload>>;
    /// Begins another life of every counter, after a backup was put back: devices copy their scopes anew and
    /// send again what was forgotten. No server may run meanwhile. Returns how many restores there were.
    async fn begin_life(&self, now: i64) -> Result<u64>;
    /// Notes where every scope stands today, and drops the traces (of what was deleted or moved away) that are
    /// older than so many days. A device that was away longer copies its scopes anew. Returns how many.
    async fn compact(&self, today: i64, days: i64) -> Result<u64>;
    async fn close(&self);
}
