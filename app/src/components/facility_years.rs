//! The figures of a facility, years side by side, and the question for last year's while they are missing.

use domain::id::RecordId;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::facility_year::{YearStage, due_year};
use domain::record::rule::number;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::titles::title_of;
use crate::components::value_text::{field_label, show_field, stage_label};
use crate::i18n::{fill, t};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::next_action::NextAction;
use crate::ui::section_head::Section;
use crate::ui::table::{Column, Table};

/// Years beside each other; earlier ones are in the register.
const SHOWN: usize = 5;

/// The figures that are compared.
const FIGURES: &[&str] = &[
    "workers_total",
    "workers_female",
    "workers_insured",
    "workers_local",
    "workers_seasonal",
    "new_jobs",
    "avg_income_vnd_month",
    "capital_total_vnd",
    "revenue_vnd",
    "output_value_vnd",
    "tax_paid_vnd",
    "power_kwh_year",
];

fn years_of(book: Book, facility: RecordId) -> Vec<View> {
    let ids = book.children(facility, Kind::FacilityYear).get();
    let mut years: Vec<View> = ids.iter().filter_map(|id| book.view(*id)).collect();
    domain::ordering::sort_by_key(&mut years, |view| std::cmp::Reverse(number(&view.doc, "year")));
    years
}

/// The figures of the latest years.
#[component]
pub fn FacilityYears(
    /// The facility.
    facility: RecordId,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let years = Memo::new(move |_| years_of(book, facility));
    let due = due_year(now().day());
    let may_add = may(role, Operation::Create, Kind::FacilityYear, Relation::OwnScope);
    let has_due = move || years.with(|years| years.iter().any(|view| number(&view.doc, "year") == Some(due)));
    let add = move || {
        (may_add && !has_due()).then(|| {
            let label = fill(word!("facility_year.add"), &[("year", &due.to_string())]);
            let href = routes::record_new(Kind::FacilityYear, Some(facility));
            view! { <div class="acts"><ButtonLink label href look="sm" icon="plus"/></div> }
        })
    };
    let body = move || {
        let mut years = years.get();
        years.truncate(SHOWN);
        if years.is_empty() {
            return view! { <p class="muted gap-before">{t(word!("facility_year.none"))}</p> }.into_any();
        }
        view! { <SideBySide years/> }.into_any()
    };
    view! {
        <Section title=t(word!("facility_year.title")) id="years">
            {body}
            {add}
        </Section>
    }
}

#[component]
fn SideBySide(years: Vec<View>) -> impl IntoView {
    let name = |view: &View| show_field(Kind::FacilityYear, &view.doc, "year").unwrap_or_default();
    let heads = years.iter().map(|view| Column::numbers(name(view)));
    let columns = std::iter::once(Column::words(t(word!("facility_year.figure")))).chain(heads).collect();
    let links = years
        .iter()
        .map(|view| {
            let stage = workflow::stage(Kind::FacilityYear, &view.doc).unwrap_or_default();
            let label = stage_label(Kind::FacilityYear, stage);
            let href = routes::record(Kind::FacilityYear, view.id);
            view! { <td class="num" data-l=name(view)><a class="hit" href=href>{label}</a></td> }
        })
        .collect_view();
    let rows = FIGURES.iter().filter_map(|field| row(field, &years)).collect_view();
    view! {
        <Table caption=t(word!("facility_year.title")) columns>
            <tr>
                <td class="le-col keep">{t(word!("facility_year.stage"))}</td>
                {links}
            </tr>
            {rows}
        </Table>
    }
}

/// One figure in each year; nothing when nobody knows it of any.
fn row(field: &str, years: &[View]) -> Option<AnyView> {
    let shown = |view: &View| show_field(Kind::FacilityYear, &view.doc, field);
    if years.iter().all(|view| shown(view).is_none()) {
        return None;
    }
    let cells = years
        .iter()
        .map(|view| {
            let year = show_field(Kind::FacilityYear, &view.doc, "year").unwrap_or_default();
            view! { <td class="num" data-l=year>{shown(view).unwrap_or_else(|| "–".to_owned())}</td> }
        })
        .collect_view();
    let label = field_label(Kind::FacilityYear, field);
    Some(view! { <tr><td class="le-col keep">{label}</td>{cells}</tr> }.into_any())
}

/// What the owner is asked for: last year's figures of each facility, until they are handed in.
#[component]
pub fn FiguresAsked() -> impl IntoView {
    let book = expect_context::<Book>();
    let due = due_year(now().day());
    let asked = move || {
        let facilities = book.scan(Kind::Facility, Some);
        let facilities = facilities.into_iter().filter(|view| view.doc.text("status") == Some("active"));
        facilities.filter_map(|facility| ask(book, &facility, due)).collect_view()
    };
    view! { {asked} }
}

fn ask(book: Book, facility: &View, due: i64) -> Option<AnyView> {
    let known = years_of(book, facility.id).into_iter().find(|view| number(&view.doc, "year") == Some(due));
    let waits = [YearStage::Draft, YearStage::Returned].map(YearStage::code);
    let (words, label, href) = match known {
        None => (
            word!("facility_year.asked_of"),
            fill(word!("facility_year.add"), &[("year", &due.to_string())]),
            routes::record_new(Kind::FacilityYear, Some(facility.id)),
        ),
        Some(view) if waits.contains(&view.stage().as_str()) => (
            word!("facility_year.to_hand_in"),
            t(word!("facility_year.open")).to_owned(),
            routes::record(Kind::FacilityYear, view.id),
        ),
        Some(_) => return None,
    };
    let year = due.to_string();
    let kicker = fill(word!("facility_year.asked"), &[("year", &year)]);
    let words = fill(words, &[("name", &title_of(facility)), ("year", &year)]);
    let asked = view! {
        <NextAction kicker title=title_of(facility)>
            <p>{words}</p>
            <div class="acts"><ButtonLink label href look="main" icon="pen"/></div>
        </NextAction>
    };
    Some(asked.into_any())
}
