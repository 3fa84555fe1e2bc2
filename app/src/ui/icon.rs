//! A line icon from the sprite of index.html; the word beside it carries the meaning.

use leptos::prelude::*;

/// One icon, hidden from screen readers.
#[component]
pub fn Icon(
    /// Name of the symbol, without `i-`.
    #[prop(into)]
    name: Signal<&'static str>,
    /// Class words of icon.css: `i`, `i s`, `i l`, `i xl`.
    #[prop(default = "i")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use href=move || format!("#i-{}", name.get())></use>
        </svg>
    }
}
