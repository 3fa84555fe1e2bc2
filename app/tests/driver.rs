//! The driver between a store and a line that drops, over the real engine: what is called saved is on
//! the disk, and what goes wrong is told.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use app::platform::timer::sleep;
use app::store::memory::Memory;
use app::store::{Store, StoreError};
use app::sync::Transport;
use app::sync::driver::{Driver, News, QUIET_MS};
use domain::change::{Base, Deed, FieldEdit, Op, Outcome};
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId};
use domain::record::Kind;
use domain::sync::batch::{Durability, OutboxState, WriteBatch, WriteOp};
use domain::sync::engine::{Engine, Failure, Phase, Request, Response};
use domain::sync::exchange::{PullAnswer, PushAnswer, PushResult};
use domain::sync::replica::Replica;
use domain::value::Value;
use uuid::Uuid;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A server that takes everything, on a line that can be cut.
#[derive(Clone, Default)]
struct Line {
    failure: Rc<Cell<Option<Failure>>>,
    pushed: Rc<RefCell<Vec<u64>>>,
    pulls: Rc<Cell<u32>>,
}

impl Transport for Line {
    async fn call(&self, request: &Request) -> Result<Response, Failure> {
        sleep(1).await;
        if let Some(failure) = self.failure.get() {
            return Err(failure);
        }
        match request {
            Request::Push(push) => {
                let seqs: Vec<u64> = push.muts.iter().map(|mutation| mutation.seq).collect();
                self.pushed.borrow_mut().extend(&seqs);
                let taken =
                    |seq| PushResult { seq, replayed: false, outcome: Outcome::Applied { ver: 100 + seq } };
                Ok(Response::Push(PushAnswer {
                    now: Millis(0),
                    results: seqs.into_iter().map(taken).collect(),
                }))
            }
            Request::Pull(_) => {
                self.pulls.set(self.pulls.get() + 1);
                Ok(Response::Pull(PullAnswer {
                    now: Millis(0),
                    held: BTreeMap::new(),
                    pages: Vec::new(),
                    life: 0,
                    more: false,
                }))
            }
            Request::Copy { .. } | Request::Compare(_) => Err(Failure::Refused),
        }
    }
}

type Told = Rc<RefCell<Vec<Result<(), Failure>>>>;

fn device(store: &Memory, line: &Line) -> (Rc<Driver<Memory, Line>>, Told) {
    let replica = Replica::fresh(DeviceId(Uuid::from_u128(1)));
    let told = Told::default();
    let hears = Rc::clone(&told);
    let driver = Driver::new(Engine::new(replica, 7), store.clone(), line.clone(), move |news| {
        if let News::Call(result) = news {
            hears.borrow_mut().push(result);
        }
    });
    (driver, told)
}

async fn write(driver: &Rc<Driver<Memory, Line>>, record: u128) -> Result<(), StoreError> {
    let edit = FieldEdit { value: Some(Value::text("Gốm")), base: Base::Ver(0), seen: None };
    let op = Op::Put(BTreeMap::from([("name".to_owned(), edit)]));
    let id = RecordId(Uuid::from_u128(record));
    let scope = ScopeId::commune("07210");
    driver.record(vec![Deed { scope, kind: Kind::Facility.into(), record: id, op, reason: None }]).await
}

#[wasm_bindgen_test]
async fn what_is_called_saved_is_on_the_disk_and_then_sent_in_order() {
    let (store, line) = (Memory::default(), Line::default());
    let (driver, _) = device(&store, &line);
    assert_eq!(write(&driver, 1).await, Ok(()));
    let saved = store.load().await.expect("readable");
    assert_eq!(saved.outbox.len(), 1);
    assert_eq!(saved.next_seq, 2);
    assert_eq!(write(&driver, 2).await, Ok(()));
    sleep(100).await;
    assert_eq!(*line.pushed.borrow(), [1, 2]);
    assert_eq!(driver.engine().phase(), Phase::Idle);
    let saved = store.load().await.expect("readable");
    assert!(saved.outbox.iter().all(|entry| matches!(entry.state, OutboxState::Sent { .. })), "{saved:?}");
}

