//! One call later, unless the timer is dropped before.

use domain::clock::Millis;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::clock;
use super::page::window;

/// A call that is still to come.
pub struct Timer {
    id: i32,
    // Kept for as long as the browser may call it.
    _call: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls `call` at this time, or at once when it is past.
    pub fn at(time: Millis, call: impl FnOnce() + 'static) -> Self {
        let wait = i32::try_from(time.since(clock::now())).unwrap_or(i32::MAX);
        let call = Closure::once(call);
        let set = window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(call.as_ref().unchecked_ref(), wait);
        Self { id: set.unwrap_or_default(), _call: call }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        window().clear_timeout_with_handle(self.id);
    }
}

/// Waits some milliseconds.
pub async fn sleep(millis: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        drop(window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis));
    });
    drop(wasm_bindgen_futures::JsFuture::from(promise).await);
}
