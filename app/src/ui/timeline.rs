//! History in sentences: rows whose margin holds day and time.

use leptos::prelude::*;

/// The frame of a history.
#[component]
pub fn Timeline(
    /// One [`Moment`] each.
    children: Children,
) -> impl IntoView {
    view! { <ol class="rows timeline">{children()}</ol> }
}

/// One thing that happened.
#[component]
pub fn Moment(
    /// Day, then time of day.
    when: (String, String),
    /// State on the right.
    #[prop(into, optional)]
    state: ViewFn,
    /// The reason a person gave.
    #[prop(into, optional_no_strip)]
    said: Option<String>,
    /// The sentence.
    children: Children,
) -> impl IntoView {
    let (day, time) = when;
    view! {
        <li class="row">
            <span class="le"><b>{day}</b> {time}</span>
            <span class="bd">
                {children()}
                {said.map(|said| view! { <span class="why-said">{said}</span> })}
            </span>
            <span class="st">{move || state.run()}</span>
        </li>
    }
}