#[wasm_bindgen_test]
async fn a_full_disk_is_told_and_nothing_is_kept_or_sent() {
    let (store, line) = (Memory::default(), Line::default());
    let (driver, _) = device(&store, &line);
    store.limit(Some(0));
    assert_eq!(write(&driver, 1).await, Err(StoreError::Full));
    assert_eq!(driver.engine().replica().view(RecordId(Uuid::from_u128(1))), None);
    store.limit(None);
    assert_eq!(write(&driver, 2).await, Ok(()));
    sleep(100).await;
    let saved = store.load().await.expect("readable");
    assert_eq!(saved.outbox.len(), 1);
    assert_eq!(line.pushed.borrow().len(), 1);
}

#[wasm_bindgen_test]
async fn work_without_network_is_kept_and_goes_when_the_line_is_back() {
    let (store, line) = (Memory::default(), Line::default());
    let (driver, told) = device(&store, &line);
    line.failure.set(Some(Failure::Offline));
    assert_eq!(write(&driver, 1).await, Ok(()));
    sleep(50).await;
    assert!(matches!(driver.engine().phase(), Phase::Waiting { failure: Failure::Offline, .. }));
    assert_eq!(told.borrow().first(), Some(&Err(Failure::Offline)));
    line.failure.set(None);
    driver.wake();
    sleep(100).await;
    assert_eq!(*line.pushed.borrow(), [1]);
    assert_eq!(told.borrow().last(), Some(&Ok(())));
}

#[wasm_bindgen_test]
async fn a_session_that_ended_stops_sending_until_the_person_signs_in() {
    let (store, line) = (Memory::default(), Line::default());
    let (driver, _) = device(&store, &line);
    line.failure.set(Some(Failure::SignedOut));
    assert_eq!(write(&driver, 1).await, Ok(()));
    sleep(50).await;
    assert_eq!(driver.engine().phase(), Phase::SignedOut);
    line.failure.set(None);
    assert_eq!(write(&driver, 2).await, Ok(()), "the person may go on writing");
    sleep(50).await;
    assert!(line.pushed.borrow().is_empty());
    driver.signed_in();
    sleep(100).await;
    assert_eq!(*line.pushed.borrow(), [1, 2]);
}

#[wasm_bindgen_test]
async fn a_driver_tries_again_by_itself() {
    let (store, line) = (Memory::default(), Line::default());
    let (driver, _) = device(&store, &line);
    line.failure.set(Some(Failure::Unreachable));
    assert_eq!(write(&driver, 1).await, Ok(()));
    sleep(50).await;
    line.failure.set(None);
    sleep(2_500).await;
    assert_eq!(*line.pushed.borrow(), [1], "the first wait is at most two seconds");
}

/// Gives the driver strict batches at once; what became of each, in their order.
async fn write_all(
    driver: &Rc<Driver<Memory, Line>>,
    batches: Vec<Vec<WriteOp>>,
) -> Vec<Result<(), StoreError>> {
    let (count, answers) = (batches.len(), Rc::new(RefCell::new(BTreeMap::new())));
    for (at, ops) in batches.into_iter().enumerate() {
        let (driver, answers) = (Rc::clone(driver), Rc::clone(&answers));
        wasm_bindgen_futures::spawn_local(async move {
            let answer = driver.write(WriteBatch { ops, durability: Durability::Strict }).await;
            answers.borrow_mut().insert(at, answer);
        });
    }
    while answers.borrow().len() < count {
        sleep(10).await;
    }
    answers.take().into_values().collect()
}

fn drafts(keys: &[&str]) -> Vec<WriteOp> {
    let draft = |key: &&str| WriteOp::PutDraft((*key).to_owned(), domain::testing::facility("Gốm", "07210"));
    keys.iter().map(draft).collect()
}

