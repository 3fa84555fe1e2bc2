//! Moments at which it is worth asking the server.
//! `navigator.onLine` is only a hint: it says when to try, never whether it works.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, VisibilityState};

use super::event::Listener;
use super::page::window;

/// Calls `wake` when the network comes back, the page is seen again, or the service worker asks.
/// Listens until the answer is dropped.
pub fn on_wake(wake: impl Fn() + Clone + 'static) -> Vec<Listener> {
    let window = window();
    let mut listeners = Vec::new();
    let online = wake.clone();
    listeners.push(Listener::new(&window, "online", move |_| online()));
    if let Some(document) = window.document() {
        let seen = wake.clone();
        listeners.push(Listener::new(&document, "visibilitychange", move |_| {
            if is_visible() {
                seen();
            }
        }));
    }
    if let Some(worker) = super::service_worker::container() {
        listeners.push(Listener::new(&worker, "message", move |event| {
            if says_wake(&event) {
                wake();
            }
        }));
    }
    listeners
}

/// Whether the page is seen.
pub fn is_visible() -> bool {
    window().document().is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// Whether somebody works in the page: it is seen, and keys go to it.
pub fn is_in_use() -> bool {
    is_visible() && window().document().is_some_and(|document| document.has_focus().unwrap_or_default())
}

fn says_wake(event: &web_sys::Event) -> bool {
    let message = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
    let kind = message.and_then(|data| js_sys::Reflect::get(&data, &JsValue::from_str("type")).ok());
    kind.and_then(|kind| kind.as_string()).as_deref() == Some("wake")
}
