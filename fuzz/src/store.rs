//! The spelling of the device's store: the app's own files, by links.

pub mod codec;
pub mod pages;

/// The two ways in which a spelling fails; the app's own error knows the browser as well.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the store holds something unreadable: {0}")]
    Unreadable(String),
    #[error("it cannot be written: {0}")]
    Failed(String),
}
