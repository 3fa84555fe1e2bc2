//! A QR code as one path of an SVG: black squares on white, with the quiet zone readers need.

use fast_qr::{ECL, QRBuilder};
use leptos::prelude::*;

/// White modules around the code.
const QUIET: usize = 4;

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
fn drawn(text: &str) -> Option<(usize, String)> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let mut path = String::new();
    for row in 0..code.size {
        for (column, module) in code[row].iter().take(code.size).enumerate() {
            if module.value() {
                path.push_str(&format!("M{} {}h1v1h-1z", column + QUIET, row + QUIET));
            }
        }
    }
    Some((code.size + 2 * QUIET, path))
}
