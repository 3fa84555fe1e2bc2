//! A value as bytes and back. Stores keep bytes only, so that a vault can seal them. Pages and log values are
//! spelled in the columns of `domain`, as the pages of a first copy are.

use std::borrow::Cow;

use domain::columns::{Reader, Writer};
use domain::sync::batch::StoredRow;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;
use super::pages::contents::Page;
use super::pages::entry::Entry;

const ROW: u8 = 0;
const GONE: u8 = 1;
const CHANGE: u8 = 2;

/// A value as bytes.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|error| StoreError::Failed(error.to_string()))
}

/// Bytes as the value they were made of.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// A page as bytes.
pub fn encode_page(page: &Page<'_>) -> Vec<u8> {
    let mut to = Writer::default();
    to.page(&page.rows, &page.changes);
    to.into_bytes()
}

/// A log value as bytes.
pub fn encode_log(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut to = Writer::default();
    to.count(entries.len());
    for entry in entries {
        match entry {
            Entry::Row(row) => {
                to.mark(ROW);
                to.row(row);
            }
            Entry::Gone(id) => {
                to.mark(GONE);
                to.id(*id);
            }
            Entry::Change(change) => {
                to.mark(CHANGE);
                to.change(change);
            }
        }
    }
    to.into_bytes()
}

/// Bytes as the page they were made of.
pub fn decode_page(bytes: &[u8]) -> Result<Page<'static>, StoreError> {
    read(bytes, |from| {
        let (rows, changes) = from.page()?;
        let rows = rows.into_iter().map(Cow::<StoredRow>::Owned).collect();
        Some(Page { rows, changes: changes.into_iter().map(Cow::Owned).collect() })
    })
}

/// Bytes as the log value they were made of.
pub fn decode_log(bytes: &[u8]) -> Result<Vec<Entry<'static>>, StoreError> {
    read(bytes, |from| {
        from.all(|from| match from.mark()? {
            ROW => Some(Entry::Row(Cow::Owned(from.row()?))),
            GONE => Some(Entry::Gone(from.id()?)),
            CHANGE => Some(Entry::Change(Cow::Owned(from.change()?))),
            _ => None,
        })
    })
}

fn read<T>(bytes: &[u8], read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Result<T, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("a page in spelling {}", bytes.first().unwrap_or(&0)));
    let mut from = Reader::open(bytes).ok_or_else(unreadable)?;
    let found = read(&mut from).filter(|_| from.is_at_end());
    found.ok_or_else(|| StoreError::Unreadable("a page".to_owned()))
}