/// A form keeps its draft with each answer: what the person saves then must not wait for all of them.
#[wasm_bindgen_test]
async fn what_queues_while_the_disk_is_slow_is_written_at_once() {
    let (store, line) = (Memory::default(), Line::default());
    let (driver, _) = device(&store, &line);
    store.slow_down(Some(50));
    let written = write_all(&driver, vec![drafts(&["a"]), drafts(&["b"]), drafts(&["c"]), drafts(&["a"])]);
    assert_eq!(written.await, vec![Ok(()); 4]);
    assert_eq!(store.load().await.expect("readable").drafts.len(), 3);
    assert_eq!(store.commits(), 1, "the disk is asked once");
}

#[wasm_bindgen_test]
async fn what_does_not_fit_together_is_written_one_by_one() {
    let (store, line) = (Memory::default(), Line::default());
    let (driver, _) = device(&store, &line);
    store.slow_down(Some(10));
    store.limit(Some(1));
    let written =
        write_all(&driver, vec![drafts(&["a"]), drafts(&["b", "c"]), drafts(&["d"]), drafts(&["e"])]);
    assert_eq!(written.await, [Ok(()), Err(StoreError::Full), Ok(()), Ok(())]);
    let kept: Vec<String> =
        store.load().await.expect("readable").drafts.into_iter().map(|(key, _)| key).collect();
    assert_eq!(kept, ["a", "d", "e"]);
}

/// The camera opens after this: the system may end the app behind it (PWA-10).
#[wasm_bindgen_test]
async fn an_empty_batch_is_answered_when_all_before_it_is_on_the_disk() {
    let (store, line) = (Memory::default(), Line::default());
    let (driver, _) = device(&store, &line);
    for key in ["form", "other"] {
        let draft = WriteOp::PutDraft(key.to_owned(), domain::testing::facility("Gốm", "07210"));
        let batch = WriteBatch { ops: vec![draft], durability: Durability::Strict };
        let other = Rc::clone(&driver);
        wasm_bindgen_futures::spawn_local(async move { assert_eq!(other.write(batch).await, Ok(())) });
    }
    sleep(0).await;
    assert_eq!(driver.write(WriteBatch::default()).await, Ok(()));
    assert_eq!(store.load().await.expect("readable").drafts.len(), 2);
}

#[wasm_bindgen_test]
async fn closing_waits_for_the_disk_and_begins_nothing_new() {
    let (store, line) = (Memory::default(), Line::default());
    let (driver, _) = device(&store, &line);
    let draft = WriteOp::PutDraft("form".to_owned(), domain::testing::facility("Gốm", "07210"));
    let batch = WriteBatch { ops: vec![draft], durability: Durability::Strict };
    let other = Rc::clone(&driver);
    wasm_bindgen_futures::spawn_local(async move { assert_eq!(other.write(batch).await, Ok(())) });
    sleep(0).await;
    driver.close().await;
    assert_eq!(store.load().await.expect("readable").drafts.len(), 1);
    assert_eq!(write(&driver, 1).await, Err(StoreError::Closed));
    driver.wake();
    sleep(50).await;
    assert_eq!(line.pulls.get(), 0);
}

#[wasm_bindgen_test]
async fn the_store_is_put_in_order_when_all_is_quiet() {
    let (store, line) = (Memory::default(), Line::default());
    let (driver, _) = device(&store, &line);
    for record in 1..4 {
        assert_eq!(write(&driver, record).await, Ok(()));
        sleep(i32::try_from(QUIET_MS / 2).unwrap_or_default()).await;
        assert_eq!(store.folds(), 0);
    }
    sleep(i32::try_from(QUIET_MS).unwrap_or_default()).await;
    assert_eq!(store.folds(), 1);
    assert_eq!(write(&driver, 9).await, Ok(()));
    driver.close().await;
    sleep(i32::try_from(QUIET_MS + 500).unwrap_or_default()).await;
    assert_eq!(store.folds(), 1, "a closed driver begins nothing");
}
