//! Starts the app in the page. `public/boot.js` calls it when it has brought the person's language.

use app::app::App;
use app::pages::later;
use app::state::look::keep_words;
use domain::words::{self, Lang};
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Draws the app in the language of this tag, with the words of its file.
#[wasm_bindgen]
pub fn start(tag: &str, words: String) -> Result<(), JsError> {
    let lang = Lang::from_tag(tag).unwrap_or_default();
    words::install(lang, words)?;
    mount_to_body(move || view! { <App lang/> });
    keep_words(lang);
    spawn_local(later::prepare());
    Ok(())
}

fn main() {
    // Nothing can be drawn before there are words.
}
