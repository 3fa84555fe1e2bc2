//! SQLite: one connection writes, a pool reads; WAL with every commit on the disk before it is
//! answered.

mod group;
mod statements;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::id::ScopeId;
use domain::sync::exchange::PushResult;
use domain::sync::placement::Row;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection, SqlitePool};
use tokio::sync::{Mutex, mpsc, oneshot};
use uuid::Uuid;

use self::group::Job;
use super::blobs::{Kept, Look, Seen, Upload, UploadKey};
use super::exchange::{News, Picking, Pull, Push, Slice, Snapshot};
use super::retry::Attempts;
use super::rows::{
    AccountRow, ChangeRow, DeviceRow, Disputes, GrantRow, NewSession, Opened, PersonRow, SessionRow,
};
use super::{Result, Storage, StorageError};

const READERS: u32 = 4;
/// A command line tool may hold the write lock for a moment beside a running server.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

pub struct Sqlite {
    readers: SqlitePool,
    writer: Arc<Mutex<SqliteConnection>>,
    pushes: mpsc::Sender<Job>,
}

/// Runs `$work` on the writing connection `$c`, all or nothing, again when the file was locked.
/// The lock is taken at once, so that nothing read in between grows stale.
macro_rules! write {
    ($writer:expr, $c:ident => $work:expr) => {{
        let mut writer = $writer.lock().await;
        let mut attempts = Attempts::on_sqlite();
        loop {
            let attempt = async {
                let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
                let $c = &mut *transaction;
                let value = $work.await?;
                transaction.commit().await?;
                Ok(value)
            };
            match attempt.await {
                Ok(value) => break Ok(value),
                Err(error) => attempts.again(error).await?,
            }
        }
    }};
}

/// Runs `$work` on a reading connection `$c`, all of it seeing the same moment.
macro_rules! read {
    ($readers:expr, $c:ident => $work:expr) => {{
        let mut transaction = $readers.begin().await?;
        let $c = &mut *transaction;
        let value = $work.await?;
        transaction.commit().await?;
        Ok(value)
    }};
}

impl Sqlite {
    pub async fn open(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let mut writer = SqliteConnection::connect_with(&options).await?;
        sqlx::migrate!("migrations/sqlite").run(&mut writer).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .connect_with(options.create_if_missing(false).pragma("query_only", "ON"))
            .await?;
        let writer = Arc::new(Mutex::new(writer));
        let pushes = group::spawn(Arc::clone(&writer));
        Ok(Self { readers, writer, pushes })
    }
}

#[async_trait]
impl Storage for Sqlite {
    async fn ping(&self) -> Result<()> {
        read!(self.readers, c => statements::ping(c))
    }

    async fn has_accounts(&self) -> Result<bool> {
        read!(self.readers, c => statements::has_accounts(c))
    }

    async fn create_account(&self, account: &AccountRow, grants: &[GrantRow]) -> Result<()> {
        write!(self.writer, c => statements::create_account(c, account, grants))
    }

    async fn account_by_login(&self, login: &str) -> Result<Option<AccountRow>> {
        read!(self.readers, c => statements::account_by_login(c, login))
    }

    async fn people(&self) -> Result<Vec<PersonRow>> {
        read!(self.readers, c => statements::people(c))
    }

    async fn set_password(&self, account: Uuid, password_hash: &str) -> Result<()> {
        write!(self.writer, c => statements::set_password(c, account, password_hash))
    }

    async fn open_session(&self, session: &NewSession) -> Result<Opened> {
        write!(self.writer, c => statements::open_session(c, session))
    }

    async fn session(&self, token_hash: &[u8]) -> Result<Option<SessionRow>> {
        read!(self.readers, c => statements::session(c, token_hash))
    }

    async fn touch_session(&self, token_hash: &[u8], device: Uuid, now: i64) -> Result<()> {
        write!(self.writer, c => statements::touch_session(c, token_hash, device, now))
    }

    async fn close_session(&self, token_hash: &[u8]) -> Result<()> {
        write!(self.writer, c => statements::close_session(c, token_hash))
    }

