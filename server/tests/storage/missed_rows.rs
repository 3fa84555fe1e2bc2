//! The missed-row trial (docs/PROTOCOL.md): eight writers whose transactions stay open for a
//! moment, one reader who asks for everything after its cursor. A cursor over a sequence loses
//! rows, because numbers are given out before they become visible; ours must not.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::id::{RecordId, ScopeId};
use domain::sync::exchange::{Cursor, ScopePage};
use server::storage::contract::{facility, officer, pull, push};
use server::storage::{Database, Storage};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use crate::postgres::fresh_database;

const WRITERS: usize = 8;
const ROUNDS: usize = 40;
const COMMUNES: [&str; 2] = ["07210", "07228"];

/// The cursor everybody writes first. It must lose rows here, or the trial proves nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_over_a_sequence_misses_rows() {
    let database = fresh_database().await;
    let mut setup = PgConnection::connect(&database.url).await.unwrap();
    sqlx::raw_sql("CREATE TABLE news (seq BIGSERIAL PRIMARY KEY, writer INT)")
        .execute(&mut setup)
        .await
        .unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let reader = tokio::spawn({
        let (url, stop) = (database.url.clone(), Arc::clone(&stop));
        async move {
            let mut connection = PgConnection::connect(&url).await.unwrap();
            let (mut cursor, mut seen) = (0_i64, 0);
            loop {
                let last_look = stop.load(Ordering::Acquire);
                let news: Vec<i64> = sqlx::query_scalar("SELECT seq FROM news WHERE seq > $1 ORDER BY seq")
                    .bind(cursor)
                    .fetch_all(&mut connection)
                    .await
                    .unwrap();
                seen += news.len();
                cursor = news.last().copied().unwrap_or(cursor);
                if last_look {
                    return seen;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    });
    let writers = (0..WRITERS).map(|writer| {
        let url = database.url.clone();
        tokio::spawn(async move {
            let mut connection = PgConnection::connect(&url).await.unwrap();
            for round in 0..ROUNDS {
                let mut transaction = connection.begin().await.unwrap();
                let statement = "INSERT INTO news (writer) VALUES ($1)";
                sqlx::query(statement)
                    .bind(i32::try_from(writer).unwrap())
                    .execute(&mut *transaction)
                    .await
                    .unwrap();
                tokio::time::sleep(pause(writer, round)).await;
                transaction.commit().await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    stop.store(true, Ordering::Release);
    let seen = reader.await.unwrap();
    println!("sequence: {} of {} rows missed", WRITERS * ROUNDS - seen, WRITERS * ROUNDS);
    assert!(seen < WRITERS * ROUNDS, "the trial lost nothing, so it can prove nothing");
    database.drop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn our_cursor_misses_none() {
    let database = fresh_database().await;
    let storage = server::storage::open(&Database::Postgres(database.url.clone())).await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let reader = tokio::spawn(read(Arc::clone(&storage), Arc::clone(&stop)));
    // Something else holds each scope's counter open now and then, as the writers above did.
    let holder = tokio::spawn(hold_counters(database.url.clone(), Arc::clone(&stop)));
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let commune = COMMUNES[writer % COMMUNES.len()];
        let (storage, who) = (Arc::clone(&storage), officer(&storage, commune).await);
        writers.push(tokio::spawn(async move {
            let mut made = BTreeSet::new();
            for round in 0..ROUNDS {
                let id = RecordId(Uuid::now_v7());
                let seq = u64::try_from(round).unwrap() + 1;
                let outcomes = push(&storage, &who, &[facility(seq, id, commune)]).await;
                assert!(outcomes[0].is_effective(), "{outcomes:?}");
                made.insert(id);
                tokio::time::sleep(pause(writer, round) / 8).await;
            }
            made
        }));
    }
    let mut made = BTreeSet::new();
    for writer in writers {
        made.extend(writer.await.unwrap());
    }
    stop.store(true, Ordering::Release);
    holder.await.unwrap();
    let seen = reader.await.unwrap();
    assert_eq!(made.len(), WRITERS * ROUNDS);
    assert_eq!(seen, made);
    storage.close().await;
    database.drop().await;
}

/// A device that holds both communes and pulls all the time; what it saw, each record once.
async fn read(storage: Arc<dyn Storage>, stop: Arc<AtomicBool>) -> BTreeSet<RecordId> {
    let mut readers = Vec::new();
    for commune in COMMUNES {
        readers.push((officer(&storage, commune).await, ScopeId::commune(commune), None::<Cursor>));
    }
    let mut seen = BTreeSet::new();
    loop {
        let last_look = stop.load(Ordering::Acquire);
        let mut more = false;
        for (who, scope, cursor) in &mut readers {
            if cursor.is_none() {
                *cursor = first_cursor(&storage, scope).await;
            }
            let Some(at) = cursor.as_mut() else { continue };
            let answer = pull(&storage, who, [(scope.clone(), *at)].into()).await;
            more |= answer.more;
            for page in answer.pages {
                let delta = match page {
                    ScopePage::Delta(delta) if delta.scope == *scope => delta,
                    ScopePage::Delta(_) | ScopePage::Snapshot { .. } => continue,
                };
                for row in delta.rows {
                    assert!(seen.insert(row.id), "{} twice", row.id);
                }
                *at = delta.to;
            }
        }
        if last_look && !more {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// The start of the scope's life, so that everything ever written comes as news.
async fn first_cursor(storage: &Arc<dyn Storage>, scope: &ScopeId) -> Option<Cursor> {
    let journal = storage.journal(scope, 0, 1).await.unwrap();
    journal.first()?;
    Some(Cursor::at(1_790_000_000_000, 0))
}

async fn hold_counters(url: String, stop: Arc<AtomicBool>) {
    let mut connection = PgConnection::connect(&url).await.unwrap();
    let mut round = 0;
    while !stop.load(Ordering::Acquire) {
        round += 1;
        let mut transaction = connection.begin().await.unwrap();
        sqlx::query("SELECT 1 FROM scope FOR UPDATE").execute(&mut *transaction).await.unwrap();
        tokio::time::sleep(pause(round % WRITERS, round)).await;
        transaction.rollback().await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// 0 to 20 ms, different for each writer and round.
fn pause(writer: usize, round: usize) -> Duration {
    Duration::from_millis(u64::try_from((writer * 7 + round * 13) % 21).unwrap())
}
