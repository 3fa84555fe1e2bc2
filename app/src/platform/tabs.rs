//! Words between the tabs of one browser.

use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

use super::event::Listener;

/// A channel to the other tabs.
pub struct Tabs {
    channel: BroadcastChannel,
    _listener: Listener,
}

impl Tabs {
    /// Joins a channel; `hear` gets each word of another tab.
    pub fn join(name: &str, hear: impl Fn(&str) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(name).ok()?;
        let listener = Listener::new(&channel, "message", move |event| {
            let word = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            if let Some(word) = word {
                hear(&word);
            }
        });
        Some(Self { channel, _listener: listener })
    }

    /// Says a word to every other tab.
    pub fn say(&self, word: &str) {
        // A closed channel has nobody to hear it.
        drop(self.channel.post_message(&word.into()));
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.channel.close();
    }
}
