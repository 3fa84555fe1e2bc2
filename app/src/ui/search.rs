//! The search box: answers while typing, “Xóa” is a word. Uncontrolled like every text field.

use leptos::html::Input;
use leptos::prelude::*;

use crate::ui::fresh_id;
use crate::ui::icon::Icon;

/// A search box.
#[component]
pub fn Search(
    /// For screen readers: what is searched.
    #[prop(into)]
    label: String,
    /// What may be typed.
    #[prop(into)]
    placeholder: String,
    /// Word of the button that empties it.
    #[prop(into)]
    clear: String,
    /// What it holds when it appears.
    #[prop(into, optional)]
    value: String,
    /// The text after each change.
    #[prop(into)]
    on_text: Callback<String>,
) -> impl IntoView {
    let id = fresh_id("search");
    let input = NodeRef::<Input>::new();
    let filled = RwSignal::new(!value.is_empty());
    let clear = StoredValue::new(clear);
    let typed = move |event| {
        let text = event_target_value(&event);
        filled.set(!text.is_empty());
        on_text.run(text);
    };
    let empty = move |_| {
        if let Some(input) = input.get_untracked() {
            input.set_value("");
            // A browser without focus keeps the text cleared; nothing more to do.
            let _ = input.focus();
        }
        filled.set(false);
        on_text.run(String::new());
    };
    view! {
        <div class="search" role="search">
            <label class="vh" for=id.clone()>{label}</label>
            <Icon name="search"/>
            <input
                class="in"
                id=id
                type="search"
                autocomplete="off"
                placeholder=placeholder
                value=value
                node_ref=input
                on:input=typed
            />
            <Show when=move || filled.get()>
                <button type="button" class="btn quiet sm clear" on:click=empty>
                    {clear.get_value()}
                </button>
            </Show>
        </div>
    }
}
