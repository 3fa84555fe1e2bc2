//! Several servers on one PostgreSQL: what one writes the other reads, and their versions never
//! collide.

use std::sync::Arc;

use domain::id::RecordId;
use server::storage::Database;
use server::storage::contract::{facility, officer, push, the_scope_is_sound};
use uuid::Uuid;

use crate::postgres::fresh_database;

const WRITERS: usize = 3;
const ROUNDS: u64 = 15;

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_share_a_database() {
    let database = fresh_database().await;
    let place = Database::Postgres(database.url.clone());
    let servers =
        [server::storage::open(&place).await.unwrap(), server::storage::open(&place).await.unwrap()];
    let mut writers = Vec::new();
    for server in &servers {
        for _ in 0..WRITERS {
            let (server, who) = (Arc::clone(server), officer(server, "07210").await);
            writers.push(tokio::spawn(async move {
                for seq in 1..=ROUNDS {
                    let outcomes =
                        push(&server, &who, &[facility(seq, RecordId(Uuid::now_v7()), "07210")]).await;
                    assert!(outcomes[0].is_effective(), "{outcomes:?}");
                }
            }));
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    for server in &servers {
        let who = officer(server, "07210").await;
        let journal = the_scope_is_sound(server, &who, "07210").await;
        assert_eq!(journal.len(), 2 * WRITERS * usize::try_from(ROUNDS).unwrap());
        server.close().await;
    }
    database.drop().await;
}

/// A push sent again to the other server, because the first went away before it answered.
#[tokio::test(flavor = "multi_thread")]
async fn the_other_server_knows_what_the_first_decided() {
    let database = fresh_database().await;
    let place = Database::Postgres(database.url.clone());
    let (one, two) =
        (server::storage::open(&place).await.unwrap(), server::storage::open(&place).await.unwrap());
    let who = officer(&one, "07210").await;
    let muts: Vec<_> = (1..=5).map(|seq| facility(seq, RecordId(Uuid::now_v7()), "07210")).collect();
    let (first, again) = tokio::join!(push(&one, &who, &muts), push(&two, &who, &muts));
    assert_eq!(first, again);
    assert_eq!(the_scope_is_sound(&two, &who, "07210").await.len(), 5);
    one.close().await;
    two.close().await;
    database.drop().await;
}
