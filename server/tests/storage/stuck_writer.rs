//! One transaction that never ends must stop its own scope only, and only until it ends.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::id::RecordId;
use server::storage::contract::{facility, officer, push, try_push};
use server::storage::{Database, StorageError};
use server::sync::SyncError;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use crate::postgres::fresh_database;

async fn hold<'c>(connection: &'c mut PgConnection, scope: &str) -> sqlx::Transaction<'c, sqlx::Postgres> {
    let mut transaction = connection.begin().await.unwrap();
    let statement = "SELECT 1 FROM scope WHERE id = $1 FOR UPDATE";
    sqlx::query(statement).bind(scope).execute(&mut *transaction).await.unwrap();
    transaction
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stuck_writer_stops_its_own_scope_only() {
    let database = fresh_database().await;
    let storage = server::storage::open(&Database::Postgres(database.url.clone())).await.unwrap();
    let (here, there) = (officer(&storage, "07210").await, officer(&storage, "07228").await);
    for (who, commune) in [(&here, "07210"), (&there, "07228")] {
        push(&storage, who, &[facility(1, RecordId(Uuid::now_v7()), commune)]).await;
    }
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let stuck = hold(&mut connection, "commune:07210").await;
    let waiting = tokio::spawn({
        let (storage, here) = (Arc::clone(&storage), here.clone());
        async move { push(&storage, &here, &[facility(2, RecordId(Uuid::now_v7()), "07210")]).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let started = Instant::now();
    let outcomes = push(&storage, &there, &[facility(2, RecordId(Uuid::now_v7()), "07228")]).await;
    assert!(outcomes[0].is_effective());
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
    tokio::time::sleep(Duration::from_millis(400)).await;
    stuck.rollback().await.unwrap();
    assert!(waiting.await.unwrap()[0].is_effective(), "went through after its retries");
    storage.close().await;
    database.drop().await;
}

/// After every retry the device hears "busy" and keeps its changes.
#[tokio::test(flavor = "multi_thread")]
async fn a_scope_that_stays_stuck_is_answered_as_busy() {
    let database = fresh_database().await;
    let storage = server::storage::open(&Database::Postgres(database.url.clone())).await.unwrap();
    let who = officer(&storage, "07210").await;
    push(&storage, &who, &[facility(1, RecordId(Uuid::now_v7()), "07210")]).await;
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let stuck = hold(&mut connection, "commune:07210").await;
    let muts = [facility(2, RecordId(Uuid::now_v7()), "07210")];
    let refused = try_push(&storage, &who, &muts).await;
    assert!(matches!(refused, Err(SyncError::Storage(StorageError::Busy(_)))), "{refused:?}");
    stuck.rollback().await.unwrap();
    assert!(push(&storage, &who, &muts).await[0].is_effective());
    storage.close().await;
    database.drop().await;
}
