//! The register of projects: seven counts are the filter; a table with a mouse, rows on touch.

use std::cmp::Reverse;

use domain::id::RecordId;
use domain::money;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::value::Value;
use domain::word;
use domain::workflow;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::components::address::{follow, with_query};
use crate::components::course::{STEPS, case_look, day_of, holder_of, project_step, waits_for};
use crate::components::marked::marked;
use crate::components::page_frame::Page;
use crate::components::show_more::{ROWS, ShowMore};
use crate::components::titles::title_of;
use crate::components::updated::Updated;
use crate::components::value_text::{commune_name, stage_label};
use crate::i18n::{by_key, count, fill, lang, number, t};
use crate::pages::project_form::beneficiary;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::empty_state::EmptyState;
use crate::ui::filter_button::FilterButton;
use crate::ui::list_row::ListRow;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::search::Search;
use crate::ui::shell::Heading;
use crate::ui::stage_path::StageBars;
use crate::ui::table::{Column, Table};

/// A project in the register.
#[derive(Clone, PartialEq)]
struct Line {
    id: RecordId,
    view: View,
    step: usize,
    days: i64,
    is_overdue: bool,
    support: i64,
}

/// What the table is sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    /// Held longest first, overdue before all, finished last.
    Days,
    /// By title.
    Title,
    /// Most support first.
    Support,
}

impl Order {
    fn code(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Title => "title",
            Self::Support => "support",
        }
    }

    fn of(code: &str) -> Self {
        [Self::Title, Self::Support].into_iter().find(|order| order.code() == code).unwrap_or(Self::Days)
    }

    fn sort(self, lines: &mut Vec<Line>) {
        match self {
            Self::Days => {
                domain::ordering::sort_by_key(lines, |line| {
                    (line.step + 1 == STEPS, Reverse(line.is_overdue), Reverse(line.days))
                });
            }
            // The book lists titles in order already.
            Self::Title => {}
            Self::Support => domain::ordering::sort_by_key(lines, |line| Reverse(line.support)),
        }
    }
}

/// Steps as they stand in the address: `35`.
fn steps_text(steps: &[bool; STEPS]) -> String {
    steps.iter().zip(1..).filter(|(on, _)| **on).map(|(_, n): (_, u32)| n.to_string()).collect()
}

fn steps_of(text: &str) -> [bool; STEPS] {
    let mut steps = [false; STEPS];
    for (on, n) in steps.iter_mut().zip('1'..) {
        *on = text.contains(n);
    }
    steps
}

/// The page.
#[component]
pub fn Projects() -> impl IntoView {
    let book = expect_context::<Book>();
    let list = book.list(Kind::Project);
    let is_empty = Memo::new(move |_| list.with(|all| all.is_empty()));
    let may_add = may(book.me().get_untracked().role, Operation::Create, Kind::Project, Relation::OwnScope);
    view! {
        <Page title=t(word!("projects.title")) here=routes::PROJECTS>
            <div class="page">
                <div class="register-head">
                    <Heading text=t(word!("projects.title"))/>
                    <span class="muted"><Updated/></span>
                    {may_add.then(|| view! {
                        <div class="acts">
                            <ButtonLink
                                label=t(word!("projects.add"))
                                href=routes::record_new(Kind::Project, None)
                                look="sm"
                                icon="plus"
                            />
                        </div>
                    })}
                </div>
                {move || if is_empty.get() {
                    view! {
                        <EmptyState icon="project" title=t(word!("projects.empty_title")) words=t(word!("projects.empty"))/>
                    }.into_any()
                } else {
                    view! { <Register/> }.into_any()
                }}
            </div>
        </Page>
    }
}

