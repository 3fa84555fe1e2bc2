//! The statements of the PostgreSQL store, one function each. Many rows travel as arrays.

use std::collections::{BTreeMap, BTreeSet};

use domain::attachment::blob::BlobName;
use domain::change::{Change, Stamp};
use domain::id::{RecordId, ScopeId};
use domain::record::{Home, Kind, conflict};
use domain::sync::authority::{Done, Loaded, Needed};
use domain::sync::exchange::{PAGE_ROWS, PushResult};
use domain::sync::placement::{GENERATION, Head, Life, Looked, Row};
use sqlx::PgConnection;
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

account_statements!(PgConnection);
sync_statements!(PgConnection);
blob_statements!(PgConnection);

async fn lock_device(c: &mut PgConnection, device: Uuid) -> Result<()> {
    sqlx::query("SELECT 1 FROM device WHERE id = $1 FOR UPDATE").bind(device).execute(c).await?;
    Ok(())
}

async fn parents(c: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Uuid>> {
    Ok(sqlx::query_scalar("SELECT DISTINCT parent FROM record WHERE id = ANY($1) AND parent IS NOT NULL")
        .bind(ids)
        .fetch_all(c)
        .await?)
}

async fn lock_records(c: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<RecordRow>> {
    Ok(sqlx::query_as("SELECT * FROM record WHERE id = ANY($1) ORDER BY id, scope FOR UPDATE")
        .bind(ids)
        .fetch_all(c)
        .await?)
}

async fn lock_children(c: &mut PgConnection, parents: &[Uuid]) -> Result<Vec<RecordRow>> {
    Ok(sqlx::query_as("SELECT * FROM record WHERE parent = ANY($1) ORDER BY id, scope FOR UPDATE")
        .bind(parents)
        .fetch_all(c)
        .await?)
}

async fn outcomes(c: &mut PgConnection, device: Uuid, seqs: &BTreeSet<u64>) -> Result<BTreeMap<u64, Done>> {
    let seqs: Vec<i64> = seqs.iter().map(|seq| seq.cast_signed()).collect();
    let rows: Vec<(i64, Vec<u8>, String)> =
        sqlx::query_as("SELECT seq, hash, outcome FROM mutation WHERE device = $1 AND seq = ANY($2)")
            .bind(device)
            .bind(seqs)
            .fetch_all(c)
            .await?;
    rows.into_iter().map(read_outcome).collect()
}

async fn take_counters(
    c: &mut PgConnection,
    scopes: &[ScopeId],
    now: i64,
) -> Result<BTreeMap<ScopeId, Counter>> {
    let rows: Vec<ScopeRow> = sqlx::query_as(
        "INSERT INTO scope (id, epoch, ver, codes, live, checksum, chain)
         SELECT id, $2, $3 * (SELECT COUNT(*) FROM restoration), 0, 0, 0, ''::bytea
         FROM unnest($1::text[]) AS new (id) ORDER BY id
         ON CONFLICT (id) DO UPDATE SET ver = scope.ver
         RETURNING *",
    )
    .bind(names(scopes))
    .bind(now)
    .bind(GENERATION.cast_signed())
    .fetch_all(c)
    .await?;
    Ok(rows.into_iter().map(ScopeRow::read).collect())
}

async fn insert_records(c: &mut PgConnection, rows: &[RecordRow]) -> Result<()> {
    sqlx::query(
        "INSERT INTO record (scope, id, kind, parent, ver, doc, fver, life, made, touched)
         SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::bigint[], $6::text[],
             $7::text[], $8::text[], $9::text[], $10::text[])",
    )
    .bind(each(rows, |row| row.scope.clone()))
    .bind(each(rows, |row| row.id))
    .bind(each(rows, |row| row.kind.clone()))
    .bind(each(rows, |row| row.parent))
    .bind(each(rows, |row| row.ver))
    .bind(each(rows, |row| row.doc.clone()))
    .bind(each(rows, |row| row.fver.clone()))
    .bind(each(rows, |row| row.life.clone()))
    .bind(each(rows, |row| row.made.clone()))
    .bind(each(rows, |row| row.touched.clone()))
    .execute(c)
    .await?;
    Ok(())
}

async fn update_records(c: &mut PgConnection, rows: &[RecordRow]) -> Result<()> {
    sqlx::query(
        "UPDATE record SET parent = new.parent, ver = new.ver, doc = new.doc, fver = new.fver,
             life = new.life, touched = new.touched
         FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::text[],
             $8::text[]) AS new (scope, id, parent, ver, doc, fver, life, touched)
         WHERE record.scope = new.scope AND record.id = new.id",
    )
    .bind(each(rows, |row| row.scope.clone()))
    .bind(each(rows, |row| row.id))
    .bind(each(rows, |row| row.parent))
    .bind(each(rows, |row| row.ver))
    .bind(each(rows, |row| row.doc.clone()))
    .bind(each(rows, |row| row.fver.clone()))
    .bind(each(rows, |row| row.life.clone()))
    .bind(each(rows, |row| row.touched.clone()))
    .execute(c)
    .await?;
    Ok(())
}

