//! What the upload queue hears and says, and how far a blob has come.

use alloc::string::String;

use crate::attachment::blob::BlobName;
use crate::attachment::missing::Missing;
use crate::attachment::upload::Upload;
use crate::clock::Millis;
use crate::id::RecordId;

/// Names a call on its way to the server. An answer to an older call is dropped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct CallId(pub u64);

/// What the server has of a blob.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holding {
    /// All of it, checked.
    Complete,
    /// All but these chunks.
    Partial(Missing),
    /// No record that names it: not yet, or not any more for this person.
    Unknown,
}

/// Why a call brought no answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// No connection.
    Offline,
    /// Something answered, but not our server, or our server in trouble.
    Unreachable,
    /// The server does not know this session any more.
    SignedOut,
    /// The server will not take these bytes.
    Refused(String),
}

/// Whether the exchange of records leaves the line to pictures and papers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Text {
    /// It has a call under way: what is small and matters most has the line to itself. Or it heard
    /// that the session is not this person's any more.
    Busy,
    /// It has nothing under way, or it waits after a failure.
    Quiet,
}

/// Where an attachment record is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The server has it: its bytes may follow.
    OnServer,
    /// The server does not have it yet, as far as is known here.
    Elsewhere,
    /// It is not in the book any more: moved to a scope that is not held here, deleted, or never made. The
    /// server knows which, and takes from its author the bytes of one that moved.
    Gone,
    /// Its scope is not held any more. As [`Self::Gone`], but nobody here knows that it is not wanted: bytes
    /// that the server does not take are left to a person.
    OutOfReach,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// The network or the person came back, “Gửi ngay”: nothing waits any longer.
    Wake,
    /// The time of [`Effect::WakeAt`] has come.
    Ring,
    /// The person signed in again.
    SignedIn,
    /// The exchange of records began or ended a call.
    Text(Text),
    /// Bytes are on the disk, or another record names them.
    Kept(Upload),
    /// An attachment record moved.
    Record(RecordId, Standing),
    /// The person wants refused bytes sent again.
    Again(BlobName),
    /// The bytes are not wanted any more.
    Forgotten(BlobName),
    /// An answer arrived.
    Answered(CallId, Holding),
    /// A call failed.
    Failed(CallId, Failure),
}

/// What to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Ask what the server has of a blob.
    Ask(CallId, BlobName),
    /// Send one chunk.
    Send(CallId, BlobName, u32),
    /// Say [`Input::Ring`] at this time.
    WakeAt(Millis),
    /// The server has it whole: write that down. Only now the device may drop the bytes.
    Sent(BlobName),
    /// The server will not take it: write that down.
    Refused(BlobName, String),
    /// No record names it any more: forget it.
    Unwanted(BlobName),
    /// Something to be shown changed.
    Changed,
}

/// How far a blob has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// No record that names it is on the server yet.
    Held,
    /// It waits for its turn.
    Queued,
    /// The server is asked what it has.
    Asking,
    /// This chunk is on its way.
    Sending(u32),
    /// Refused.
    Refused(String),
}

/// The last failure of a blob.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// When.
    pub at: Millis,
    /// What.
    pub failure: Failure,
    /// When it is tried again.
    pub retry_at: Option<Millis>,
}

/// How far a blob has come, to be shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    /// Where it is.
    pub step: Step,
    /// Chunks the server has, as far as it said so.
    pub done: u32,
    /// All chunks.
    pub count: u32,
    /// The last failure, until something succeeds.
    pub trouble: Option<Trouble>,
}
