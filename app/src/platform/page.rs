//! The page itself: where it came from, and loading it anew.

use web_sys::Window;

/// The window. The app never runs without one.
#[expect(clippy::expect_used, reason = "the app is never started in a worker")]
pub fn window() -> Window {
    web_sys::window().expect("the app runs in a window")
}

/// `https://kc.example.vn`: the start of every address of the API.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// Loads the page anew. When the browser refuses, the old page simply stays.
pub fn reload() {
    drop(window().location().reload());
}

/// What the browser calls itself.
pub fn user_agent() -> String {
    window().navigator().user_agent().unwrap_or_default()
}

/// Opens the printer's dialog. When the browser has none, nothing happens.
pub fn print() {
    drop(window().print());
}
