//! A native dialog: only for a decision that cannot be undone, or a lost session. The safe answer
//! comes first and has the focus; Escape is the safe answer.

use leptos::ev;
use leptos::html::Dialog as DialogElement;
use leptos::prelude::*;

use crate::ui::fresh_id;

/// The words of a dialog.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question itself.
    pub title: String,
    /// The safe answer.
    pub safe: String,
    /// The answer that does it.
    pub main: String,
}

/// A question over the page while `open`.
#[component]
pub fn Dialog(
    /// Words.
    #[prop(into)]
    question: Signal<Question>,
    /// Whether it is asked now; set back by any answer.
    open: RwSignal<bool>,
    /// Class words of the main button: `main`, `danger main`.
    #[prop(default = "main")]
    look: &'static str,
    /// What the main answer does.
    #[prop(into)]
    on_main: Callback<()>,
    /// What is at stake, and further fields.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<DialogElement>::new();
    let title_id = fresh_id("dialog");
    let labelled = title_id.clone();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            // Refused only while the page is being taken down.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    let main = move |_| {
        open.set(false);
        on_main.run(());
    };
    view! {
        <dialog node_ref=node aria-labelledby=labelled on:close=move |_: ev::Event| open.set(false)>
            <h2 id=title_id>{move || question.get().title}</h2>
            <Show when=move || open.get()>{children()}</Show>
            <div class="acts">
                <button type="button" class="btn" on:click=move |_| open.set(false)>
                    {move || question.get().safe}
                </button>
                <button type="button" class=format!("btn {look}") on:click=main>
                    {move || question.get().main}
                </button>
            </div>
        </dialog>
    }
}
