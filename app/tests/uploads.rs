//! Pictures between a store and a server that keeps chunks, over the real queue and the real working
//! set: they follow their records, go on where they stopped, and leave the device only when they may.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use app::platform::timer::sleep;
use app::store::contract::blobs::bytes;
use app::store::memory::Memory;
use app::store::{Blobs, StoreError};
use app::sync::BlobTransport;
use app::sync::uploads::Uploads;
use domain::attachment::blob::{BlobName, CHUNK, chunks};
use domain::attachment::message::{Failure, Holding, Step};
use domain::attachment::missing::Missing;
use domain::attachment::upload::{Lane, Owner, Upload, UploadState};
use domain::change::{Actor, Base, Deed, FieldEdit, Op, Outcome, Stamp};
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId, UserId};
use domain::record::Kind;
use domain::role::Role;
use domain::sync::engine::{Effect, Engine, Input, Request, Response};
use domain::sync::exchange::{Cursor, Delta, PullAnswer, PushAnswer, PushResult, RowDelta, ScopePage};
use domain::sync::replica::Replica;
use domain::value::Value;
use uuid::Uuid;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const SIZE: u64 = 2 * CHUNK + 10;

/// What came of a file, by the number of the chunk.
type Chunks = BTreeMap<u32, Vec<u8>>;

/// A server that keeps chunks, on a line that can lose.
#[derive(Clone, Default)]
struct Line {
    failure: Rc<RefCell<Option<Failure>>>,
    lose_answers: Rc<Cell<u32>>,
    got: Rc<RefCell<BTreeMap<BlobName, Chunks>>>,
    log: Rc<RefCell<Vec<String>>>,
    held: Rc<RefCell<BTreeMap<BlobName, Vec<u8>>>>,
    /// Files that no record of the server names any more.
    unnamed: Rc<RefCell<BTreeSet<BlobName>>>,
}

impl Line {
    fn check(&self) -> Result<(), Failure> {
        self.failure.borrow().clone().map_or(Ok(()), Err)
    }

    fn holding(&self, name: BlobName) -> Holding {
        if self.unnamed.borrow().contains(&name) {
            return Holding::Unknown;
        }
        let got = self.got.borrow();
        let has = |chunk: &u32| got.get(&name).is_some_and(|got| got.contains_key(chunk));
        let count = chunks(SIZE);
        let missing: Vec<(u32, u32)> = (0..count).filter(|n| !has(n)).map(|n| (n, n)).collect();
        if missing.is_empty() { Holding::Complete } else { Holding::Partial(Missing(missing)) }
    }

    fn log(&self) -> Vec<String> {
        std::mem::take(&mut self.log.borrow_mut())
    }

    fn whole(&self, name: BlobName) -> Vec<u8> {
        self.got.borrow().get(&name).map(|got| got.values().flatten().copied().collect()).unwrap_or_default()
    }
}

impl BlobTransport for Line {
    async fn ask(&self, name: BlobName) -> Result<Holding, Failure> {
        sleep(1).await;
        self.log.borrow_mut().push(format!("ask {}", name.0[0]));
        self.check()?;
        Ok(self.holding(name))
    }

    async fn send(&self, name: BlobName, chunk: u32, bytes: Vec<u8>) -> Result<Holding, Failure> {
        sleep(1).await;
        self.log.borrow_mut().push(format!("send {}/{chunk}", name.0[0]));
        self.check()?;
        self.got.borrow_mut().entry(name).or_default().insert(chunk, bytes);
        if self.lose_answers.get() > 0 {
            self.lose_answers.set(self.lose_answers.get() - 1);
            return Err(Failure::Offline);
        }
        Ok(self.holding(name))
    }

    async fn fetch(&self, name: BlobName) -> Result<Option<Vec<u8>>, Failure> {
        self.check()?;
        Ok(self.held.borrow().get(&name).cloned())
    }
}

fn scope() -> ScopeId {
    ScopeId::commune("07210")
}

fn record(number: u8) -> RecordId {
    RecordId(Uuid::from_u128(u128::from(number)))
}

fn name(number: u8) -> BlobName {
    BlobName([number; 32])
}

fn owner(number: u8) -> Owner {
    Owner { record: record(number), scope: scope() }
}

struct Tablet {
    engine: Engine,
    store: Memory,
    line: Line,
    uploads: Rc<Uploads<Memory, Line>>,
    told: Rc<Cell<u32>>,
}

