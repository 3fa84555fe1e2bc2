//! A count in a bubble, with the word for screen readers that says what is counted.

use leptos::prelude::*;

/// The count; nothing at zero.
#[component]
pub fn Badge(
    /// How many.
    #[prop(into)]
    count: Signal<usize>,
    /// What is counted.
    #[prop(into)]
    of: String,
) -> impl IntoView {
    let of = StoredValue::new(of);
    view! {
        <Show when=move || count.get() != 0>
            <span class="n">
                {move || count.get()} <span class="vh">" "{of.get_value()}</span>
            </span>
        </Show>
    }
}
