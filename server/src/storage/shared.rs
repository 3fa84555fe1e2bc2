//! Statements that read the same on both databases, written once as macros and compiled for each
//! connection type. Whatever differs stands in `sqlite` and `postgres`.

mod accounts;
mod blobs;
mod sync;

pub(super) use accounts::account_statements;
pub(super) use blobs::blob_statements;
pub(super) use sync::sync_statements;
