//! Lists, searches and links of the book, kept record by record.

use std::cmp::Ordering;

use app::platform::collation;
use app::state::index::{Index, Touched};
use domain::id::RecordId;
use domain::record::Kind;
use domain::testing::{facility, need};
use domain::value::Document;
use uuid::Uuid;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn id(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(number))
}

fn put(index: &mut Index, number: u128, kind: Kind, doc: &Document) -> Touched {
    let mut touched = Touched::default();
    index.put(id(number), Some((kind, doc)), &mut touched);
    touched
}

fn names(index: &mut Index) -> Vec<u128> {
    index.list(Kind::Facility, collation::compare).iter().map(|id| id.0.as_u128()).collect()
}

#[wasm_bindgen_test]
fn titles_stand_as_in_a_vietnamese_dictionary() {
    let order = ["An Bình", "Ánh Dương", "Chế biến gỗ", "Dệt Hồi Quan", "Đúc đồng Đại Bái", "Gốm Phù Lãng"];
    let mut index = Index::default();
    for (at, name) in order.iter().enumerate().rev() {
        put(&mut index, at as u128, Kind::Facility, &facility(name, "07210"));
    }
    assert_eq!(names(&mut index), [0, 1, 2, 3, 4, 5]);
}

#[wasm_bindgen_test]
fn a_renamed_record_moves_and_a_deleted_one_leaves() {
    let mut index = Index::default();
    for (number, name) in [(1, "An"), (2, "Bình"), (3, "Chi")] {
        put(&mut index, number, Kind::Facility, &facility(name, "07210"));
    }
    assert_eq!(names(&mut index), [1, 2, 3]);
    put(&mut index, 1, Kind::Facility, &facility("Yên", "07210"));
    assert_eq!(names(&mut index), [2, 3, 1]);
    let mut touched = Touched::default();
    index.put(id(3), None, &mut touched);
    assert!(touched.kinds.contains(&Kind::Facility));
    assert_eq!(names(&mut index), [2, 1]);
    assert!(index.search(Kind::Facility, "chi", collation::compare).is_empty());
}

#[wasm_bindgen_test]
fn a_search_needs_no_marks_and_equals_stand_by_title() {
    let mut index = Index::default();
    for (number, name) in [(1, "Gốm Phù Lãng"), (2, "Gốm Ánh Dương"), (3, "Dệt Hồi Quan")] {
        put(&mut index, number, Kind::Facility, &facility(name, "07210"));
    }
    let found = |index: &mut Index, typed: &str| -> Vec<u128> {
        index.search(Kind::Facility, typed, collation::compare).iter().map(|hit| hit.id.0.as_u128()).collect()
    };
    assert_eq!(found(&mut index, "gom"), [2, 1]);
    assert_eq!(found(&mut index, "phu lang"), [1]);
    assert_eq!(found(&mut index, ""), [3, 2, 1]);
}

#[wasm_bindgen_test]
fn a_record_knows_who_names_it() {
    let mut index = Index::default();
    put(&mut index, 1, Kind::Facility, &facility("Gốm", "07210"));
    let touched = put(&mut index, 2, Kind::Need, &need(id(1), "training"));
    assert!(touched.records.contains(&id(1)));
    assert_eq!(index.children(id(1), Kind::Need), [id(2)]);
    let moved = put(&mut index, 2, Kind::Need, &need(id(5), "training"));
    assert!(moved.records.contains(&id(1)) && moved.records.contains(&id(5)));
    assert!(index.children(id(1), Kind::Need).is_empty());
}

#[wasm_bindgen_test]
fn a_conflict_counts_until_it_is_resolved() {
    let conflict = |stage: &str| {
        Document::default().with("record", id(1).to_string()).with("cause", "edited").with("stage", stage)
    };
    let mut index = Index::default();
    put(&mut index, 9, Kind::Conflict, &conflict("open"));
    assert_eq!(index.open_conflicts(id(1)), [id(9)]);
    assert_eq!(index.count_open_conflicts(), 1);
    put(&mut index, 9, Kind::Conflict, &conflict("resolved"));
    assert!(index.open_conflicts(id(1)).is_empty());
    assert_eq!(index.count_open_conflicts(), 0);
}

#[wasm_bindgen_test]
fn the_collator_sorts_marks_after_letters() {
    assert_eq!(collation::compare("ca", "cá"), Ordering::Less);
    assert_eq!(collation::compare("dy", "đa"), Ordering::Less);
    assert_eq!(collation::compare("gốm", "gốm"), Ordering::Equal);
}
