//! Version 1: the exchange types as JSON, checked on arrival.
//!
//! Every limit of [`crate::sync::exchange`] and [`crate::value`] is enforced here, so that what
//! passes is well-formed; whether it is allowed is decided by the authority.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::WIRE;
use crate::change::{Base, Mutation, Op};
use crate::sync::authority::Received;
use crate::sync::buckets::{BUCKETS, CompareRequest};
use crate::sync::exchange::{MAX_PUSH, PullRequest, PushRequest};
use crate::value::{Malformed, Value, check_text};

/// The most cursors in a pull.
const MAX_CURSORS: usize = 1_000;
/// The most fields in a mutation.
const MAX_FIELDS: usize = 200;
/// The most mutations one may depend on.
const MAX_DEPS: usize = 2_000;
/// The longest name of a field, action, stage, scope or kind.
const MAX_NAME: usize = 80;

/// Why a message is not taken.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum WireError {
    /// Not JSON of the expected shape.
    #[error("the message has not the expected shape: {0}")]
    Shape(String),
    /// Another version.
    #[error("this server speaks wire version {WIRE}, not {0}")]
    Version(u16),
    /// More than one message may hold.
    #[error("too many {0} in one message")]
    TooMany(&'static str),
    /// A value no field may hold.
    #[error("mutation {seq}: the value of {field} is too large or nested too deep")]
    TooLarge {
        /// The mutation.
        seq: u64,
        /// The field.
        field: String,
    },
    /// A character no field may hold.
    #[error(
        "mutation {seq}: {field} holds a control character or a mark that turns the direction of writing"
    )]
    Character {
        /// The mutation.
        seq: u64,
        /// The field.
        field: String,
    },
    /// Counters that are not possible.
    #[error("mutation {0}: counters start at 1, appear once and name only earlier ones")]
    Counter(u64),
}

impl WireError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Shape(_) => "wire_shape",
            Self::Version(_) => "wire_version",
            Self::TooMany(_) => "wire_too_many",
            Self::TooLarge { .. } => "wire_too_large",
            Self::Character { .. } => "wire_character",
            Self::Counter(_) => "wire_counter",
        }
    }
}

/// Writes a message.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, WireError> {
    serde_json::to_vec(message).map_err(shape)
}

/// Reads a message without checking its contents: for answers of the server.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    serde_json::from_slice(bytes).map_err(shape)
}

/// Reads and checks a push. Each mutation comes with the hash of its canonical spelling.
pub fn push(bytes: &[u8]) -> Result<(PushRequest, Vec<Received>), WireError> {
    let request: PushRequest = decode(bytes)?;
    version(request.wire)?;
    if request.muts.len() > MAX_PUSH {
        return Err(WireError::TooMany("mutations"));
    }
    let mut seen = BTreeSet::new();
    let mut received = Vec::with_capacity(request.muts.len());
    for mutation in &request.muts {
        if mutation.seq == 0 || mutation.seq > MAX_SEQ || !seen.insert(mutation.seq) {
            return Err(WireError::Counter(mutation.seq));
        }
        check(mutation)?;
        let hash = Sha256::digest(encode(mutation)?).into();
        received.push(Received { mutation: mutation.clone(), hash });
    }
    Ok((request, received))
}

/// Reads and checks a pull.
pub fn pull(bytes: &[u8]) -> Result<PullRequest, WireError> {
    let request: PullRequest = decode(bytes)?;
    version(request.wire)?;
    if request.cursors.len() > MAX_CURSORS {
        return Err(WireError::TooMany("cursors"));
    }
    let strange = request.cursors.iter().any(|(scope, cursor)| {
        name(scope.as_str()).is_err() || cursor.ver > MAX_SEQ || cursor.epoch > MAX_SEQ
    });
    if strange || request.newest_seq > MAX_SEQ {
        return Err(WireError::Shape("a cursor is not possible".to_string()));
    }
    Ok(request)
}

/// Reads and checks a comparison.
pub fn compare(bytes: &[u8]) -> Result<CompareRequest, WireError> {
    let request: CompareRequest = decode(bytes)?;
    version(request.wire)?;
    if request.sums.len() != BUCKETS || name(request.scope.as_str()).is_err() {
        return Err(WireError::Shape("a comparison names a scope and 256 sums".to_string()));
    }
    Ok(request)
}

/// Counters stay within what every JSON reader and signed column holds.
const MAX_SEQ: u64 = (1 << 53) - 1;

fn version(wire: u16) -> Result<(), WireError> {
    if wire == WIRE { Ok(()) } else { Err(WireError::Version(wire)) }
}

fn check(mutation: &Mutation) -> Result<(), WireError> {
    let seq = mutation.seq;
    if mutation.deps.len() > MAX_DEPS {
        return Err(WireError::TooMany("dependencies"));
    }
    let earlier = |base: Base| match base {
        Base::Own { seq: own } => own < seq,
        Base::Ver(ver) => ver <= MAX_SEQ,
    };
    let problem = |field: &str, malformed: Malformed| match malformed {
        Malformed::TooLarge => WireError::TooLarge { seq, field: field.to_string() },
        Malformed::ForbiddenCharacter => WireError::Character { seq, field: field.to_string() },
    };
    let value = |field: &str, value: &Value| {
        name(field).map_err(|malformed| problem("a field name", malformed))?;
        value.check().map_err(|malformed| problem(field, malformed))
    };
    let text = |what: &str, text: &str| name(text).map_err(|malformed| problem(what, malformed));
    text("scope", mutation.scope.as_str())?;
    text("kind", mutation.kind.as_str())?;
    if let Some(reason) = &mutation.reason {
        check_text(reason).map_err(|malformed| problem("reason", malformed))?;
    }
    let sound = match &mutation.op {
        Op::Put(fields) => {
            if fields.len() > MAX_FIELDS {
                return Err(WireError::TooMany("fields"));
            }
            for (field, edit) in fields {
                for side in [&edit.value, &edit.seen].into_iter().flatten() {
                    value(field, side)?;
                }
            }
            fields.values().all(|edit| earlier(edit.base))
        }
        Op::Delete(base) => earlier(*base),
        Op::Act(act) => {
            if act.fields.len() > MAX_FIELDS {
                return Err(WireError::TooMany("fields"));
            }
            text("action", &act.action)?;
            text("stage", &act.stage)?;
            act.fields.iter().try_for_each(|(field, found)| value(field, found))?;
            earlier(act.base)
        }
    };
    if sound && mutation.deps.iter().all(|dep| *dep < seq) { Ok(()) } else { Err(WireError::Counter(seq)) }
}

fn name(text: &str) -> Result<(), Malformed> {
    if text.len() > MAX_NAME { Err(Malformed::TooLarge) } else { check_text(text) }
}

#[expect(clippy::needless_pass_by_value, reason = "shape of map_err")]
fn shape(error: serde_json::Error) -> WireError {
    WireError::Shape(error.to_string())
}
