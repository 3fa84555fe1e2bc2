//! One suite of promises, run on SQLite and on a real PostgreSQL, and the trial of cursors.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

mod missed_rows;
mod old_traces;
mod postgres;
mod stuck_writer;
mod two_servers;

use server::storage::{Database, contract};

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_its_promises() {
    let folder = tempfile::tempdir().unwrap();
    let storage = server::storage::open(&Database::Sqlite(folder.path().join("so.db"))).await.unwrap();
    contract::keeps_its_promises(storage).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_keeps_its_promises() {
    let database = postgres::fresh_database().await;
    let storage = server::storage::open(&Database::Postgres(database.url.clone())).await.unwrap();
    contract::keeps_its_promises(std::sync::Arc::clone(&storage)).await;
    storage.close().await;
    database.drop().await;
}

/// Starting twice on the same tables changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn migrations_are_taken_once() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Database::Sqlite(folder.path().join("so.db"));
    let database = postgres::fresh_database().await;
    for place in [&sqlite, &Database::Postgres(database.url.clone())] {
        for _ in 0..2 {
            server::storage::open(place).await.unwrap().close().await;
        }
    }
    database.drop().await;
}
