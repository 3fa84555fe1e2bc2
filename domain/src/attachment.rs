//! Bytes that belong to a record: pictures and papers. What they show is told by a record of kind
//! `attachment`, which travels with the text; here is the way of the bytes themselves, which never
//! keeps the text back. It knows no store, no network and no picture format.
//!
//! - [`blob`]: how bytes are named and cut.
//! - [`missing`]: which chunks the server says it lacks.
//! - [`message`]: what the queue hears and says.
//! - [`upload`]: what a device remembers of bytes it keeps.
//! - [`queue`]: when a device asks, sends and waits; inputs in, effects out, no IO.

pub mod blob;
pub mod message;
pub mod missing;
pub mod queue;
pub mod upload;
