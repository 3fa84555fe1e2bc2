//! The roster of a class: one day at a time.

use chrono::NaiveDate;
use domain::formats::date;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::trainee::attendance::class_days;
use domain::record::training_class::ClassStage;
use domain::word;
use domain::workflow;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::components::address::with_query;
use crate::components::page_frame::Page;
use crate::components::params::id_param;
use crate::components::roster::{Day, Roster, count_of};
use crate::components::titles::{place_line, title_of};
use crate::components::trainees::trainees_of;
use crate::components::value_text::show_field;
use crate::i18n::{fill, long_day, t};
use crate::pages::not_found::Missing;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::dock::Dock;
use crate::ui::empty_state::EmptyState;
use crate::ui::field::About;
use crate::ui::note::{Note, NoteLook};
use crate::ui::select::Select;
use crate::ui::shell::Heading;

const DAY: &str = "day";

/// The page.
#[component]
pub fn RosterPage() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    let class = Memo::new(move |_| {
        id.get().and_then(|id| book.view(id)).filter(|view| view.kind == Kind::TrainingClass)
    });
    let title = Signal::derive(|| t(word!("roster.title")).to_owned());
    move || {
        let Some(class) = class.get() else {
            return view! { <Missing title=t(word!("records.missing"))/> }.into_any();
        };
        let back = (routes::record(class.kind, class.id), title_of(&class));
        view! {
            <Page title back>
                <Sheet class/>
            </Page>
        }
        .into_any()
    }
}

/// The day that is asked for; otherwise today, or the last day before it, or the first one.
fn shown(days: &[NaiveDate], wanted: Option<&str>, today: NaiveDate) -> Option<NaiveDate> {
    let wanted = wanted.and_then(|day| date::parse_iso(day).ok()).filter(|day| days.contains(day));
    wanted.or_else(|| days.iter().rev().find(|day| **day <= today).copied()).or_else(|| days.first().copied())
}

#[component]
fn Sheet(class: View) -> impl IntoView {
    let query = use_query_map();
    let days: Vec<NaiveDate> = class_days(&class.doc).into_iter().collect();
    let today = now().day();
    let id = class.id;
    let back = routes::record(class.kind, id);
    if days.is_empty() {
        return view! {
            <div class="page">
            <Heading text=t(word!("roster.title"))/>
                <EmptyState icon="calendar" title=t(word!("roster.no_days")) words=t(word!("roster.no_days_help"))>
                    <ButtonLink label=t(word!("button.edit")) href=routes::record_edit(class.kind, id)/>
                </EmptyState>
            </div>
        }
        .into_any();
    }
    let class = StoredValue::new(class);
    let all = days.clone();
    let day = Memo::new(move |_| query.with(|query| shown(&all, query.get(DAY).as_deref(), today)));
    (move || {
        let on = day.get()?;
        let nth = days.iter().position(|day| *day == on).map_or(0, |at| at + 1);
        let heading =
            fill(word!("roster.heading"), &[("n", &nth.to_string()), ("total", &days.len().to_string())]);
        let (days, back) = (days.clone(), back.clone());
        Some(class.with_value(|class| {
            view! { <OfDay class=class.clone() on heading days back/> }
        }))
    })
    .into_any()
}

#[component]
fn OfDay(class: View, on: NaiveDate, heading: String, days: Vec<NaiveDate>, back: String) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let is_come = on <= now().day();
    let stage = workflow::stage(class.kind, &class.doc).and_then(ClassStage::from_code);
    let is_running = stage == Some(ClassStage::Running);
    let may_mark = may(role, Operation::Edit, Kind::Trainee, Relation::OwnScope);
    let day = Day { class: class.id, on, is_open: may_mark && is_running && is_come };
    let place = [title_of(&class), place_line(&class.doc)].join(" · ");
    let session = show_field(class.kind, &class.doc, "session").unwrap_or_default().to_lowercase();
    let teacher = show_field(class.kind, &class.doc, "teacher").unwrap_or_default();
    let line =
        fill(word!("roster.about"), &[("day", &long_day(on)), ("session", &session), ("teacher", &teacher)]);
    let note = match (is_come, is_running) {
        (false, _) => Some(t(word!("roster.not_come"))),
        (true, false) => Some(t(word!("roster.not_running"))),
        (true, true) => None,
    };
    let marked = move || {
        let ids: Vec<_> = trainees_of(book, day.class).iter().map(|view| view.id).collect();
        let count = count_of(book, &ids, on);
        (count.marked().to_string(), count.all().to_string())
    };
    let progress = move || {
        let (n, total) = marked();
        fill(word!("roster.marked"), &[("n", &n), ("total", &total)])
    };
    view! {
        <div class="page">
            <p class="muted">{place}</p>
            <Heading text=heading/>
            <p>{line}</p>
            <DayPicker class=class.id on days/>
            {note.map(|words| view! { <Note look=NoteLook::Info>{words}</Note> })}
            <Roster day/>
        </div>
        <Dock label=t(word!("nav.actions"))>
            <p>{progress}</p>
            <ButtonLink label=t(word!("roster.done")) href=back look="main"/>
        </Dock>
    }
}

#[component]
fn DayPicker(class: domain::id::RecordId, on: NaiveDate, days: Vec<NaiveDate>) -> impl IntoView {
    let navigate = use_navigate();
    let options = days
        .iter()
        .zip(1..)
        .map(|(day, nth)| {
            let label = fill(word!("roster.day"), &[("n", &nth.to_string()), ("day", &long_day(*day))]);
            (date::to_iso(*day), label)
        })
        .collect();
    let about =
        About { id: "roster-day".to_owned(), label: t(word!("roster.choose_day")).to_owned(), help: None };
    let pick = move |day: Option<String>| {
        let address = with_query(&routes::roster(class), &[(DAY, day.as_deref().unwrap_or_default())]);
        navigate(&address, NavigateOptions { replace: true, scroll: false, ..Default::default() });
    };
    view! {
        <Select about options chosen=Some(date::to_iso(on)) nothing=t(word!("roster.latest_day")) on_pick=pick/>
    }
}
