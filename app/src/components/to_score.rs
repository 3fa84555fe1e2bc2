//! The products that wait for the sheet of the judge who is signed in.

use domain::record::Kind;
use domain::record::product::entry::EntryStage;
use domain::record::product::round::{Judge, RoundStage, sits};
use domain::role::Role;
use domain::word;
use leptos::prelude::*;

use crate::components::entry_section::{round_of, stage_of};
use crate::components::jury_table::counted;
use crate::components::kinship::RecordRow;
use crate::components::score_form::own_sheet;
use crate::i18n::{count, t};
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::section_head::Section;

/// The section; nothing for who is no judge, and while nothing waits.
#[component]
pub fn ToScore() -> impl IntoView {
    let book = expect_context::<Book>();
    let is_judge = book.me().get_untracked().role == Role::CouncilMember;
    let sits = move |entry: &View| {
        let me = book.me().get_untracked();
        let round = round_of(book, entry).filter(|round| round.stage() == RoundStage::Judging.code());
        round.is_some_and(|round| {
            sits(&round.doc, Judge { account: Some(me.user), name: &me.name }) != Some(false)
        })
    };
    let waiting = Memo::new(move |_| {
        if !is_judge {
            return Vec::new();
        }
        // A sheet that is handed in takes its product off this list.
        book.track(Kind::JudgeSheet);
        book.scan(Kind::ProductEntry, |view| {
            let is_open = stage_of(&view) == Some(EntryStage::Eligible);
            let own = own_sheet(book, &view).filter(|_| is_open);
            let is_given = own.is_some_and(|own| counted(&own).is_some());
            (is_open && !is_given && sits(&view)).then_some(view)
        })
    });
    let rows = move || waiting.get().into_iter().map(|view| view! { <RecordRow view/> }).collect_view();
    let aside = move || view! { <span class="muted">{count(word!("home.review_count"), waiting.with(Vec::len))}</span> };
    view! {
        <Show when=move || !waiting.with(Vec::is_empty)>
            <Section title=t(word!("jury.to_score")) aside><ul class="rows">{rows}</ul></Section>
        </Show>
    }
}
