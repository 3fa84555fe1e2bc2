//! What the code of attachments hands to storage, and what it gets back. Storage knows which record
//! names which bytes and where an upload stands; it never sees the bytes.

use domain::attachment::blob::BlobName;
use domain::attachment::missing::Missing;
use domain::id::{DeviceId, ScopeId, UserId};
use domain::role::Role;
use sqlx::FromRow;
use uuid::Uuid;

use super::exchange::Reach;

/// Who asks about which file.
pub struct Look<'a> {
    pub account: UserId,
    pub device: DeviceId,
    pub reach: &'a dyn Reach,
    pub name: BlobName,
}

/// Where a file stands for who asks, all of it read at the same moment.
pub struct Seen {
    /// What the records in the scopes held, and the account's own records elsewhere, say of it; empty when
    /// none names it.
    pub links: Vec<Link>,
    pub blob: Option<BlobRow>,
    /// What this account has sent of it.
    pub upload: Option<Upload>,
}

/// What live records of one scope say of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    pub proven: Proof,
    pub part: Part,
    pub bytes: u64,
    pub scope: ScopeId,
    /// Whether the person who asks made the record: its bytes may come from them wherever it has gone.
    pub is_own: bool,
    /// What the person who asks is there; `None` where they hold nothing.
    pub role: Option<Role>,
}

/// Whether somebody who may write a record has shown that they have the bytes it names. Knowing a
/// hash is not enough to read what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    Missing,
    Shown,
}

/// What a file is for the record that names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Original,
    Thumbnail,
}

impl Part {
    pub fn code(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Thumbnail => "thumbnail",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Original, Self::Thumbnail].into_iter().find(|part| part.code() == code)
    }
}

/// A file that the server keeps.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct BlobRow {
    pub sha256: Vec<u8>,
    /// Size of what the device held.
    pub bytes: i64,
    /// Type of what is kept.
    pub media_type: String,
    /// SHA-256 of what is kept: its name in the store.
    pub kept_sha256: Vec<u8>,
    pub kept_bytes: i64,
    pub kept_at: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct UploadRow {
    pub account: Uuid,
    pub sha256: Vec<u8>,
    pub bytes: i64,
    pub received: Vec<u8>,
    pub refusal: Option<String>,
    pub begun_at: i64,
    pub touched_at: i64,
}

/// One link of a record, to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkRow {
    pub name: BlobName,
    pub scope: String,
    pub record: Uuid,
    pub part: Part,
    pub bytes: i64,
    /// Account of who made the record.
    pub author: Uuid,
}

/// What the records of a push say of files from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relinked {
    /// Attachment records that were written, by scope: what they said before no longer counts.
    pub written: Vec<(String, Uuid)>,
    /// What those say that are live.
    pub links: Vec<LinkRow>,
}

/// Uploads are kept apart by account: nobody spoils another's, or finishes with another's chunks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadKey {
    pub account: Uuid,
    pub name: BlobName,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub key: UploadKey,
    /// Size of the whole file.
    pub bytes: u64,
    pub received: Received,
    /// Code of the reason for which the file was refused.
    pub refusal: Option<String>,
    pub touched_at: i64,
}

/// A file that was checked and laid into the store.
pub struct Kept<'a> {
    pub name: BlobName,
    /// Absent when the server kept it before.
    pub fresh: Option<BlobRow>,
    /// The sender.
    pub account: Uuid,
    /// Scopes in which the sender may write the records that name it.
    pub scopes: &'a [ScopeId],
}

/// Numbers of the chunks that have arrived, one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Received(Vec<u8>);

impl Received {
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub fn add(&mut self, chunk: u32) {
        let (byte, bit) = place(chunk);
        if self.0.len() <= byte {
            self.0.resize(byte + 1, 0);
        }
        if let Some(byte) = self.0.get_mut(byte) {
            *byte |= bit;
        }
    }

    pub fn has(&self, chunk: u32) -> bool {
        let (byte, bit) = place(chunk);
        self.0.get(byte).is_some_and(|byte| byte & bit != 0)
    }

    /// The chunks among the first `count` that have not arrived.
    pub fn missing(&self, count: u32) -> Missing {
        let mut runs: Vec<(u32, u32)> = Vec::new();
        for chunk in (0..count).filter(|chunk| !self.has(*chunk)) {
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == chunk => *last = chunk,
                Some(_) | None => runs.push((chunk, chunk)),
            }
        }
        Missing(runs)
    }

    /// Whether the first `count` have arrived.
    pub fn is_whole(&self, count: u32) -> bool {
        (0..count).all(|chunk| self.has(chunk))
    }
}

fn place(chunk: u32) -> (usize, u8) {
    (usize::try_from(chunk / 8).unwrap_or(usize::MAX), 1 << (chunk % 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_in_runs() {
        let mut received = Received::default();
        assert_eq!(received.missing(3).to_string(), "0-2");
        for chunk in [4, 9, 4, 79] {
            received.add(chunk);
        }
        assert_eq!(received.missing(12).to_string(), "0-3,5-8,10-11");
        assert_eq!(received.missing(80).to_string(), "0-3,5-8,10-78");
        assert!(received.has(79) && !received.has(78) && !received.has(4_000_000));
        let read = Received::from_bytes(received.as_bytes().to_vec());
        assert_eq!(read, received);
        assert!(!received.is_whole(12));
        (0..12).for_each(|chunk| received.add(chunk));
        assert!(received.is_whole(12) && !received.is_whole(13));
        assert_eq!(received.missing(12), Missing::default());
    }
}