    async fn devices(&self, account: Uuid) -> Result<Vec<DeviceRow>> {
        read!(self.readers, c => statements::devices(c, account))
    }

    async fn revoke_device(&self, device: Uuid, owner: Option<Uuid>, now: i64) -> Result<bool> {
        write!(self.writer, c => statements::revoke_device(c, device, owner, now))
    }

    async fn note_device(&self, device: Uuid, newest_seq: i64) -> Result<()> {
        write!(self.writer, c => statements::note_device(c, device, newest_seq))
    }

    async fn push(&self, push: &Push) -> Result<Option<Vec<PushResult>>> {
        let (answer, answered) = oneshot::channel();
        let job = Job { push: push.clone(), answer };
        self.pushes.send(job).await.map_err(|_| StorageError::WriterGone)?;
        answered.await.map_err(|_| StorageError::WriterGone)?
    }

    async fn pull(&self, pull: &Pull<'_>) -> Result<Option<News>> {
        read!(self.readers, c => statements::pull(c, pull))
    }

    async fn snapshot(&self, snapshot: &Snapshot<'_>) -> Result<Option<Slice>> {
        read!(self.readers, c => statements::snapshot(c, snapshot))
    }

    async fn pick(&self, picking: &Picking<'_>) -> Result<Option<Slice>> {
        read!(self.readers, c => statements::pick(c, picking))
    }

    async fn standing(&self) -> Result<BTreeMap<ScopeId, u64>> {
        read!(self.readers, c => statements::standing(c))
    }

    async fn record(&self, id: Uuid) -> Result<Option<Row>> {
        read!(self.readers, c => statements::record(c, id))
    }

    async fn disputes(&self) -> Result<Disputes> {
        read!(self.readers, c => statements::disputes(c))
    }

    async fn journal(&self, scope: &ScopeId, after: u64, most: usize) -> Result<Vec<ChangeRow>> {
        read!(self.readers, c => statements::journal(c, scope, after, most))
    }

    async fn look(&self, look: &Look<'_>) -> Result<Option<Seen>> {
        read!(self.readers, c => statements::look(c, look))
    }

    async fn open_upload(&self, key: &UploadKey, bytes: u64, now: i64) -> Result<()> {
        write!(self.writer, c => statements::open_upload(c, key, bytes, now))
    }

    async fn note_chunk(&self, key: &UploadKey, chunk: u32, now: i64) -> Result<Option<Upload>> {
        write!(self.writer, c => statements::note_chunk(c, key, chunk, now))
    }

    async fn refuse_upload(&self, key: &UploadKey, code: &str, now: i64) -> Result<()> {
        write!(self.writer, c => statements::refuse_upload(c, key, code, now))
    }

    async fn keep_blob(&self, kept: &Kept<'_>) -> Result<()> {
        write!(self.writer, c => statements::keep_blob(c, kept))
    }

    async fn empty_upload(&self, key: &UploadKey, untouched_since: Option<i64>) -> Result<bool> {
        write!(self.writer, c => statements::empty_upload(c, key, untouched_since))
    }

    async fn drop_upload(&self, key: &UploadKey) -> Result<()> {
        write!(self.writer, c => statements::drop_upload(c, key))
    }

    async fn stale_uploads(&self, before: i64, most: usize) -> Result<Vec<Upload>> {
        read!(self.readers, c => statements::stale_uploads(c, before, most))
    }

    async fn begin_life(&self, now: i64) -> Result<u64> {
        write!(self.writer, c => statements::begin_life(c, now))
    }

    async fn compact(&self, today: i64, days: i64) -> Result<u64> {
        write!(self.writer, c => statements::compact(c, today, days))
    }

    async fn close(&self) {
        self.readers.close().await;
        // Leaves one file behind instead of three; a failure loses nothing, the log is replayed.
        let folded =
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *self.writer.lock().await).await;
        if let Err(error) = folded {
            tracing::warn!(%error, "the write-ahead log was not folded in");
        }
    }
}
