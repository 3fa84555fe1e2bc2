//! A newer build of the app: it waits until the person lets it in, and never comes in the middle of
//! a form or of sending (PWA-3).

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::book::Book;
use super::view::SyncWord;
use crate::platform::service_worker::Updates;

/// The waiting build, in context.
#[derive(Clone, Copy)]
pub struct Update {
    found: RwSignal<bool>,
    /// Forms with something typed.
    held: RwSignal<usize>,
    updates: StoredValue<Option<Updates>, LocalStorage>,
    book: Signal<Option<Book>>,
}

impl Update {
    /// Watches the service worker of this page.
    pub(super) fn start(book: Signal<Option<Book>>) -> Self {
        let update = Self {
            found: RwSignal::new(false),
            held: RwSignal::new(0),
            updates: StoredValue::new_local(None),
            book,
        };
        spawn_local(async move {
            let updates = Updates::watch(move || update.found.set(true)).await;
            update.updates.set_value(updates);
        });
        update
    }

    /// Whether a newer build may be let in now.
    pub fn waiting(&self) -> Signal<bool> {
        let update = *self;
        Signal::derive(move || update.found.get() && update.held.get() == 0 && !update.is_sending())
    }

    /// Lets the newer build in; the page is loaded anew.
    pub fn apply(&self) {
        if self.waiting().get_untracked() {
            self.updates.with_value(|updates| {
                if let Some(updates) = updates {
                    updates.activate();
                }
            });
        }
    }

    /// Looks for a newer build.
    pub fn look(&self) {
        self.updates.with_value(|updates| {
            if let Some(updates) = updates {
                updates.look();
            }
        });
    }

    /// A form has something typed in it; `free` must follow.
    pub fn hold(&self) {
        self.held.set(self.held.get_untracked() + 1);
    }

    /// The form was saved, emptied or left.
    pub fn free(&self) {
        self.held.set(self.held.get_untracked().saturating_sub(1));
    }

    fn is_sending(&self) -> bool {
        let Some(book) = self.book.get() else { return false };
        let state = book.sync_state().get();
        state.is_some_and(|state| matches!(state.word, SyncWord::Sending { .. }))
    }
}
