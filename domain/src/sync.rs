//! How devices and the server agree (docs/PROTOCOL.md).
//!
//! - [`exchange`]: what they say to each other.
//! - [`authority`]: what the server decides, as a pure function of what it has loaded.
//! - [`replica`]: what a device knows: confirmed records, and its own unsent edits laid over them.
//! - [`engine`]: when a device sends, pulls, waits; inputs in, effects out, no IO.

pub mod authority;
pub mod backoff;
pub mod batch;
pub mod buckets;
pub mod checksum;
pub mod copying;
pub mod engine;
pub mod exchange;
pub mod placement;
pub mod replica;
