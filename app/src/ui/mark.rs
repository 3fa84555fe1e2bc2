//! A state as icon and word. Calm states have no box; a box says that somebody must act.

use leptos::prelude::*;

use crate::ui::icon::Icon;

/// How a state is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MarkLook {
    /// Symbol of the sprite.
    pub icon: &'static str,
    /// Class words of mark.css besides `mark`.
    pub class: &'static str,
}

impl MarkLook {
    /// On this device only.
    pub const SAVED: Self = Self { icon: "saved", class: "" };
    /// On its way.
    pub const SENDING: Self = Self { icon: "sending", class: "go" };
    /// The server has it.
    pub const SENT: Self = Self { icon: "sent", class: "ok" };
    /// A person has to look.
    pub const REVIEW: Self = Self { icon: "review", class: "bad box" };
    /// Not begun.
    pub const TODO: Self = Self { icon: "s0", class: "" };
    /// Begun.
    pub const DOING: Self = Self { icon: "s1", class: "go" };
    /// Finished.
    pub const DONE: Self = Self { icon: "s2", class: "ok" };
    /// Cannot be done now.
    pub const BLOCKED: Self = Self { icon: "s3", class: "" };
    /// A day is near or past.
    pub const DUE: Self = Self { icon: "clock", class: "due" };
    /// A check that passed.
    pub const GOOD: Self = Self { icon: "check", class: "ok" };
    /// A check that did not pass, or a value that is missing.
    pub const MISSING: Self = Self { icon: "review", class: "due" };
}

/// Icon and word.
#[component]
pub fn Mark(
    /// How it is drawn.
    #[prop(into)]
    look: Signal<MarkLook>,
    /// The word.
    #[prop(into)]
    word: Signal<String>,
) -> impl IntoView {
    view! {
        <span class=move || format!("mark {}", look.get().class)>
            <Icon name=Signal::derive(move || look.get().icon)/>
            <span>{move || word.get()}</span>
        </span>
    }
}
