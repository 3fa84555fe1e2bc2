//! What went wrong with a picture or paper, beside where it was taken or deleted.

use leptos::prelude::*;

use crate::ui::icon::Icon;

/// The words, a handle to copy; it may outlive the page it stands on.
#[derive(Clone, Copy)]
pub struct FileError(RwSignal<Option<&'static str>>);

impl FileError {
    /// Nothing went wrong yet.
    pub fn none() -> Self {
        Self(RwSignal::new(None))
    }

    /// Says what went wrong.
    pub fn tell(self, words: &'static str) {
        self.0.try_set(Some(words));
    }

    /// Takes back what was said.
    pub fn clear(self) {
        self.0.try_set(None);
    }
}

/// The line that says it.
#[component]
pub fn FileErrorLine(
    /// The words.
    error: FileError,
) -> impl IntoView {
    let line = move || {
        error.0.get().map(|words| {
            view! {
                <p class="errmsg gap-before">
                    <Icon name="review"/>
                    {words}
                </p>
            }
        })
    };
    view! { <div role="alert">{line}</div> }
}
