//! How much room the browser gives, and whether it promised not to erase it.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

use super::page::window;

/// Room used and given, in bytes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Room {
    /// In use.
    pub used: f64,
    /// Given.
    pub quota: f64,
}

impl Room {
    /// Whether so much is used that large things must not be added (PWA-8).
    pub fn is_short(self) -> bool {
        self.used > self.quota * 0.8
    }

    /// Bytes left.
    pub fn free(self) -> f64 {
        (self.quota - self.used).max(0.0)
    }
}

/// Asks the browser to keep what is stored here even when it needs room (B1). The answer is
/// `None` where the browser has no such promise.
pub async fn persist() -> Option<bool> {
    answer(manager()?.persist().ok()?).await?.as_bool()
}

/// Whether the browser has promised it.
pub async fn is_persisted() -> Option<bool> {
    answer(manager()?.persisted().ok()?).await?.as_bool()
}

/// The room.
pub async fn room() -> Option<Room> {
    let estimate: StorageEstimate = answer(manager()?.estimate().ok()?).await?.unchecked_into();
    Some(Room { used: estimate.get_usage()?, quota: estimate.get_quota()? })
}

fn manager() -> Option<StorageManager> {
    let navigator = window().navigator();
    // Absent where the page is not served safely.
    let found = js_sys::Reflect::get(&navigator, &JsValue::from_str("storage")).ok()?;
    (!found.is_undefined()).then(|| navigator.storage())
}

async fn answer(promise: Promise) -> Option<JsValue> {
    JsFuture::from(promise).await.ok()
}
