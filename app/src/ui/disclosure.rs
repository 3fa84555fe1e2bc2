//! A line that opens (native `details`).

use leptos::prelude::*;

use crate::ui::icon::Icon;

/// A summary and what it hides.
#[component]
pub fn Disclosure(
    /// Class of the `details` element.
    #[prop(into, optional)]
    class: Signal<&'static str>,
    /// The line.
    #[prop(into)]
    summary: ViewFn,
    /// What opens.
    children: Children,
) -> impl IntoView {
    view! {
        <details class=move || class.get()>
            <summary>
                {move || summary.run()}
                <span class="chev">
                    <Icon name="down"/>
                </span>
            </summary>
            {children()}
        </details>
    }
}
