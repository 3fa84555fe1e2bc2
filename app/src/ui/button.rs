//! Buttons and links that look like buttons: verb and object, busy without changing width, and
//! never dead without a reason.

use leptos::prelude::*;

use crate::ui::fresh_id;
use crate::ui::icon::Icon;

/// A button.
#[component]
pub fn Button(
    /// Verb and object.
    #[prop(into)]
    label: Signal<String>,
    /// What happens.
    #[prop(into)]
    on_press: Callback<()>,
    /// Class words of button.css besides `btn`: `main`, `sm`, `danger`, `quiet`, `wide`.
    #[prop(default = "")]
    look: &'static str,
    /// Symbol before the label.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Whether its work runs.
    #[prop(into, optional)]
    busy: Signal<bool>,
    /// The label meanwhile.
    #[prop(into, optional)]
    busy_label: Option<String>,
    /// Why it cannot be pressed now; it stays focusable and the reason stands beside it.
    #[prop(into, optional)]
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let why_id = StoredValue::new(fresh_id("why"));
    let press = move |_| {
        if !busy.get_untracked() && why_not.with_untracked(Option::is_none) {
            on_press.run(());
        }
    };
    view! {
        <button
            type="button"
            class=format!("btn {look}")
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || why_not.with(Option::is_some).then_some("true")
            aria-describedby=move || why_not.with(Option::is_some).then(|| why_id.get_value())
            on:click=press
        >
            <span class="label">
                {icon.map(|name| view! { <Icon name=name/> })}
                {move || label.get()}
            </span>
            {busy_label.map(|text| view! { <span class="busy-label">{text}</span> })}
        </button>
        <Show when=move || why_not.with(Option::is_some)>
            <p class="why" id=why_id.get_value()>
                <Icon name="offline"/>
                {move || why_not.get()}
            </p>
        </Show>
    }
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    /// Verb and object.
    #[prop(into)]
    label: Signal<String>,
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// Class words of button.css besides `btn`.
    #[prop(default = "")]
    look: &'static str,
    /// Symbol before the label.
    #[prop(optional)]
    icon: Option<&'static str>,
) -> impl IntoView {
    view! {
        <a class=format!("btn {look}") href=move || href.get()>
            {icon.map(|name| view! { <Icon name=name/> })}
            {move || label.get()}
        </a>
    }
}
