//! A bar that is always accompanied by its count in words.

use leptos::prelude::*;

/// How far long work is.
#[component]
pub fn Progress(
    /// Done so far.
    #[prop(into)]
    done: Signal<u32>,
    /// All of it.
    #[prop(into)]
    all: Signal<u32>,
    /// The count in words, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// Class of progress.css.
    #[prop(default = "")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <progress
            class=class
            value=move || done.get().to_string()
            max=move || all.get().max(1).to_string()
            aria-label=move || label.get()
        ></progress>
    }
}