impl Tablet {
    async fn start(store: &Memory, line: &Line) -> Self {
        let kept = store.uploads().await.expect("readable");
        let told = Rc::new(Cell::new(0));
        let hears = Rc::clone(&told);
        let uploads = Uploads::new(kept, 7, store.clone(), line.clone(), move || hears.set(hears.get() + 1));
        let engine = Engine::new(Replica::fresh(DeviceId(Uuid::from_u128(1))), 7);
        Self { engine, store: store.clone(), line: line.clone(), uploads, told }
    }

    /// Makes the record of a picture that is kept already.
    async fn attach(&mut self, number: u8) {
        let upload = self.uploads.keep(Lane::Originals, name(number), &bytes(SIZE), owner(number)).await;
        let edit = FieldEdit { value: Some(Value::text("Biển hiệu")), base: Base::Ver(0), seen: None };
        let op = Op::Put(BTreeMap::from([("caption".to_owned(), edit)]));
        let kind = Kind::Attachment.into();
        let deed = Deed { scope: scope(), kind, record: record(number), op, reason: None };
        let (_, effects) = self.engine.record(Millis(0), [deed]);
        self.perform(effects);
        self.uploads.join(upload.expect("it is kept"));
        self.uploads.follow(&self.engine);
    }

    /// Carries out what the engine asks: the disk takes all, the server takes every push.
    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let input = match effect {
                Effect::Commit(id, _) => Input::Committed(id),
                Effect::Call(id, Request::Push(push)) => {
                    let taken =
                        |seq| PushResult { seq, replayed: false, outcome: Outcome::Applied { ver: 9 } };
                    let results = push.muts.iter().map(|mutation| taken(mutation.seq)).collect();
                    Input::Answered(id, Response::Push(PushAnswer { now: Millis(0), results }))
                }
                Effect::Call(id, _) => Input::Failed(id, domain::sync::engine::Failure::Offline),
                Effect::WakeAt(_) | Effect::Saved(_) | Effect::NotSaved(_) | Effect::Changed => continue,
            };
            let next = self.engine.handle(Millis(0), input);
            self.perform(next);
        }
    }

    /// A pull brings these attachments, or takes them away.
    fn pull(&mut self, numbers: &[u8], gone: bool, held: &[ScopeId]) {
        let by =
            Actor { user: UserId(Uuid::from_u128(5)), name: "Lộc".to_owned(), role: Role::CommuneOfficer };
        let stamp = Stamp { by, at: Millis(0) };
        let row = |number: &u8| RowDelta {
            id: record(*number),
            kind: Kind::Attachment.into(),
            ver: if gone { 20 } else { 10 },
            fields: BTreeMap::from([("caption".to_owned(), Some(Value::text("Máy")))]),
            gone,
            made: stamp.clone(),
            touched: stamp.clone(),
        };
        let delta = Delta {
            scope: scope(),
            to: Cursor::at(1, if gone { 20 } else { 10 }),
            rows: numbers.iter().map(row).collect(),
            changes: Vec::new(),
            check: None,
        };
        let pages = if held.is_empty() { Vec::new() } else { vec![ScopePage::Delta(delta)] };
        let held = held.iter().map(|scope| (scope.clone(), Role::CommuneOfficer)).collect();
        let effects = self.engine.handle(Millis(0), Input::Wake);
        for effect in effects {
            if let Effect::Call(id, _) = effect {
                let answer = PullAnswer { now: Millis(0), held, pages, life: 0, more: false };
                let effects = self.engine.handle(Millis(0), Input::Answered(id, Response::Pull(answer)));
                self.perform(effects);
                break;
            }
        }
        self.uploads.sweep(self.engine.replica());
        self.uploads.follow(&self.engine);
    }

    fn step(&self, number: u8) -> Option<Step> {
        self.uploads.queue().progress(name(number)).map(|progress| progress.step)
    }

    async fn state(&self, number: u8) -> Option<UploadState> {
        let all = self.store.uploads().await.expect("readable");
        all.into_iter().find(|upload| upload.name == name(number)).map(|upload| upload.state)
    }
}

#[wasm_bindgen_test]
async fn a_picture_follows_its_record_and_is_marked_sent_when_the_server_has_it_whole() {
    let (store, line) = (Memory::default(), Line::default());
    let mut tablet = Tablet::start(&store, &line).await;
    tablet.attach(1).await;
    assert_eq!(tablet.state(1).await, Some(UploadState::Pending));
    sleep(100).await;
    assert_eq!(line.log(), ["ask 1", "send 1/0", "send 1/1", "send 1/2"]);
    assert!(line.whole(name(1)) == bytes(SIZE));
    assert!(matches!(tablet.state(1).await, Some(UploadState::Sent { .. })));
    assert_eq!(tablet.step(1), None);
    assert!(tablet.told.get() > 0);
    assert!(store.bytes(name(1)).await.is_ok_and(|bytes| bytes.is_some()), "it stays until room is short");
}

