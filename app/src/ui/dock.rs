//! The last thing in main during a task: count or way back on the left, one main button right.

use leptos::prelude::*;

/// The dock.
#[component]
pub fn Dock(
    /// Its name for screen readers.
    #[prop(into)]
    label: String,
    /// At most two things.
    children: Children,
) -> impl IntoView {
    view! { <section class="dock" aria-label=label>{children()}</section> }
}
