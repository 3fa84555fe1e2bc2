//! A native select with a label.

use leptos::prelude::*;

use crate::ui::field::{About, Field, described_by};
use crate::ui::icon::Icon;

/// One of many, folded away.
#[component]
pub fn Select(
    /// Names of the field.
    about: About,
    /// Value and label of each option.
    options: Vec<(String, String)>,
    /// What is chosen when it appears.
    #[prop(into, optional_no_strip)]
    chosen: Option<String>,
    /// Words of the empty first option.
    #[prop(into)]
    nothing: String,
    /// What is wrong.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// The chosen value; nothing when the empty option was taken.
    #[prop(into)]
    on_pick: Callback<Option<String>>,
) -> impl IntoView {
    let described = described_by(&about, error);
    let id = about.id.clone();
    let chosen = chosen.unwrap_or_default();
    let none_chosen = chosen.is_empty();
    let picked = move |event| {
        let value = event_target_value(&event);
        on_pick.run((!value.is_empty()).then_some(value));
    };
    let options = options
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <Field about error>
            <span class="select">
                <select
                    class="in"
                    id=id
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=described
                    on:change=picked
                >
                    <option value="" selected=none_chosen>{nothing}</option>
                    {options}
                </select>
                <Icon name="down" class="i s"/>
            </span>
        </Field>
    }
}
