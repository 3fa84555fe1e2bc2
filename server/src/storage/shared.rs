//! Statements that read the same on both databases, written once as macros and compiled for each
//! connection type. Whatever differs stands in `sqlite` and `postgres`.

mod accounts;
mod sync;

pub(super) use accounts::account_statements;
pub(super) use sync::sync_statements;
