//! A stream of texts from the server, for as long as it is kept.

use wasm_bindgen::JsCast;
use web_sys::{EventSource, MessageEvent};

use super::event::Listener;

/// What a stream says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Heard {
    /// It stands.
    Open,
    /// A text came.
    Text(String),
    /// It broke, or never stood. The browser would try again every few seconds: that is left to whoever
    /// knows how the exchange itself is going.
    Over,
}

/// An open stream.
pub struct Stream {
    source: EventSource,
    _listeners: [Listener; 3],
}

impl Stream {
    /// Opens one. Nothing is heard any more once it is dropped.
    pub fn open(path: &str, hear: impl Fn(Heard) + Clone + 'static) -> Option<Self> {
        let source = EventSource::new(path).ok()?;
        let (opened, told, ended) = (hear.clone(), hear.clone(), hear);
        let listeners = [
            Listener::new(&source, "open", move |_| opened(Heard::Open)),
            Listener::new(&source, "message", move |event| {
                let text = event.dyn_ref::<MessageEvent>().and_then(|message| message.data().as_string());
                text.into_iter().for_each(|text| told(Heard::Text(text)));
            }),
            Listener::new(&source, "error", move |_| ended(Heard::Over)),
        ];
        Some(Self { source, _listeners: listeners })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}
