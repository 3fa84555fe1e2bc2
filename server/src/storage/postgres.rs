//! PostgreSQL: a pool, row locks, and a second try for the transactions that lost a race.

mod statements;

use async_trait::async_trait;

use std::collections::BTreeMap;

use domain::id::ScopeId;
use domain::sync::exchange::PushResult;
use domain::sync::placement::Row;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use uuid::Uuid;

use super::blobs::{Kept, Look, Seen, Upload, UploadKey};
use super::exchange::{News, Picking, Pull, Push, Slice, Snapshot};
use super::retry::Attempts;
use super::rows::{
    AccountRow, ChangeRow, DeviceRow, Disputes, GrantRow, NewSession, Opened, PersonRow, SessionRow,
};
use super::{Result, Storage};

const CONNECTIONS: u32 = 12;
/// Without these one stuck writer stops everybody (PROTOCOL §3).
const LIMITS: [(&str, &str); 3] =
    [("lock_timeout", "100ms"), ("idle_in_transaction_session_timeout", "5s"), ("statement_timeout", "20s")];

pub struct Postgres {
    pool: PgPool,
}

/// Runs `$work` on a connection `$c`, all or nothing, again when it lost a race.
macro_rules! write {
    ($pool:expr, $c:ident => $work:expr) => {{
        let mut attempts = Attempts::on_postgres();
        loop {
            let attempt = async {
                let mut transaction = $pool.begin().await?;
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

/// Runs `$work` on a connection `$c`, all of it seeing the same moment.
macro_rules! read {
    ($pool:expr, $c:ident => $work:expr) => {{
        let mut transaction = $pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let $c = &mut *transaction;
        let value = $work.await?;
        transaction.commit().await?;
        Ok(value)
    }};
}

impl Postgres {
    pub async fn open(url: &str) -> Result<Self> {
        let options: PgConnectOptions = url.parse()?;
        let pool =
            PgPoolOptions::new().max_connections(CONNECTIONS).connect_with(options.options(LIMITS)).await?;
        // The lock sqlx takes around migrations is an advisory one, which the distributed
        // relatives of PostgreSQL lack.
        sqlx::migrate!("migrations/postgres").set_locking(false).run(&pool).await?;
        Ok(Self { pool })
    }
}

#[async_trait]
impl Storage for Postgres {
    async fn ping(&self) -> Result<()> {
        read!(self.pool, c => statements::ping(c))
    }

    async fn has_accounts(&self) -> Result<bool> {
        read!(self.pool, c => statements::has_accounts(c))
    }

    async fn create_account(&self, account: &AccountRow, grants: &[GrantRow]) -> Result<()> {
        write!(self.pool, c => statements::create_account(c, account, grants))
    }

    async fn account_by_login(&self, login: &str) -> Result<Option<AccountRow>> {
        read!(self.pool, c => statements::account_by_login(c, login))
    }

    async fn people(&self) -> Result<Vec<PersonRow>> {
        read!(self.pool, c => statements::people(c))
    }

    async fn set_password(&self, account: Uuid, password_hash: &str) -> Result<()> {
        write!(self.pool, c => statements::set_password(c, account, password_hash))
    }

    async fn open_session(&self, session: &NewSession) -> Result<Opened> {
        write!(self.pool, c => statements::open_session(c, session))
    }

    async fn session(&self, token_hash: &[u8]) -> Result<Option<SessionRow>> {
        read!(self.pool, c => statements::session(c, token_hash))
    }

    async fn touch_session(&self, token_hash: &[u8], device: Uuid, now: i64) -> Result<()> {
        write!(self.pool, c => statements::touch_session(c, token_hash, device, now))
    }

    async fn close_session(&self, token_hash: &[u8]) -> Result<()> {
        write!(self.pool, c => statements::close_session(c, token_hash))
    }

    async fn devices(&self, account: Uuid) -> Result<Vec<DeviceRow>> {
        read!(self.pool, c => statements::devices(c, account))
    }

    async fn revoke_device(&self, device: Uuid, owner: Option<Uuid>, now: i64) -> Result<bool> {
        write!(self.pool, c => statements::revoke_device(c, device, owner, now))
    }

    async fn note_device(&self, device: Uuid, newest_seq: i64) -> Result<()> {
        write!(self.pool, c => statements::note_device(c, device, newest_seq))
    }

    async fn push(&self, push: &Push) -> Result<Option<Vec<PushResult>>> {
        write!(self.pool, c => statements::push(c, push))
    }

    async fn pull(&self, pull: &Pull<'_>) -> Result<Option<News>> {
        read!(self.pool, c => statements::pull(c, pull))
    }

    async fn snapshot(&self, snapshot: &Snapshot<'_>) -> Result<Option<Slice>> {
        read!(self.pool, c => statements::snapshot(c, snapshot))
    }

    async fn pick(&self, picking: &Picking<'_>) -> Result<Option<Slice>> {
        read!(self.pool, c => statements::pick(c, picking))
    }

    async fn standing(&self) -> Result<BTreeMap<ScopeId, u64>> {
        read!(self.pool, c => statements::standing(c))
    }

    async fn record(&self, id: Uuid) -> Result<Option<Row>> {
        read!(self.pool, c => statements::record(c, id))
    }

    async fn disputes(&self) -> Result<Disputes> {
        read!(self.pool, c => statements::disputes(c))
    }

    async fn journal(&self, scope: &ScopeId, after: u64, most: usize) -> Result<Vec<ChangeRow>> {
        read!(self.pool, c => statements::journal(c, scope, after, most))
    }

    async fn look(&self, look: &Look<'_>) -> Result<Option<Seen>> {
        read!(self.pool, c => statements::look(c, look))
    }

    async fn open_upload(&self, key: &UploadKey, bytes: u64, now: i64) -> Result<()> {
        write!(self.pool, c => statements::open_upload(c, key, bytes, now))
    }

    async fn note_chunk(&self, key: &UploadKey, chunk: u32, now: i64) -> Result<Option<Upload>> {
        write!(self.pool, c => statements::note_chunk(c, key, chunk, now))
    }

    async fn refuse_upload(&self, key: &UploadKey, code: &str, now: i64) -> Result<()> {
        write!(self.pool, c => statements::refuse_upload(c, key, code, now))
    }

    async fn keep_blob(&self, kept: &Kept<'_>) -> Result<()> {
        write!(self.pool, c => statements::keep_blob(c, kept))
    }

    async fn empty_upload(&self, key: &UploadKey, untouched_since: Option<i64>) -> Result<bool> {
        write!(self.pool, c => statements::empty_upload(c, key, untouched_since))
    }

    async fn drop_upload(&self, key: &UploadKey) -> Result<()> {
        write!(self.pool, c => statements::drop_upload(c, key))
    }

    async fn stale_uploads(&self, before: i64, most: usize) -> Result<Vec<Upload>> {
        read!(self.pool, c => statements::stale_uploads(c, before, most))
    }

    async fn begin_life(&self, now: i64) -> Result<u64> {
        write!(self.pool, c => statements::begin_life(c, now))
    }

    async fn compact(&self, today: i64, days: i64) -> Result<u64> {
        write!(self.pool, c => statements::compact(c, today, days))
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}
