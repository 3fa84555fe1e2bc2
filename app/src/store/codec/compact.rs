//! Pages and logs as few bytes that are quickly read: numbers are as long as they must be, ids are
//! sixteen bytes, and a name that comes again (a field, a kind, a person) is a number. Text stays UTF-8.

mod reader;
mod writer;

pub(super) use reader::Reader;
pub(super) use writer::Writer;

const FALSE: u8 = 0;
const TRUE: u8 = 1;
const INT: u8 = 2;
const TEXT: u8 = 3;
const LIST: u8 = 4;
const MAP: u8 = 5;

const ROW: u8 = 0;
const GONE: u8 = 1;
const CHANGE: u8 = 2;
