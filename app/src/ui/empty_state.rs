//! What a place is for while nothing is in it, and the first action there.

use leptos::prelude::*;

use crate::ui::icon::Icon;

/// An empty place.
#[component]
pub fn EmptyState(
    /// Symbol of the place.
    icon: &'static str,
    /// The fact.
    #[prop(into)]
    title: String,
    /// What to do.
    #[prop(into)]
    words: String,
    /// The first action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon/>
            <h2>{title}</h2>
            <p>{words}</p>
            {children.map(|actions| view! { <div class="acts">{actions()}</div> })}
        </div>
    }
}
