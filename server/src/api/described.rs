//! The messages of the sync protocol as the OpenAPI text tells them. The types themselves are in
//! `domain`, which knows no OpenAPI; a test holds these names against real messages.
#![expect(dead_code, reason = "read by the derive only")]

use std::collections::BTreeMap;

use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(ToSchema)]
pub struct PushBody {
    /// Version of the wire format.
    #[schema(minimum = 1, maximum = 1)]
    wire: u16,
    /// The device of the session.
    device: Uuid,
    #[schema(max_items = 500)]
    muts: Vec<MutationBody>,
}

/// One change that a person made.
#[derive(ToSchema)]
pub struct MutationBody {
    /// Counter of the device; the same counter with the same content is answered from the book.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_u64)]
    seq: u64,
    scope: String,
    kind: String,
    record: Uuid,
    /// `{"put": {field: {v, b, o}}}`, `{"delete": b}` or `{"act": {action, stage, base, fields}}`.
    op: Value,
    /// Own mutations that come first.
    deps: Option<Vec<u64>>,
    /// Time of the device, UTC milliseconds.
    at: i64,
    reason: Option<String>,
}

#[derive(ToSchema)]
pub struct PushAnswered {
    now: i64,
    results: Vec<ResultAnswered>,
}

#[derive(ToSchema)]
pub struct ResultAnswered {
    seq: u64,
    replayed: Option<bool>,
    /// `applied`, `merged`, `conflict`, `waiting` or `rejected`.
    outcome: Value,
}

#[derive(ToSchema)]
pub struct PullBody {
    /// Version of the wire format.
    #[schema(minimum = 1, maximum = 1)]
    wire: u16,
    /// The device of the session.
    device: Uuid,
    /// By scope.
    cursors: BTreeMap<String, CursorBody>,
    /// Counter of the newest mutation ever made on the device.
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    newest_seq: u64,
}

#[derive(ToSchema)]
pub struct CursorBody {
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    epoch: u64,
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    ver: u64,
    since: Option<u64>,
}

#[derive(ToSchema)]
pub struct PullAnswered {
    now: i64,
    /// Role by scope; the device drops every other scope.
    held: BTreeMap<String, String>,
    /// `{"delta": …}` or `{"snapshot": {scope, cause}}`; `cause` is `gone` or `restored` where a cursor
    /// does not count any more.
    pages: Vec<Value>,
    /// Another number after the database was restored from a backup: what was sent before is sent again.
    #[schema(maximum = 9_007_199_254_740_991_u64)]
    life: Option<u64>,
    more: Option<bool>,
}

#[derive(ToSchema)]
pub struct CompareBody {
    /// Version of the wire format.
    #[schema(minimum = 1, maximum = 1)]
    wire: u16,
    /// The device of the session.
    device: Uuid,
    scope: String,
    /// What the device has: a bucket is the last byte of a record's id.
    #[schema(min_items = 256, max_items = 256)]
    sums: Vec<SumBody>,
}

/// Live records, and the wrapping sum of a hash of each id and version.
#[derive(ToSchema)]
pub struct SumBody {
    count: u64,
    /// 16 hexadecimal digits.
    sum: String,
}

#[derive(ToSchema)]
pub struct CompareAnswered {
    scope: String,
    head: CursorBody,
    check: SumBody,
    /// How many buckets differ.
    differ: u16,
    /// Those that are here, whole; when there are fewer than differ, ask again.
    buckets: Vec<u8>,
    rows: Vec<Value>,
    changes: Vec<Value>,
}

#[derive(ToSchema)]
pub struct ManifestAnswered {
    scope: String,
    head: CursorBody,
    count: u64,
    pages: Vec<PageNamed>,
}

#[derive(ToSchema)]
pub struct PageNamed {
    /// SHA-256 of the page.
    hash: String,
    rows: u64,
    after: Option<Uuid>,
    until: Uuid,
}

#[derive(ToSchema)]
pub struct SnapshotAnswered {
    scope: String,
    head: CursorBody,
    count: u64,
    rows: Vec<Value>,
    changes: Vec<Value>,
    next: Option<Uuid>,
}
