//! What waits for a person, in a register: the filter, and the way to it from a list that shows only some.

use domain::id::RecordId;
use domain::ordering;
use domain::record::Kind;
use domain::record::paper::list;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::address::with_query;
use crate::components::course::waits_for;
use crate::i18n::{count, fill, number, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::filter_button::FilterButton;

/// The part of an address that keeps to what waits for the person.
pub const HELD: &str = "held";

/// The records of a kind that wait for the person who is signed in.
pub fn waiting(book: Book, kind: Kind) -> Vec<View> {
    let role = book.me().get_untracked().role;
    let mut found = book.scan(kind, |view| waits_for(&view, role).then_some(view));
    if kind == Kind::Paper {
        found.retain(|paper| is_in_time(book, paper));
    }
    found
}

/// Whether the step of its project that a paper is for is still on.
fn is_in_time(book: Book, paper: &View) -> bool {
    let project = paper.doc.text("project").and_then(|id| id.parse().ok()).and_then(|id| book.view(id));
    project.is_some_and(|project| list::waits(&paper.doc, &project.doc))
}

/// The register of a kind, narrowed to what waits.
pub fn waiting_register(kind: Kind) -> String {
    with_query(&routes::register(kind), &[(HELD, "1")])
}

/// The filter of a register; nothing while nothing waits and it is off.
#[component]
pub fn HeldFilter(
    /// Kind of the register.
    kind: Kind,
    /// Whether it is on.
    on: RwSignal<bool>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let total = Memo::new(move |_| waiting(book, kind).len());
    view! {
        <Show when=move || on.get() || total.get() != 0>
            <FilterButton
                label=Signal::derive(move || count(word!("list.filter_held"), total.get()))
                on
                on_press=move |()| on.update(|on| *on = !*on)
            />
        </Show>
    }
}

/// The records that answer a query, in a stage if one is given, of these that wait if only those are wanted.
pub fn find(book: Book, kind: Kind, query: &str, stage: &str, held: Option<Vec<View>>) -> Vec<RecordId> {
    let mut hits: Vec<RecordId> = book.search(kind, query).into_iter().map(|hit| hit.id).collect();
    if !stage.is_empty() {
        let in_stage = |view: View| (workflow::stage(kind, &view.doc) == Some(stage)).then_some(view.id);
        let passing = ordering::set(book.scan(kind, in_stage));
        hits.retain(|id| passing.contains(id));
    }
    if let Some(held) = held {
        let held = ordering::set(held.into_iter().map(|view| view.id));
        hits.retain(|id| held.contains(id));
    }
    hits
}

/// Under a list that shows only its first rows: how many there are, and the way to all of them.
#[component]
pub fn Rest(
    /// Rows that are drawn.
    #[prop(into)]
    shown: Signal<usize>,
    /// Rows in all.
    #[prop(into)]
    total: Signal<usize>,
    /// Where all of them are.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    let href = StoredValue::new(href);
    let words = move || {
        let total = total.get();
        let parts = [("n", number(total.saturating_sub(shown.get()))), ("total", number(total))];
        fill(word!("list.rest"), &parts.each_ref().map(|(name, value)| (*name, value.as_str())))
    };
    view! {
        <Show when=move || { total.get() > shown.get() }>
            <p><a class="hit" href=href.get_value()>{words}</a></p>
        </Show>
    }
}

/// The choice of a stage, with all stages first.
pub fn stage_options(stages: Vec<(String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), t(word!("list.all_stages")).to_owned())).chain(stages).collect()
}
