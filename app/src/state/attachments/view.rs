//! A picture or paper as pages draw it.

use domain::attachment::blob::BlobName;
use domain::attachment::message::Trouble;
use domain::attachment::upload::Owner;
use domain::clock::Millis;
use domain::id::{RecordId, UserId};
use domain::permission::{TakingOut, taking_out};

use crate::state::view::Me;

/// How far the bytes have come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileMark {
    /// Another device took it: here is nothing to be sent.
    Elsewhere,
    /// On this device only.
    Saved,
    /// On its way, so far.
    Sending {
        /// Of a hundred parts.
        percent: u32,
    },
    /// The server has it whole.
    Sent,
    /// The server will not take the bytes.
    Refused {
        /// Why.
        code: String,
    },
    /// The server did not take what is written about it: that entry stands in the outbox.
    Review,
}

/// Where a photo was taken, 1e-7 degree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Latitude.
    pub lat: i64,
    /// Longitude.
    pub lng: i64,
    /// Radius of error.
    pub accuracy_m: Option<i64>,
}

/// A picture or paper of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    /// The attachment.
    pub id: RecordId,
    /// The record it belongs to.
    pub about: Option<RecordId>,
    /// What it shows: a code.
    pub slot: String,
    /// What a person says of it.
    pub caption: String,
    /// Name of the file.
    pub file_name: String,
    /// Media type.
    pub media_type: String,
    /// Size of the original.
    pub bytes: Option<u64>,
    /// When it was taken, by the clock of the device.
    pub taken_at: Option<Millis>,
    /// Where.
    pub place: Option<Place>,
    /// When it was put into the book.
    pub at: Millis,
    /// Who put it in; nobody where only its bytes are here, which are one's own.
    pub by: Option<UserId>,
    /// How far the bytes have come.
    pub mark: FileMark,
    /// What went wrong last.
    pub trouble: Option<Trouble>,
    pub(super) owner: Owner,
    pub(super) original: Option<BlobName>,
    pub(super) thumbnail: Option<BlobName>,
}

impl Attachment {
    /// Whether it can be shown as a picture.
    pub fn is_picture(&self) -> bool {
        self.media_type.starts_with("image/")
    }

    /// What it takes of this person to take it out.
    pub fn taking_out(&self, me: &Me) -> TakingOut {
        self.by.map_or(TakingOut::Own, |maker| taking_out(me.role, me.user, maker))
    }

    /// Its bytes, the small ones first.
    pub(super) fn names(&self) -> impl Iterator<Item = BlobName> {
        [self.thumbnail, self.original].into_iter().flatten()
    }

    pub(super) fn unknown(owner: Owner) -> Self {
        Self {
            id: owner.record,
            about: None,
            slot: String::new(),
            caption: String::new(),
            file_name: String::new(),
            media_type: String::new(),
            bytes: None,
            taken_at: None,
            place: None,
            at: Millis::default(),
            by: None,
            mark: FileMark::Saved,
            trouble: None,
            owner,
            original: None,
            thumbnail: None,
        }
    }
}
