//! The way to the rest of a long list: so many rows at once, more after a press.

use domain::word;
use leptos::prelude::*;

use crate::i18n::{count, fill, number};
use crate::ui::button::Button;

/// Rows drawn at once.
pub const ROWS: usize = 100;

/// The button; nothing while everything is drawn.
#[component]
pub fn ShowMore(
    /// Rows in all.
    #[prop(into)]
    total: Signal<usize>,
    /// Rows that are drawn.
    limit: RwSignal<usize>,
) -> impl IntoView {
    let told = move || {
        let parts = [("shown", number(limit.get().min(total.get()))), ("total", number(total.get()))];
        fill(word!("list.shown"), &parts.each_ref().map(|(name, value)| (*name, value.as_str())))
    };
    let more = move || total.get().saturating_sub(limit.get());
    view! {
        <Show when=move || more() != 0>
            <div class="acts">
                <span class="muted">{told}</span>
                <Button
                    label=Signal::derive(move || count(word!("button.show_more"), more().min(ROWS)))
                    look="sm"
                    on_press=move |()| limit.update(|limit| *limit += ROWS)
                />
            </div>
        </Show>
    }
}
