//! Records and journal as few bytes: on the wire of a first copy, and in the pages of a device. It knows
//! neither who sends them nor where they lie.
//!
//! What is alike lies together: every field has a column of its own, so have ids, versions, times and people.
//! In a column a text that comes again is a number, and the texts stand one after the other beside the
//! numbers; ids and times are told by what they differ from the one before. What packs such bytes finds nearly all of what repeats, and unpacked they are half of JSON.
//!
//! Bytes that nobody wrote are refused wherever they end or lie; nothing is made larger than they are.

mod reader;
mod writer;

pub use reader::Reader;
pub use writer::Writer;

/// The first byte says how the rest is spelled: another spelling gets another number. This one has columns.
pub const COLUMNS: u8 = 2;
/// The spelling before, still found on devices: everything in one column, and nothing told by differences.
pub const ROWS: u8 = 1;

/// Ends a text: no text has this byte.
const END: u8 = 0xFF;

/// A longer text is written anew each time, so that few bytes never stand for very many.
const REPEATED: usize = 200;

const FALSE: u8 = 0;
const TRUE: u8 = 1;
const INT: u8 = 2;
const TEXT: u8 = 3;
const LIST: u8 = 4;
const MAP: u8 = 5;

/// The columns that every page has.
mod column {
    /// How many there are of each, and what is what.
    pub(super) const FRAME: usize = 0;
    /// Names of fields, kinds, roles, actions.
    pub(super) const NAMES: usize = 1;
    /// Which fields a record has.
    pub(super) const SHAPES: usize = 2;
    /// First and second half of ids.
    pub(super) const TIMES_OF_IDS: usize = 3;
    pub(super) const ENDS_OF_IDS: usize = 4;
    pub(super) const VERSIONS: usize = 5;
    pub(super) const ACTORS: usize = 6;
    pub(super) const MADE: usize = 7;
    pub(super) const TOUCHED: usize = 8;
    /// What the journal has beside.
    pub(super) const ENTRIES: usize = 9;
    pub(super) const DEVICES: usize = 10;
    pub(super) const SEQS: usize = 11;
    pub(super) const TOLD: usize = 12;
    pub(super) const RECEIVED: usize = 13;
    pub(super) const REASONS: usize = 14;
    /// From here on two for each name: of values, and of what was written and is told in the journal.
    pub(super) const FIELDS: usize = 15;
}
