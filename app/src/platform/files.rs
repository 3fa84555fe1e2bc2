//! Handing a file to the person.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlAnchorElement;

use super::object_url::ObjectUrl;
use super::page::window;

/// Saves a text as a file among the person's downloads. False when the browser did not let it.
pub fn save(name: &str, kind: &str, text: &str) -> bool {
    save_bytes(name, kind, text.as_bytes())
}

/// Saves bytes as a file among the person's downloads. False when the browser did not let it.
pub fn save_bytes(name: &str, kind: &str, bytes: &[u8]) -> bool {
    ObjectUrl::of(bytes, kind).is_some_and(|url| click(&url, name).is_ok())
}

/// The browser has taken the file before the click returns.
fn click(url: &ObjectUrl, name: &str) -> Result<(), JsValue> {
    let document = window().document().ok_or(JsValue::NULL)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(url.href());
    link.set_download(name);
    link.click();
    Ok(())
}
