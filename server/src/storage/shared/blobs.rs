//! Files: which records name them, where uploads stand, what is kept.

macro_rules! blob_statements {
    ($connection:ty) => {
        /// Where a file stands for who asks. `None` when the person may no longer ask.
        pub async fn look(c: &mut $connection, look: &Look<'_>) -> Result<Option<Seen>> {
            let access = access(c, look.account.0, look.device.0).await?;
            let Some(held) = look.reach.held(&access) else { return Ok(None) };
            let scopes: Vec<_> = held.keys().cloned().collect();
            let links = links_within(c, look.name, &scopes, look.account.0).await?;
            let mut links =
                links.into_iter().map(|link| read_link(link, &held)).collect::<Result<Vec<_>>>()?;
            links.sort();
            let blob = sqlx::query_as("SELECT * FROM blob WHERE sha256 = $1")
                .bind(look.name.0.as_slice())
                .fetch_optional(&mut *c)
                .await?;
            let key = UploadKey { account: look.account.0, name: look.name };
            Ok(Some(Seen { links, blob, upload: upload(c, &key).await? }))
        }

        /// Begins an upload, or goes on with it when it is of the same size.
        pub async fn open_upload(c: &mut $connection, key: &UploadKey, bytes: u64, now: i64) -> Result<()> {
            sqlx::query(
                "INSERT INTO blob_upload (account, sha256, bytes, received, refusal, begun_at, touched_at)
                 VALUES ($1, $2, $3, $4, NULL, $5, $5)
                 ON CONFLICT (account, sha256) DO UPDATE SET
                     received = CASE WHEN blob_upload.bytes = excluded.bytes
                         THEN blob_upload.received ELSE excluded.received END,
                     refusal = CASE WHEN blob_upload.bytes = excluded.bytes
                         THEN blob_upload.refusal ELSE excluded.refusal END,
                     bytes = excluded.bytes, touched_at = excluded.touched_at",
            )
            .bind(key.account)
            .bind(key.name.0.as_slice())
            .bind(bytes.cast_signed())
            .bind(Received::default().as_bytes())
            .bind(now)
            .execute(c)
            .await?;
            Ok(())
        }

        /// Notes that a chunk is in the store. `None` when the upload was given up meanwhile.
        pub async fn note_chunk(
            c: &mut $connection,
            key: &UploadKey,
            chunk: u32,
            now: i64,
        ) -> Result<Option<Upload>> {
            // Writing first locks the row: of two chunks that arrive at once, the second sees the first.
            sqlx::query("UPDATE blob_upload SET touched_at = $3 WHERE account = $1 AND sha256 = $2")
                .bind(key.account)
                .bind(key.name.0.as_slice())
                .bind(now)
                .execute(&mut *c)
                .await?;
            let Some(mut upload) = upload(c, key).await? else { return Ok(None) };
            upload.received.add(chunk);
            sqlx::query("UPDATE blob_upload SET received = $3 WHERE account = $1 AND sha256 = $2")
                .bind(key.account)
                .bind(key.name.0.as_slice())
                .bind(upload.received.as_bytes())
                .execute(c)
                .await?;
            Ok(Some(upload))
        }

        /// Keeps why a file is not taken; its chunks count no longer.
        pub async fn refuse_upload(c: &mut $connection, key: &UploadKey, code: &str, now: i64) -> Result<()> {
            sqlx::query(
                "UPDATE blob_upload SET refusal = $3, received = $4, touched_at = $5
                 WHERE account = $1 AND sha256 = $2",
            )
            .bind(key.account)
            .bind(key.name.0.as_slice())
            .bind(code)
            .bind(Received::default().as_bytes())
            .bind(now)
            .execute(c)
            .await?;
            Ok(())
        }

        /// Notes a file that lies in the store, and that its sender had it.
        pub async fn keep_blob(c: &mut $connection, kept: &Kept<'_>) -> Result<()> {
            if let Some(fresh) = &kept.fresh {
                // Whoever was first stays: what is kept under a name never changes.
                sqlx::query(
                    "INSERT INTO blob (sha256, bytes, media_type, kept_sha256, kept_bytes, kept_at)
                     VALUES ($1, $2, $3, $4, $5, $6)
                     ON CONFLICT (sha256) DO NOTHING",
                )
                .bind(&fresh.sha256)
                .bind(fresh.bytes)
                .bind(&fresh.media_type)
                .bind(&fresh.kept_sha256)
                .bind(fresh.kept_bytes)
                .bind(fresh.kept_at)
                .execute(&mut *c)
                .await?;
            }
            prove_links(c, kept.name, kept.scopes, kept.account).await
        }

        /// Takes back what an upload has received, unless it went on after `untouched_since`. False when it did.
        pub async fn empty_upload(
            c: &mut $connection,
            key: &UploadKey,
            untouched_since: Option<i64>,
        ) -> Result<bool> {
            let done = sqlx::query(
                "UPDATE blob_upload SET received = $3, refusal = NULL
                 WHERE account = $1 AND sha256 = $2 AND touched_at = COALESCE($4, touched_at)",
            )
            .bind(key.account)
            .bind(key.name.0.as_slice())
            .bind(Received::default().as_bytes())
            .bind(untouched_since)
            .execute(c)
            .await?;
            Ok(done.rows_affected() > 0)
        }

        /// Forgets an upload that has received nothing.
        pub async fn drop_upload(c: &mut $connection, key: &UploadKey) -> Result<()> {
            sqlx::query(
                "DELETE FROM blob_upload
                 WHERE account = $1 AND sha256 = $2 AND received = $3 AND refusal IS NULL",
            )
            .bind(key.account)
            .bind(key.name.0.as_slice())
            .bind(Received::default().as_bytes())
            .execute(c)
            .await?;
            Ok(())
        }

        /// Uploads that nobody has gone on with since `before`, longest ago first.
        pub async fn stale_uploads(c: &mut $connection, before: i64, most: usize) -> Result<Vec<Upload>> {
            let rows: Vec<UploadRow> = sqlx::query_as(
                "SELECT * FROM blob_upload WHERE touched_at < $1 ORDER BY touched_at LIMIT $2",
            )
            .bind(before)
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .fetch_all(c)
            .await?;
            rows.into_iter().map(read_upload).collect()
        }

        async fn upload(c: &mut $connection, key: &UploadKey) -> Result<Option<Upload>> {
            let row: Option<UploadRow> =
                sqlx::query_as("SELECT * FROM blob_upload WHERE account = $1 AND sha256 = $2")
                    .bind(key.account)
                    .bind(key.name.0.as_slice())
                    .fetch_optional(c)
                    .await?;
            row.map(read_upload).transpose()
        }

        /// Lets links follow the records just written, in their transaction.
        async fn relink(c: &mut $connection, relinked: &Relinked) -> Result<()> {
            if relinked.written.is_empty() {
                return Ok(());
            }
            unlink(c, &relinked.written).await?;
            insert_links(c, &relinked.links).await
        }
    };
}

pub(in crate::storage) use blob_statements;
