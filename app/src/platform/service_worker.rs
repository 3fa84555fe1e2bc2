//! The service worker that keeps the program: whether a newer build waits, and letting it in.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MessageChannel, MessageEvent, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
};

use super::event::Listener;
use super::page::{reload, window};

/// The browser's keeper of workers, where it has one.
pub fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    let found = Reflect::get(&navigator, &JsValue::from_str("serviceWorker")).ok()?;
    (!found.is_undefined()).then(|| navigator.service_worker())
}

/// Watches the worker of this page.
pub struct Updates {
    registration: ServiceWorkerRegistration,
    listeners: Rc<RefCell<Vec<Listener>>>,
}

impl Updates {
    /// Waits for the worker, then calls `waiting` whenever a newer build stands ready.
    pub async fn watch(waiting: impl Fn() + Clone + 'static) -> Option<Self> {
        let ready = container()?.ready().ok()?;
        let registration: ServiceWorkerRegistration = JsFuture::from(ready).await.ok()?.dyn_into().ok()?;
        let listeners = Rc::new(RefCell::new(Vec::new()));
        if registration.waiting().is_some() {
            waiting();
        }
        let (found, inner) = (registration.clone(), Rc::clone(&listeners));
        let listener = Listener::new(&registration, "updatefound", move |_| {
            let Some(worker) = found.installing() else { return };
            let (state, waiting) = (worker.clone(), waiting.clone());
            let installed = Listener::new(&worker, "statechange", move |_| {
                // The first worker ever is no update.
                let is_update = container().is_some_and(|container| container.controller().is_some());
                if state.state() == ServiceWorkerState::Installed && is_update {
                    waiting();
                }
            });
            inner.borrow_mut().push(installed);
        });
        listeners.borrow_mut().push(listener);
        Some(Self { registration, listeners })
    }

    /// Looks for a newer build now.
    pub fn look(&self) {
        drop(self.registration.update());
    }

    /// Lets the waiting build in and loads the page anew when it is in charge.
    pub fn activate(&self) {
        let (Some(worker), Some(container)) = (self.registration.waiting(), container()) else { return };
        let listener = Listener::new(&container, "controllerchange", |_| reload());
        self.listeners.borrow_mut().push(listener);
        drop(worker.post_message(&message("activate")));
    }
}

/// Has a file kept that is kept only on choice: the words of the language somebody reads. Without a worker it
/// comes from the network, as everything does then.
pub async fn keep(url: String) {
    let _without_worker = try_keep(&url).await;
}

async fn try_keep(url: &str) -> Option<()> {
    let ready = JsFuture::from(container()?.ready().ok()?).await.ok()?;
    let registration: ServiceWorkerRegistration = ready.dyn_into().ok()?;
    let message = message("keep");
    Reflect::set(&message, &"url".into(), &url.into()).ok()?;
    registration.active()?.post_message(&message).ok()
}

/// Asks the browser to wake the app when the network is back, where it can (PWA-12).
pub async fn ask_for_wake() {
    // Without background sync the app wakes at the next start, sight or timer.
    let _unsupported = try_ask_for_wake().await;
}

async fn try_ask_for_wake() -> Option<()> {
    let registration = JsFuture::from(container()?.ready().ok()?).await.ok()?;
    let sync = Reflect::get(&registration, &"sync".into()).ok()?;
    let register: Function = Reflect::get(&sync, &"register".into()).ok()?.dyn_into().ok()?;
    let asked: Promise = register.call1(&sync, &"outbox".into()).ok()?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok().map(drop)
}

/// Files of the program that are not kept yet; `None` while no worker answers.
pub async fn missing_files() -> Option<u32> {
    let worker = container()?.controller()?;
    let channel = MessageChannel::new().ok()?;
    let answer = Promise::new(&mut |resolve, _| channel.port1().set_onmessage(Some(&resolve)));
    let ports = js_sys::Array::of1(&channel.port2());
    worker.post_message_with_transferable(&message("status"), &ports).ok()?;
    let event: MessageEvent = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
    let missing = Reflect::get(&event.data(), &"missing".into()).ok()?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    Some(missing as u32)
}

fn message(kind: &str) -> Object {
    let message = Object::new();
    // Fails only on an object that is frozen.
    drop(Reflect::set(&message, &"type".into(), &kind.into()));
    message
}
