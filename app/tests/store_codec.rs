//! Pages and log values come back as they were, and bytes that are not ours are said to be unreadable.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::borrow::Cow;
use std::collections::BTreeMap;

use app::store::StoreError;
use app::store::codec::{decode_log, decode_page, encode_log, encode_page};
use app::store::contract::{Random, change, row};
use app::store::pages::contents::Page;
use app::store::pages::entry::Entry;
use domain::change::{Change, ChangeOp, Diff};
use domain::clock::Millis;
use domain::record::KindName;
use domain::role::Role;
use domain::sync::batch::StoredRow;
use domain::value::{Document, Value};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn value(random: &mut Random, depth: u32) -> Value {
    let numbers = [0, 1, -1, 63, 64, -64, -65, 127, 128, i64::MAX, i64::MIN, 1_764_000_000_000];
    let texts = ["", "a", "Đặng Thị Ngọc Ánh", "đ\u{0323}", "🏺 \"men\"\n\t\\", "\u{FFFD}\u{10FFFF}"];
    let below = |random: &mut Random, end: usize| usize::try_from(random.below(end as u64)).unwrap_or(0);
    match random.below(if depth > 4 { 4 } else { 6 }) {
        0 => Value::Bool(random.below(2) == 0),
        1 => Value::Int(numbers.get(below(random, numbers.len())).copied().unwrap_or(0)),
        2 => Value::text(texts.get(below(random, texts.len())).copied().unwrap_or("")),
        3 => Value::Text("gốm ".repeat(below(random, 300))),
        4 => Value::List((0..random.below(4)).map(|_| value(random, depth + 1)).collect()),
        _ => Value::Map(fields(random, depth + 1)),
    }
}

fn fields(random: &mut Random, depth: u32) -> BTreeMap<String, Value> {
    (0..random.below(6)).map(|at| (format!("field_{}", at * random.below(9)), value(random, depth))).collect()
}

fn any_row(random: &mut Random) -> StoredRow {
    let mut row = row(u128::from(random.below(u64::MAX)), "Gốm");
    row.doc = Document(fields(random, 0));
    row.ver = random.below(u64::MAX) >> random.below(60);
    if random.below(3) == 0 {
        row.kind = KindName::from("kind_of_a_newer_version");
    }
    row.touched.by.role =
        Role::ALL.get(usize::try_from(random.below(9)).unwrap_or(0)).copied().expect("a role");
    row.touched.by.name = format!("Người {}", random.below(5));
    row.made.at = Millis(-3);
    row
}

fn any_change(random: &mut Random) -> Change {
    let ops = [ChangeOp::Create, ChangeOp::Put, ChangeOp::Act, ChangeOp::Delete, ChangeOp::Leave];
    let mut change = change(random.below(u64::MAX), u128::from(random.below(9)));
    change.op = ops.get(usize::try_from(random.below(5)).unwrap_or(0)).copied().expect("there are five");
    change.action = (random.below(2) == 0).then(|| "approve".to_owned());
    change.reason = (random.below(2) == 0).then(|| "gọi lại".to_owned());
    for (field, new) in fields(random, 0) {
        let old = (random.below(2) == 0).then(|| value(random, 0));
        change.diff.insert(field, Diff { old, new: (random.below(3) > 0).then_some(new) });
    }
    change
}

fn any_page(random: &mut Random) -> Page<'static> {
    let rows = (0..random.below(12)).map(|_| Cow::Owned(any_row(random))).collect();
    let changes = (0..random.below(12)).map(|_| Cow::Owned(any_change(random))).collect();
    Page { rows, changes }
}

fn any_log(random: &mut Random) -> Vec<Entry<'static>> {
    let one = |random: &mut Random| match random.below(3) {
        0 => Entry::Gone(any_row(random).id),
        1 => Entry::Row(Cow::Owned(any_row(random))),
        _ => Entry::Change(Cow::Owned(any_change(random))),
    };
    (0..random.below(12)).map(|_| one(random)).collect()
}

#[wasm_bindgen_test]
fn any_page_and_any_log_come_back() {
    for seed in 0..400 {
        let mut random = Random::new(seed);
        let (page, log) = (any_page(&mut random), any_log(&mut random));
        assert_eq!(decode_page(&encode_page(&page)), Ok(page), "seed {seed}");
        assert_eq!(decode_log(&encode_log(&log)), Ok(log), "seed {seed}");
    }
}

#[wasm_bindgen_test]
fn bytes_that_are_cut_off_or_go_on_are_unreadable() {
    let page = encode_page(&any_page(&mut Random::new(7)));
    assert!(page.len() > 500, "there is something to cut");
    for end in 0..page.len() {
        let cut = decode_page(page.get(..end).expect("within"));
        assert!(matches!(cut, Err(StoreError::Unreadable(_))), "{end}");
    }
    let longer: Vec<u8> = page.iter().copied().chain([0]).collect();
    assert!(matches!(decode_page(&longer), Err(StoreError::Unreadable(_))));
}

#[wasm_bindgen_test]
fn bytes_that_were_spoiled_are_read_as_something_or_as_nothing() {
    let mut random = Random::new(8);
    let page = encode_page(&any_page(&mut random));
    for _ in 0..2_000 {
        let mut spoiled = page.clone();
        let at = usize::try_from(random.below(spoiled.len() as u64)).unwrap_or(0);
        if let Some(byte) = spoiled.get_mut(at) {
            *byte = random.below(256).to_le_bytes()[0];
        }
        // No more is asked than that it comes to an end.
        drop(decode_page(&spoiled));
    }
}

#[wasm_bindgen_test]
fn another_spelling_is_told() {
    let told = |bytes: &[u8]| decode_page(bytes).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(told(&[9, 0, 0]).contains("spelling 9"), "{}", told(&[9, 0, 0]));
    assert!(matches!(decode_page(&[]), Err(StoreError::Unreadable(_))));
    assert_eq!(decode_page(&[1, 0, 0]), Ok(Page::default()));
}
