//! Two to four short words of equal weight side by side.

use leptos::prelude::*;

use crate::ui::fresh_id;

/// One of a few.
#[component]
pub fn Segment(
    /// What is chosen here.
    #[prop(into)]
    label: String,
    /// Value and word of each.
    items: Vec<(String, String)>,
    /// The chosen value.
    #[prop(into)]
    chosen: Signal<String>,
    /// The value a person took.
    #[prop(into)]
    on_pick: Callback<String>,
) -> impl IntoView {
    let name = fresh_id("segment");
    let segments = items
        .into_iter()
        .map(|(value, word)| {
            let mine = value.clone();
            let taken = value.clone();
            view! {
                <label>
                    <input
                        type="radio"
                        name=name.clone()
                        prop:checked=move || chosen.with(|chosen| *chosen == mine)
                        on:change=move |_| on_pick.run(taken.clone())
                    />
                    <span>{word}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            <div class="seg">{segments}</div>
        </fieldset>
    }
}
