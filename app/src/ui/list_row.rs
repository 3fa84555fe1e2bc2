//! One row of the ledger: margin (time or number), title and sentence, state. One link per row.

use leptos::prelude::*;

/// How a row stands out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum RowLook {
    /// Like the others.
    #[default]
    Plain,
    /// The one whose detail is open.
    Selected,
    /// Somebody must act.
    Flagged,
}

impl RowLook {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "row",
            Self::Selected => "row on",
            Self::Flagged => "row flag",
        }
    }
}

/// A row that leads somewhere.
#[component]
pub fn ListRow(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How it stands out.
    #[prop(into, optional)]
    look: Signal<RowLook>,
    /// Bold and plain line of the margin.
    #[prop(optional)]
    margin: Option<(String, String)>,
    /// Title; may hold marked parts of a search.
    #[prop(into)]
    title: ViewFn,
    /// State on the right.
    #[prop(into, optional)]
    state: ViewFn,
    /// Sentences under the title.
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            <a
                class=move || look.get().class()
                href=move || href.get()
                aria-current=move || (look.get() == RowLook::Selected).then_some("true")
            >
                {margin.map(margin_cell)}
                <span class="bd">
                    <span class="t">{move || title.run()}</span>
                    {children()}
                </span>
                <span class="st">{move || state.run()}</span>
            </a>
        </li>
    }
}

/// A row that is no link; its ways out are buttons.
#[component]
pub fn PlainRow(
    /// How it stands out.
    #[prop(into, optional)]
    look: Signal<RowLook>,
    /// Bold and plain line of the margin.
    #[prop(optional)]
    margin: Option<(String, String)>,
    /// Title.
    #[prop(into)]
    title: String,
    /// State on the right.
    #[prop(into, optional)]
    state: ViewFn,
    /// Sentences and buttons under the title.
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            <div class=move || look.get().class()>
                {margin.map(margin_cell)}
                <div class="bd">
                    <span class="t">{title}</span>
                    {children()}
                </div>
                <span class="st">{move || state.run()}</span>
            </div>
        </li>
    }
}

fn margin_cell((strong, rest): (String, String)) -> impl IntoView {
    view! { <span class="le"><b>{strong}</b> {rest}</span> }
}
