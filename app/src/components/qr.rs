//! A QR code as one path of an SVG: black squares on white, with the quiet zone readers need.

use leptos::prelude::*;
use qrcodegen::{QrCode as Code, QrCodeEcc};

/// White modules around the code.
const QUIET: i32 = 4;

/// The code of a text; nothing, when the text is longer than a code can hold.
#[component]
pub fn QrCode(
    /// What it holds.
    text: String,
    /// For screen readers: what it is.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let (side, path) = drawn(&text)?;
    Some(view! {
        <svg class="qr" role="img" aria-label=label viewBox=format!("0 0 {side} {side}")>
            <path d=path/>
        </svg>
    })
}

/// Side in modules, quiet zone included, and the path of the black ones.
fn drawn(text: &str) -> Option<(i32, String)> {
    let code = Code::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size();
    let mut path = String::new();
    for row in 0..side {
        for column in 0..side {
            if code.get_module(column, row) {
                path.push_str(&format!("M{} {}h1v1h-1z", column + QUIET, row + QUIET));
            }
        }
    }
    Some((side + 2 * QUIET, path))
}
