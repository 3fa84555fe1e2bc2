//! Bugs that the simulation must find: each is one that a comparable system has had, or that this one would
//! have if a line were missing.

/// A planted bug.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Plant {
    /// The server forgets which mutations it has decided.
    NoDedup,
    /// The server finds an earlier decision by the counter alone, whatever device it is of.
    DedupWithoutDevice,
    /// The server does not compare versions: the last writer wins.
    BlindOverwrite,
    /// The server compares the version of the whole record: who edits another field is in conflict.
    WholeRecordBase,
    /// The server does not tell that a record left a scope.
    DroppedLeave,
    /// The server does not look who holds a key.
    BlindToTwins,
    /// The server reads without locks, and decides on what it read.
    NoLocks,
    /// The counter is taken first: a later version is seen before an earlier one.
    CounterFirst,
    /// The server answers before it has committed.
    AnswerBeforeCommit,
    /// The server answers a pull with scopes that are not held.
    BlindToRights,
    /// The server forgets where a pull of several pages began.
    PullWithoutSince,
    /// The server is restored from a backup and tells nobody.
    SilentRestore,
    /// Traces of what is gone are dropped, and devices that have not heard of it are not told.
    CompactionWithoutFloor,
    /// The outbox is written without waiting for the disk.
    RelaxedOutbox,
    /// The push answer moves the cursor.
    CursorByPush,
    /// Rows and cursor of a page are written one after the other.
    TornPage,
    /// What the server has shown is dropped, not kept for a restore.
    NothingKept,
    /// A refused mutation is dropped.
    RefusalDropped,
    /// A mutation that waits for another is taken for decided.
    WaitingDropped,
    /// With a scope, what is unsent in it is dropped.
    UnsentDroppedWithScope,
    /// Scopes that are held no longer stay on the device.
    LostScopeKept,
    /// A page of a copy is named by its place, not by what it holds.
    PageByPlace,
    /// Of what is pulled, a row is sometimes not written.
    RowForgotten,
}

impl Plant {
    pub const ALL: [Self; 23] = [
        Self::NoDedup,
        Self::DedupWithoutDevice,
        Self::BlindOverwrite,
        Self::WholeRecordBase,
        Self::DroppedLeave,
        Self::BlindToTwins,
        Self::NoLocks,
        Self::CounterFirst,
        Self::AnswerBeforeCommit,
        Self::BlindToRights,
        Self::PullWithoutSince,
        Self::SilentRestore,
        Self::CompactionWithoutFloor,
        Self::RelaxedOutbox,
        Self::CursorByPush,
        Self::TornPage,
        Self::NothingKept,
        Self::RefusalDropped,
        Self::WaitingDropped,
        Self::UnsentDroppedWithScope,
        Self::LostScopeKept,
        Self::PageByPlace,
        Self::RowForgotten,
    ];
}
