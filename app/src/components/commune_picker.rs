//! A search box over the 99 communes and the names they had before the merger.

use domain::communes::{self, Found};
use domain::value::Value;
use domain::word;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::components::value_text::place;
use crate::i18n::{by_key, fill};
use crate::ui::field::{About, Field, described_by};
use crate::ui::fresh_id;

/// Offers shown at once.
const OFFERS: usize = 8;

/// Picks a commune by a name of today or of old.
#[component]
pub fn CommunePicker(
    /// Names of the field.
    about: About,
    /// Code when it appears.
    value: Option<String>,
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// The code, or what was typed when no commune is called so.
    on_value: Callback<Option<Value>>,
    /// The person left the field.
    on_leave: Callback<()>,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let list_id = fresh_id("communes");
    let offers = RwSignal::new(Vec::<Found>::new());
    let marked = RwSignal::new(0_usize);
    let taken = RwSignal::new(value.as_deref().and_then(communes::by_code).map(|c| c.code));
    let shown = value.map(|code| communes::by_code(&code).map_or(code, place)).unwrap_or_default();
    let described = described_by(&about, error);
    let id = about.id.clone();

    let take = Callback::new(move |found: Found| {
        if let Some(input) = input.get_untracked() {
            input.set_value(&place(found.commune));
        }
        taken.set(Some(found.commune.code));
        offers.set(Vec::new());
        on_value.run(Some(Value::text(found.commune.code)));
        on_leave.run(());
    });
    let typed = move |event| {
        let text = event_target_value(&event);
        taken.set(None);
        marked.set(0);
        let found = communes::find(&text);
        offers.set(found.into_iter().take(OFFERS).collect());
        on_value.run(Value::Text(text).canonical());
    };
    let key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let count = offers.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => marked.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => marked.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                let found = offers.with_untracked(|all| all.get(marked.get_untracked()).copied());
                if let Some(found) = found {
                    take.run(found);
                }
            }
            "Escape" => offers.set(Vec::new()),
            _ => return,
        }
        event.prevent_default();
    };
    // A name that can only mean one commune is taken when the field is left.
    let left = move |_| {
        let only = offers.with_untracked(|all| (all.len() == 1).then(|| all.first().copied()).flatten());
        match only {
            Some(found) if taken.get_untracked().is_none() => take.run(found),
            Some(_) | None => {
                offers.set(Vec::new());
                on_leave.run(());
            }
        }
    };
    let controls = list_id.clone();
    view! {
        <Field about error>
            <input
                class="in"
                id=id
                type="text"
                role="combobox"
                autocomplete="off"
                aria-autocomplete="list"
                aria-controls=controls
                aria-expanded=move || if offers.with(Vec::is_empty) { "false" } else { "true" }
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described
                value=shown
                node_ref=input
                on:input=typed
                on:keydown=key
                on:blur=left
            />
            <ul class="offers" role="listbox" id=list_id hidden=move || offers.with(Vec::is_empty)>
                {move || {
                    offers
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(at, found)| view! { <Offer found at marked take/> })
                        .collect_view()
                }}
            </ul>
        </Field>
    }
}

#[component]
fn Offer(found: Found, at: usize, marked: RwSignal<usize>, take: Callback<Found>) -> impl IntoView {
    let kind = by_key(&format!("choice.commune_kind.{}", found.commune.kind.code()));
    let words = match found.old_unit {
        None => fill(word!("form.commune_offer"), &[("name", found.commune.name), ("kind", &kind)]),
        Some(old) => fill(
            word!("form.commune_offer_old"),
            &[("name", found.commune.name), ("kind", &kind), ("old", old)],
        ),
    };
    // Pressed, not clicked: a click comes after the field was left.
    view! {
        <li
            role="option"
            aria-selected=move || if marked.get() == at { "true" } else { "false" }
            on:mousedown=move |event| {
                event.prevent_default();
                take.run(found);
            }
        >
            {words}
        </li>
    }
}
