//! The frame of every page, and the heading that takes the focus when the page changes.

use leptos::html::H1;
use leptos::prelude::*;

/// Words of the frame.
#[component]
pub fn Shell(
    /// Words of the link that jumps over the navigation.
    #[prop(into)]
    skip: String,
    /// Top bar, navigation, banner and sync bar.
    #[prop(into)]
    around: ViewFn,
    /// What comes last: the toast.
    #[prop(into)]
    after: ViewFn,
    /// What main holds.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="shell">
            <a class="skip" href="#main">{skip}</a>
            {move || around.run()}
            <main id="main">{children()}</main>
            {move || after.run()}
        </div>
    }
}

/// The one h1 of a page; after a route change the focus goes here.
#[component]
pub fn Heading(
    /// Class words.
    #[prop(default = "")]
    class: &'static str,
    /// Words.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let node = NodeRef::<H1>::new();
    Effect::new(move |_| {
        if let Some(heading) = node.get() {
            // Refused only when the element left the page meanwhile.
            let _ = heading.focus();
        }
    });
    view! {
        <h1 class=class tabindex="-1" node_ref=node>{move || text.get()}</h1>
    }
}
