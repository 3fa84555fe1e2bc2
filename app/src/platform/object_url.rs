//! An address for bytes in memory, to show a picture or to hand out a file.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url};

/// Valid until it is dropped.
pub struct ObjectUrl(String);

impl ObjectUrl {
    /// The address of these bytes; `None` when the browser gives none.
    pub fn of(bytes: &[u8], media_type: &str) -> Option<Self> {
        try_create(bytes, media_type).ok().map(Self)
    }

    /// `blob:…`
    pub fn href(&self) -> &str {
        &self.0
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        drop(Url::revoke_object_url(&self.0));
    }
}

fn try_create(bytes: &[u8], media_type: &str) -> Result<String, JsValue> {
    let bag = BlobPropertyBag::new();
    bag.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence_and_options(&parts, &bag)?)
}
