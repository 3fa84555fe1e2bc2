//! Figures of the store in the browser's database, printed and judged by nobody: `cargo xtask bench
//! device`. What came out stands in `docs/decisions/0037-records-lie-in-pages.md`.
#![expect(clippy::expect_used, reason = "a measurement that cannot go on should stop")]

use std::borrow::Cow;

use app::store::Store;
use app::store::codec::{decode as decode_json, decode_page, encode_page};
use app::store::contract::{entry, position, row};
use app::store::indexed_db::IndexedDb;
use app::store::pages::contents::{PAGE, Page};
use domain::id::ScopeId;
use domain::sync::batch::{Durability, StoredRow, WriteBatch, WriteOp};
use domain::value::Value;
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const ROUNDS: u32 = 3;
/// Rows of one page of a first copy.
const COPIED: usize = 500;

fn now() -> f64 {
    let clock = Function::new_no_args("return performance.now()").call0(&JsValue::NULL);
    clock.ok().and_then(|now| now.as_f64()).expect("the browser has a clock")
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

fn scope() -> ScopeId {
    ScopeId::commune("07210")
}

/// A facility of some 850 bytes.
fn facility(number: u128) -> StoredRow {
    let mut row = row(number, &format!("Cơ sở sản xuất gốm mỹ nghệ Phù Lãng số {number}"));
    let mut doc = std::mem::take(&mut row.doc);
    for (field, text) in [
        ("address", "Thôn Đoàn Kết, xã Phù Lãng, tỉnh Bắc Ninh"),
        ("owner_name", "Nguyễn Thị Ngọc Ánh"),
        ("phone", "0912000345"),
        ("main_machine", "Lò nung ga tiết kiệm năng lượng 4 m³"),
    ] {
        doc = doc.with(field, Value::text(text));
    }
    for field in ["workers_total", "workers_female", "area_m2", "capital", "revenue", "power_kw", "founded"] {
        doc = doc.with(field, Value::Int(i64::try_from(number).unwrap_or(0) % 9_000 + 12));
    }
    row.doc = doc;
    row
}

fn rows(count: u128) -> Vec<StoredRow> {
    (0..count).map(facility).collect()
}

fn batch(rows: &[StoredRow], durability: Durability) -> WriteBatch {
    let puts = rows.iter().map(|row| WriteOp::PutRow(scope(), row.clone()));
    let ops = puts.chain([WriteOp::PutPosition(scope(), position(7))]).collect();
    WriteBatch { ops, durability }
}

async fn open(name: &str) -> IndexedDb {
    IndexedDb::open(name, || {}).await.expect("the database opens")
}

async fn commit(store: &IndexedDb, batches: &[WriteBatch]) -> f64 {
    let begun = now();
    for batch in batches {
        store.commit(batch).await.expect("it is kept");
    }
    now() - begun
}

#[wasm_bindgen_test]
async fn figures() {
    let all = rows(10_000);
    let bytes: usize =
        all.iter().map(|row| app::store::codec::encode(row).map_or(0, |bytes| bytes.len())).sum();
    console_log!("rows of {} bytes", bytes / all.len());
    let some = all.get(..1_000).expect("there are so many");
    let changed: Vec<_> = all.iter().step_by(100).cloned().collect();
    let (mut thousand, mut whole, mut paged) = (Vec::new(), Vec::new(), Vec::new());
    let (mut load, mut strict, mut pull) = (Vec::new(), Vec::new(), Vec::new());
    let (mut fold, mut encode) = (Vec::new(), Vec::new());
    let (mut decode, mut decode_as_json) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let store = open(&format!("thousand-{round}")).await;
        thousand.push(commit(&store, &[batch(some, Durability::Strict)]).await);
        let store = open(&format!("whole-{round}")).await;
        whole.push(commit(&store, &[batch(&all, Durability::Strict)]).await);
        let name = format!("copied-{round}");
        let store = open(&name).await;
        let copied: Vec<_> = all.chunks(COPIED).map(|rows| batch(rows, Durability::Strict)).collect();
        paged.push(commit(&store, &copied).await);
        drop(store);
        let store = open(&name).await;
        let begun = now();
        let saved = store.load().await.expect("it is readable");
        load.push(now() - begun);
        assert_eq!(saved.rows.len(), all.len());
        for seq in 1..20 {
            let ops = vec![WriteOp::PutOutbox(entry(seq)), WriteOp::PutNextSeq(seq + 1)];
            strict.push(commit(&store, &[WriteBatch { ops, durability: Durability::Strict }]).await);
        }
        pull.push(commit(&store, &[batch(&changed, Durability::Relaxed)]).await);
        let gone = vec![WriteOp::DropRow(scope(), facility(5_001).id)];
        commit(&store, &[WriteBatch { ops: gone, durability: Durability::Relaxed }]).await;
        let begun = now();
        store.fold().await.expect("it folds");
        fold.push(now() - begun);
        let cut = |rows: &'_ [StoredRow]| rows.iter().map(|row| Cow::Owned(row.clone())).collect();
        let pages = all.chunks(PAGE).map(|rows| Page { rows: cut(rows), changes: Vec::new() });
        let pages: Vec<_> = pages.collect();
        let begun = now();
        let compact: Vec<_> = pages.iter().map(encode_page).collect();
        encode.push(now() - begun);
        let begun = now();
        let read: usize =
            compact.iter().map(|page| decode_page(page).map_or(0, |page| page.rows.len())).sum();
        decode.push(now() - begun);
        assert_eq!(read, all.len());
        let json: Vec<_> =
            all.chunks(PAGE).map(|rows| app::store::codec::encode(&rows).expect("encoded")).collect();
        let begun = now();
        let read: usize =
            json.iter().map(|page| decode_json::<Vec<StoredRow>>(page).map_or(0, |rows| rows.len())).sum();
        decode_as_json.push(now() - begun);
        if round == 0 {
            let bytes = |pages: &[Vec<u8>]| pages.iter().map(Vec::len).sum::<usize>() / 1_000;
            console_log!("write 10,000: {} KB compact, {} KB as JSON", bytes(&compact), bytes(&json));
        }
        assert_eq!(read, all.len());
    }
    console_log!("write 1,000 strict, one batch: {:.1} ms", median(thousand));
    console_log!("write 10,000 strict, one batch: {:.1} ms", median(whole));
    console_log!("write 10,000 strict, 20 batches: {:.1} ms", median(paged));
    console_log!("load 10,000: {:.1} ms", median(load));
    console_log!("one strict outbox write: {:.2} ms", median(strict));
    console_log!("pull of 100 changed, relaxed: {:.1} ms", median(pull));
    console_log!("fold of 100 changed and 1 gone into 40 pages: {:.1} ms", median(fold));
    console_log!("encode 10,000 without a store: {:.1} ms", median(encode));
    console_log!("decode 10,000 without a store: {:.1} ms", median(decode));
    console_log!("decode 10,000 as JSON, without a store: {:.1} ms", median(decode_as_json));
}