async fn insert_changes(c: &mut PgConnection, rows: &[ChangeRow]) -> Result<()> {
    sqlx::query(
        "INSERT INTO change (scope, ver, record, entry, prev_hash)
         SELECT * FROM unnest($1::text[], $2::bigint[], $3::uuid[], $4::text[], $5::bytea[])",
    )
    .bind(each(rows, |row| row.scope.clone()))
    .bind(each(rows, |row| row.ver))
    .bind(each(rows, |row| row.record))
    .bind(each(rows, |row| row.entry.clone()))
    .bind(each(rows, |row| row.prev_hash.clone()))
    .execute(c)
    .await?;
    Ok(())
}

async fn insert_mutations(c: &mut PgConnection, rows: &[MutationRow]) -> Result<()> {
    sqlx::query(
        "INSERT INTO mutation (device, seq, hash, outcome, body, received_at)
         SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::text[], $5::text[], $6::bigint[])",
    )
    .bind(each(rows, |row| row.device))
    .bind(each(rows, |row| row.seq))
    .bind(each(rows, |row| row.hash.clone()))
    .bind(each(rows, |row| row.outcome.clone()))
    .bind(each(rows, |row| row.body.clone()))
    .bind(each(rows, |row| row.received_at))
    .execute(c)
    .await?;
    Ok(())
}

/// Who holds these keys. A row of nobody stands for each key: who locks it sees what the others before
/// wrote, and those after wait.
async fn lock_keys(c: &mut PgConnection, keys: &BTreeSet<String>) -> Result<Vec<(String, Uuid)>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<String> = keys.iter().cloned().collect();
    sqlx::query(
        "INSERT INTO claim (key, record)
         SELECT key, $2 FROM unnest($1::text[]) AS new (key) ORDER BY key
         ON CONFLICT (key, record) DO UPDATE SET record = claim.record",
    )
    .bind(&keys)
    .bind(Uuid::nil())
    .execute(&mut *c)
    .await?;
    Ok(sqlx::query_as(
        "SELECT key, record FROM claim WHERE key = ANY($1) AND record <> $2 ORDER BY key, record",
    )
    .bind(&keys)
    .bind(Uuid::nil())
    .fetch_all(c)
    .await?)
}

async fn insert_claims(c: &mut PgConnection, taken: &BTreeSet<(String, RecordId)>) -> Result<()> {
    if taken.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO claim (key, record) SELECT * FROM unnest($1::text[], $2::uuid[])
         ON CONFLICT (key, record) DO NOTHING",
    )
    .bind(taken.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>())
    .bind(taken.iter().map(|(_, record)| record.0).collect::<Vec<_>>())
    .execute(c)
    .await?;
    Ok(())
}

async fn drop_claims(c: &mut PgConnection, given_up: &BTreeSet<(String, RecordId)>) -> Result<()> {
    if given_up.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "DELETE FROM claim USING unnest($1::text[], $2::uuid[]) AS old (key, record)
         WHERE claim.key = old.key AND claim.record = old.record",
    )
    .bind(given_up.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>())
    .bind(given_up.iter().map(|(_, record)| record.0).collect::<Vec<_>>())
    .execute(c)
    .await?;
    Ok(())
}

async fn heads(c: &mut PgConnection, scopes: &[ScopeId]) -> Result<BTreeMap<ScopeId, Head>> {
    let rows: Vec<ScopeRow> =
        sqlx::query_as("SELECT * FROM scope WHERE id = ANY($1)").bind(names(scopes)).fetch_all(c).await?;
    Ok(rows.into_iter().map(ScopeRow::read).map(|(scope, counter)| (scope, counter.head)).collect())
}

