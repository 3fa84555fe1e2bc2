//! Counters that begin another life, and traces that are dropped, on each database.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::change::{Base, FieldEdit, Mutation, Op, Outcome};
use domain::id::{RecordId, ScopeId};
use domain::record::Kind;
use domain::sync::exchange::{CopyCause, Cursor, PullAnswer, ScopePage};
use domain::sync::placement::GENERATION;
use domain::testing;
use server::storage::contract::{facility, officer, pull, push};
use server::storage::{Database, Storage};
use uuid::Uuid;

use crate::postgres::fresh_database;

async fn on_each_database<F: AsyncFn(Arc<dyn Storage>)>(check: F) {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Database::Sqlite(folder.path().join("so.db"));
    check(server::storage::open(&sqlite).await.unwrap()).await;
    let database = fresh_database().await;
    let postgres = server::storage::open(&Database::Postgres(database.url.clone())).await.unwrap();
    check(Arc::clone(&postgres)).await;
    postgres.close().await;
    database.drop().await;
}

/// What an answer says of a scope.
fn about(answer: PullAnswer, scope: &ScopeId) -> Option<ScopePage> {
    answer.pages.into_iter().find(|page| match page {
        ScopePage::Delta(delta) => delta.scope == *scope,
        ScopePage::Snapshot { scope: of, .. } => of == scope,
    })
}

fn copy(scope: &ScopeId, cause: CopyCause) -> ScopePage {
    ScopePage::Snapshot { scope: scope.clone(), cause }
}

/// Where a device stands that has taken the answer.
fn place(answer: &PullAnswer, scope: &ScopeId) -> Cursor {
    match about(answer.clone(), scope) {
        Some(ScopePage::Delta(delta)) => delta.to,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_no_version_is_given_twice() {
    on_each_database(async |storage| {
        let who = officer(&storage, "07210").await;
        let scope = ScopeId::commune("07210");
        let first = push(&storage, &who, &[facility(1, RecordId(Uuid::now_v7()), "07210")]).await;
        assert_eq!(first[0].ver(), Some(1));
        let answer = pull(&storage, &who, BTreeMap::new()).await;
        assert_eq!(answer.life, 0);
        let stood = place(&answer, &scope);

        assert_eq!(storage.begin_life(1_790_000_000_500).await.unwrap(), 1);
        let answer = pull(&storage, &who, BTreeMap::from([(scope.clone(), stood)])).await;
        assert_eq!(answer.life, 1_790_000_000_500);
        assert_eq!(about(answer, &scope), Some(copy(&scope, CopyCause::Restored)));
        let next = push(&storage, &who, &[facility(2, RecordId(Uuid::now_v7()), "07210")]).await;
        assert_eq!(next[0].ver(), Some(GENERATION + 2));
        // A scope the backup does not know begins where no device has been either.
        let other = officer(&storage, "07264").await;
        let born = push(&storage, &other, &[facility(1, RecordId(Uuid::now_v7()), "07264")]).await;
        assert_eq!(born[0].ver(), Some(GENERATION + 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn traces_are_dropped_when_every_device_has_heard() {
    on_each_database(async |storage| {
        let who = officer(&storage, "07210").await;
        let scope = ScopeId::commune("07210");
        let workshop = RecordId(Uuid::now_v7());
        let first = facility(1, workshop, "07210");
        let fields = testing::need(workshop, "MACHINE")
            .0
            .into_iter()
            .map(|(field, value)| (field, FieldEdit { value: Some(value), base: Base::Ver(0), seen: None }));
        let (kind, record) = (Kind::Need.into(), RecordId(Uuid::now_v7()));
        let need = Mutation { seq: 2, kind, record, op: Op::Put(fields.collect()), ..first.clone() };
        let gone = Mutation { seq: 3, op: Op::Delete(Base::Ver(2)), ..need.clone() };
        let made = push(&storage, &who, &[first, need]).await;
        assert!(made.iter().all(Outcome::is_effective), "{made:?}");
        let answer = pull(&storage, &who, BTreeMap::new()).await;
        let stood = place(&answer, &scope);
        let deleted = push(&storage, &who, &[gone]).await;
        assert!(deleted[0].is_effective(), "{deleted:?}");
        let news = async |at: Cursor| {
            about(pull(&storage, &who, BTreeMap::from([(scope.clone(), at)])).await, &scope)
        };

        assert_eq!(storage.compact(20_000, 90).await.unwrap(), 0, "today it is news");
        assert_eq!(storage.compact(20_089, 90).await.unwrap(), 0);
        assert!(matches!(news(stood).await, Some(ScopePage::Delta(delta)) if delta.rows[0].gone));
        assert_eq!(storage.compact(20_090, 90).await.unwrap(), 1);
        assert_eq!(news(stood).await, Some(copy(&scope, CopyCause::Gone)));
        let heard = Cursor { ver: deleted[0].ver().unwrap(), ..stood };
        assert_eq!(news(heard).await, None, "who has heard goes on");
        assert_eq!(storage.compact(20_090, 90).await.unwrap(), 0);
    })
    .await;
}
