//! Two to four short words of equal weight side by side.

use leptos::prelude::*;

use crate::ui::fresh_id;
use crate::ui::icon::Icon;

/// One of a few, with its name above.
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
    let items = items.into_iter().map(|(value, word)| SegmentItem { value, word, icon: None }).collect();
    view! {
        <fieldset class="field">
            <legend>{label}</legend>
            <div class="seg">{labels(items, chosen, on_pick)}</div>
        </fieldset>
    }
}

/// One of the words of a [`SegmentRow`].
#[derive(Clone, Debug)]
pub struct SegmentItem {
    /// What is stored.
    pub value: String,
    /// What a person reads.
    pub word: String,
    /// Symbol before the word.
    pub icon: Option<&'static str>,
}

/// One of a few in a row whose title says what is chosen. Nothing is chosen while the value is empty.
#[component]
pub fn SegmentRow(
    /// For screen readers: whose value it is.
    #[prop(into)]
    label: String,
    /// The words.
    items: Vec<SegmentItem>,
    /// The chosen value.
    #[prop(into)]
    chosen: Signal<String>,
    /// The value a person took.
    #[prop(into)]
    on_pick: Callback<String>,
) -> impl IntoView {
    view! { <div class="seg" role="radiogroup" aria-label=label>{labels(items, chosen, on_pick)}</div> }
}

fn labels(items: Vec<SegmentItem>, chosen: Signal<String>, on_pick: Callback<String>) -> Vec<AnyView> {
    let name = fresh_id("segment");
    let label = |SegmentItem { value, word, icon }: SegmentItem| {
        let mine = value.clone();
        view! {
            <label>
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || chosen.with(|chosen| *chosen == mine)
                    on:change=move |_| on_pick.run(value.clone())
                />
                {icon.map(|name| view! { <Icon name=name class="i s"/> })}
                <span>{word}</span>
            </label>
        }
        .into_any()
    };
    items.into_iter().map(label).collect()
}
