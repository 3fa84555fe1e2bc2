//! A lock among the tabs of one browser: whoever holds it may write. The browser frees it when the
//! tab ends in any way, also when it is killed.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::page::window;

/// How to ask for a lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Only if it is free now.
    IfFree,
    /// Wait until it is free.
    Wait,
    /// Take it away from a tab that does not answer.
    Steal,
}

/// A lock that is held until this is dropped.
pub struct Lock {
    free: Option<Function>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(free) = self.free.take() {
            drop(free.call0(&JsValue::NULL));
        }
    }
}

/// Asks for a lock. `None` when another tab holds it. `lost` is called when it is taken away.
/// Without locks in the browser everybody gets one: such browsers are older than this app.
pub async fn acquire(name: &str, ask: Ask, lost: impl FnOnce() + 'static) -> Option<Lock> {
    let Some(locks) = manager() else { return Some(Lock { free: None }) };
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let held = Rc::clone(&sender);
    let granted = Closure::once(move |lock: JsValue| -> JsValue {
        let Some(sender) = held.borrow_mut().take() else { return JsValue::UNDEFINED };
        if lock.is_null() {
            drop(sender.send(None));
            return JsValue::UNDEFINED;
        }
        let mut free = None;
        // The browser holds the lock until this promise is kept.
        let promise = Promise::new(&mut |resolve, _| free = Some(resolve));
        drop(sender.send(Some(Lock { free })));
        promise.into()
    });
    let asked = request(&locks, name, ask, granted.as_ref());
    spawn_local(async move {
        let ended = match asked {
            Ok(promise) => JsFuture::from(promise).await,
            Err(error) => Err(error),
        };
        drop(granted);
        let was_granted = sender.borrow_mut().take().is_none();
        if ended.is_err() && was_granted {
            lost();
        }
    });
    receiver.await.ok().flatten()
}

fn request(locks: &JsValue, name: &str, ask: Ask, granted: &JsValue) -> Result<Promise, JsValue> {
    let options = Object::new();
    let flag = match ask {
        Ask::IfFree => Some("ifAvailable"),
        Ask::Wait => None,
        Ask::Steal => Some("steal"),
    };
    if let Some(flag) = flag {
        Reflect::set(&options, &flag.into(), &JsValue::TRUE)?;
    }
    let request: Function = Reflect::get(locks, &"request".into())?.dyn_into()?;
    request.call3(locks, &name.into(), &options, granted)?.dyn_into()
}

fn manager() -> Option<JsValue> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    locks.is_object().then_some(locks)
}
