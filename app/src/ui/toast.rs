//! One line for six seconds: never the only trace of anything, never for errors.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::icon::Icon;

const SHOWN_FOR: Duration = Duration::from_secs(6);

/// Says a line; kept in context by the app.
#[derive(Clone, Copy, Default)]
pub struct Toasts(RwSignal<Option<(u32, String)>>);

impl Toasts {
    /// Shows a line in place of the one before it.
    pub fn say(self, line: impl Into<String>) {
        let turn = self.0.with_untracked(|now| now.as_ref().map_or(0, |(turn, _)| turn + 1));
        self.0.set(Some((turn, line.into())));
        set_timeout(
            move || {
                self.0.update(|now| {
                    if now.as_ref().is_some_and(|(shown, _)| *shown == turn) {
                        *now = None;
                    }
                });
            },
            SHOWN_FOR,
        );
    }
}

/// Where the line appears.
#[component]
pub fn Toast() -> impl IntoView {
    let said = use_context::<Toasts>();
    let line = move || {
        let (_, line) = said?.0.get()?;
        Some(view! {
            <Icon name="saved"/>
            <span>{line}</span>
        })
    };
    view! { <div class="toast" role="status">{line}</div> }
}
