//! Object stores and their versions. The outbox is a store of its own: no upgrade ever rewrites it.

use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;

/// The newest version this app writes.
pub(super) const VERSION: u8 = 3;

/// Records and journal, some hundred to a value.
pub(super) const PAGES: &str = "pages";
/// What was written since, and where the store stands.
pub(super) const LOG: &str = "log";
pub(super) const POSITIONS: &str = "positions";
pub(super) const OUTBOX: &str = "outbox";
pub(super) const DRAFTS: &str = "drafts";
pub(super) const META: &str = "meta";
/// Bytes of pictures and papers, chunk by chunk.
pub(super) const BLOBS: &str = "blobs";
/// What is known of them.
pub(super) const UPLOADS: &str = "uploads";

/// The book: what is read when it is opened.
pub(super) const BOOK: [&str; 6] = [PAGES, LOG, POSITIONS, OUTBOX, DRAFTS, META];

/// Records and journal up to version 2, each a value of its own. Where they were, they are empty since
/// (`migration`); they go with the next version.
pub(super) const ROWS: &str = "rows";
pub(super) const CHANGES: &str = "changes";

/// Brings a database of an older version, 0 when there is none, to the newest one. What is in it is
/// moved later: nothing can be sealed while a version changes.
pub(super) fn upgrade(old: f64, db: &Database) -> Result<(), Error> {
    if old < 1.0 {
        for name in [POSITIONS, OUTBOX, DRAFTS, META] {
            db.create_object_store(name).build()?;
        }
    }
    if old < 2.0 {
        for name in [BLOBS, UPLOADS] {
            db.create_object_store(name).build()?;
        }
    }
    if old < 3.0 {
        for name in [PAGES, LOG] {
            db.create_object_store(name).build()?;
        }
    }
    Ok(())
}
