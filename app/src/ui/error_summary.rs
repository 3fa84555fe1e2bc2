//! All problems on top of a form, with links; it takes the focus when a submit failed.

use leptos::html;
use leptos::prelude::*;

use crate::ui::fresh_id;
use crate::ui::icon::Icon;

/// One problem: where it leads and what it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ErrorLink {
    /// Where the field is.
    pub href: String,
    /// The same words as at the field.
    pub words: String,
}

/// Whether the summary takes the focus when it appears.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Focus {
    /// A submit just failed.
    Taken,
    /// The person is typing.
    Left,
}

/// The summary.
#[component]
pub fn ErrorSummary(
    /// How many places are to be mended.
    #[prop(into)]
    title: String,
    /// The problems.
    problems: Vec<ErrorLink>,
    /// What is safe all the same.
    #[prop(into)]
    safe: String,
    /// Whether it takes the focus.
    focus: Focus,
) -> impl IntoView {
    let node = NodeRef::<html::Section>::new();
    let heading = fresh_id("errors");
    let labelled = heading.clone();
    Effect::new(move |_| {
        if let (Some(summary), Focus::Taken) = (node.get(), focus) {
            // Refused only when the element left the page meanwhile.
            let _ = summary.focus();
        }
    });
    let links = problems
        .into_iter()
        .map(|problem| view! { <li><a href=problem.href>{problem.words}</a></li> })
        .collect_view();
    view! {
        <section class="errsum" role="alert" tabindex="-1" aria-labelledby=labelled node_ref=node>
            <h2 id=heading>
                <Icon name="review" class="i l"/>
                {title}
            </h2>
            <ul class="lines">{links}</ul>
            <p>{safe}</p>
        </section>
    }
}
