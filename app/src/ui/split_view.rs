//! List and detail side by side from 600 px, two pages on a phone. The list keeps its scroll.

use leptos::prelude::*;

/// The two panes.
#[component]
pub fn SplitView(
    /// Whether a detail is open: decides which pane a phone shows.
    #[prop(into)]
    detail_open: Signal<bool>,
    /// Name of the list, for screen readers.
    #[prop(into)]
    list_label: String,
    /// Name of the detail.
    #[prop(into)]
    detail_label: Signal<String>,
    /// Heading, search and filters.
    #[prop(into)]
    head: ViewFn,
    /// The list.
    #[prop(into)]
    list: ViewFn,
    /// The detail.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="split" data-pane=move || if detail_open.get() { "detail" } else { "list" }>
            {head.run()}
            <section class="list" aria-label=list_label tabindex="-1">{list.run()}</section>
            <section class="det" aria-label=move || detail_label.get() tabindex="-1">
                {children()}
            </section>
        </div>
    }
}