#[wasm_bindgen_test]
async fn bytes_without_a_record_wait_and_are_no_business_of_a_sweep_before_the_first_pull() {
    let (store, line) = (Memory::default(), Line::default());
    let tablet = Tablet::start(&store, &line).await;
    let upload = tablet.uploads.keep(Lane::Originals, name(1), &bytes(SIZE), owner(1)).await;
    tablet.uploads.join(upload.expect("it is kept"));
    tablet.uploads.follow(&tablet.engine);
    tablet.uploads.sweep(tablet.engine.replica());
    sleep(50).await;
    assert_eq!(tablet.step(1), Some(Step::Held));
    assert!(line.log().is_empty());
}

#[wasm_bindgen_test]
async fn after_a_lost_answer_and_a_restart_only_the_rest_is_sent() {
    let (store, line) = (Memory::default(), Line::default());
    let mut tablet = Tablet::start(&store, &line).await;
    line.lose_answers.set(1);
    tablet.attach(1).await;
    sleep(50).await;
    assert_eq!(line.log(), ["ask 1", "send 1/0"]);
    assert_eq!(tablet.step(1), Some(Step::Queued), "it waits after the failure");
    // The tab is killed; the next one knows what the disk has.
    let mut next = Tablet::start(&store, &line).await;
    next.pull(&[1], false, &[scope()]);
    sleep(100).await;
    assert_eq!(line.log(), ["ask 1", "send 1/1", "send 1/2"]);
    assert!(line.whole(name(1)) == bytes(SIZE));
}

#[wasm_bindgen_test]
async fn a_refused_picture_is_remembered_and_can_be_sent_again() {
    let (store, line) = (Memory::default(), Line::default());
    *line.failure.borrow_mut() = Some(Failure::Refused("media_type_refused".to_owned()));
    let mut tablet = Tablet::start(&store, &line).await;
    tablet.attach(1).await;
    sleep(50).await;
    let refused = UploadState::Refused { code: "media_type_refused".to_owned() };
    assert_eq!(tablet.state(1).await, Some(refused));
    *line.failure.borrow_mut() = None;
    tablet.uploads.again(name(1));
    sleep(100).await;
    assert!(matches!(tablet.state(1).await, Some(UploadState::Sent { .. })));
}

#[wasm_bindgen_test]
async fn bytes_that_are_not_on_the_disk_any_more_are_told() {
    let (store, line) = (Memory::default(), Line::default());
    let mut tablet = Tablet::start(&store, &line).await;
    *line.failure.borrow_mut() = Some(Failure::Offline);
    tablet.attach(1).await;
    sleep(50).await;
    store.forget(name(1)).await.expect("it is forgotten");
    *line.failure.borrow_mut() = None;
    tablet.uploads.wake();
    sleep(100).await;
    assert_eq!(tablet.step(1), Some(Step::Refused("bytes_lost".to_owned())));
}

#[wasm_bindgen_test]
async fn what_was_deleted_is_forgotten_when_the_server_says_that_no_record_names_it() {
    let (store, line) = (Memory::default(), Line::default());
    let mut tablet = Tablet::start(&store, &line).await;
    *line.failure.borrow_mut() = Some(Failure::Offline);
    tablet.attach(1).await;
    tablet.pull(&[1], false, &[scope()]);
    tablet.pull(&[1], true, &[scope()]);
    sleep(50).await;
    assert!(store.bytes(name(1)).await.is_ok_and(|bytes| bytes.is_some()), "it may have moved only");
    *line.failure.borrow_mut() = None;
    line.unnamed.borrow_mut().insert(name(1));
    tablet.uploads.wake();
    sleep(50).await;
    assert_eq!(store.uploads().await, Ok(Vec::new()));
    assert_eq!(store.bytes(name(1)).await, Ok(None));
    assert_eq!(tablet.step(1), None);
}

#[wasm_bindgen_test]
async fn a_picture_whose_record_moved_away_is_sent_and_then_forgotten() {
    let (store, line) = (Memory::default(), Line::default());
    let mut tablet = Tablet::start(&store, &line).await;
    *line.failure.borrow_mut() = Some(Failure::Offline);
    tablet.attach(1).await;
    tablet.pull(&[1], false, &[scope()]);
    tablet.pull(&[1], true, &[scope()]);
    *line.failure.borrow_mut() = None;
    tablet.uploads.wake();
    sleep(100).await;
    assert!(line.whole(name(1)) == bytes(SIZE));
    assert!(matches!(tablet.state(1).await, Some(UploadState::Sent { .. })));
    tablet.uploads.sweep(tablet.engine.replica());
    sleep(50).await;
    assert_eq!(store.bytes(name(1)).await, Ok(None));
}

