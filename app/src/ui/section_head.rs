//! A section: heading, strong rule, rows. On the right stands a count or one link.

use leptos::prelude::*;

use crate::ui::fresh_id;

/// Heading and content.
#[component]
pub fn Section(
    /// Heading.
    #[prop(into)]
    title: Signal<String>,
    /// What stands right of the heading.
    #[prop(into, optional)]
    aside: ViewFn,
    /// Element id, when something jumps here.
    #[prop(into, optional)]
    id: Option<String>,
    /// Rows.
    children: Children,
) -> impl IntoView {
    let heading = fresh_id("section");
    let labelled = heading.clone();
    view! {
        <section class="sec" id=id aria-labelledby=labelled>
            <div class="h">
                <h2 id=heading>{move || title.get()}</h2>
                {move || aside.run()}
            </div>
            {children()}
        </section>
    }
}
