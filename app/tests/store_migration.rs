//! A database of the version before, as that version's app wrote it in a browser with 50 unsent
//! changes, is taken up into pages; cut off anywhere, it is whole and taken up with the next start.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use app::store::codec::decode;
use app::store::contract::blobs::{bytes, upload};
use app::store::indexed_db::IndexedDb;
use app::store::{Blobs, Store, StoreError};
use domain::id::ScopeId;
use domain::sync::batch::{Durability, Saved, WriteBatch, WriteOp};
use indexed_db_futures::database::Database;
use js_sys::{Function, Promise};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Every object store with its keys and values; bytes as text, those of pictures as numbers.
const BEFORE: &str = include_str!("fixtures/store_v2.json");

async fn run(script: &str, one: &str, two: &str) -> JsValue {
    let call = Function::new_with_args("one, two", &format!("return (async () => {{ {script} }})()"));
    let promise: Promise =
        call.call2(&JsValue::NULL, &one.into(), &two.into()).expect("the script runs").unchecked_into();
    JsFuture::from(promise).await.expect("the script comes to its end")
}

/// Puts the database of the version before in place.
async fn lay(name: &str) {
    let script = "
        const { version, stores } = JSON.parse(two);
        const open = indexedDB.open(one, version);
        open.onupgradeneeded = () => Object.keys(stores).forEach((name) => open.result.createObjectStore(name));
        await new Promise((ok, no) => { open.onsuccess = ok; open.onerror = no; });
        const db = open.result;
        const write = db.transaction(Object.keys(stores), 'readwrite');
        for (const [name, values] of Object.entries(stores)) {
            const store = write.objectStore(name);
            const bytes = (value) => typeof value === 'string' ? new TextEncoder().encode(value) : Uint8Array.from(value);
            values.forEach(([key, value]) => store.put(bytes(value), key));
        }
        await new Promise((ok, no) => { write.oncomplete = ok; write.onabort = no; });
        db.close();";
    run(script, name, BEFORE).await;
}

/// One object store as text, key by key.
async fn raw(name: &str, store: &str) -> String {
    let script = "
        const open = indexedDB.open(one);
        await new Promise((ok, no) => { open.onsuccess = ok; open.onerror = no; });
        const db = open.result;
        const all = db.transaction(two).objectStore(two);
        const [keys, values] = [all.getAllKeys(), all.getAll()];
        await new Promise((ok, no) => { values.onsuccess = ok; values.onerror = no; });
        db.close();
        const text = (at) => new TextDecoder('utf-8', { fatal: true }).decode(values.result[at]);
        return JSON.stringify(keys.result.map((key, at) => [key, text(at)]));";
    run(script, name, store).await.as_string().expect("it is text")
}

fn before(store: &str) -> Vec<(String, String)> {
    let fixture: serde_json::Value = serde_json::from_str(BEFORE).expect("the fixture is JSON");
    let values = fixture.get("stores").and_then(|stores| stores.get(store)).expect("it is in the fixture");
    serde_json::from_value(values.clone()).expect("keys and values")
}

fn values<T: DeserializeOwned>(store: &str) -> Vec<T> {
    before(store).iter().map(|(_, text)| decode(text.as_bytes()).expect("it is readable")).collect()
}

fn of_meta<T: DeserializeOwned>(key: &str) -> T {
    let found = before("meta").into_iter().find(|(found, _)| found == key).expect("it is in the fixture");
    decode(found.1.as_bytes()).expect("it is readable")
}

/// What the version before would read.
fn book() -> Saved {
    Saved {
        meta: Some(of_meta("meta")),
        next_seq: of_meta("next_seq"),
        rows: values("rows"),
        changes: values("changes"),
        positions: values("positions"),
        outbox: values("outbox"),
        drafts: values("drafts"),
    }
}

async fn open(name: &str) -> Result<IndexedDb, StoreError> {
    IndexedDb::open(name, || {}).await
}

/// Opens it and finds everything, the outbox letter by letter.
async fn is_whole(name: &str) {
    let store = open(name).await.expect("the database opens");
    let (found, expected) = (store.load().await.expect("it is readable"), book());
    assert_eq!((expected.rows.len(), expected.changes.len(), expected.outbox.len()), (46, 21, 50));
    assert!(found == expected, "{name}: {found:?}");
    assert_eq!(store.note("profile").await, Ok(Some("{\"name\":\"Ánh\"}".to_owned())));
    assert_eq!(store.uploads().await, Ok(vec![upload(1, 10)]));
    assert_eq!(store.bytes(upload(1, 10).name).await, Ok(Some(bytes(10))));
    drop(store);
    let outbox = serde_json::to_string(&before("outbox")).expect("it is text");
    assert_eq!(raw(name, "outbox").await, outbox);
    for old in ["rows", "changes"] {
        assert_eq!(raw(name, old).await, "[]", "{name}");
    }
}

