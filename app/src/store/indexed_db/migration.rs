//! Records and journal of a database up to version 2 move into pages. Old ones are copied, read again
//! and compared before they go; while one of them is there, the old ones are the book. So it can be
//! cut off anywhere and is begun anew with the next start.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::change::Change;
use domain::id::{RecordId, ScopeId};
use domain::ordering;
use domain::sync::batch::{Durability, Saved, StoredRow};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;

use super::paging::Read;
use super::schema::{CHANGES, LOG, PAGES, ROWS};
use super::write::{self, Request};
use super::{IndexedDb, all, error, finish};
use crate::store::StoreError;
use crate::store::codec::encode_page;
use crate::store::pages::contents::Contents;
use crate::store::pages::directory::Head;
use crate::store::pages::entry::Entry;
use crate::store::pages::key;

/// Records and journal entries still in the old place.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Count {
    rows: u32,
    changes: u32,
}

const NOTHING: Count = Count { rows: 0, changes: 0 };

impl IndexedDb {
    /// Moves what is still in the old place.
    pub(super) async fn move_rows_to_pages(&self) -> Result<(), StoreError> {
        if !self.db.object_store_names().any(|name| name == ROWS) {
            return Ok(());
        }
        loop {
            let tx = self.db.transaction([ROWS, CHANGES]).build().map_err(error)?;
            let count = count(&tx).await?;
            if count == NOTHING {
                return Ok(());
            }
            let old = Saved {
                rows: all(&tx.object_store(ROWS).map_err(error)?).await?,
                changes: all(&tx.object_store(CHANGES).map_err(error)?).await?,
                ..Saved::default()
            };
            drop(tx);
            if self.copy(&old, count).await? {
                self.compare(&old).await?;
                self.switch(count).await?;
            }
        }
    }

    /// False when another tab, from which the book was taken away, moves them too and was quicker.
    async fn copy(&self, old: &Saved, expected: Count) -> Result<bool, StoreError> {
        let mut book: BTreeMap<&ScopeId, Vec<Entry<'_>>> = BTreeMap::new();
        for (scope, row) in &old.rows {
            book.entry(scope).or_default().push(Entry::Row(Cow::Borrowed(row)));
        }
        for (scope, change) in &old.changes {
            book.entry(scope).or_default().push(Entry::Change(Cow::Borrowed(change)));
        }
        let mut requests = Vec::new();
        for (scope, entries) in book {
            let mut contents = Contents::default();
            contents.apply(entries);
            for (span, page) in contents.cut() {
                requests.push(Request::Put(PAGES, key::of_page(scope, span), encode_page(&page)));
            }
        }
        requests.push(write::head(Head::default()));
        let tx = self.transaction(vec![ROWS, CHANGES, PAGES, LOG], Durability::Strict)?;
        if count(&tx).await? != expected {
            return Ok(false);
        }
        for name in [PAGES, LOG] {
            // What an attempt before this one left.
            tx.object_store(name).map_err(error)?.clear().map(drop).map_err(error)?;
        }
        write::issue(&tx, &requests)?;
        finish(tx).await?;
        Ok(true)
    }

    async fn compare(&self, old: &Saved) -> Result<(), StoreError> {
        let tx = self.db.transaction([PAGES, LOG]).build().map_err(error)?;
        let mut copied = Saved::default();
        Read::all(&tx).await?.lay_out(&mut copied)?;
        if rows(&copied) == rows(old) && changes(&copied) == changes(old) {
            Ok(())
        } else {
            Err(StoreError::Failed("the pages are not what was copied".to_owned()))
        }
    }

    async fn switch(&self, expected: Count) -> Result<(), StoreError> {
        let tx = self.transaction(vec![ROWS, CHANGES], Durability::Strict)?;
        if count(&tx).await? != expected {
            return Ok(());
        }
        for name in [ROWS, CHANGES] {
            tx.object_store(name).map_err(error)?.clear().map(drop).map_err(error)?;
        }
        finish(tx).await
    }
}

async fn count(tx: &Transaction<'_>) -> Result<Count, StoreError> {
    let rows = tx.object_store(ROWS).map_err(error)?.count().primitive().map_err(error)?;
    let changes = tx.object_store(CHANGES).map_err(error)?.count().primitive().map_err(error)?;
    Ok(Count { rows: rows.await.map_err(error)?, changes: changes.await.map_err(error)? })
}

fn rows(saved: &Saved) -> BTreeMap<(&ScopeId, RecordId), &StoredRow> {
    ordering::map(saved.rows.iter().map(|(scope, row)| ((scope, row.id), row)))
}

fn changes(saved: &Saved) -> BTreeMap<(&ScopeId, u64), &Change> {
    ordering::map(saved.changes.iter().map(|(scope, change)| ((scope, change.ver), change)))
}
