//! “Việc hôm nay”: what needs a person, in the order in which it presses. Owners see their cases.

use chrono::NaiveDate;
use domain::formats::date;
use domain::record::Kind;
use domain::role::Role;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::alerts::{Alerts, watches};
use crate::components::certificate_list::Expiring;
use crate::components::course::day_of;
use crate::components::deadlines::Deadlines;
use crate::components::drafts::Drafts;
use crate::components::facility_list::is_stale;
use crate::components::late_projects::LateProjects;
use crate::components::page_frame::Page;
use crate::components::readiness::ReadyLine;
use crate::components::review_list::{Review, disputed};
use crate::components::rule_news::RuleNews;
use crate::components::titles::{capital, title_of};
use crate::components::to_score::ToScore;
use crate::components::updated::Updated;
use crate::components::value_text::{commune_name, kind_name, show_field, stage_label};
use crate::components::waiting::{Rest, waiting, waiting_register};
use crate::i18n::{count, fill, long_day, number, short_day, t, until};
use crate::pages::owner_home::OwnerHome;
use crate::pages::project_form::beneficiary;
use crate::pages::record::parent_of;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::empty_state::EmptyState;
use crate::ui::list_row::ListRow;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

/// Rows of one section; the register has the rest. Who has many sections sees fewer rows of each.
const ROWS: usize = 12;
/// The same where more than two kinds wait.
const FEW_ROWS: usize = 4;

/// The page.
#[component]
pub fn Home() -> impl IntoView {
    let book = expect_context::<Book>();
    let role = Memo::new(move |_| book.me().get().role);
    move || match role.get() {
        Role::FacilityOwner => view! { <OwnerHome/> }.into_any(),
        role => view! { <Today role/> }.into_any(),
    }
}

#[component]
fn Today(role: Role) -> impl IntoView {
    let book = expect_context::<Book>();
    let review = Memo::new(move |_| disputed(book));
    let needs = Memo::new(move |_| by_day(book, Kind::Need));
    let projects = Memo::new(move |_| by_day(book, Kind::Project));
    let stale = Memo::new(move |_| if role == Role::CommuneOfficer { stale(book) } else { Vec::new() });
    let counts = Memo::new(move |_| {
        let own = [(Kind::Need, needs.with(Vec::len)), (Kind::Project, projects.with(Vec::len))].into_iter();
        let others = asked_kinds().map(|kind| (kind, waiting(book, kind).len()));
        own.chain(others).filter(|(_, total)| *total != 0).collect::<Vec<_>>()
    });
    let rows = Memo::new(move |_| if counts.with(Vec::len) > 2 { FEW_ROWS } else { ROWS });
    let is_quiet =
        move || counts.with(Vec::is_empty) && review.with(Vec::is_empty) && stale.with(Vec::is_empty);
    let totals = move || {
        let facilities = number(book.list(Kind::Facility).with(|all| all.len()));
        let projects = number(book.list(Kind::Project).with(|all| all.len()));
        fill(word!("home.totals"), &[("facilities", &facilities), ("projects", &projects)])
    };
    view! {
        <Page title=t(word!("home.title")) here=routes::HOME>
            <div class="page">
                <div class="head">
                    <Heading text=t(word!("home.title"))/>
                    <p class="muted">{long_day(now().day())}</p>
                </div>
                {(role == Role::CommuneOfficer).then(|| view! { <ReadyLine/> })}
                <Review review/>
                <Contents counts/>
                <Drafts/>
                <Waiting kind=Kind::Need found=needs rows title=t(word!("home.needs_waiting"))/>
                <Waiting kind=Kind::Project found=projects rows title=t(word!("home.projects_waiting"))/>
                <ToScore/>
                <Asked rows/>
                <LateProjects/>
                <Deadlines role/>
                {watches(role).then(|| view! { <Alerts/> })}
                <Expiring/>
                <Stale found=stale/>
                <RuleNews/>
                <Show when=is_quiet>
                    <EmptyState icon="today" title=t(word!("home.nothing_title")) words=t(word!("home.nothing"))>
                        <ButtonLink label=t(word!("nav.facilities")) href=routes::FACILITIES/>
                    </EmptyState>
                </Show>
                <Elsewhere/>
                <p class="muted">{totals} " · " <Updated/></p>
            </div>
        </Page>
    }
}

/// Kinds that wait from which on the page says at its top what it holds.
const MANY_KINDS: usize = 5;

/// How much of each kind waits, with the way down to it: for who has work of many kinds, above all on a phone.
#[component]
fn Contents(counts: Memo<Vec<(Kind, usize)>>) -> impl IntoView {
    let ways = move || {
        let counts = counts.get().into_iter();
        let way = |(kind, total): (Kind, usize)| {
            let words = format!("{} ({})", capital(&kind_name(kind)), number(total));
            view! { <a class="hit" href=format!("#{}", section_id(kind))>{words}</a> }
        };
        counts.map(way).collect_view()
    };
    view! {
        <Show when=move || { counts.with(Vec::len) >= MANY_KINDS }>
            <nav class="acts gap-before" aria-label=t(word!("home.contents"))>{ways}</nav>
        </Show>
    }
}

/// The section of what waits of a kind.
fn section_id(kind: Kind) -> String {
    format!("waits-{}", kind.code())
}

/// The ways to what has no place in the bar of a phone or a tablet.
#[component]
fn Elsewhere() -> impl IntoView {
    let ways = [
        (routes::NEEDS, word!("needs.title")),
        (routes::RECORDS, word!("registers.title")),
        (routes::RULES, word!("rules.title")),
    ];
    let ways = ways.map(|(href, name)| view! { <li><a class="hit" href=href>{t(name)}</a></li> });
    view! { <ul class="lines gap-before">{ways.into_iter().collect_view()}</ul> }
}

