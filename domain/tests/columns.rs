//! Records and journal in columns come back as they were, and bytes that nobody wrote are refused.

use std::collections::BTreeMap;

use domain::change::{Actor, Change, ChangeOp, Diff, Stamp};
use domain::clock::Millis;
use domain::columns::{Reader, Writer};
use domain::id::{DeviceId, RecordId, UserId};
use domain::record::KindName;
use domain::role::Role;
use domain::sync::batch::StoredRow;
use domain::value::{Document, Value};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use uuid::Uuid;

type Page = (Vec<StoredRow>, Vec<Change>);

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zđ]{0,3}", Just("Đặng Thị Ngọc Ánh".to_owned()), any::<String>(), "gốm{0,300}"]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (-70_i64..70).prop_map(Value::Int),
        text().prop_map(Value::Text),
    ];
    leaf.prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::List),
            btree_map("[a-c]", inner, 0..3).prop_map(Value::Map),
        ]
    })
}

fn fields<T: std::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = BTreeMap<String, T>> {
    btree_map("field_[0-6]", of, 0..6)
}

fn id() -> impl Strategy<Value = Uuid> {
    prop_oneof![any::<u128>(), (0_u128..9)].prop_map(Uuid::from_u128)
}

fn kind() -> impl Strategy<Value = KindName> {
    prop_oneof![Just("facility"), Just("need"), Just("kind_of_a_newer_version")].prop_map(KindName::from)
}

fn actor() -> impl Strategy<Value = Actor> {
    let role = (0..Role::ALL.len()).prop_map(|at| Role::ALL[at]);
    (id(), "[a-b]", role).prop_map(|(user, name, role)| Actor { user: UserId(user), name, role })
}

fn stamp() -> impl Strategy<Value = Stamp> {
    (actor(), any::<i64>()).prop_map(|(by, at)| Stamp { by, at: Millis(at) })
}

fn row() -> impl Strategy<Value = StoredRow> {
    (id(), kind(), any::<u64>(), fields(value()), stamp(), stamp()).prop_map(
        |(id, kind, ver, doc, made, touched)| StoredRow {
            id: RecordId(id),
            kind,
            ver,
            doc: Document(doc),
            made,
            touched,
        },
    )
}

fn change() -> impl Strategy<Value = Change> {
    let op = prop_oneof![
        Just(ChangeOp::Create),
        Just(ChangeOp::Put),
        Just(ChangeOp::Act),
        Just(ChangeOp::Delete),
        Just(ChangeOp::Leave)
    ];
    let diff =
        (prop::option::of(value()), prop::option::of(value())).prop_map(|(old, new)| Diff { old, new });
    let words = (prop::option::of("[a-c]{1,5}"), prop::option::of(text()));
    let times = (any::<u64>(), any::<i64>(), any::<i64>());
    ((any::<u64>(), kind(), id(), op), words, fields(diff), actor(), id(), times).prop_map(
        |((ver, kind, record, op), (action, reason), diff, actor, device, (seq, at, received))| Change {
            ver,
            kind,
            record: RecordId(record),
            op,
            action,
            diff,
            actor,
            device: DeviceId(device),
            seq,
            at: Millis(at),
            received: Millis(received),
            reason,
        },
    )
}

fn page() -> impl Strategy<Value = Page> {
    (vec(row(), 0..12), vec(change(), 0..12))
}

fn written((rows, changes): &Page) -> Vec<u8> {
    let mut to = Writer::default();
    to.page(rows, changes);
    to.into_bytes()
}

fn read(bytes: &[u8]) -> Option<Page> {
    let mut from = Reader::open(bytes)?;
    from.page().filter(|_| from.is_at_end())
}

proptest! {
    #[test]
    fn a_page_comes_back_as_it_was(page in page()) {
        let bytes = written(&page);
        prop_assert_eq!(read(&bytes), Some(page));
    }

    #[test]
    fn a_page_that_was_cut_or_has_more_is_refused(page in page(), cut in any::<prop::sample::Index>()) {
        let mut bytes = written(&page);
        let whole = bytes.len();
        prop_assert_eq!(read(&bytes[..cut.index(whole)]), None);
        bytes.push(0);
        prop_assert_eq!(read(&bytes), None);
    }

    /// Another byte may be another page; it may not be a panic, or more than the bytes can hold.
    #[test]
    fn a_wrong_byte_is_an_error_or_another_page(
        page in page(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = written(&page);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Some((rows, changes)) = read(&bytes) {
            prop_assert!(rows.len() + changes.len() <= bytes.len());
        }
    }

    #[test]
    fn bytes_of_anything_are_no_page(mut bytes in vec(any::<u8>(), 0..400), spelling in 0_u8..4) {
        if let Some(first) = bytes.first_mut() {
            *first = spelling;
        }
        let _ = read(&bytes);
    }
}

#[test]
fn a_count_without_end_is_refused_at_the_end_of_the_bytes() {
    let endless = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01];
    for spelling in [1, 2] {
        let bytes: Vec<u8> = [spelling].into_iter().chain(endless).collect();
        assert_eq!(read(&bytes), None);
        let columns: Vec<u8> = [spelling, 1, 10, 0].into_iter().chain(endless).collect();
        assert_eq!(read(&columns), None);
    }
}

/// What devices have from before: a facility in the spelling of rows.
#[test]
fn the_spelling_before_is_still_read() {
    let mut bytes = vec![1, 1];
    bytes.extend([7; 16]);
    bytes.extend(b"\0\x08facility\x05\x01\0\x04name\x03\x04G\xE1\xBB\x91");
    let at = bytes.len() - 4;
    bytes.splice(at.., "Gốm".bytes());
    let length = bytes.len() - "Gốm".len() - 1;
    bytes[length] = u8::try_from("Gốm".len()).unwrap();
    for _ in 0..2 {
        bytes.extend([9; 16]);
        bytes.extend(b"\0\x03Lan\0\x0Fcommune_officer\x06");
    }
    bytes.push(0);
    let (rows, changes) = read(&bytes).unwrap();
    assert_eq!((rows.len(), changes.len()), (1, 0));
    assert_eq!(rows[0].doc.text("name"), Some("Gốm"));
    assert_eq!((rows[0].ver, rows[0].made.at, rows[0].touched.by.name.as_str()), (5, Millis(3), "Lan"));
}
