//! The store in the browser's database keeps the contract of stores, in a real browser; and what is
//! its own: schema versions, other connections, pages.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::cell::Cell;
use std::rc::Rc;

use app::store::contract::blobs::{bytes, upload};
use app::store::contract::{Harness, change, entry, position, row};
use app::store::indexed_db::IndexedDb;
use app::store::{Blobs, Store, StoreError};
use app::store_contract;
use domain::id::ScopeId;
use domain::sync::batch::{Durability, WriteBatch, WriteOp};
use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use js_sys::{Function, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Databases of one test; their names are its own, because all tests share one browser.
struct Browser {
    test: &'static str,
}

impl Harness for Browser {
    type Store = IndexedDb;

    async fn open(&mut self, name: &str) -> IndexedDb {
        IndexedDb::open(&format!("{}/{name}", self.test), || {}).await.expect("the database opens")
    }

    fn fill_after(&mut self, writes: usize) {
        let full = format!(
            "const store = IDBObjectStore.prototype;
             store.realPut ??= store.put; store.realDelete ??= store.delete;
             let left = {writes};
             const or = (real) => function (...given) {{
                 if (left-- <= 0) throw new DOMException('no room', 'QuotaExceededError');
                 return real.apply(this, given);
             }};
             store.put = or(store.realPut); store.delete = or(store.realDelete);"
        );
        run(&full);
    }

    fn make_room(&mut self) {
        run(
            "const store = IDBObjectStore.prototype; store.put = store.realPut; store.delete = store.realDelete;",
        );
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        run("const store = IDBObjectStore.prototype;
             if (store.realPut) { store.put = store.realPut; store.delete = store.realDelete; }");
    }
}

fn run(script: &str) {
    Function::new_no_args(script).call0(&JsValue::NULL).expect("the script runs");
}

store_contract!(|test| Browser { test });

fn strict(ops: Vec<WriteOp>) -> WriteBatch {
    WriteBatch { ops, durability: Durability::Strict }
}

#[wasm_bindgen_test]
async fn an_abort_by_the_browser_is_told_and_leaves_nothing() {
    let store = IndexedDb::open("abort", || {}).await.expect("the database opens");
    // The browser finds at the end that the disk is full: it aborts the whole transaction.
    run("const store = IDBObjectStore.prototype; const real = store.put;
         store.put = function (...given) {
             store.put = real;
             const request = real.apply(this, given);
             const transaction = this.transaction;
             queueMicrotask(() => transaction.abort());
             return request;
         };");
    let batch = strict(vec![WriteOp::PutOutbox(entry(1)), WriteOp::PutNextSeq(2)]);
    let answer = store.commit(&batch).await;
    assert!(matches!(answer, Err(StoreError::Failed(_))), "{answer:?}");
    let saved = store.load().await.expect("the store is readable");
    assert!(saved.outbox.is_empty() && saved.next_seq == 0);
}

/// Keys of an object store, and whether a text stands in one of its values.
async fn kept(name: &str, store: &'static str, text: &str) -> (Vec<String>, bool) {
    let db = Database::open(name).await.expect("the database opens");
    let read = async {
        let tx = db.transaction(store).build()?;
        let of = tx.object_store(store)?;
        let (keys, values) =
            (of.get_all_keys::<String>().primitive()?.await?, of.get_all::<JsValue>().primitive()?.await?);
        let bytes: Vec<Vec<u8>> =
            values.map(|value| Ok(Uint8Array::new(&value?).to_vec())).collect::<Result<_, Error>>()?;
        let is_there = bytes.iter().any(|bytes| String::from_utf8_lossy(bytes).contains(text));
        Ok::<_, Error>((keys.collect::<Result<Vec<_>, Error>>()?, is_there))
    };
    let found = read.await.expect("it is readable");
    db.close();
    found
}

fn commune() -> ScopeId {
    ScopeId::commune("07210")
}

/// Ten thousand rows as a first copy brings them.
async fn first_copy(store: &IndexedDb) {
    for page in 0..20_u64 {
        let rows = (page * 500..(page + 1) * 500).map(|at| row(u128::from(at), "Gốm Phù Lãng"));
        let puts = rows.map(|row| WriteOp::PutRow(commune(), row));
        let ops = puts.chain([WriteOp::PutPosition(commune(), position(page))]).collect();
        store.commit(&WriteBatch { ops, durability: Durability::Relaxed }).await.expect("it is kept");
    }
}

fn pull(numbers: impl Iterator<Item = u64>, name: &str) -> WriteBatch {
    let put = |at: u64| {
        let row = WriteOp::PutRow(commune(), row(u128::from(at), name));
        [row, WriteOp::PutChange(commune(), change(at, u128::from(at)))]
    };
    WriteBatch { ops: numbers.flat_map(put).collect(), durability: Durability::Relaxed }
}

#[wasm_bindgen_test]
async fn a_book_is_few_values_and_a_pull_is_one() {
    let store = IndexedDb::open("few", || {}).await.expect("the database opens");
    first_copy(&store).await;
    assert_eq!(kept("few", "pages", "").await.0.len(), 40);
    assert_eq!(kept("few", "log", "").await.0, ["head"]);
    store.commit(&pull((0..100).map(|at| at * 100), "Gốm Thổ Hà")).await.expect("it is kept");
    assert_eq!(kept("few", "pages", "").await.0.len(), 40);
    assert_eq!(kept("few", "log", "").await.0.len(), 2);
    // Not worth it yet: a start would not feel it.
    store.fold().await.expect("it folds");
    assert_eq!(kept("few", "log", "").await.0.len(), 2);
    for at in 0..32 {
        store.commit(&pull(at..=at, "Gốm Bát Tràng")).await.expect("it is kept");
    }
    store.fold().await.expect("it folds");
    assert_eq!(kept("few", "log", "").await.0, ["head"]);
    assert_eq!(kept("few", "pages", "").await.0.len(), 40);
    let saved = store.load().await.expect("it is readable");
    let named = |name| saved.rows.iter().filter(|(_, row)| row.doc.text("name") == Some(name)).count();
    assert_eq!((named("Gốm Phù Lãng"), named("Gốm Thổ Hà"), named("Gốm Bát Tràng")), (9_869, 99, 32));
}

#[wasm_bindgen_test]
async fn what_is_dropped_leaves_the_disk() {
    let store = IndexedDb::open("traces", || {}).await.expect("the database opens");
    first_copy(&store).await;
    store.commit(&pull(7..8, "Chuyển đi")).await.expect("it is kept");
    assert!(kept("traces", "log", "Chuyển đi").await.1);
    let gone = vec![WriteOp::DropRow(commune(), row(7, "").id)];
    store.commit(&WriteBatch { ops: gone, durability: Durability::Relaxed }).await.expect("it is kept");
    store.fold().await.expect("it folds");
    for place in ["pages", "log"] {
        assert!(!kept("traces", place, "Chuyển đi").await.1, "{place}");
    }
    assert!(kept("traces", "pages", "Gốm Phù Lãng").await.1, "what is kept can be read");
    // A lost scope goes at once, log and pages.
    store.commit(&pull(9..10, "Mất quyền")).await.expect("it is kept");
    store.commit(&strict(vec![WriteOp::DropScope(commune())])).await.expect("it is kept");
    assert!(kept("traces", "pages", "").await.0.is_empty());
    assert_eq!(kept("traces", "log", "").await.0, ["head"]);
}

#[wasm_bindgen_test]
async fn a_save_does_not_wait_for_a_fold() {
    let store = Rc::new(IndexedDb::open("waits", || {}).await.expect("the database opens"));
    first_copy(&store).await;
    store.commit(&pull((0..100).map(|at| at * 100), "Gốm Thổ Hà")).await.expect("it is kept");
    let gone = vec![WriteOp::DropRow(commune(), row(7, "").id)];
    store.commit(&WriteBatch { ops: gone, durability: Durability::Relaxed }).await.expect("it is kept");
    let (folds, is_folded) = (Rc::clone(&store), Rc::new(Cell::new(false)));
    let told = Rc::clone(&is_folded);
    spawn_local(async move {
        folds.fold().await.expect("it folds");
        told.set(true);
    });
    for seq in 1..6 {
        let saved = strict(vec![WriteOp::PutOutbox(entry(seq)), WriteOp::PutNextSeq(seq + 1)]);
        store.commit(&saved).await.expect("it is kept");
    }
    assert!(!is_folded.get(), "five saves were quicker than one fold");
    while !is_folded.get() {
        app::platform::timer::sleep(20).await;
    }
    let saved = store.load().await.expect("it is readable");
    assert_eq!((saved.rows.len(), saved.outbox.len()), (9_999, 5));
    drop(store);
    assert_eq!(kept("waits", "log", "").await.0, ["head"]);
}

#[wasm_bindgen_test]
async fn a_newer_schema_is_refused_and_its_outbox_can_be_taken_along() {
    let store = IndexedDb::open("newer", || {}).await.expect("the database opens");
    store
        .commit(&strict(vec![WriteOp::PutOutbox(entry(1)), WriteOp::PutOutbox(entry(2))]))
        .await
        .expect("it is kept");
    drop(store);
    let newer = Database::open("newer").with_version(9_u8).await.expect("a newer app opens it");
    newer.close();
    assert_eq!(IndexedDb::open("newer", || {}).await.err(), Some(StoreError::TooNew));
    let taken = IndexedDb::rescue("newer").await.expect("the outbox is readable");
    assert_eq!(taken.len(), 2);
    assert!(taken.iter().all(|entry| entry.contains("\"envelope\":1")), "{taken:?}");
}

#[wasm_bindgen_test]
async fn a_connection_gives_way_to_a_newer_schema() {
    let (told, hears) = futures_channel::oneshot::channel();
    let store = IndexedDb::open("gives-way", move || {
        let _heard = told.send(());
    });
    let store = store.await.expect("the database opens");
    // Would wait for ever if the first connection stayed open.
    let newer = Database::open("gives-way").with_version(9_u8).await.expect("a newer app opens it");
    newer.close();
    hears.await.expect("the app was told");
    let batch = strict(vec![WriteOp::PutRow(ScopeId::reference(), row(1, "Muộn"))]);
    assert_eq!(store.commit(&batch).await, Err(StoreError::Closed));
}

#[wasm_bindgen_test]
async fn an_unreadable_outbox_is_an_error_and_never_an_empty_one() {
    let store = IndexedDb::open("unreadable", || {}).await.expect("the database opens");
    drop(store);
    run("const open = indexedDB.open('unreadable');
         open.onsuccess = () => {
             const db = open.result;
             const write = db.transaction('outbox', 'readwrite');
             write.objectStore('outbox').put(new TextEncoder().encode('{\"envelope\":9}'), 'x');
             write.oncomplete = () => db.close();
         };");
    app::platform::timer::sleep(300).await;
    let store = IndexedDb::open("unreadable", || {}).await.expect("the database opens");
    let answer = store.load().await;
    assert!(matches!(answer, Err(StoreError::Unreadable(_))), "{answer:?}");
    assert_eq!(IndexedDb::rescue("unreadable").await, Ok(vec!["{\"envelope\":9}".to_owned()]));
}

/// The first version as it was released: six object stores, no pictures.
#[wasm_bindgen_test]
async fn a_store_of_the_first_version_is_taken_up_with_its_outbox() {
    let entry = app::store::codec::encode(&entry(1)).expect("it is written");
    let text = String::from_utf8(entry).expect("it is text");
    let make = Function::new_with_args(
        "text",
        "const open = indexedDB.open('first-version', 1);
         open.onupgradeneeded = () => {
             for (const name of ['rows', 'changes', 'positions', 'outbox', 'drafts', 'meta']) {
                 open.result.createObjectStore(name);
             }
         };
         open.onsuccess = () => {
             const db = open.result;
             const write = db.transaction('outbox', 'readwrite');
             write.objectStore('outbox').put(new TextEncoder().encode(text), '0000000000000001');
             write.oncomplete = () => db.close();
         };",
    );
    make.call1(&JsValue::NULL, &text.into()).expect("the script runs");
    app::platform::timer::sleep(300).await;
    let store = IndexedDb::open("first-version", || {}).await.expect("the database opens");
    let saved = store.load().await.expect("the store is readable");
    assert_eq!(saved.outbox, [app::store::contract::entry(1)]);
    let picture = upload(1, 10);
    assert_eq!(store.keep(&picture, &bytes(10), Durability::Strict).await, Ok(()));
    assert_eq!(store.uploads().await, Ok(vec![picture]));
}
