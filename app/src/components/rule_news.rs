//! “What changed since you last looked”: entries of the register of rules, and a button to have seen them.

use domain::word;
use leptos::prelude::*;

use crate::components::kinship::RecordRow;
use crate::i18n::{self, count, fill, t};
use crate::state::book::Book;
use crate::state::reference;
use crate::ui::button::Button;
use crate::ui::section_head::Section;

/// The section; nothing while there is no news.
#[component]
pub fn RuleNews() -> impl IntoView {
    let book = expect_context::<Book>();
    let looked = RwSignal::new(0_u32);
    let news = Memo::new(move |_| {
        looked.track();
        reference::news(book)
    });
    let rows = move || news.get().into_iter().map(|view| view! { <RecordRow view/> }).collect_view();
    let seen = move |()| {
        reference::look(book);
        looked.update(|looked| *looked += 1);
    };
    let title = Signal::derive(move || {
        looked.track();
        let since = reference::last_look(book).map(i18n::day).unwrap_or_default();
        fill(word!("rules.news"), &[("date", &since)])
    });
    view! {
        <Show when=move || !news.with(Vec::is_empty)>
            <Section
                title
                aside=move || view! { <span class="muted">{count(word!("records.count"), news.with(Vec::len))}</span> }
            >
                <ul class="rows">{rows}</ul>
                <div class="acts">
                    <Button label=t(word!("rules.seen")) look="sm" icon="check" on_press=seen/>
                </div>
            </Section>
        </Show>
    }
}
