//! The roster of one class day: everybody by given name, marked with one tap, unmarked visibly so.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::trainee::attendance::{Count, Mark, mark_on, marking};
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::save_error::save_error_words;
use crate::components::trainees::{about, elsewhere, name_of, trainees_of};
use crate::i18n::{count, fill, t};
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::Button;
use crate::ui::mark::{Mark as MarkWord, MarkLook};
use crate::ui::note::{Note, NoteLook};
use crate::ui::segment::{SegmentItem, SegmentRow};

/// A day of a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Day {
    /// The class.
    pub class: RecordId,
    /// The day.
    pub on: NaiveDate,
    /// Whether marks may be given now.
    pub is_open: bool,
}

/// Counts, the tap for everybody who is left, and the rows.
#[component]
pub fn Roster(
    /// The day.
    day: Day,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let order =
        Memo::new(move |_| trainees_of(book, day.class).iter().map(|view| view.id).collect::<Vec<_>>());
    let counted = Memo::new(move |_| count_of(book, &order.get(), day.on));
    let doubled = Memo::new(move |_| elsewhere(book, day.class, day.on));
    let failed = RwSignal::new(None::<String>);
    let rest = move |()| {
        let unmarked = order.get_untracked().into_iter().filter_map(|id| untrack(|| book.view(id)));
        let unmarked: Vec<View> = unmarked.filter(|view| mark_on(&view.doc, day.on).is_none()).collect();
        give(book, unmarked, day.on, Mark::Present, failed);
    };
    let rows = move || {
        let rows = order.get().into_iter().zip(1..);
        rows.map(|(id, number)| view! { <Row id number day doubled failed/> }).collect_view()
    };
    view! {
        <div class="roster-count">
            <Counts counted/>
            <Show when=move || day.is_open && counted.get().unmarked != 0>
                <Button
                    label=Signal::derive(move || count(word!("roster.rest_present"), counted.get().unmarked))
                    look="sm"
                    icon="check"
                    on_press=rest
                />
            </Show>
        </div>
        {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
        <ul class="roster">{rows}</ul>
    }
}

/// How many are marked how.
pub fn count_of(book: Book, trainees: &[RecordId], on: NaiveDate) -> Count {
    let views: Vec<View> = trainees.iter().filter_map(|id| book.view(*id)).collect();
    Count::of(views.iter().map(|view| &view.doc), on)
}

#[component]
fn Counts(counted: Memo<Count>) -> impl IntoView {
    let words = move |word, pick: fn(Count) -> usize| move || count(word, pick(counted.get()));
    view! {
        <b>{words(word!("roster.present_n"), |count| count.present)}</b>
        <span>{words(word!("roster.absent_n"), |count| count.absent)}</span>
        <span>{words(word!("roster.excused_n"), |count| count.excused)}</span>
        <span>{words(word!("roster.unmarked_n"), |count| count.unmarked)}</span>
    }
}

/// The word of a mark.
pub fn mark_word(mark: Mark) -> &'static str {
    match mark {
        Mark::Present => t(word!("roster.present")),
        Mark::Absent => t(word!("roster.absent")),
        Mark::Excused => t(word!("roster.excused")),
    }
}

fn icon(mark: Mark) -> &'static str {
    match mark {
        Mark::Present => "check",
        Mark::Absent => "x",
        Mark::Excused => "file",
    }
}

#[component]
fn Row(
    id: RecordId,
    number: usize,
    day: Day,
    doubled: Memo<BTreeMap<RecordId, String>>,
    failed: RwSignal<Option<String>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let record = book.record(id);
    let name = move || record.with(|view| view.as_ref().map(|view| name_of(&view.doc).to_owned()));
    let marked = Memo::new(move |_| record.with(|view| mark_on(&view.as_ref()?.doc, day.on)));
    let also = move || doubled.with(|all| all.get(&id).cloned());
    let control = move || {
        if !day.is_open {
            return view! { <span class="given">{marked.get().map(mark_word)}</span> }.into_any();
        }
        let item = |mark: Mark| SegmentItem {
            value: mark.code().to_owned(),
            word: mark_word(mark).to_owned(),
            icon: Some(icon(mark)),
        };
        let pick = move |code: String| {
            let view = untrack(|| book.view(id));
            if let (Some(view), Some(mark)) = (view, Mark::from_code(&code)) {
                give(book, vec![view], day.on, mark, failed);
            }
        };
        view! {
            <SegmentRow
                label=untrack(name).unwrap_or_default()
                items=Mark::ALL.map(item).into()
                chosen=Signal::derive(move || marked.get().map(Mark::code).unwrap_or_default().to_owned())
                on_pick=pick
            />
        }
        .into_any()
    };
    view! {
        <li class:warn=move || also().is_some()>
            <span class="no">{number}</span>
            <span class="who"><b>{name}</b> <span class="muted">{move || record.with(|view| view.as_ref().map(|view| about(&view.doc)))}</span></span>
            {control}
            {move || also().map(|class| view! {
                <span class="also"><MarkWord look=MarkLook::MISSING word=fill(word!("roster.elsewhere"), &[("class", &class)])/></span>
            })}
        </li>
    }
}

/// Marks people, all of them in one write.
fn give(book: Book, whom: Vec<View>, on: NaiveDate, mark: Mark, failed: RwSignal<Option<String>>) {
    spawn_local(async move {
        let marked = |view: View| {
            let changed = domain::ordering::map(marking(&view.doc, on, Some(mark)));
            (view, changed)
        };
        let outcome = book.edit_all(whom.into_iter().map(marked).collect()).await;
        failed.try_set(outcome.err().map(|error| save_error_words(Kind::Trainee, &error)));
    });
}