#[component]
fn Register() -> impl IntoView {
    let book = expect_context::<Book>();
    let query = use_query_map();
    let part = |name: &str| query.with_untracked(|query| query.get(name)).unwrap_or_default();
    let text = RwSignal::new(part("q"));
    let steps = RwSignal::new(steps_of(&part("steps")));
    let is_mine = RwSignal::new(!part("held").is_empty());
    let sorted = RwSignal::new(Order::of(&part("by")));
    let address = Signal::derive(move || {
        let held = if is_mine.get() { "1" } else { "" };
        let by = sorted.get();
        let by = if by == Order::Days { "" } else { by.code() };
        let parts = [
            ("q", text.get()),
            ("steps", steps_text(&steps.get())),
            ("held", held.to_owned()),
            ("by", by.to_owned()),
        ];
        let parts: Vec<(&str, &str)> = parts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        with_query(routes::PROJECTS, &parts)
    });
    follow(address, String::clone);
    let role = book.me().get_untracked().role;
    let all = Memo::new(move |_| lines(book));
    let mine = Memo::new(move |_| all.with(|all| all.iter().filter(|line| is_held(line, role)).count()));
    let shown = Memo::new(move |_| {
        let query = text.get();
        let wanted = steps.get();
        let found = (!query.trim().is_empty()).then(|| found_ids(book, &query));
        let none = wanted.iter().all(|on| !on);
        let keep = |line: &&Line| {
            (none || wanted.get(line.step).copied().unwrap_or_default())
                && (!is_mine.get() || is_held(line, role))
                && found.as_ref().is_none_or(|found| found.contains(&line.id))
        };
        let mut kept = all.with(|all| all.iter().filter(keep).cloned().collect::<Vec<_>>());
        sorted.get().sort(&mut kept);
        kept
    });
    let limit = RwSignal::new(ROWS);
    let total = move || shown.with(|shown| shown.iter().map(|line| line.support).sum::<i64>());
    view! {
        <Pipeline all steps/>
        <div class="tools">
            <Search
                label=t(word!("projects.search"))
                placeholder=t(word!("projects.search_hint"))
                clear=t(word!("button.clear"))
                value=text.get_untracked()
                on_text=move |query| text.set(query)
            />
            <FilterButton
                label=Signal::derive(move || count(word!("projects.filter_held"), mine.get()))
                on=is_mine
                on_press=move |()| is_mine.update(|on| *on = !*on)
            />
        </div>
        <div class="desk-only"><Lines shown text sorted limit/></div>
        <div class="touch-only"><Rows shown text limit/></div>
        <ShowMore total=Signal::derive(move || shown.with(Vec::len)) limit/>
        <p class="table-foot" role="status">
            <span>
                {move || count(word!("list.count_projects"), shown.with(Vec::len))}
                " · "
                {move || fill(word!("list.total_support"), &[("amount", &money::show_millions(total(), lang()))])}
            </span>
        </p>
    }
}

fn found_ids(book: Book, query: &str) -> Vec<RecordId> {
    book.search(Kind::Project, query).into_iter().map(|hit| hit.id).collect()
}

fn is_held(line: &Line, role: domain::role::Role) -> bool {
    line.is_overdue || waits_for(&line.view, role)
}

/// All projects by title.
fn lines(book: Book) -> Vec<Line> {
    let today = now().day();
    book.scan(Kind::Project, |view| {
        let days = day_of(&view.doc, "stage_since").map_or(0, |since| (today - since).num_days().max(0));
        let is_overdue = day_of(&view.doc, "due_on").is_some_and(|due| due < today);
        let amount = |field: &str| view.doc.get(field).and_then(Value::as_int);
        let support = amount("support_approved").or(amount("support_requested")).unwrap_or(0);
        Some(Line { id: view.id, step: project_step(&view), days, is_overdue, support, view })
    })
}

