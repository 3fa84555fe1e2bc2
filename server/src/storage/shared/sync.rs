//! Pushing and pulling, step by step. The steps that need a statement of their own on each
//! database (locks, many rows at once) are called by name and stand beside the invocation.

macro_rules! sync_statements {
    ($connection:ty) => {
        /// Decides and writes one push. `None` when the person may no longer push.
        pub async fn push(c: &mut $connection, push: &Push) -> Result<Option<Vec<PushResult>>> {
            // The device's row serialises its pushes: a repeated one finds the outcomes of the first.
            lock_device(c, push.device.0).await?;
            let access = access(c, push.account.0, push.device.0).await?;
            let mut rows = BTreeMap::new();
            gather(c, &push.needed, &mut rows).await?;
            let mut rows: Vec<_> = rows.into_iter().map(|((scope, _), row)| (scope, row)).collect();
            let kin: Vec<Uuid> = push.judge.kin_wanted(&rows).into_iter().map(|id| id.0).collect();
            if !kin.is_empty() {
                let mut all: BTreeMap<_, _> =
                    rows.into_iter().map(|(scope, row)| ((scope, row.id), row)).collect();
                collect(&mut all, lock_children(c, &kin).await?)?;
                rows = all.into_iter().map(|((scope, _), row)| (scope, row)).collect();
            }
            let named: Vec<Uuid> = push.judge.named_wanted(&rows).into_iter().map(|id| id.0).collect();
            if !named.is_empty() {
                let mut all: BTreeMap<_, _> =
                    rows.into_iter().map(|(scope, row)| ((scope, row.id), row)).collect();
                collect(&mut all, lock_records(c, &named).await?)?;
                rows = all.into_iter().map(|((scope, _), row)| (scope, row)).collect();
            }
            // From here to the commit nobody else takes one of these keys.
            let claims = holders(lock_keys(c, &push.judge.claims_wanted(&rows)).await?);
            let further = push.judge.further(&rows, &claims);
            if !further.records.is_empty() {
                let mut all: BTreeMap<_, _> =
                    rows.into_iter().map(|(scope, row)| ((scope, row.id), row)).collect();
                gather(c, &further, &mut all).await?;
                rows = all.into_iter().map(|((scope, _), row)| (scope, row)).collect();
            }
            let mut authors = BTreeMap::new();
            for (scope, ver) in push.judge.authors_wanted(&rows) {
                if let Some(stamp) = author(c, &scope, ver).await? {
                    authors.insert((scope, ver), stamp);
                }
            }
            let done = outcomes(c, push.device.0, &push.needed.seqs).await?;
            let mut looked = Looked::default();
            looked.children.extend(push.needed.records.iter().chain(&further.records));
            looked.children.extend(kin.into_iter().map(RecordId));
            let mut loaded = Loaded { rows, done, authors, claims, looked };
            let decision = loop {
                let Some(decision) = decide(push, &access, &loaded)? else { return Ok(None) };
                if decision.missed.is_empty() {
                    break decision;
                }
                look_up(c, &decision.missed, &mut loaded).await?;
                loaded.looked.join(decision.missed);
            };

            let scopes: Vec<_> = decision.scopes().cloned().collect();
            // The counters come last and in one order: from here to the commit nobody waits for
            // anything but the disk, and within a scope versions become visible in order.
            let known: BTreeSet<_> = loaded.rows.iter().map(|(scope, row)| (scope.clone(), row.id)).collect();
            let mut taken = take_counters(c, &scopes, push.received_at).await?;
            let heads = taken.iter().map(|(scope, counter)| (scope.clone(), counter.head)).collect();
            let placed = decision.place(&heads);
            let (fresh, changed): (Vec<_>, Vec<_>) =
                placed.rows.iter().partition(|(scope, row)| !known.contains(&(scope.clone(), row.id)));
            insert_records(c, &records(&fresh)?).await?;
            update_records(c, &records(&changed)?).await?;
            relink(c, &relinked(&placed.rows)).await?;
            drop_claims(c, &placed.claims.given_up).await?;
            insert_claims(c, &placed.claims.taken).await?;
            insert_changes(c, &chain(&placed.changes, &mut taken)?).await?;
            insert_mutations(c, &mutations(push, &placed.outcomes)?).await?;
            for (scope, head) in &placed.heads {
                let chain = taken.get(scope).map(|counter| counter.chain.as_slice()).unwrap_or_default();
                write_head(c, scope, head, chain).await?;
            }
            write_received(c, push.device.0, push.newest_seq.cast_signed(), push.received_at).await?;
            Ok(Some(placed.results))
        }

        /// Loads and locks records, all they belong to, and what belongs to them.
        async fn gather(
            c: &mut $connection,
            needed: &Needed,
            rows: &mut BTreeMap<(ScopeId, RecordId), Row>,
        ) -> Result<()> {
            let related = with_ancestors(c, &needed.records).await?;
            collect(rows, lock_records(c, &related).await?)?;
            // Only now, with their parents locked, can no new child appear unseen.
            let mut parents: Vec<Uuid> = needed.records.iter().map(|id| id.0).collect();
            for _ in 0..needed.levels {
                let children = lock_children(c, &parents).await?;
                parents = children.iter().map(|row| row.id).collect();
                collect(rows, children)?;
                if parents.is_empty() {
                    break;
                }
            }
            Ok(())
        }

        /// Loads what the rules between kin went on to ask for.
        async fn look_up(c: &mut $connection, missed: &Looked, loaded: &mut Loaded) -> Result<()> {
            let ids = |set: &BTreeSet<RecordId>| set.iter().map(|id| id.0).collect::<Vec<_>>();
            let mut all: BTreeMap<_, _> = std::mem::take(&mut loaded.rows)
                .into_iter()
                .map(|(scope, row)| ((scope, row.id), row))
                .collect();
            if !missed.records.is_empty() {
                collect(&mut all, lock_records(c, &ids(&missed.records)).await?)?;
            }
            if !missed.children.is_empty() {
                collect(&mut all, lock_children(c, &ids(&missed.children)).await?)?;
            }
            for kind in &missed.kinds {
                collect(&mut all, all_of(c, *kind).await?)?;
            }
            loaded.rows = all.into_iter().map(|((scope, _), row)| (scope, row)).collect();
            Ok(())
        }

        /// All of a kind. Nothing is locked: what is in force is never edited.
        async fn all_of(c: &mut $connection, kind: Kind) -> Result<Vec<RecordRow>> {
            let rows = match kind.spec().home {
                // Most of the table is not looked at.
                Home::Reference => {
                    sqlx::query_as("SELECT * FROM record WHERE scope = $1 AND kind = $2 AND life = 'live'")
                        .bind(ScopeId::reference().as_str().to_owned())
                        .bind(kind.code())
                        .fetch_all(c)
                        .await?
                }
                _ => {
                    sqlx::query_as("SELECT * FROM record WHERE kind = $1 AND life = 'live'")
                        .bind(kind.code())
                        .fetch_all(c)
                        .await?
                }
            };
            Ok(rows)
        }

        /// Reads what is new for a device, every scope at the same moment.
        pub async fn pull(c: &mut $connection, pull: &Pull<'_>) -> Result<Option<News>> {
            let access = access(c, pull.account.0, pull.device.0).await?;
            let Some(held) = pull.plan.held(&access) else { return Ok(None) };
            let scopes: Vec<_> = held.keys().cloned().collect();
            let heads = heads(c, &scopes).await?;
            let life = access.restored_at.unwrap_or(0).cast_unsigned();
            let mut news = News { held, life, scopes: Vec::new(), heads };
            let mut left = pull.most_changes;
            for (scope, after) in pull.plan.wanted(&news.heads) {
                if left == 0 {
                    break;
                }
                let changes = changes_after(c, &scope, after, left).await?;
                left = left.saturating_sub(changes.len());
                let to = changes.last().map_or(after, |change| change.ver);
                let rows = rows_between(c, &scope, after, to).await?;
                news.scopes.push(ScopeNews { scope, to, rows, changes });
            }
            Ok(Some(news))
        }

        /// Reads some live rows of a scope and their journal entries.
        pub async fn snapshot(c: &mut $connection, snapshot: &Snapshot<'_>) -> Result<Option<Slice>> {
            let access = access(c, snapshot.account.0, snapshot.device.0).await?;
            let Some(held) = snapshot.plan.held(&access) else { return Ok(None) };
            let Some(role) = held.get(snapshot.scope).copied() else { return Ok(Some(Slice::NotHeld)) };
            let head = heads(c, std::slice::from_ref(snapshot.scope)).await?.remove(snapshot.scope);
            let rows = live_rows(c, snapshot.scope, snapshot.after, snapshot.most_rows).await?;
            let ids: Vec<_> = rows.iter().map(|row| row.id.0).collect();
            let changes = changes_of(c, snapshot.scope, &ids).await?;
            Ok(Some(Slice::Rows { role, head, rows, changes }))
        }

        /// Reads the live records of a scope that a reader chooses, and their journal entries.
        pub async fn pick(c: &mut $connection, picking: &Picking<'_>) -> Result<Option<Slice>> {
            let access = access(c, picking.account.0, picking.device.0).await?;
            let Some(held) = picking.choice.held(&access) else { return Ok(None) };
            let Some(role) = held.get(picking.scope).copied() else { return Ok(Some(Slice::NotHeld)) };
            let head = heads(c, std::slice::from_ref(picking.scope)).await?.remove(picking.scope);
            let live: Vec<(Uuid, i64)> = sqlx::query_as(
                "SELECT id, ver FROM record WHERE scope = $1 AND life = 'live' ORDER BY id",
            )
            .bind(picking.scope.as_str())
            .fetch_all(&mut *c)
            .await?;
            let live: Vec<_> = live.into_iter().map(|(id, ver)| (RecordId(id), ver.cast_unsigned())).collect();
            let chosen = picking.choice.chosen(role, &head.unwrap_or_default(), &live);
            let (mut rows, mut changes) = (Vec::with_capacity(chosen.len()), Vec::new());
            for some in chosen.chunks(PAGE_ROWS) {
                let ids: Vec<_> = some.iter().map(|id| id.0).collect();
                let found = rows_of(c, picking.scope, &ids).await?;
                rows.extend(found.into_iter().map(|row| row.read().map(|(_, row)| row)).collect::<Result<Vec<_>>>()?);
                changes.extend(changes_of(c, picking.scope, &ids).await?);
            }
            Ok(Some(Slice::Rows { role, head, rows, changes }))
        }

        /// Reads where every scope stands.
        pub async fn standing(c: &mut $connection) -> Result<BTreeMap<ScopeId, u64>> {
            let rows: Vec<(String, i64)> = sqlx::query_as("SELECT id, ver FROM scope").fetch_all(c).await?;
            Ok(rows.into_iter().map(|(id, ver)| (ScopeId::from(id.as_str()), ver.cast_unsigned())).collect())
        }

        /// Reads a record where it is live.
        pub async fn record(c: &mut $connection, id: Uuid) -> Result<Option<Row>> {
            let rows: Vec<RecordRow> =
                sqlx::query_as("SELECT * FROM record WHERE id = $1").bind(id).fetch_all(c).await?;
            for row in rows {
                let (_, row) = row.read()?;
                if row.life == Life::Live {
                    return Ok(Some(row));
                }
            }
            Ok(None)
        }

        /// Counts what people wrote and what of it is in conflict. A record lies in several scopes and is one.
        pub async fn disputes(c: &mut $connection) -> Result<Disputes> {
            let changes: i64 =
                sqlx::query_scalar("SELECT COUNT(*) FROM mutation WHERE body IS NULL").fetch_one(&mut *c).await?;
            let rows: Vec<RecordRow> = sqlx::query_as("SELECT * FROM record WHERE kind = $1")
                .bind(Kind::Conflict.code())
                .fetch_all(c)
                .await?;
            let mut conflicts = BTreeMap::new();
            for row in rows {
                let (_, row) = row.read()?;
                if row.life == Life::Live {
                    conflicts.insert(row.id, conflict::is_open(&row.doc));
                }
            }
            let open = conflicts.values().filter(|open| **open).count();
            Ok(Disputes { changes: changes.cast_unsigned(), conflicts: conflicts.len(), open })
        }

        /// Reads every entry of a scope's journal after a version, with the hash it builds on.
        pub async fn journal(
            c: &mut $connection,
            scope: &ScopeId,
            after: u64,
            most: usize,
        ) -> Result<Vec<ChangeRow>> {
            Ok(sqlx::query_as(
                "SELECT scope, ver, record, entry, prev_hash FROM change WHERE scope = $1 AND ver > $2
                 ORDER BY ver LIMIT $3",
            )
            .bind(scope.as_str())
            .bind(after.cast_signed())
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .fetch_all(c)
            .await?)
        }

        async fn access(c: &mut $connection, account: Uuid, device: Uuid) -> Result<Access> {
            let missing = StorageError::Corrupt { what: "session" };
            let account_row = account_by_id(c, account).await?.ok_or(missing)?;
            let device_row = super::statements::device(c, device).await?;
            let device_row = device_row.ok_or(StorageError::Corrupt { what: "session" })?;
            let grants = grants(c, account).await?;
            let restored_at = sqlx::query_scalar("SELECT MAX(at) FROM restoration").fetch_one(c).await?;
            Ok(Access { account: account_row, device: device_row, grants, restored_at })
        }

        /// Drops traces that every device of the last days has heard of.
        pub async fn compact(c: &mut $connection, today: i64, days: i64) -> Result<u64> {
            sqlx::query(
                "INSERT INTO scope_day (scope, day, ver) SELECT id, $1, ver FROM scope WHERE true
                 ON CONFLICT (scope, day) DO NOTHING",
            )
            .bind(today)
            .execute(&mut *c)
            .await?;
            sqlx::query(
                "UPDATE scope SET floor = (SELECT MAX(at.ver) FROM scope_day AS at WHERE at.scope = scope.id AND at.day <= $1)
                 WHERE floor < (SELECT MAX(at.ver) FROM scope_day AS at WHERE at.scope = scope.id AND at.day <= $1)",
            )
            .bind(today - days)
            .execute(&mut *c)
            .await?;
            // What something still belongs to stays: an edit of what was deleted waits for a person.
            let gone = sqlx::query(
                "DELETE FROM record WHERE life <> 'live'
                     AND ver <= (SELECT floor FROM scope WHERE scope.id = record.scope)
                     AND NOT EXISTS
                         (SELECT 1 FROM record AS kin WHERE kin.parent = record.id AND kin.life = 'live')",
            )
            .execute(&mut *c)
            .await?;
            sqlx::query("DELETE FROM scope_day WHERE day < $1").bind(today - days).execute(c).await?;
            Ok(gone.rows_affected())
        }

        /// Begins another life of every counter, as if it had come further than any device has seen.
        pub async fn begin_life(c: &mut $connection, now: i64) -> Result<u64> {
            sqlx::query("INSERT INTO restoration (at) VALUES ($1)").bind(now).execute(&mut *c).await?;
            sqlx::query("UPDATE scope SET epoch = $1, ver = ver + $2")
                .bind(now)
                .bind(GENERATION.cast_signed())
                .execute(&mut *c)
                .await?;
            let count: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM restoration").fetch_one(c).await?;
            Ok(count.cast_unsigned())
        }

        /// The records and all they belong to, upwards. Nothing is locked yet.
        async fn with_ancestors(c: &mut $connection, records: &BTreeSet<RecordId>) -> Result<Vec<Uuid>> {
            let mut all: BTreeSet<Uuid> = records.iter().map(|id| id.0).collect();
            let mut fresh: Vec<Uuid> = all.iter().copied().collect();
            for _ in 0..LEVELS_ABOVE {
                fresh = parents(c, &fresh).await?.into_iter().filter(|id| all.insert(*id)).collect();
                if fresh.is_empty() {
                    break;
                }
            }
            Ok(all.into_iter().collect())
        }

        async fn author(c: &mut $connection, scope: &ScopeId, ver: u64) -> Result<Option<Stamp>> {
            let entry: Option<String> =
                sqlx::query_scalar("SELECT entry FROM change WHERE scope = $1 AND ver = $2")
                    .bind(scope.as_str())
                    .bind(ver.cast_signed())
                    .fetch_optional(c)
                    .await?;
            let Some(entry) = entry else { return Ok(None) };
            let change = read_change(&entry)?;
            Ok(Some(Stamp { by: change.actor, at: change.received }))
        }

        async fn changes_after(
            c: &mut $connection,
            scope: &ScopeId,
            after: u64,
            most: usize,
        ) -> Result<Vec<Change>> {
            let rows = journal(c, scope, after, most).await?;
            rows.iter().map(|row| read_change(&row.entry)).collect()
        }

        async fn rows_between(c: &mut $connection, scope: &ScopeId, after: u64, to: u64) -> Result<Vec<Row>> {
            let rows: Vec<RecordRow> = sqlx::query_as(
                "SELECT * FROM record WHERE scope = $1 AND ver > $2 AND ver <= $3 ORDER BY ver",
            )
            .bind(scope.as_str())
            .bind(after.cast_signed())
            .bind(to.cast_signed())
            .fetch_all(c)
            .await?;
            rows.into_iter().map(|row| row.read().map(|(_, row)| row)).collect()
        }

        async fn live_rows(
            c: &mut $connection,
            scope: &ScopeId,
            after: Option<RecordId>,
            most: usize,
        ) -> Result<Vec<Row>> {
            // The nil id is nobody's.
            let rows: Vec<RecordRow> = sqlx::query_as(
                "SELECT * FROM record WHERE scope = $1 AND id > $2 AND life = 'live' ORDER BY id LIMIT $3",
            )
            .bind(scope.as_str())
            .bind(after.map_or(Uuid::nil(), |id| id.0))
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .fetch_all(c)
            .await?;
            rows.into_iter().map(|row| row.read().map(|(_, row)| row)).collect()
        }

        async fn write_head(c: &mut $connection, scope: &ScopeId, head: &Head, chain: &[u8]) -> Result<()> {
            sqlx::query(
                "UPDATE scope SET ver = $2, codes = $3, live = $4, checksum = $5, chain = $6 WHERE id = $1",
            )
            .bind(scope.as_str())
            .bind(head.ver.cast_signed())
            .bind(head.codes.cast_signed())
            .bind(head.sum.count.cast_signed())
            .bind(head.sum.sum.cast_signed())
            .bind(chain)
            .execute(c)
            .await?;
            Ok(())
        }

        async fn write_received(c: &mut $connection, device: Uuid, newest: i64, now: i64) -> Result<()> {
            sqlx::query(
                "UPDATE device SET last_seen_at = $3,
                     received_seq = CASE WHEN received_seq < $2 THEN $2 ELSE received_seq END,
                     newest_seq = CASE WHEN newest_seq < $2 THEN $2 ELSE newest_seq END
                 WHERE id = $1",
            )
            .bind(device)
            .bind(newest)
            .bind(now)
            .execute(c)
            .await?;
            Ok(())
        }
    };
}

pub(in crate::storage) use sync_statements;
