//! The statements of the SQLite store, one function each. Many rows travel as one JSON text.

use std::collections::{BTreeMap, BTreeSet};

use domain::attachment::blob::BlobName;
use domain::change::{Change, Stamp};
use domain::id::{RecordId, ScopeId};
use domain::record::{Home, Kind, conflict};
use domain::sync::authority::{Done, Loaded, Needed};
use domain::sync::exchange::{PAGE_ROWS, PushResult};
use domain::sync::placement::{GENERATION, Head, Life, Looked, Row};
use serde::Serialize;
use sqlx::SqliteConnection;
use uuid::Uuid;

use crate::storage::blobs::{Kept, LinkRow, Look, Received, Relinked, Seen, Upload, UploadKey, UploadRow};
use crate::storage::convert::{
    Counter, chain, collect, decide, holders, mutations, read_change, read_link, read_outcome, read_upload,
    records, relinked,
};
use crate::storage::exchange::{Access, News, Picking, Pull, Push, ScopeNews, Slice, Snapshot};
use crate::storage::rows::{
    AccountRow, ChangeRow, DeviceRow, Disputes, GrantRow, MutationRow, NewSession, Opened, PersonRow,
    RecordRow, ScopeRow, SessionRow,
};
use crate::storage::shared::{account_statements, blob_statements, sync_statements};
use crate::storage::{Result, StorageError};

/// A conflict belongs to a project, that to a need, that to a facility.
const LEVELS_ABOVE: usize = 6;

account_statements!(SqliteConnection);
sync_statements!(SqliteConnection);
blob_statements!(SqliteConnection);

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
         SELECT value, $2, $3 * (SELECT COUNT(*) FROM restoration), 0, 0, 0, x'' FROM json_each($1) WHERE true
         ON CONFLICT (id) DO UPDATE SET ver = scope.ver
         RETURNING *",
    )
    .bind(json(scopes)?)
    .bind(now)
    .bind(GENERATION.cast_signed())
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

/// Who holds these keys. One writer: nothing to lock.
async fn lock_keys(c: &mut SqliteConnection, keys: &BTreeSet<String>) -> Result<Vec<(String, Uuid)>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_as(
        "SELECT key, record FROM claim WHERE key IN (SELECT value FROM json_each($1)) ORDER BY key, record",
    )
    .bind(json(keys)?)
    .fetch_all(c)
    .await?)
}

async fn insert_claims(c: &mut SqliteConnection, taken: &BTreeSet<(String, RecordId)>) -> Result<()> {
    if taken.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO claim (key, record) SELECT value->>0, unhex(value->>1) FROM json_each($1) WHERE true
         ON CONFLICT (key, record) DO NOTHING",
    )
    .bind(claim_list(taken)?)
    .execute(c)
    .await?;
    Ok(())
}

async fn drop_claims(c: &mut SqliteConnection, given_up: &BTreeSet<(String, RecordId)>) -> Result<()> {
    if given_up.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "DELETE FROM claim WHERE (key, record) IN
             (SELECT value->>0, unhex(value->>1) FROM json_each($1))",
    )
    .bind(claim_list(given_up)?)
    .execute(c)
    .await?;
    Ok(())
}

fn claim_list(claims: &BTreeSet<(String, RecordId)>) -> Result<String> {
    json(&claims.iter().map(|(key, record)| (key, record.0.simple().to_string())).collect::<Vec<_>>())
}

async fn heads(c: &mut SqliteConnection, scopes: &[ScopeId]) -> Result<BTreeMap<ScopeId, Head>> {
    let rows: Vec<ScopeRow> =
        sqlx::query_as("SELECT * FROM scope WHERE id IN (SELECT value FROM json_each($1))")
            .bind(json(scopes)?)
            .fetch_all(c)
            .await?;
    Ok(rows.into_iter().map(ScopeRow::read).map(|(scope, counter)| (scope, counter.head)).collect())
}

