//! One edit: the unit of the outbox, of the history and of the audit trail.
//!
//! A mutation carries the version each value was based on, so that the server can tell "nobody
//! else touched this" from "two people did". Nothing here knows how it travels.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::clock::Millis;
use crate::id::{DeviceId, RecordId, ScopeId, UserId};
use crate::record::KindName;
use crate::role::Role;
use crate::value::Value;

/// What a person did to one record, as the device recorded it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mutation {
    /// Counter of the device: with the device id the name of this mutation.
    pub seq: u64,
    /// Scope the person worked in.
    pub scope: ScopeId,
    /// Kind of the record.
    pub kind: KindName,
    /// The record.
    pub record: RecordId,
    /// What was done.
    pub op: Op,
    /// Own mutations that must be decided first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deps: Vec<u64>,
    /// Time of the device: evidence, never order.
    pub at: Millis,
    /// Why, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a person did to one record, before it is numbered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deed {
    /// Scope the person worked in.
    pub scope: ScopeId,
    /// Kind of the record.
    pub kind: KindName,
    /// The record.
    pub record: RecordId,
    /// What was done.
    pub op: Op,
    /// Why, in the person's words.
    pub reason: Option<String>,
}

/// The three things that can be done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// Write fields; on an unknown id this makes the record.
    Put(BTreeMap<String, FieldEdit>),
    /// Delete the record as it was at this version.
    Delete(Base),
    /// Move the record through its workflow.
    Act(Act),
}

/// The new value of one field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FieldEdit {
    /// New value; absent clears the field.
    #[serde(default, rename = "v", skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Version of the record when the person saw the field.
    #[serde(rename = "b")]
    pub base: Base,
    /// The value the person saw.
    #[serde(default, rename = "o", skip_serializing_if = "Option::is_none")]
    pub seen: Option<Value>,
}

/// The version an edit is based on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Base {
    /// A version of the scope; 0 when the field was never seen.
    Ver(u64),
    /// What an own earlier mutation, perhaps still unsent, made of it.
    Own {
        /// Counter of that mutation.
        seq: u64,
    },
}

/// A step of a workflow.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Act {
    /// Code of the action.
    pub action: String,
    /// Stage the person decided on.
    pub stage: String,
    /// Version the person decided on.
    pub base: Base,
    /// What the action needs: a decision number, a reason code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Value>,
}

/// What became of a mutation. Stored with it and told again when it is sent again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// In effect as sent.
    Applied {
        /// Version of the scope at which the device will see it.
        ver: u64,
    },
    /// In effect, joined with somebody else's change of the same fields.
    Merged {
        /// Version of the scope at which the device will see it.
        ver: u64,
        /// Fields that now hold something else than was sent.
        changed: Vec<String>,
    },
    /// Some fields wait for a person.
    Conflict {
        /// Version of the scope at which the device will see it.
        ver: u64,
        /// The conflict records.
        ids: Vec<RecordId>,
    },
    /// Not decided yet: another mutation of this device comes first.
    Waiting {
        /// Counter of that mutation.
        on: u64,
    },
    /// Refused; the device keeps it and shows why.
    Rejected(Rejection),
}

impl Outcome {
    /// The version at which a pull shows the effect, when there is one.
    pub fn ver(&self) -> Option<u64> {
        match self {
            Self::Applied { ver } | Self::Merged { ver, .. } | Self::Conflict { ver, .. } => Some(*ver),
            Self::Waiting { .. } | Self::Rejected(_) => None,
        }
    }

    /// Whether the mutation is in effect at least in part.
    pub fn is_effective(&self) -> bool {
        self.ver().is_some()
    }
}

/// Why a mutation was refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rejection {
    /// The reason.
    pub code: RejectCode,
    /// The fields it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Detail for the message: the code of a problem, the stage found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl From<RejectCode> for Rejection {
    fn from(code: RejectCode) -> Self {
        Self { code, fields: Vec::new(), detail: None }
    }
}

/// Stable codes of refusal; the words are `reject.<code>`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectCode {
    /// The scope is not, or no longer, the person's.
    Scope,
    /// The role may not do this.
    Right,
    /// The role may not write these fields.
    FieldRight,
    /// The values break a rule.
    Invalid,
    /// The record it belongs to is unknown here.
    ParentMissing,
    /// The record is unknown here.
    RecordMissing,
    /// A mutation it depends on was refused.
    Dependency,
    /// Somebody moved the record to another stage meanwhile.
    StageMoved,
    /// The action is not possible.
    ActionRefused,
    /// The record changed since it was seen.
    ChangedSince,
    /// The conflict was resolved by somebody else.
    AlreadyResolved,
    /// The kind is not known to this server.
    UnknownKind,
    /// The counter was used for another mutation.
    SeqReused,
    /// Two records would be the same: same tax code.
    Duplicate,
    /// The server could not read the mutation at all.
    Unreadable,
    /// A code of a newer server.
    #[serde(other)]
    Other,
}

/// Who did something: names are kept as they were at the time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Actor {
    /// Account.
    pub user: UserId,
    /// Name of the person.
    pub name: String,
    /// Role the person acted in.
    pub role: Role,
}

/// Who and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    /// The person.
    pub by: Actor,
    /// Time of the server.
    pub at: Millis,
}

/// What an entry of the journal did to the row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeOp {
    /// Made the record, or brought it into this scope.
    Create,
    /// Wrote fields.
    Put,
    /// Moved it through its workflow.
    Act,
    /// Deleted it.
    Delete,
    /// Moved it out of this scope.
    Leave,
}

/// Old and new value of a field.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Diff {
    /// Before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// After.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
}

/// One entry of a scope's journal: the history people read and the audit trail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// Version of the scope.
    pub ver: u64,
    /// Kind of the record.
    pub kind: KindName,
    /// The record.
    pub record: RecordId,
    /// What was done.
    pub op: ChangeOp,
    /// Code of the workflow action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Field by field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub diff: BTreeMap<String, Diff>,
    /// The person.
    pub actor: Actor,
    /// The device.
    pub device: DeviceId,
    /// The mutation of that device.
    pub seq: u64,
    /// Time of the device.
    pub at: Millis,
    /// Time of the server.
    pub received: Millis,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
