//! The file with the words of a language. The page says where each lies: `<link rel="words" hreflang="en">`.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestCache, RequestInit, Response};

use super::page::window;

/// The file of the language with this tag; `None` when it cannot be brought.
pub async fn fetch(tag: &str) -> Option<String> {
    try_fetch(tag).await.ok()
}

/// Where the file lies.
pub fn address(tag: &str) -> Option<String> {
    let document = window().document()?;
    let link = document.query_selector(&format!("link[rel=words][hreflang={tag}]")).ok()??;
    link.get_attribute("href")
}

async fn try_fetch(tag: &str) -> Result<String, JsValue> {
    let address = address(tag).ok_or(JsValue::NULL)?;
    // A copy in the HTTP cache may be a bad one; offline, the service worker answers whatever is asked.
    let past_cache = RequestInit::new();
    past_cache.set_cache(RequestCache::Reload);
    let answer = window().fetch_with_str_and_init(&address, &past_cache);
    let response: Response = JsFuture::from(answer).await?.unchecked_into();
    let text = JsFuture::from(response.text()?).await?;
    text.as_string().ok_or(JsValue::NULL)
}
