//! The SHA-256 of bytes, counted by the browser beside the page.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::page::window;

/// The hash; `None` where the page is not served safely.
pub async fn sha256(bytes: &[u8]) -> Option<[u8; 32]> {
    try_sha256(bytes).await.ok()?.try_into().ok()
}

async fn try_sha256(bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
    let subtle = window().crypto()?.subtle();
    let hash = subtle.digest_with_str_and_js_u8_array("SHA-256", &Uint8Array::from(bytes))?;
    Ok(Uint8Array::new(&JsFuture::from(hash).await?).to_vec())
}
