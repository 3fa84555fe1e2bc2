//! A value as bytes and back. Stores keep bytes only, so that a vault can seal them.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;

/// A value as bytes.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(value).map_err(|error| StoreError::Failed(error.to_string()))
}

/// Bytes as the value they were made of.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|error| StoreError::Unreadable(error.to_string()))
}
