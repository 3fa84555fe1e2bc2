//! What a device remembers of bytes it keeps.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::attachment::blob::BlobName;
use crate::clock::Millis;
use crate::id::{RecordId, ScopeId};

/// Which bytes go first. The text goes before both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Small pictures: enough to see what is there.
    Thumbnails,
    /// Pictures and papers as they are.
    Originals,
}

impl Lane {
    /// Both, the one that goes first in front.
    pub const ALL: [Self; 2] = [Self::Thumbnails, Self::Originals];
}

/// A record that names the bytes, and the scope it was made in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Owner {
    /// The attachment.
    pub record: RecordId,
    /// Its scope.
    pub scope: ScopeId,
}

/// How far bytes have come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadState {
    /// On this device only: they must not be dropped.
    Pending,
    /// The server said that it has them whole.
    Sent {
        /// When it said so.
        at: Millis,
    },
    /// The server has them, and they were dropped here to make room.
    Dropped,
    /// The server will not take them; a person decides.
    Refused {
        /// Why.
        code: String,
    },
}

/// Bytes kept on the device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Upload {
    /// Their name.
    pub name: BlobName,
    /// Their lane.
    pub lane: Lane,
    /// How many.
    pub bytes: u64,
    /// The records that name them: the same picture may be attached twice.
    pub owners: Vec<Owner>,
    /// When they were kept.
    pub added: Millis,
    /// How far they have come.
    pub state: UploadState,
}

impl Upload {
    /// Whether the server has them.
    pub fn is_sent(&self) -> bool {
        match self.state {
            UploadState::Sent { .. } | UploadState::Dropped => true,
            UploadState::Pending | UploadState::Refused { .. } => false,
        }
    }
}