#[wasm_bindgen_test]
async fn with_a_lost_scope_go_the_sent_pictures_and_unsent_ones_stay() {
    let (store, line) = (Memory::default(), Line::default());
    let mut tablet = Tablet::start(&store, &line).await;
    tablet.attach(1).await;
    sleep(100).await;
    *line.failure.borrow_mut() = Some(Failure::Offline);
    tablet.attach(2).await;
    tablet.pull(&[1, 2], false, &[scope()]);
    tablet.pull(&[], false, &[]);
    sleep(50).await;
    let left = store.uploads().await.expect("readable");
    assert_eq!(left.iter().map(|upload| upload.name).collect::<Vec<_>>(), [name(2)]);
    assert!(store.bytes(name(2)).await.is_ok_and(|bytes| bytes.is_some()));
}

#[wasm_bindgen_test]
async fn a_full_disk_keeps_nothing_and_pruning_makes_room_only_of_what_is_sent() {
    let (store, line) = (Memory::default(), Line::default());
    let mut tablet = Tablet::start(&store, &line).await;
    tablet.attach(1).await;
    sleep(100).await;
    *line.failure.borrow_mut() = Some(Failure::Offline);
    tablet.attach(2).await;
    store.limit(Some(2));
    let full = tablet.uploads.keep(Lane::Originals, name(3), &bytes(SIZE), owner(3)).await;
    assert_eq!(full.err(), Some(StoreError::Full));
    store.limit(None);
    tablet.uploads.prune().await;
    sleep(50).await;
    assert_eq!(store.bytes(name(1)).await, Ok(None));
    assert_eq!(tablet.state(1).await, Some(UploadState::Dropped));
    assert!(store.bytes(name(2)).await.is_ok_and(|bytes| bytes.is_some()));
    assert_eq!(tablet.state(3).await, None);
}

#[wasm_bindgen_test]
async fn a_record_that_was_not_made_leaves_no_bytes_unless_another_names_them() {
    let (store, line) = (Memory::default(), Line::default());
    let mut tablet = Tablet::start(&store, &line).await;
    *line.failure.borrow_mut() = Some(Failure::Offline);
    tablet.attach(1).await;
    let second = tablet.uploads.keep(Lane::Originals, name(1), &bytes(SIZE), owner(9)).await;
    let second: Upload = second.expect("it is kept");
    assert_eq!(second.owners, [owner(1), owner(9)]);
    tablet.uploads.abandon(&second).await;
    let third = tablet.uploads.keep(Lane::Originals, name(3), &bytes(SIZE), owner(3)).await;
    tablet.uploads.abandon(&third.expect("it is kept")).await;
    let left = store.uploads().await.expect("readable");
    let owners: BTreeSet<RecordId> =
        left.iter().flat_map(|upload| upload.owners.iter().map(|owner| owner.record)).collect();
    assert_eq!(owners, BTreeSet::from([record(1)]));
    assert!(store.bytes(name(1)).await.is_ok_and(|bytes| bytes.is_some()));
}

#[wasm_bindgen_test]
async fn a_fetched_thumbnail_is_kept_for_times_without_network() {
    let (store, line) = (Memory::default(), Line::default());
    let tablet = Tablet::start(&store, &line).await;
    line.held.borrow_mut().insert(name(1), bytes(10));
    line.held.borrow_mut().insert(name(2), bytes(20));
    for (lane, number) in [(Lane::Thumbnails, 1), (Lane::Originals, 2)] {
        let fetched = tablet.uploads.bytes(lane, name(number), owner(number)).await;
        assert!(fetched.is_ok_and(|fetched| fetched.is_some()));
    }
    *line.failure.borrow_mut() = Some(Failure::Offline);
    assert_eq!(tablet.uploads.bytes(Lane::Thumbnails, name(1), owner(1)).await, Ok(Some(bytes(10))));
    assert_eq!(tablet.uploads.bytes(Lane::Originals, name(2), owner(2)).await, Err(Failure::Offline));
    assert_eq!(tablet.uploads.queue().uploads().count(), 0, "it is not sent back");
}

#[wasm_bindgen_test]
async fn a_closed_book_begins_nothing() {
    let (store, line) = (Memory::default(), Line::default());
    let mut tablet = Tablet::start(&store, &line).await;
    tablet.uploads.close();
    tablet.attach(1).await;
    tablet.uploads.wake();
    sleep(50).await;
    assert!(tablet.line.log().is_empty());
}
