//! “Kiểm tra”: visits that are planned, visits in work, what was recommended and waits, and the latest
//! signed ones.

use chrono::NaiveDate;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::recommendation::is_waiting;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::course::day_of;
use crate::components::kinship::list_line;
use crate::components::page_frame::Page;
use crate::components::sync_mark::mark_of;
use crate::components::titles::title_of;
use crate::components::value_text::stage_label;
use crate::components::visit::recommendations::RecommendationRow;
use crate::components::waiting::Rest;
use crate::i18n::{count, short_day, t, until};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::{SyncMark, View};
use crate::ui::button::ButtonLink;
use crate::ui::empty_state::EmptyState;
use crate::ui::list_row::ListRow;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

/// Rows of one section; the register has the rest.
const ROWS: usize = 20;

/// The part of the visits that a section shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Pile {
    Planned,
    Draft,
    Signed,
}

impl Pile {
    fn of(view: &View) -> Self {
        match workflow::stage(Kind::Visit, &view.doc) {
            Some("signed") => Self::Signed,
            _ if view.doc.get("started_at").is_some() => Self::Draft,
            _ => Self::Planned,
        }
    }

    fn day(self) -> &'static str {
        match self {
            Self::Planned => "planned_on",
            Self::Draft | Self::Signed => "visited_on",
        }
    }

    fn look(self) -> MarkLook {
        match self {
            Self::Planned => MarkLook::TODO,
            Self::Draft => MarkLook::DOING,
            Self::Signed => MarkLook::DONE,
        }
    }
}

/// The page.
#[component]
pub fn Visits() -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let may_begin = may(role, Operation::Create, Kind::Visit, Relation::OwnScope);
    let list = book.list(Kind::Visit);
    let register = routes::register(Kind::Visit);
    view! {
        <Page title=t(word!("nav.visits")) here=routes::VISITS>
            <div class="page">
                <div class="head">
                    <Heading text=t(word!("nav.visits"))/>
                    {may_begin.then(|| view! {
                        <ButtonLink label=t(word!("visit.title_new")) href=routes::VISIT_NEW look="sm main" icon="plus"/>
                    })}
                </div>
                <PileSection pile=Pile::Planned title=t(word!("visits.planned"))/>
                <PileSection pile=Pile::Draft title=t(word!("visits.drafts"))/>
                <FollowUp/>
                <PileSection pile=Pile::Signed title=t(word!("visits.signed"))/>
                <Show when=move || list.with(|all| all.is_empty())>
                    <EmptyState icon="visit" title=t(word!("visits.empty_title")) words=t(word!("visits.empty"))/>
                </Show>
                <p class="gap-before"><a class="hit" href=register>{t(word!("visits.register"))}</a></p>
            </div>
        </Page>
    }
}

#[component]
fn PileSection(pile: Pile, #[prop(into)] title: String) -> impl IntoView {
    let book = expect_context::<Book>();
    let found = Memo::new(move |_| {
        let mut found = book.scan(Kind::Visit, |view| (Pile::of(&view) == pile).then_some(view));
        let day = |view: &View| day_of(&view.doc, pile.day()).unwrap_or(NaiveDate::MAX);
        domain::ordering::sort_by_key(&mut found, day);
        if pile == Pile::Signed {
            found.reverse();
        }
        found
    });
    let title = StoredValue::new(title);
    let rows =
        move || found.get().into_iter().take(ROWS).map(|view| view! { <VisitRow view/> }).collect_view();
    let total =
        move || view! { <span class="muted">{count(word!("visits.count"), found.with(Vec::len))}</span> };
    view! {
        <Show when=move || !found.with(Vec::is_empty)>
            <Section title=title.get_value() aside=total>
                <ul class="rows">{rows}</ul>
                <Rest shown=ROWS total=Signal::derive(move || found.with(Vec::len)) href=routes::register(Kind::Visit)/>
            </Section>
        </Show>
    }
}

/// One visit: when, what kind, where, how far.
#[component]
pub fn VisitRow(
    /// The visit.
    view: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let pile = Pile::of(&view);
    let day = day_of(&view.doc, pile.day());
    let margin = match (day, pile) {
        (Some(day), Pile::Planned) => (short_day(day), until(day, now().day())),
        (Some(day), Pile::Draft | Pile::Signed) => (short_day(day), String::new()),
        (None, _) => (String::new(), String::new()),
    };
    let title = title_of(&view);
    let href = match pile {
        Pile::Planned | Pile::Draft => routes::visit(view.id),
        Pile::Signed => routes::record(Kind::Visit, view.id),
    };
    let stage = workflow::stage(Kind::Visit, &view.doc).unwrap_or_default();
    let (look, word) = match (view.sync, pile) {
        (SyncMark::Sent, Pile::Planned) => (pile.look(), t(word!("visits.planned_one")).to_owned()),
        (SyncMark::Sent, Pile::Draft | Pile::Signed) => (pile.look(), stage_label(Kind::Visit, stage)),
        (sync, _) => {
            let (look, word) = mark_of(sync);
            (look, word.to_owned())
        }
    };
    let line = list_line(book, &view, None);
    view! {
        <ListRow
            href
            margin
            title=move || title.clone()
            state=move || view! { <Mark look word=word.clone()/> }
        >
            <span class="line muted">{line}</span>
        </ListRow>
    }
}

/// What was recommended and is not done, the nearest day first.
#[component]
fn FollowUp() -> impl IntoView {
    let book = expect_context::<Book>();
    let found = Memo::new(move |_| {
        let is_open = |view: &View| is_waiting(&view.doc) || view.stage() == "answered";
        let mut found = book.scan(Kind::Recommendation, |view| is_open(&view).then_some(view));
        let day = |view: &View| day_of(&view.doc, "due_on").unwrap_or(NaiveDate::MAX);
        domain::ordering::sort_by_key(&mut found, day);
        found
    });
    let rows = move || {
        let shown = found.get().into_iter().take(ROWS);
        shown.map(|view| view! { <RecommendationRow view/> }).collect_view()
    };
    let total = move || view! { <span class="muted">{count(word!("home.review_count"), found.with(Vec::len))}</span> };
    view! {
        <Show when=move || !found.with(Vec::is_empty)>
            <Section title=t(word!("visits.follow_up")) aside=total>
                <ul class="rows">{rows}</ul>
                <Rest
                    shown=ROWS
                    total=Signal::derive(move || found.with(Vec::len))
                    href=routes::register(Kind::Recommendation)
                />
            </Section>
        </Show>
    }
}
