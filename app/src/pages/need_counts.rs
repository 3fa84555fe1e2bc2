//! Registrations of a year by commune and month, and the communes without any.

use chrono::Datelike;
use domain::record::Kind;
use domain::record::need::counts::{Counts, everywhere};
use domain::word;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::components::address::{follow, with_query};
use crate::components::page_frame::Page;
use crate::components::person::spans_communes;
use crate::components::value_text::commune_name;
use crate::i18n::{count, fill, number, t};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::ui::filter_button::FilterSelect;
use crate::ui::shell::Heading;
use crate::ui::table::{Column, Table};

/// Years that can be looked at, the present one first.
const YEARS: i32 = 6;

/// The page.
#[component]
pub fn NeedCounts() -> impl IntoView {
    let book = expect_context::<Book>();
    let this = now().day().year();
    let given = use_query_map().with_untracked(|query| query.get("year")).unwrap_or_default();
    let year = RwSignal::new(given);
    follow(year.into(), |year: &String| with_query(routes::NEED_COUNTS, &[("year", year)]));
    let options = (0..YEARS)
        .map(|back| {
            let value = if back == 0 { String::new() } else { (this - back).to_string() };
            (value, (this - back).to_string())
        })
        .collect();
    let wanted = Memo::new(move |_| year.get().parse::<i32>().unwrap_or(this));
    let counts = Memo::new(move |_| {
        let docs = book.scan(Kind::Need, |need| Some(need.doc));
        Counts::of(wanted.get(), docs.iter())
    });
    let back = (routes::NEEDS.to_owned(), t(word!("nav.needs")).to_owned());
    view! {
        <Page title=t(word!("need.counts_title")) here=routes::NEEDS back>
            <div class="page page-wide">
                <Heading text=t(word!("need.counts_title"))/>
                <div class="tools no-print">
                    <FilterSelect
                        label=t(word!("need.counts_year"))
                        options
                        chosen=year
                        on_pick=move |picked| year.set(picked)
                    />
                </div>
                {move || view! { <Told year=wanted.get() counts=counts.get()/> }}
            </div>
        </Page>
    }
}

#[component]
fn Told(year: i32, counts: Counts) -> impl IntoView {
    let book = expect_context::<Book>();
    let me = book.me().get_untracked();
    let mine: Vec<&str> = everywhere()
        .filter(|code| spans_communes(&me) || me.communes.iter().any(|own| own == code))
        .collect();
    let with = counts.ranked();
    let silent = counts.silent(mine.iter().copied());
    let sentence = fill(
        word!("need.counts_sentence"),
        &[
            ("year", &year.to_string()),
            ("n", &number(counts.sum())),
            ("communes", &with.len().to_string()),
            ("all", &mine.len().to_string()),
        ],
    );
    let names: Vec<String> = silent.iter().map(|code| commune_name(code)).collect();
    let named = (!names.is_empty()).then(|| {
        fill(word!("need.counts_silent"), &[("n", &names.len().to_string()), ("names", &names.join(", "))])
    });
    let rows: Vec<AnyView> = with.iter().map(|code| row(&counts, code)).collect();
    let mut columns = vec![Column::words(t(word!("capacity.column_commune")))];
    columns.extend((1..=12).map(|month| Column::numbers(count(word!("need.counts_month"), month))));
    columns.push(Column::numbers(t(word!("need.counts_total"))));
    view! {
        <p class="lead"><b>{sentence}</b></p>
        <Table caption=t(word!("need.counts_title")) columns>{rows}</Table>
        <p class="lead">{named}</p>
    }
}

fn row(counts: &Counts, code: &str) -> AnyView {
    let cells: Vec<AnyView> = counts
        .months(code)
        .iter()
        .enumerate()
        .map(|(month, n)| {
            let shown = (*n > 0).then(|| number(*n));
            view! { <td class="num" data-l=count(word!("need.counts_month"), month + 1)>{shown}</td> }
                .into_any()
        })
        .collect();
    view! {
        <tr>
            <td class="le-col" data-l=t(word!("capacity.column_commune"))>{commune_name(code)}</td>
            {cells}
            <td class="num" data-l=t(word!("need.counts_total"))><b>{number(counts.total(code))}</b></td>
        </tr>
    }
    .into_any()
}
