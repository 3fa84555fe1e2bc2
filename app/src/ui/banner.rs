//! One message under the top bar that may wait: a new version, a lost session.

use leptos::prelude::*;

use crate::ui::icon::Icon;

/// The message and its buttons.
#[component]
pub fn Banner(
    /// Symbol.
    icon: &'static str,
    /// What is the matter.
    #[prop(into)]
    title: Signal<String>,
    /// What is safe and what may be done.
    #[prop(into)]
    words: Signal<String>,
    /// Buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="banner" role="status">
            <Icon name=icon/>
            <p>
                <b>{move || title.get()}</b>
                " · "
                {move || words.get()}
            </p>
            {children()}
        </div>
    }
}
