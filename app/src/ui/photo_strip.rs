//! Pictures side by side, each with its caption and state; a press shows one large, with what can be
//! done about it. Tiles stand for what is still to be taken.

use leptos::prelude::*;

use crate::ui::icon::Icon;

/// The strip.
#[component]
pub fn PhotoGrid(
    /// Pictures and tiles.
    children: Children,
) -> impl IntoView {
    view! { <ul class="photos">{children()}</ul> }
}

/// A picture.
#[component]
pub fn Photo(
    /// What it shows.
    #[prop(into)]
    title: Signal<String>,
    /// What a press does, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The picture, or words in its place.
    #[prop(into)]
    picture: ViewFn,
    /// How far it has come.
    #[prop(into)]
    state: ViewFn,
    /// Whether it is shown large.
    open: RwSignal<bool>,
    /// What is shown beside the large one.
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <li class:wide=move || open.get()>
            <figure>
                <button
                    type="button"
                    class="shot"
                    aria-label=move || label.get()
                    aria-expanded=move || open.get().to_string()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {move || picture.run()}
                </button>
                <figcaption>
                    <b class="line">{move || title.get()}</b>
                    {move || state.run()}
                </figcaption>
                <Show when=move || open.get()>{children()}</Show>
            </figure>
        </li>
    }
}

/// What is still to be taken, and the button that takes it.
#[component]
pub fn PhotoTile(
    /// What would be taken.
    #[prop(into)]
    label: String,
    /// Whether a picture is being kept now.
    #[prop(into)]
    busy: Signal<bool>,
    /// The words meanwhile.
    #[prop(into)]
    busy_label: String,
    /// Whether it is missing.
    #[prop(into, optional)]
    state: ViewFn,
    /// Takes it.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let words = StoredValue::new((label, busy_label));
    let said =
        move || words.with_value(|(label, busy_label)| if busy.get() { busy_label } else { label }.clone());
    view! {
        <li>
            <button
                type="button"
                class="add"
                aria-busy=move || busy.get().then_some("true")
                on:click=move |_| if !busy.get_untracked() { on_press.run(()) }
            >
                <Icon name="camera" class="i l"/>
                <span>{said}</span>
                {move || state.run()}
            </button>
        </li>
    }
}
