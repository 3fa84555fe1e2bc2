//! Radio buttons or checkboxes whose whole row is the target. Nothing is preselected unless it is
//! a saved answer.

use leptos::prelude::*;

use crate::ui::field::{About, ErrorLine};
use crate::ui::fresh_id;

/// One row.
#[derive(Clone, Debug)]
pub struct ChoiceItem {
    /// What is stored.
    pub value: String,
    /// What a person reads.
    pub label: String,
    /// A second line.
    pub sub: Option<String>,
}

/// How many rows may be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChoiceMode {
    /// Radio buttons.
    One,
    /// Checkboxes.
    Many,
}

/// A question with its answers as rows.
#[component]
pub fn Choice(
    /// Names of the question.
    about: About,
    /// The answers.
    items: Vec<ChoiceItem>,
    /// The saved answers.
    chosen: Vec<String>,
    /// One or many.
    mode: ChoiceMode,
    /// What is wrong.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// All chosen values after each change.
    #[prop(into)]
    on_pick: Callback<Vec<String>>,
) -> impl IntoView {
    let name = fresh_id("choice");
    let order: Vec<String> = items.iter().map(|item| item.value.clone()).collect();
    let picked = StoredValue::new(chosen.clone());
    let toggle = Callback::new(move |(value, on): (String, bool)| {
        picked.update_value(|picked| match mode {
            ChoiceMode::One => *picked = vec![value],
            ChoiceMode::Many => {
                picked.retain(|other| *other != value);
                if on {
                    let place = |value: &String| order.iter().position(|other| other == value);
                    let after = picked.iter().position(|other| place(other) > place(&value));
                    picked.insert(after.unwrap_or(picked.len()), value);
                }
            }
        });
        on_pick.run(picked.get_value());
    });
    let rows = items
        .into_iter()
        .enumerate()
        .map(|(at, item)| {
            let id = if at == 0 { about.id.clone() } else { format!("{}-{at}", about.id) };
            let on = chosen.contains(&item.value);
            view! { <Row id name=name.clone() mode item on toggle/> }
        })
        .collect_view();
    view! {
        <fieldset class="field" class:err=move || error.with(Option::is_some)>
            <legend>{about.label}</legend>
            {about.help.map(|help| view! { <p class="help">{help}</p> })}
            <ErrorLine id=format!("{name}-error") error/>
            <div class="choices">{rows}</div>
        </fieldset>
    }
}

#[component]
fn Row(
    id: String,
    name: String,
    mode: ChoiceMode,
    item: ChoiceItem,
    on: bool,
    toggle: Callback<(String, bool)>,
) -> impl IntoView {
    let kind = match mode {
        ChoiceMode::One => "radio",
        ChoiceMode::Many => "checkbox",
    };
    let value = item.value.clone();
    let changed = move |event| toggle.run((value.clone(), event_target_checked(&event)));
    view! {
        <label class="choice">
            <input type=kind id=id name=name value=item.value checked=on on:change=changed/>
            <span>{item.label}</span>
            {item.sub.map(|sub| view! { <span class="sub">{sub}</span> })}
        </label>
    }
}