async fn rows_of(c: &mut PgConnection, scope: &ScopeId, records: &[Uuid]) -> Result<Vec<RecordRow>> {
    Ok(sqlx::query_as("SELECT * FROM record WHERE scope = $1 AND id = ANY($2) ORDER BY id")
        .bind(scope.as_str())
        .bind(records)
        .fetch_all(c)
        .await?)
}

async fn changes_of(c: &mut PgConnection, scope: &ScopeId, records: &[Uuid]) -> Result<Vec<Change>> {
    let entries: Vec<String> =
        sqlx::query_scalar("SELECT entry FROM change WHERE scope = $1 AND record = ANY($2) ORDER BY ver")
            .bind(scope.as_str())
            .bind(records)
            .fetch_all(c)
            .await?;
    entries.iter().map(|entry| read_change(entry)).collect()
}

/// What live records of these scopes, and live ones of this author, say of a file, each saying once: the
/// one question that decides who may read it and who may send it.
async fn links_within(
    c: &mut PgConnection,
    name: BlobName,
    scopes: &[ScopeId],
    account: Uuid,
) -> Result<Vec<(String, String, i64, bool, bool)>> {
    Ok(sqlx::query_as(
        "SELECT DISTINCT scope, part, bytes, proven, author IS NOT DISTINCT FROM $3 FROM blob_link
         WHERE sha256 = $1 AND live AND (author = $3 OR scope = ANY($2))",
    )
    .bind(name.0.as_slice())
    .bind(names(scopes))
    .bind(account)
    .fetch_all(c)
    .await?)
}

/// The records that the sender made or may write are proven, in all their scopes.
async fn prove_links(c: &mut PgConnection, name: BlobName, scopes: &[ScopeId], account: Uuid) -> Result<()> {
    sqlx::query(
        "UPDATE blob_link SET proven = TRUE
         WHERE sha256 = $1 AND record IN (
             SELECT record FROM blob_link AS own
             WHERE own.sha256 = $1 AND own.live AND (own.author = $3 OR own.scope = ANY($2)))",
    )
    .bind(name.0.as_slice())
    .bind(names(scopes))
    .bind(account)
    .execute(c)
    .await?;
    Ok(())
}

async fn unlink(c: &mut PgConnection, written: &[(String, Uuid)]) -> Result<()> {
    sqlx::query(
        "UPDATE blob_link SET live = FALSE
         FROM unnest($1::text[], $2::uuid[]) AS old (scope, record)
         WHERE blob_link.scope = old.scope AND blob_link.record = old.record",
    )
    .bind(each(written, |(scope, _)| scope.clone()))
    .bind(each(written, |(_, record)| *record))
    .execute(c)
    .await?;
    Ok(())
}

/// A record that moves, or names a file again, keeps what was once shown for it.
async fn insert_links(c: &mut PgConnection, links: &[LinkRow]) -> Result<()> {
    sqlx::query(
        "INSERT INTO blob_link (sha256, scope, record, part, bytes, author, live, proven)
         SELECT new.sha256, new.scope, new.record, new.part, new.bytes, new.author, TRUE,
             EXISTS (SELECT 1 FROM blob_link AS old
                     WHERE old.record = new.record AND old.sha256 = new.sha256 AND old.proven)
         FROM unnest($1::bytea[], $2::text[], $3::uuid[], $4::text[], $5::bigint[], $6::uuid[])
             AS new (sha256, scope, record, part, bytes, author)
         ON CONFLICT (sha256, scope, record) DO UPDATE SET
             part = excluded.part, bytes = excluded.bytes, author = excluded.author, live = TRUE,
             proven = excluded.proven",
    )
    .bind(each(links, |link| link.name.0.to_vec()))
    .bind(each(links, |link| link.scope.clone()))
    .bind(each(links, |link| link.record))
    .bind(each(links, |link| link.part.code()))
    .bind(each(links, |link| link.bytes))
    .bind(each(links, |link| link.author))
    .execute(c)
    .await?;
    Ok(())
}

fn names(scopes: &[ScopeId]) -> Vec<String> {
    each(scopes, |scope| scope.as_str().to_owned())
}

/// One column of many rows.
fn each<R, T>(rows: &[R], column: impl FnMut(&R) -> T) -> Vec<T> {
    rows.iter().map(column).collect()
}
