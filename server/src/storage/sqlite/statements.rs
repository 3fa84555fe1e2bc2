//! The statements of the SQLite store, one function each. Many rows travel as one JSON text.

use std::collections::{BTreeMap, BTreeSet};

use domain::change::{Change, Stamp};
use domain::id::{RecordId, ScopeId};
use domain::sync::authority::{Done, Loaded};
use domain::sync::exchange::PushResult;
use domain::sync::placement::{Head, Row};
use serde::Serialize;
use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::storage::convert::{
    Counter, chain, collect, decide, mutations, read_change, read_outcome, records,
};
use crate::storage::exchange::{Access, News, Pull, Push, ScopeNews, Slice, Snapshot};
use crate::storage::rows::{
    AccountRow, ChangeRow, DeviceRow, GrantRow, MutationRow, NewSession, Opened, RecordRow, ScopeRow,
    SessionRow,
};
use crate::storage::shared::{account_statements, sync_statements};
use crate::storage::{Result, StorageError};

/// A conflict belongs to a project, that to a need, that to a facility.
const LEVELS_ABOVE: usize = 4;
/// What moves with a record: what belongs to it, and what belongs to that.
const LEVELS_BELOW: usize = 2;

account_statements!(SqliteConnection);
sync_statements!(SqliteConnection);

/// One writer: nothing to lock.
async fn lock_device(_: &mut SqliteConnection, _: Uuid) -> Result<()> {
    Ok(())
}

async fn parents(c: &mut SqliteConnection, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    Ok(sqlx::query_scalar(
        "SELECT DISTINCT parent FROM record
         WHERE id IN (SELECT unhex(value) FROM json_each($1)) AND parent IS NOT NULL",
    )
    .bind(hex_list(ids)?)
    .fetch_all(c)
    .await?)
}

async fn lock_records(c: &mut SqliteConnection, ids: &[Uuid]) -> Result<Vec<RecordRow>> {
    Ok(sqlx::query_as("SELECT * FROM record WHERE id IN (SELECT unhex(value) FROM json_each($1))")
        .bind(hex_list(ids)?)
        .fetch_all(c)
        .await?)
}

async fn lock_children(c: &mut SqliteConnection, parents: &[Uuid]) -> Result<Vec<RecordRow>> {
    Ok(sqlx::query_as("SELECT * FROM record WHERE parent IN (SELECT unhex(value) FROM json_each($1))")
        .bind(hex_list(parents)?)
        .fetch_all(c)
        .await?)
}

async fn outcomes(
    c: &mut SqliteConnection,
    device: Uuid,
    seqs: &BTreeSet<u64>,
) -> Result<BTreeMap<u64, Done>> {
    let rows: Vec<(i64, Vec<u8>, String)> = sqlx::query_as(
        "SELECT seq, hash, outcome FROM mutation
         WHERE device = $1 AND seq IN (SELECT value FROM json_each($2))",
    )
    .bind(device)
    .bind(json(seqs)?)
    .fetch_all(c)
    .await?;
    rows.into_iter().map(read_outcome).collect()
}

async fn take_counters(
    c: &mut SqliteConnection,
    scopes: &[ScopeId],
    now: i64,
) -> Result<BTreeMap<ScopeId, Counter>> {
    let rows: Vec<ScopeRow> = sqlx::query_as(
        "INSERT INTO scope (id, epoch, ver, codes, live, checksum, chain)
         SELECT value, $2, 0, 0, 0, 0, x'' FROM json_each($1) WHERE true
         ON CONFLICT (id) DO UPDATE SET ver = scope.ver
         RETURNING *",
    )
    .bind(json(scopes)?)
    .bind(now)
    .fetch_all(c)
    .await?;
    Ok(rows.into_iter().map(ScopeRow::read).collect())
}

async fn insert_records(c: &mut SqliteConnection, rows: &[RecordRow]) -> Result<()> {
    sqlx::query(
        "INSERT INTO record (scope, id, kind, parent, ver, doc, fver, life, made, touched)
         SELECT value->>'scope', unhex(value->>'id'), value->>'kind', unhex(value->>'parent'), value->>'ver',
             value->>'doc', value->>'fver', value->>'life', value->>'made', value->>'touched'
         FROM json_each($1)",
    )
    .bind(json(rows)?)
    .execute(c)
    .await?;
    Ok(())
}

async fn update_records(c: &mut SqliteConnection, rows: &[RecordRow]) -> Result<()> {
    sqlx::query(
        "UPDATE record SET parent = unhex(new.value->>'parent'), ver = new.value->>'ver',
             doc = new.value->>'doc', fver = new.value->>'fver', life = new.value->>'life',
             touched = new.value->>'touched'
         FROM json_each($1) AS new
         WHERE record.scope = new.value->>'scope' AND record.id = unhex(new.value->>'id')",
    )
    .bind(json(rows)?)
    .execute(c)
    .await?;
    Ok(())
}

async fn insert_changes(c: &mut SqliteConnection, rows: &[ChangeRow]) -> Result<()> {
    sqlx::query(
        "INSERT INTO change (scope, ver, record, entry, prev_hash)
         SELECT value->>'scope', value->>'ver', unhex(value->>'record'), value->>'entry',
             unhex(value->>'prev_hash')
         FROM json_each($1)",
    )
    .bind(json(rows)?)
    .execute(c)
    .await?;
    Ok(())
}

async fn insert_mutations(c: &mut SqliteConnection, rows: &[MutationRow]) -> Result<()> {
    sqlx::query(
        "INSERT INTO mutation (device, seq, hash, outcome, body, received_at)
         SELECT unhex(value->>'device'), value->>'seq', unhex(value->>'hash'), value->>'outcome',
             value->>'body', value->>'received_at'
         FROM json_each($1)",
    )
    .bind(json(rows)?)
    .execute(c)
    .await?;
    Ok(())
}

async fn heads(c: &mut SqliteConnection, scopes: &[ScopeId]) -> Result<BTreeMap<ScopeId, Head>> {
    let rows: Vec<ScopeRow> =
        sqlx::query_as("SELECT * FROM scope WHERE id IN (SELECT value FROM json_each($1))")
            .bind(json(scopes)?)
            .fetch_all(c)
            .await?;
    Ok(rows.into_iter().map(ScopeRow::read).map(|(scope, counter)| (scope, counter.head)).collect())
}

async fn changes_of(c: &mut SqliteConnection, scope: &ScopeId, records: &[Uuid]) -> Result<Vec<Change>> {
    let entries: Vec<String> = sqlx::query_scalar(
        "SELECT entry FROM change
         WHERE scope = $1 AND record IN (SELECT unhex(value) FROM json_each($2)) ORDER BY ver",
    )
    .bind(scope.as_str())
    .bind(hex_list(records)?)
    .fetch_all(c)
    .await?;
    entries.iter().map(|entry| read_change(entry)).collect()
}

fn hex_list(ids: &[Uuid]) -> Result<String> {
    json(&ids.iter().map(|id| id.simple().to_string()).collect::<Vec<_>>())
}

fn json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|_| StorageError::Corrupt { what: "value to write" })
}
