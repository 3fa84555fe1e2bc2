//! “Việc tiếp theo”: the one thick box of a page.

use leptos::prelude::*;

use crate::ui::fresh_id;

/// What comes next and who holds it.
#[component]
pub fn NextAction(
    /// Small line: whose turn it is.
    #[prop(into)]
    kicker: String,
    /// The action as a heading.
    #[prop(into)]
    title: String,
    /// Details and buttons.
    children: Children,
) -> impl IntoView {
    let heading = fresh_id("next");
    let labelled = heading.clone();
    view! {
        <section class="next" aria-labelledby=labelled>
            <p class="k">{kicker}</p>
            <h2 id=heading>{title}</h2>
            {children()}
        </section>
    }
}
