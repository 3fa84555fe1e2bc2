//! The store in the browser's database keeps the contract of stores, in a real browser; and what is
//! its own: schema versions, other connections, keys.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use app::store::contract::blobs::{bytes, upload};
use app::store::contract::{Harness, entry, row};
use app::store::indexed_db::IndexedDb;
use app::store::{Blobs, Store, StoreError};
use app::store_contract;
use domain::id::ScopeId;
use domain::sync::batch::{Durability, WriteBatch, WriteOp};
use indexed_db_futures::database::Database;
use js_sys::Function;
use wasm_bindgen::JsValue;
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
