//! Confirmed records and their journal as few large values: **pages**, in which no two of a scope
//! overlap, and a **log** of what was written since, which lies over them. It knows neither a browser
//! nor a transaction.

pub mod contents;
pub mod directory;
pub mod entry;
pub mod folding;
pub mod key;
