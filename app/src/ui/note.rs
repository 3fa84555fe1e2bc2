//! A tinted note with an edge: something to know before going on.

use leptos::prelude::*;

use crate::ui::icon::Icon;

/// What kind of note it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoteLook {
    /// Good to know.
    Info,
    /// All is well.
    Good,
    /// A day is near, a value is doubtful.
    Warn,
    /// Somebody must act.
    Bad,
}

impl NoteLook {
    fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Info => ("note info", "info"),
            Self::Good => ("note good", "s2"),
            Self::Warn => ("note warn", "clock"),
            Self::Bad => ("note bad", "review"),
        }
    }
}

/// A note.
#[component]
pub fn Note(
    /// Kind.
    look: NoteLook,
    /// Words.
    children: Children,
) -> impl IntoView {
    let (class, icon) = look.parts();
    view! {
        <div class=class>
            <Icon name=icon/>
            <div>{children()}</div>
        </div>
    }
}