async fn rows_of(c: &mut SqliteConnection, scope: &ScopeId, records: &[Uuid]) -> Result<Vec<RecordRow>> {
    Ok(sqlx::query_as(
        "SELECT * FROM record
         WHERE scope = $1 AND id IN (SELECT unhex(value) FROM json_each($2)) ORDER BY id",
    )
    .bind(scope.as_str())
    .bind(hex_list(records)?)
    .fetch_all(c)
    .await?)
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

/// What live records of these scopes, and live ones of this author, say of a file, each saying once: the
/// one question that decides who may read it and who may send it.
async fn links_within(
    c: &mut SqliteConnection,
    name: BlobName,
    scopes: &[ScopeId],
    account: Uuid,
) -> Result<Vec<(String, String, i64, bool, bool)>> {
    Ok(sqlx::query_as(
        "SELECT DISTINCT scope, part, bytes, proven, author IS $3 FROM blob_link
         WHERE sha256 = $1 AND live
             AND (author = $3 OR scope IN (SELECT value FROM json_each($2)))",
    )
    .bind(name.0.as_slice())
    .bind(json(scopes)?)
    .bind(account)
    .fetch_all(c)
    .await?)
}

/// The records that the sender made or may write are proven, in all their scopes.
async fn prove_links(
    c: &mut SqliteConnection,
    name: BlobName,
    scopes: &[ScopeId],
    account: Uuid,
) -> Result<()> {
    sqlx::query(
        "UPDATE blob_link SET proven = TRUE
         WHERE sha256 = $1 AND record IN (
             SELECT record FROM blob_link AS own
             WHERE own.sha256 = $1 AND own.live
                 AND (own.author = $3 OR own.scope IN (SELECT value FROM json_each($2))))",
    )
    .bind(name.0.as_slice())
    .bind(json(scopes)?)
    .bind(account)
    .execute(c)
    .await?;
    Ok(())
}

async fn unlink(c: &mut SqliteConnection, written: &[(String, Uuid)]) -> Result<()> {
    let written: Vec<_> = written.iter().map(|(scope, id)| (scope, id.simple().to_string())).collect();
    sqlx::query(
        "UPDATE blob_link SET live = FALSE
         FROM json_each($1) AS old
         WHERE blob_link.scope = old.value->>0 AND blob_link.record = unhex(old.value->>1)",
    )
    .bind(json(&written)?)
    .execute(c)
    .await?;
    Ok(())
}

/// A record that moves, or names a file again, keeps what was once shown for it.
async fn insert_links(c: &mut SqliteConnection, links: &[LinkRow]) -> Result<()> {
    let row = |link: &LinkRow| {
        (
            link.name.to_string(),
            link.scope.clone(),
            link.record.simple().to_string(),
            link.part.code(),
            link.bytes,
            link.author.simple().to_string(),
        )
    };
    sqlx::query(
        "INSERT INTO blob_link (sha256, scope, record, part, bytes, author, live, proven)
         SELECT unhex(value->>0), value->>1, unhex(value->>2), value->>3, value->>4, unhex(value->>5), TRUE,
             EXISTS (SELECT 1 FROM blob_link AS old
                     WHERE old.record = unhex(value->>2) AND old.sha256 = unhex(value->>0) AND old.proven)
         FROM json_each($1) WHERE true
         ON CONFLICT (sha256, scope, record) DO UPDATE SET
             part = excluded.part, bytes = excluded.bytes, author = excluded.author, live = TRUE,
             proven = excluded.proven",
    )
    .bind(json(&links.iter().map(row).collect::<Vec<_>>())?)
    .execute(c)
    .await?;
    Ok(())
}

fn hex_list(ids: &[Uuid]) -> Result<String> {
    json(&ids.iter().map(|id| id.simple().to_string()).collect::<Vec<_>>())
}

fn json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|_| StorageError::Corrupt { what: "value to write" })
}
