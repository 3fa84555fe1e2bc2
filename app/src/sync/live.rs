//! Hears from the server where scopes stand, while the page is seen, so that news come at once. It is an
//! addition: what is not heard is asked for by the exchange itself, every minute.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use domain::clock::Millis;
use domain::id::ScopeId;

use crate::platform::clock::now;
use crate::platform::event::Listener;
use crate::platform::event_source::{Heard, Stream};
use crate::platform::page;
use crate::platform::wake::is_visible;

const PATH: &str = "/api/v1/sync/live";
/// A stream that lasted so long stood.
const STANDS_MS: i64 = 10_000;
/// So many that broke sooner in a row: something on the way does not carry streams.
const MOST_SHORT: u32 = 3;
/// When such a line is tried again.
const PAUSE_MS: i64 = 300_000;

/// Where scopes stand on the server.
pub type Standing = BTreeMap<ScopeId, u64>;

/// The hearing of one book.
pub struct Live {
    stream: RefCell<Option<Stream>>,
    stands_since: Cell<Option<Millis>>,
    short: Cell<u32>,
    not_before: Cell<Millis>,
    told: Box<dyn Fn(Standing)>,
    over: Box<dyn Fn()>,
    _hidden: Option<Listener>,
}

impl Live {
    /// Deaf at first. `told` is given what the server says; `over` is called when a stream that stood is
    /// over: the server may be gone, or only have ended it.
    pub fn new(told: impl Fn(Standing) + 'static, over: impl Fn() + 'static) -> Rc<Self> {
        Rc::new_cyclic(|live: &Weak<Self>| {
            let live = live.clone();
            let hidden = page::window().document().map(|document| {
                Listener::new(&document, "visibilitychange", move |_| {
                    // Nobody sees the news, and an open line costs power.
                    if let Some(live) = live.upgrade().filter(|_| !is_visible()) {
                        live.stream.take();
                    }
                })
            });
            Self {
                stream: RefCell::default(),
                stands_since: Cell::default(),
                short: Cell::default(),
                not_before: Cell::default(),
                told: Box::new(told),
                over: Box::new(over),
                _hidden: hidden,
            }
        })
    }

    /// The server has just answered: hears it from now on, unless it is heard already or nobody looks.
    pub fn listen(self: &Rc<Self>) {
        if self.stream.borrow().is_some() || !is_visible() || now() < self.not_before.get() {
            return;
        }
        self.stands_since.set(None);
        let live = Rc::downgrade(self);
        let stream = Stream::open(PATH, move |heard| {
            if let Some(live) = live.upgrade() {
                live.hear(heard);
            }
        });
        *self.stream.borrow_mut() = stream;
    }

    fn hear(&self, heard: Heard) {
        match heard {
            Heard::Open => self.stands_since.set(Some(now())),
            Heard::Text(text) => {
                // What cannot be read is of another version: the exchange asks by itself.
                if let Ok(standing) = serde_json::from_str(&text) {
                    (self.told)(standing);
                }
            }
            Heard::Over => {
                self.stream.take();
                let lasted = self.stands_since.get().map(|since| now().since(since));
                let short = if lasted >= Some(STANDS_MS) { 0 } else { self.short.get() + 1 };
                self.short.set(short % MOST_SHORT);
                if lasted.is_some() && short < MOST_SHORT {
                    (self.over)();
                } else {
                    self.not_before.set(now() + PAUSE_MS);
                }
            }
        }
    }
}
