//! A value as bytes and back. Stores keep bytes only, so that a vault can seal them.

mod compact;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;
use super::pages::contents::Page;
use super::pages::entry::Entry;
use compact::{Reader, Writer};

/// The first byte of a page or log value says how the rest is spelled. Another spelling gets another
/// number, so that both can be read until the last page is written anew.
const COMPACT: u8 = 1;

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
    let mut to = Writer::new(COMPACT);
    to.page(page);
    to.into_bytes()
}

/// A log value as bytes.
pub fn encode_log(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut to = Writer::new(COMPACT);
    to.log(entries);
    to.into_bytes()
}

/// Bytes as the page they were made of.
pub fn decode_page(bytes: &[u8]) -> Result<Page<'static>, StoreError> {
    read(bytes, |from| from.page())
}

/// Bytes as the log value they were made of.
pub fn decode_log(bytes: &[u8]) -> Result<Vec<Entry<'static>>, StoreError> {
    read(bytes, |from| from.log())
}

fn read<T>(bytes: &[u8], read: impl FnOnce(&mut Reader<'_>) -> Option<T>) -> Result<T, StoreError> {
    let (spelling, rest) = bytes.split_first().unwrap_or((&0, &[]));
    if *spelling != COMPACT {
        return Err(StoreError::Unreadable(format!("a page in spelling {spelling}")));
    }
    let mut from = Reader::new(rest);
    let found = read(&mut from).filter(|_| from.is_at_end());
    found.ok_or_else(|| StoreError::Unreadable("a page".to_owned()))
}
