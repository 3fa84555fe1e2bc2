//! A value as bytes and back. Stores keep bytes only, so that a vault can seal them.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;

/// The first byte of a page or log value: JSON follows. Another spelling gets another number, so that
/// both can be read until the last page is written anew.
const JSON: u8 = 1;

/// A value as bytes.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|error| StoreError::Failed(error.to_string()))
}

/// Bytes as the value they were made of.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// Many values as one, marked with how they are spelled.
pub fn pack<T: Serialize>(values: &T) -> Result<Vec<u8>, StoreError> {
    let mut bytes = vec![JSON];
    serde_json::to_writer(&mut bytes, values).map_err(|error| StoreError::Failed(error.to_string()))?;
    Ok(bytes)
}

/// What was packed.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    match bytes.split_first() {
        Some((&JSON, json)) => decode(json),
        Some((spelling, _)) => Err(StoreError::Unreadable(format!("a page in spelling {spelling}"))),
        None => Err(StoreError::Unreadable("an empty page".to_owned())),
    }
}
