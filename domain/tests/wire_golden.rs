//! The first version of the wire format, held fast: what a device of this version wrote must be
//! read, and written the same way, by every later one.

use std::collections::BTreeMap;

use domain::change::{
    Act, Actor, Base, Change, ChangeOp, Diff, FieldEdit, Mutation, Op, Outcome, RejectCode, Rejection, Stamp,
};
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId, UserId};
use domain::record::{Kind, KindName};
use domain::role::Role;
use domain::sync::buckets::{CompareAnswer, CompareRequest};
use domain::sync::checksum::Sum;
use domain::sync::exchange::{
    CopyCause, Cursor, Delta, PullAnswer, PullRequest, PushAnswer, PushRequest, PushResult, RowDelta,
    ScopePage, SnapshotPage,
};
use domain::value::Value;
use domain::wire::v1::{self, WireError};
use expect_test::expect_file;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

fn record(n: u128) -> RecordId {
    RecordId(Uuid::from_u128(n))
}

fn device() -> DeviceId {
    DeviceId(Uuid::from_u128(0xD))
}

fn stamp() -> Stamp {
    let by =
        Actor {
            user: UserId(Uuid::from_u128(0xA)), name: "Nguyễn Thị Hạnh".into(), role: Role::CentreStaff
        };
    Stamp { by, at: Millis(1_790_000_000_000) }
}

fn push() -> PushRequest {
    let scope = ScopeId::commune("09292");
    let edit = |value: Option<Value>, base, seen| FieldEdit { value, base, seen };
    let put = Op::Put(BTreeMap::from([
        ("name".into(), edit(Some("Gốm Lò Rồng".into()), Base::Ver(0), None)),
        ("pollution".into(), edit(Some(Value::List(vec!["dust".into()])), Base::Ver(0), None)),
        (
            "from_a_newer_version".into(),
            edit(Some(Value::Map(BTreeMap::from([("x".into(), Value::Bool(true))]))), Base::Ver(0), None),
        ),
    ]));
    let clear = Op::Put(BTreeMap::from([(
        "village".into(),
        edit(None, Base::Own { seq: 1 }, Some("Trung Thôn".into())),
    )]));
    let act = Op::Act(Act {
        action: "register".into(),
        stage: "draft".into(),
        base: Base::Ver(7),
        fields: BTreeMap::from([("note".into(), Value::Int(-5))]),
    });
    let mutation = |seq, kind: Kind, op, deps| Mutation {
        seq,
        scope: scope.clone(),
        kind: kind.into(),
        record: record(u128::from(seq)),
        op,
        deps,
        at: Millis(1_790_000_000_000),
        reason: None,
    };
    let mut delete = mutation(4, Kind::Need, Op::Delete(Base::Ver(3)), vec![]);
    delete.kind = KindName::Unknown("kind_of_a_newer_version".into());
    delete.reason = Some("ghi nhầm".into());
    PushRequest {
        wire: 1,
        device: device(),
        muts: vec![
            mutation(1, Kind::Facility, put, vec![]),
            mutation(2, Kind::Facility, clear, vec![1]),
            mutation(3, Kind::Need, act, vec![1, 2]),
            delete,
        ],
    }
}

fn push_answer() -> PushAnswer {
    let result = |seq, replayed, outcome| PushResult { seq, replayed, outcome };
    let rejection = Rejection {
        code: RejectCode::Invalid,
        fields: vec!["tax_code".into()],
        detail: Some("problem.tax_code_check_digit".into()),
    };
    PushAnswer {
        now: Millis(1_790_000_000_000),
        results: vec![
            result(1, false, Outcome::Applied { ver: 12 }),
            result(2, true, Outcome::Merged { ver: 13, changed: vec!["pollution".into()] }),
            result(3, false, Outcome::Conflict { ver: 14, ids: vec![record(99)] }),
            result(4, false, Outcome::Waiting { on: 3 }),
            result(5, false, Outcome::Rejected(rejection)),
        ],
    }
}

fn row() -> RowDelta {
    RowDelta {
        id: record(1),
        kind: Kind::Facility.into(),
        ver: 12,
        fields: BTreeMap::from([("name".into(), Some("Gốm".into())), ("village".into(), None)]),
        gone: false,
        made: stamp(),
        touched: stamp(),
    }
}

fn change() -> Change {
    Change {
        ver: 12,
        kind: Kind::Facility.into(),
        record: record(1),
        op: ChangeOp::Put,
        action: None,
        diff: BTreeMap::from([("name".into(), Diff { old: Some("Gom".into()), new: Some("Gốm".into()) })]),
        actor: stamp().by,
        device: device(),
        seq: 2,
        at: Millis(1_789_999_000_000),
        received: Millis(1_790_000_000_000),
        reason: None,
    }
}

fn pull_answer() -> PullAnswer {
    let scope = ScopeId::commune("09292");
    let delta = Delta {
        scope: scope.clone(),
        to: Cursor { epoch: 3, ver: 12, since: Some(4) },
        rows: vec![row()],
        changes: vec![change()],
        check: Some(Sum { count: 1, sum: 0xDEAD_BEEF }),
    };
    PullAnswer {
        now: Millis(1_790_000_000_000),
        held: BTreeMap::from([(scope, Role::CommuneOfficer), (ScopeId::reference(), Role::CommuneOfficer)]),
        pages: vec![
            ScopePage::Delta(delta),
            ScopePage::Snapshot { scope: ScopeId::reference(), cause: CopyCause::New },
        ],
        life: 0,
        more: true,
    }
}

fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(name: &str, message: &T) {
    let written = serde_json::to_string_pretty(message).unwrap_or_default();
    expect_file![format!("{}/tests/golden/v1_{name}.json", env!("CARGO_MANIFEST_DIR"))].assert_eq(&written);
    let read: Result<T, WireError> = v1::decode(written.as_bytes());
    assert_eq!(read.as_ref(), Ok(message));
}

#[test]
fn every_message_of_v1_is_written_and_read_the_same() {
    check("push", &push());
    check("push_answer", &push_answer());
    check("pull_answer", &pull_answer());
    let restored = PullAnswer { life: 1_790_000_000_000, more: false, pages: vec![], ..pull_answer() };
    check("pull_answer_restored", &restored);
    let cause = CopyCause::Gone;
    let gone = vec![ScopePage::Snapshot { scope: ScopeId::commune("09292"), cause }];
    check("pull_answer_gone", &PullAnswer { more: false, pages: gone, ..pull_answer() });
    let cursors = BTreeMap::from([(ScopeId::commune("09292"), Cursor::at(3, 12))]);
    check("pull", &PullRequest { wire: 1, device: device(), cursors, newest_seq: 4 });
    let page = SnapshotPage {
        scope: ScopeId::reference(),
        head: Cursor::at(1, 99),
        count: 99,
        rows: vec![row()],
        changes: vec![change()],
        next: Some(record(1)),
    };
    check("snapshot", &page);
    let sums = vec![Sum { count: 1, sum: 0xDEAD_BEEF }, Sum::default()];
    check("compare", &CompareRequest { wire: 1, device: device(), scope: ScopeId::reference(), sums });
    let answer = CompareAnswer {
        scope: ScopeId::reference(),
        head: Cursor::at(1, 99),
        check: Sum { count: 99, sum: 0xDEAD_BEEF },
        differ: 2,
        buckets: vec![1],
        rows: vec![row()],
        changes: vec![change()],
    };
    check("compare_answer", &answer);
}

#[test]
fn a_hash_depends_on_every_part_of_a_mutation_and_not_on_spacing() {
    let hashes =
        |bytes: &[u8]| -> Vec<[u8; 32]> { v1::push(bytes).unwrap().1.iter().map(|one| one.hash).collect() };
    let tight = hashes(&v1::encode(&push()).unwrap());
    let pretty = hashes(serde_json::to_string_pretty(&push()).unwrap().as_bytes());
    assert_eq!(tight, pretty);
    let mut other = push();
    other.muts[0].at = Millis(1);
    assert_ne!(tight[0], hashes(&v1::encode(&other).unwrap())[0]);
}

#[test]
fn bad_messages_are_named() {
    let with = |change: &dyn Fn(&mut PushRequest)| {
        let mut request = push();
        change(&mut request);
        v1::push(&v1::encode(&request).unwrap()).unwrap_err()
    };
    let put = |field: &str, value: Value| {
        let edit = FieldEdit { value: Some(value), base: Base::Ver(0), seen: None };
        Op::Put(BTreeMap::from([(field.to_owned(), edit)]))
    };
    assert_eq!(with(&|push| push.wire = 2), WireError::Version(2));
    assert_eq!(with(&|push| push.muts[1].seq = 1), WireError::Counter(1));
    assert_eq!(with(&|push| push.muts[0].seq = 0), WireError::Counter(0));
    assert_eq!(with(&|push| push.muts[2].deps = vec![3]), WireError::Counter(3));
    assert_eq!(with(&|push| push.muts[0].op = put("name", "a\0b".into())).code(), "wire_character");
    assert_eq!(with(&|push| push.muts[0].op = put("name", "a\u{202E}b".into())).code(), "wire_character");
    assert_eq!(
        with(&|push| push.muts[0].op = put("name", "a".repeat(20_001).into())).code(),
        "wire_too_large"
    );
    let deep = (0..6).fold(Value::Int(1), |inner, _| Value::List(vec![inner]));
    assert_eq!(with(&|push| push.muts[0].op = put("name", deep.clone())).code(), "wire_too_large");
    let many = push().muts[0].clone();
    let flood = |push: &mut PushRequest| {
        push.muts = (1..=501).map(|seq| Mutation { seq, ..many.clone() }).collect();
    };
    assert_eq!(with(&flood), WireError::TooMany("mutations"));
    assert_eq!(v1::push(b"{\"wire\":1,").unwrap_err().code(), "wire_shape");
    assert_eq!(v1::push(br#"{"wire":1,"device":"x","muts":[]}"#).unwrap_err().code(), "wire_shape");
    let fraction = String::from_utf8(v1::encode(&push()).unwrap()).unwrap().replace("-5", "0.5");
    assert_eq!(v1::push(fraction.as_bytes()).unwrap_err().code(), "wire_shape");
}