#[component]
fn Pipeline(all: Memo<Vec<Line>>, steps: RwSignal<[bool; STEPS]>) -> impl IntoView {
    let counts = (0..STEPS)
        .map(|at| {
            let n = move || all.with(|all| all.iter().filter(|line| line.step == at).count());
            let label = fill(
                word!("pipeline.step"),
                &[("n", &(at + 1).to_string()), ("step", &by_key(&format!("path_step.{}", at + 1)))],
            );
            let is_on = move || steps.with(|steps| steps.get(at).copied().unwrap_or_default());
            let toggle = move |event| {
                let is_on = event_target_checked(&event);
                steps.update(|steps| {
                    if let Some(step) = steps.get_mut(at) {
                        *step = is_on;
                    }
                });
            };
            view! {
                <label>
                    <input type="checkbox" prop:checked=is_on on:change=toggle/>
                    <b>{move || number(n())}</b>
                    <span class="l">{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="fun">
            <legend class="vh">{t(word!("projects.filter_step"))}</legend>
            {counts}
        </fieldset>
    }
}

#[component]
fn Lines(
    shown: Memo<Vec<Line>>,
    text: RwSignal<String>,
    sorted: RwSignal<Order>,
    limit: RwSignal<usize>,
) -> impl IntoView {
    let columns = vec![
        Column::words(t(word!("projects.column_code"))),
        Column::words(t(word!("projects.column_title"))).class("col-title").sortable(Order::Title.code()),
        Column::words(t(word!("projects.column_commune"))),
        Column::words(t(word!("projects.column_step"))).class("col-stage"),
        Column::words(t(word!("projects.column_holder"))),
        Column::numbers(t(word!("projects.column_days"))).sortable(Order::Days.code()),
        Column::numbers(t(word!("projects.column_support"))).sortable(Order::Support.code()),
    ];
    let rows = move || {
        shown.get().into_iter().take(limit.get()).map(|line| view! { <TableLine line text/> }).collect_view()
    };
    let by = Signal::derive(move || sorted.get().code().to_owned());
    let press = Callback::new(move |code: &'static str| sorted.set(Order::of(code)));
    view! { <Table caption=t(word!("projects.title")) columns sorted=by on_sort=press>{rows}</Table> }
}

#[component]
fn TableLine(line: Line, text: RwSignal<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let doc = &line.view.doc;
    let code = doc.text("code").unwrap_or(t(word!("projects.no_code"))).to_owned();
    let commune = doc.text("commune_code").map(commune_name);
    let stage = workflow::stage(Kind::Project, doc).unwrap_or_default();
    let bars = fill(
        word!("project.step_of_label"),
        &[("n", &(line.step + 1).to_string()), ("total", &STEPS.to_string())],
    );
    let who = untrack(|| beneficiary(book, &line.view));
    let holder = holder_of(&line.view);
    let days = if line.is_overdue {
        view! { <Mark look=MarkLook::DUE word=line.days.to_string()/> }.into_any()
    } else {
        line.days.to_string().into_any()
    };
    let title = title_of(&line.view);
    view! {
        <tr>
            <td class="le-col keep" data-l=t(word!("projects.column_code"))>{code}</td>
            <td data-l=t(word!("projects.column_title"))>
                <span>
                    <a class="row-link" href=routes::project(line.id)>{marked(&title, &text.get_untracked())}</a>
                    <span class="o">{who}</span>
                </span>
            </td>
            <td data-l=t(word!("projects.column_commune"))>{commune}</td>
            <td data-l=t(word!("projects.column_step"))>
                <span>
                    <StageBars count=STEPS now=line.step label=bars/>
                    {stage_label(Kind::Project, stage)}
                </span>
            </td>
            <td data-l=t(word!("projects.column_holder"))>{holder}</td>
            <td class="num" data-l=t(word!("projects.column_days"))>{days}</td>
            <td class="num" data-l=t(word!("projects.column_support"))>
                {money::show_millions(line.support, lang())}
            </td>
        </tr>
    }
}

#[component]
fn Rows(shown: Memo<Vec<Line>>, text: RwSignal<String>, limit: RwSignal<usize>) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let today = now().day();
    let rows = move || {
        shown
            .get()
            .into_iter()
            .take(limit.get())
            .map(|line| {
                let stage = workflow::stage(Kind::Project, &line.view.doc).unwrap_or_default();
                let look = case_look(&line.view, role, today);
                let title = title_of(&line.view);
                let who = beneficiary(book, &line.view);
                let holder = holder_of(&line.view);
                view! {
                    <ListRow
                        href=routes::project(line.id)
                        title=move || marked(&title, &text.get())
                        state=move || view! { <Mark look word=stage_label(Kind::Project, stage)/> }
                    >
                        <span class="line">{who}</span>
                        <span class="line muted">{holder}</span>
                    </ListRow>
                }
            })
            .collect_view()
    };
    view! { <ul class="rows long">{rows}</ul> }
}
