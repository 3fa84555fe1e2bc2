//! Listening to an event for as long as the listener is kept.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

/// Listens until it is dropped.
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    call: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `call` at each event of this name.
    pub fn new(target: &EventTarget, name: &'static str, call: impl FnMut(Event) + 'static) -> Self {
        let call = Closure::<dyn FnMut(Event)>::new(call);
        // Fails only for a name that is not text.
        drop(target.add_event_listener_with_callback(name, call.as_ref().unchecked_ref()));
        Self { target: target.clone(), name, call }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let call = self.call.as_ref().unchecked_ref();
        drop(self.target.remove_event_listener_with_callback(self.name, call));
    }
}
