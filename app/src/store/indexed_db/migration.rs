//! Records and journal of a database up to version 2 move into pages. Old ones are copied, read again
//! and compared before they go; while one of them is there, the old ones are the book. So it can be
//! cut off anywhere and is begun anew with the next start.

use std::borrow::Cow;

use domain::id::ScopeId;
use domain::sync::batch::{Durability, Saved};
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;

use super::paging::{Read, keys};
use super::schema::{CHANGES, LOG, PAGES, ROWS};
use super::write::{self, Request};
use super::{IndexedDb, all, error, finish};
use crate::store::StoreError;
use crate::store::codec::encode_page;
use crate::store::pages::contents::Contents;
use crate::store::pages::directory::{Head, join};
use crate::store::pages::entry::Entry;
use crate::store::pages::key;

/// Records and journal entries still in the old place.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Count {
    rows: usize,
    changes: usize,
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
        let mut book: Vec<(ScopeId, Contents<'_>)> = Vec::new();
        for (scope, row) in &old.rows {
            join(&mut book, scope.clone()).apply([Entry::Row(Cow::Borrowed(row))]);
        }
        for (scope, change) in &old.changes {
            join(&mut book, scope.clone()).apply([Entry::Change(Cow::Borrowed(change))]);
        }
        // What an attempt before this one left.
        let mut requests = vec![Request::Clear(PAGES), Request::Clear(LOG)];
        for (scope, contents) in book {
            for (span, page) in contents.cut() {
                requests.push(Request::Put(PAGES, key::of_page(&scope, span), encode_page(&page)));
            }
        }
        requests.push(write::head(Head::default()));
        let tx = self.transaction(vec![ROWS, CHANGES, PAGES, LOG], Durability::Strict)?;
        if count(&tx).await? != expected {
            return Ok(false);
        }
        write::issue(&tx, &requests)?;
        finish(tx).await?;
        Ok(true)
    }

    async fn compare(&self, old: &Saved) -> Result<(), StoreError> {
        let tx = self.db.transaction([PAGES, LOG]).build().map_err(error)?;
        let mut copied = Saved::default();
        Read::all(&tx).await?.lay_out(&mut copied)?;
        // Both come in the order of the same keys.
        if copied.rows == old.rows && copied.changes == old.changes {
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
        write::issue(&tx, &[Request::Clear(ROWS), Request::Clear(CHANGES)])?;
        finish(tx).await
    }
}

async fn count(tx: &Transaction<'_>) -> Result<Count, StoreError> {
    Ok(Count { rows: keys(tx, ROWS).await?.len(), changes: keys(tx, CHANGES).await?.len() })
}