/// Records of the other kinds that wait for a role, kind by kind.
#[component]
fn Asked(rows: Memo<usize>) -> impl IntoView {
    let book = expect_context::<Book>();
    asked_kinds()
        .map(|kind| {
            let found = Memo::new(move |_| by_day(book, kind));
            view! { <Waiting kind found rows title=capital(&kind_name(kind))/> }
        })
        .collect_view()
}

/// The kinds with a course that have no section of their own.
fn asked_kinds() -> impl Iterator<Item = Kind> {
    Kind::ALL.iter().copied().filter(|kind| {
        kind.spec().course.is_some() && !matches!(kind, Kind::Need | Kind::Project | Kind::Conflict)
    })
}

/// What waits for a role: what is due, then what has waited longest, then what lies ahead.
fn by_day(book: Book, kind: Kind) -> Vec<View> {
    let today = now().day();
    let mut found = waiting(book, kind);
    domain::ordering::sort_by_key(&mut found, |view| {
        let day = day_of(&view.doc, "due_on").or_else(|| since(view)).unwrap_or(NaiveDate::MAX);
        let is_due = view.doc.get("due_on").is_some() && day <= today;
        (!is_due, day > today, day)
    });
    found
}

/// Since when a record is where it is. A visit that is not signed has no stage yet: the day it was made or is planned
/// for stands for it.
fn since(view: &View) -> Option<NaiveDate> {
    ["stage_since", "visited_on", "planned_on"].iter().find_map(|field| day_of(&view.doc, field))
}

#[component]
fn Waiting(
    kind: Kind,
    found: Memo<Vec<View>>,
    rows: Memo<usize>,
    #[prop(into)] title: String,
) -> impl IntoView {
    let title = StoredValue::new(title);
    let shown = rows;
    let rows = move || {
        let some = found.get().into_iter().take(shown.get());
        some.map(|view| view! { <CaseRow kind view/> }).collect_view()
    };
    let register = waiting_register(kind);
    let total = move || found.with(Vec::len);
    view! {
        <Show when=move || total() != 0>
            <Section
                title=title.get_value()
                id=section_id(kind)
                aside={
                    let register = register.clone();
                    move || view! { <a class="hit" href=register.clone()>{move || count(word!("home.review_count"), total())}</a> }
                }
            >
                <ul class="rows">{rows}</ul>
                <Rest shown total=Signal::derive(total) href=waiting_register(kind)/>
            </Section>
        </Show>
    }
}

#[component]
fn CaseRow(kind: Kind, view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = now().day();
    let due = day_of(&view.doc, "due_on");
    let margin = match (due, since(&view)) {
        (Some(due), _) => (short_day(due), until(due, today)),
        (None, Some(ahead)) if ahead > today => (short_day(ahead), until(ahead, today)),
        (None, Some(since)) => {
            let days = (today - since).num_days();
            (short_day(since), fill(word!("time.days"), &[("n", &days.to_string())]))
        }
        (None, None) => (String::new(), String::new()),
    };
    let stage = workflow::stage(kind, &view.doc).unwrap_or_default();
    let look = if due.is_some_and(|due| due <= today) { MarkLook::DUE } else { MarkLook::TODO };
    let who = untrack(|| beneficiary(book, &view)).or_else(|| parent_of(book, &view).map(|of| title_of(&of)));
    let place = view.doc.text("commune_code").map(commune_name);
    let what = show_field(kind, &view.doc, "activity");
    let title = title_of(&view);
    let who = who.filter(|who| *who != title);
    let line: Vec<String> = who.into_iter().chain(place).chain(what).collect();
    view! {
        <ListRow
            href=routes::record(kind, view.id)
            margin
            title=move || title.clone()
            state=move || view! { <Mark look word=stage_label(kind, stage)/> }
        >
            {line.join(" · ")}
        </ListRow>
    }
}

/// Facilities nobody looked at for a year, the oldest first.
fn stale(book: Book) -> Vec<View> {
    let today = now().day();
    let mut found = book.scan(Kind::Facility, |view| is_stale(&view.doc, today).then_some(view));
    domain::ordering::sort_by_key(&mut found, |view| day_of(&view.doc, "verified_on"));
    found
}

#[component]
fn Stale(found: Memo<Vec<View>>) -> impl IntoView {
    const FEW: usize = 5;
    let rows = move || {
        found
            .get()
            .into_iter()
            .take(FEW)
            .map(|view| {
                let day = day_of(&view.doc, "verified_on").map(date::show).unwrap_or_default();
                let title = title_of(&view);
                view! {
                    <ListRow
                        href=routes::facility(view.id)
                        margin=(day, String::new())
                        title=move || title.clone()
                        state=|| view! { <Mark look=MarkLook::DUE word=t(word!("facilities.stale"))/> }
                    >
                        {t(word!("home.stale_detail"))}
                    </ListRow>
                }
            })
            .collect_view()
    };
    let all = format!("{}?stale=1", routes::FACILITIES);
    view! {
        <Show when=move || !found.with(Vec::is_empty)>
            <Section
                title=t(word!("home.stale"))
                aside={
                    let all = all.clone();
                    move || view! {
                        <a class="hit" href=all.clone()>{count(word!("list.count_facilities"), found.with(Vec::len))}</a>
                    }
                }
            >
                <ul class="rows">{rows}</ul>
            </Section>
        </Show>
    }
}
