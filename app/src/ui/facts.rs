//! Label and value on either side of the margin rule.

use leptos::prelude::*;

/// The frame of facts.
#[component]
pub fn Facts(
    /// One [`Fact`] each.
    children: Children,
) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

/// One fact.
#[component]
pub fn Fact(
    /// What it is.
    #[prop(into)]
    label: String,
    /// Link of a third cell, with the words for it.
    #[prop(optional)]
    edit: Option<(String, String)>,
    /// The value.
    children: Children,
) -> impl IntoView {
    let of = label.clone();
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{children()}</dd>
            {edit.map(|(href, word)| {
                view! {
                    <dd class="edit">
                        <a href=href>{word}<span class="vh">" "{of}</span></a>
                    </dd>
                }
            })}
        </div>
    }
}
