//! Where a file stands for one person: what they may know of it and what is still to be sent.

use domain::attachment::blob::chunks;
use domain::attachment::missing::Missing;
use domain::id::ScopeId;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::attachment::{MAX_BYTES, MAX_THUMB_BYTES};

use super::BlobError;
use super::refusal::Refusal;
use crate::storage::blobs::{BlobRow, Link, Part, Proof, Seen, Upload};

/// What has arrived of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// All of it, checked: the device need not keep the bytes.
    Complete,
    /// It will not be taken.
    Refused(Refusal),
    Partial(Missing),
}

/// A file that records name which somebody may read, or which they made.
pub struct Standing {
    seen: Seen,
}

/// A file to be received.
pub struct Task {
    pub part: Part,
    pub bytes: u64,
    /// Where the sender may write the records that name it.
    pub scopes: Vec<ScopeId>,
}

impl Standing {
    /// `None` when no record that the person may read or has made names the file.
    pub fn of(mut seen: Seen) -> Option<Self> {
        seen.links.retain(|link| link.is_own || allows(link, Operation::Read));
        (!seen.links.is_empty()).then_some(Self { seen })
    }

    pub fn state(&self) -> State {
        // Each record is somebody's whom others do not see: what one scope may read says nothing to
        // the people of the other, so that all the person's own records must be served.
        let is_served = self.seen.links.iter().any(is_shown) && self.writable().all(is_shown);
        if self.stored().is_some() && is_served {
            return State::Complete;
        }
        if let Some(code) = self.upload().and_then(|upload| upload.refusal.as_deref()) {
            return State::Refused(Refusal::from_code(code));
        }
        let count = chunks(self.bytes());
        let received = self.upload().map(|upload| upload.received.clone()).unwrap_or_default();
        if received.is_whole(count) {
            // The server ended between the last chunk and the check: that chunk starts it again.
            let last = count.saturating_sub(1);
            return State::Partial(Missing(vec![(last, last)]));
        }
        State::Partial(received.missing(count))
    }

    /// Whether the person may read the file once it is here.
    pub fn is_readable(&self) -> bool {
        self.seen.links.iter().any(|link| allows(link, Operation::Read))
    }

    /// What may be read now.
    pub fn kept(&self) -> Option<&BlobRow> {
        let is_open = |link: &Link| is_shown(link) && allows(link, Operation::Read);
        self.stored().filter(|_| self.seen.links.iter().any(is_open))
    }

    /// What the server has of the file, whether this person may read it or not.
    pub fn stored(&self) -> Option<&BlobRow> {
        self.seen.blob.as_ref()
    }

    /// Whether some of it was sent before.
    pub fn is_under_way(&self) -> bool {
        self.upload().is_some()
    }

    /// Whether every chunk has arrived.
    pub fn is_whole(&self) -> bool {
        self.upload().is_some_and(|upload| upload.received.is_whole(chunks(self.bytes())))
    }

    pub fn task(&self) -> Result<Task, BlobError> {
        let link = self.writable().next().ok_or(BlobError::NoRight)?;
        let limit = match link.part {
            Part::Original => MAX_BYTES,
            Part::Thumbnail => MAX_THUMB_BYTES,
        }
        .cast_unsigned();
        if link.bytes > limit {
            return Err(BlobError::TooLarge { limit });
        }
        let scopes = self.writable().map(|link| link.scope.clone()).collect();
        Ok(Task { part: link.part, bytes: link.bytes, scopes })
    }

    /// The size that the records tell.
    fn bytes(&self) -> u64 {
        self.writable().next().or(self.seen.links.first()).map_or(0, |link| link.bytes)
    }

    /// Links come in order: what nobody has proven first, originals before thumbnails.
    fn writable(&self) -> impl Iterator<Item = &Link> {
        self.seen.links.iter().filter(|link| link.is_own || allows(link, Operation::Create))
    }

    /// The person's own upload, if it is of the size that the record tells.
    fn upload(&self) -> Option<&Upload> {
        self.seen.upload.as_ref().filter(|upload| upload.bytes == self.bytes())
    }
}

fn is_shown(link: &Link) -> bool {
    link.proven == Proof::Shown
}

fn allows(link: &Link, operation: Operation) -> bool {
    link.role.is_some_and(|role| may(role, operation, Kind::Attachment, Relation::OwnScope))
}
