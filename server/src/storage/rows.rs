//! Rows as the tables hold them: plain columns, not yet judged.

use serde::{Serialize, Serializer};
use sqlx::FromRow;
use uuid::Uuid;

use super::convert::hex;

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct AccountRow {
    pub id: Uuid,
    pub login: String,
    pub name: String,
    pub phone: Option<String>,
    pub role: String,
    pub password_hash: String,
    pub disabled: bool,
    pub created_at: i64,
}

/// What colleagues may know of an account.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct PersonRow {
    pub id: Uuid,
    pub name: String,
    pub role: String,
    pub disabled: bool,
}

/// A right in one scope, or in every commune when `scope` is `commune:*`.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct GrantRow {
    pub scope: String,
    pub role: String,
    pub valid_from: i64,
    pub valid_to: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DeviceRow {
    pub id: Uuid,
    pub account: Uuid,
    pub name: String,
    pub user_agent_hint: String,
    pub created_at: i64,
    pub last_seen_at: i64,
    /// The highest mutation number the device ever made, as far as it said.
    pub newest_seq: i64,
    /// The highest mutation number that arrived here.
    pub received_seq: i64,
    pub revoked_at: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    pub token_hash: Vec<u8>,
    pub account: Uuid,
    pub device: Uuid,
    pub device_name: String,
    pub user_agent_hint: String,
    pub now: i64,
    pub expires_at: i64,
}

/// What became of a [`NewSession`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    Done,
    /// The device id belongs to another account.
    DeviceTaken,
    DeviceRevoked,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    pub created_at: i64,
    pub last_seen_at: i64,
    pub expires_at: i64,
    pub account: AccountRow,
    pub device: DeviceRow,
    pub grants: Vec<GrantRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ScopeRow {
    pub id: String,
    /// When the counter was born: another life of it is another epoch.
    pub epoch: i64,
    pub ver: i64,
    /// Facility codes issued.
    pub codes: i64,
    pub live: i64,
    pub checksum: i64,
    pub chain: Vec<u8>,
    /// Traces of what is gone were dropped up to here.
    pub floor: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, FromRow, Serialize)]
pub struct RecordRow {
    pub scope: String,
    #[serde(serialize_with = "hex_id")]
    pub id: Uuid,
    pub kind: String,
    #[serde(serialize_with = "hex_optional_id")]
    pub parent: Option<Uuid>,
    pub ver: i64,
    pub doc: String,
    pub fver: String,
    pub life: String,
    pub made: String,
    pub touched: String,
}

#[derive(Clone, Debug, PartialEq, Eq, FromRow, Serialize)]
pub struct ChangeRow {
    pub scope: String,
    pub ver: i64,
    #[serde(serialize_with = "hex_id")]
    pub record: Uuid,
    pub entry: String,
    #[serde(serialize_with = "hex_bytes")]
    pub prev_hash: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MutationRow {
    #[serde(serialize_with = "hex_id")]
    pub device: Uuid,
    pub seq: i64,
    #[serde(serialize_with = "hex_bytes")]
    pub hash: Vec<u8>,
    pub outcome: String,
    /// The mutation itself, when it was refused.
    pub body: Option<String>,
    pub received_at: i64,
}

// SQLite takes many rows as one JSON text, in which bytes travel as hexadecimal digits.

fn hex_id<S: Serializer>(id: &Uuid, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&id.simple())
}

fn hex_optional_id<S: Serializer>(id: &Option<Uuid>, to: S) -> Result<S::Ok, S::Error> {
    match id {
        Some(id) => hex_id(id, to),
        None => to.serialize_none(),
    }
}

fn hex_bytes<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&hex(bytes))
}

/// How much of what people wrote is in conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disputes {
    /// Edits and steps in effect, wholly or in part.
    pub changes: u64,
    /// Conflicts there ever were.
    pub conflicts: usize,
    /// Those that wait for somebody.
    pub open: usize,
}
