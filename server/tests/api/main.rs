//! The API as a client meets it: a real server on a port of its own, SQLite in a folder of its
//! own. File names are those of `src/api`.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

mod bad_bodies;
mod bad_input;
mod blobs;
mod blobs_refused;
mod certificates;
mod compare;
mod copies;
mod directory;
mod headers;
mod kin;
mod live;
mod permissions;
mod sending;
mod session;
mod static_files;
mod support;
mod sync;
