//! Small choices of this browser: language, text size, theme. Never a record, never a secret. Where
//! storage is forbidden a choice lasts as long as the page.

use gloo_storage::{LocalStorage, Storage};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::page::window;

/// A text choice, written plainly: `public/boot.js` reads some before the app is there.
pub fn get(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Remembers a text choice.
pub fn set(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(key, value));
    }
}

/// Forgets a choice.
pub fn remove(key: &str) {
    LocalStorage::delete(key);
}

/// A choice with parts; one that cannot be read counts as absent.
pub fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    LocalStorage::get(key).ok()
}

/// Remembers a choice with parts.
pub fn write<T: Serialize>(key: &str, value: &T) {
    drop(LocalStorage::set(key, value));
}
