//! A filter that is readable without opening it.

use leptos::prelude::*;

use crate::ui::icon::Icon;

/// A filter that is on or off.
#[component]
pub fn FilterButton(
    /// What remains when it is on.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Symbol while it is off.
    #[prop(default = "filter")]
    icon: &'static str,
    /// A person pressed it.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="pick"
            aria-pressed=move || if on.get() { "true" } else { "false" }
            on:click=move |_| on_press.run(())
        >
            <Icon name=Signal::derive(move || if on.get() { "check" } else { icon }) class="i s"/>
            {move || label.get()}
        </button>
    }
}

/// A filter with several values.
#[component]
pub fn FilterSelect(
    /// What is filtered, for screen readers.
    #[prop(into)]
    label: String,
    /// Value and words of each; the first one filters nothing.
    options: Vec<(String, String)>,
    /// The value in use.
    #[prop(into)]
    chosen: Signal<String>,
    /// A person took a value.
    #[prop(into)]
    on_pick: Callback<String>,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(value, words)| {
            let mine = value.clone();
            let selected = move || chosen.with(|chosen| *chosen == mine);
            view! { <option value=value prop:selected=selected>{words}</option> }
        })
        .collect_view();
    view! {
        <select
            class="pick"
            class:on=move || chosen.with(|chosen| !chosen.is_empty())
            aria-label=label
            on:change=move |event| on_pick.run(event_target_value(&event))
        >
            {options}
        </select>
    }
}