#[wasm_bindgen_test]
async fn a_store_of_the_version_before_is_taken_up_whole() {
    lay("taken-up").await;
    is_whole("taken-up").await;
    // Opened again there is nothing left to do, and what is written goes on from there.
    is_whole("taken-up").await;
    let store = open("taken-up").await.expect("the database opens");
    let drop_one = WriteOp::DropScope(ScopeId::commune("07211"));
    let batch = WriteBatch { ops: vec![drop_one], durability: Durability::Strict };
    assert_eq!(store.commit(&batch).await, Ok(()));
    let saved = store.load().await.expect("it is readable");
    assert_eq!((saved.rows.len(), saved.changes.len(), saved.positions.len()), (37, 20, 2));
}

/// Cuts a start off by `cut`, a script that is told where, at each place until one start comes through.
async fn cut_off_at_each_place(test: &str, cut: &str) -> u32 {
    for place in 0..60 {
        let name = format!("{test}-{place}");
        lay(&name).await;
        Function::new_with_args("place", cut).call1(&JsValue::NULL, &place.into()).expect("the script runs");
        let opened = open(&name).await.map(drop);
        run("window.mend();", "", "").await;
        // Whoever is at the end of their tether still gets the unsent changes out.
        assert_eq!(IndexedDb::rescue(&name).await.map(|taken| taken.len()), Ok(50), "{name}");
        is_whole(&name).await;
        if opened.is_ok() {
            return place;
        }
    }
    panic!("it never comes through");
}

#[wasm_bindgen_test]
async fn cut_off_at_each_write_it_is_whole_at_the_next_start() {
    let places = cut_off_at_each_place(
        "write",
        "const store = IDBObjectStore.prototype;
         const { put, delete: gone } = store;
         let left = place;
         const or = (real) => function (...given) {
             if (left-- <= 0) throw new DOMException('no room', 'QuotaExceededError');
             return real.apply(this, given);
         };
         store.put = or(put); store.delete = or(gone);
         window.mend = () => { store.put = put; store.delete = gone; };",
    );
    // Three scopes and the head are put; both new stores and both old ones are cleared.
    assert_eq!(places.await, 8);
}

#[wasm_bindgen_test]
async fn cut_off_between_its_transactions_it_is_whole_at_the_next_start() {
    let places = cut_off_at_each_place(
        "between",
        "const database = IDBDatabase.prototype;
         const { transaction } = database;
         let left = place;
         database.transaction = function (...given) {
             if (left-- <= 0) throw new DOMException('killed', 'AbortError');
             return transaction.apply(this, given);
         };
         window.mend = () => { database.transaction = transaction; };",
    );
    // Read, copied, read again, switched, and seen that there is nothing left.
    assert_eq!(places.await, 5);
}

/// The browser is killed while a transaction is under way: it aborts, whatever was asked of it.
#[wasm_bindgen_test]
async fn cut_off_within_a_transaction_it_is_whole_at_the_next_start() {
    let places = cut_off_at_each_place(
        "within",
        "const store = IDBObjectStore.prototype;
         const { delete: gone } = store;
         let left = place;
         store.delete = function (...given) {
             const request = gone.apply(this, given);
             const { transaction } = this;
             if (left-- === 0) queueMicrotask(() => transaction.abort());
             return request;
         };
         window.mend = () => { store.delete = gone; };",
    );
    assert_eq!(places.await, 4);
}

/// A page that came to the disk without what was in it: found before anything old goes.
#[wasm_bindgen_test]
async fn a_copy_that_is_not_whole_is_found() {
    lay("not-whole").await;
    run(
        "const store = IDBObjectStore.prototype;
         const { put } = store;
         store.put = function (value, key) {
             const page = Uint8Array.of(1, 0, 0);
             return put.call(this, key.startsWith('commune:07211') ? page : value, key);
         };
         window.mend = () => { store.put = put; };",
        "",
        "",
    )
    .await;
    let opened = open("not-whole").await.map(drop);
    run("window.mend();", "", "").await;
    assert!(matches!(opened, Err(StoreError::Failed(_))), "{opened:?}");
    is_whole("not-whole").await;
}

#[wasm_bindgen_test]
async fn an_app_of_the_version_before_refuses_and_hands_out_the_outbox() {
    lay("older").await;
    drop(open("older").await.expect("the database opens"));
    let older = Database::open("older").with_version(2_u8).await;
    let refusal = older.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(refusal.contains("version"), "{refusal}");
    assert_eq!(IndexedDb::rescue("older").await.map(|taken| taken.len()), Ok(50));
}
