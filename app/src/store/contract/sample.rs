//! Small believable things to store, and random batches of them from a seed.

use std::collections::BTreeMap;

use domain::change::{Actor, Base, Change, ChangeOp, Diff, FieldEdit, Mutation, Op, RejectCode, Stamp};
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId, UserId};
use domain::record::Kind;
use domain::role::Role;
use domain::sync::batch::{
    Durability, Loading, Meta, OutboxEntry, OutboxState, Position, StoredRow, WriteBatch, WriteOp,
};
use domain::sync::exchange::Cursor;
use domain::sync::replica::ENVELOPE;
use domain::testing::facility;
use domain::value::Value;
use uuid::Uuid;

fn id(number: u128) -> RecordId {
    RecordId(Uuid::from_u128(number))
}

fn device() -> DeviceId {
    DeviceId(Uuid::from_u128(77))
}

fn stamp() -> Stamp {
    let by = Actor {
        user: UserId(Uuid::from_u128(5)),
        name: "Nguyễn Văn Lộc".to_owned(),
        role: Role::CommuneOfficer,
    };
    Stamp { by, at: Millis(1_764_000_000_000) }
}

/// A facility with this name.
pub fn row(number: u128, name: &str) -> StoredRow {
    StoredRow {
        id: id(number),
        kind: Kind::Facility.into(),
        ver: 3,
        doc: facility(name, "07210").with("products", Value::List(vec![Value::text("gốm"), Value::Int(-1)])),
        made: stamp(),
        touched: stamp(),
    }
}

/// A journal entry.
pub fn change(ver: u64, record: u128) -> Change {
    let diff = Diff { old: None, new: Some(Value::text("0912000300")) };
    Change {
        ver,
        kind: Kind::Facility.into(),
        record: id(record),
        op: ChangeOp::Put,
        action: None,
        diff: BTreeMap::from([("phone".to_owned(), diff)]),
        actor: stamp().by,
        device: device(),
        seq: ver,
        at: Millis(1),
        received: Millis(2),
        reason: Some("gọi lại".to_owned()),
    }
}

/// A cursor, in the middle of a copy when the version is odd.
pub fn position(ver: u64) -> Position {
    let loading = (ver % 2 == 1).then(|| Loading { done: ver, count: 2 * ver, pages: None });
    Position { cursor: Cursor::at(1, ver), loading }
}

/// An outbox entry; its state depends on its counter.
pub fn entry(seq: u64) -> OutboxEntry {
    let edit = FieldEdit { value: Some(Value::Int(18)), base: Base::Ver(seq), seen: None };
    let mutation = Mutation {
        seq,
        scope: ScopeId::commune("07210"),
        kind: Kind::Facility.into(),
        record: id(u128::from(seq)),
        op: Op::Put(BTreeMap::from([("workers_total".to_owned(), edit)])),
        deps: if seq > 1 { vec![seq - 1] } else { Vec::new() },
        at: Millis(3),
        reason: None,
    };
    let state = match seq % 4 {
        0 => OutboxState::Queued,
        1 => OutboxState::Waiting { on: 1 },
        2 => OutboxState::Sent { ver: 9, at: Millis(4) },
        _ => OutboxState::Parked(RejectCode::Invalid.into()),
    };
    OutboxEntry { envelope: ENVELOPE, mutation, state }
}

/// What a device knows of itself.
pub fn meta() -> Meta {
    Meta {
        device: device(),
        pulled_at: Some(Millis(8)),
        sent_at: None,
        offset_ms: -3,
        held: BTreeMap::from([(ScopeId::reference(), Role::CommuneOfficer)]),
        life: 0,
    }
}

/// Random numbers from a seed.
pub struct Random(u64);

impl Random {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// A batch of one to twelve writes among few keys, so that they meet.
    pub fn batch(&mut self) -> WriteBatch {
        let ops = (0..=self.below(12)).map(|_| self.op()).collect();
        let durability = if self.below(2) == 0 { Durability::Strict } else { Durability::Relaxed };
        WriteBatch { ops, durability }
    }

    fn scope(&mut self) -> ScopeId {
        let scopes = ["ref", "commune:07210", "commune:07211", "owner:00000000-0000-0000-0000-000000000005"];
        let at = usize::try_from(self.below(4)).unwrap_or(0);
        ScopeId::from(scopes.get(at).copied().unwrap_or("ref"))
    }

    fn op(&mut self) -> WriteOp {
        let number = self.below(9);
        let key = format!("form/{number}");
        match self.below(14) {
            0..=2 => {
                WriteOp::PutRow(self.scope(), row(u128::from(number), &format!("Cơ sở {}", self.below(99))))
            }
            3 => WriteOp::DropRow(self.scope(), id(u128::from(number))),
            4 => WriteOp::PutChange(self.scope(), change(number, 1)),
            5 => WriteOp::PutPosition(self.scope(), position(number)),
            6 => WriteOp::DropScope(self.scope()),
            7 | 8 => WriteOp::PutOutbox(entry(number)),
            9 => WriteOp::DropOutbox(number),
            10 => WriteOp::PutNextSeq(number),
            11 => WriteOp::PutMeta(Meta { offset_ms: i64::try_from(number).unwrap_or(0), ..meta() }),
            12 => WriteOp::PutDraft(key, row(1, "Nháp").doc),
            _ => WriteOp::DropDraft(key),
        }
    }
}
