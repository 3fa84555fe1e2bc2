//! People and money for khuyến công down to the commune, set against the work there: a table of the communes this
//! person sees, a sentence, and who has not written or has nobody.

use std::collections::BTreeMap;

use chrono::Datelike;
use domain::formats::number::show_fixed;
use domain::money;
use domain::ordering;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::commune_capacity::{CommuneCapacity, people_of};
use domain::record::need::counts::everywhere;
use domain::record::rule::day;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::page_frame::Page;
use crate::components::person::spans_communes;
use crate::components::value_text::commune_name;
use crate::i18n::{fill, lang, number, t};
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::shell::Heading;
use crate::ui::table::{Column, Table};

/// A commune: what it has and what there is to do.
#[derive(Clone, Default, PartialEq)]
struct Line {
    told: Option<View>,
    facilities: usize,
    needs: usize,
    projects: usize,
    visits: usize,
}

impl Line {
    fn read(&self) -> Option<CommuneCapacity> {
        self.told.as_ref().map(|view| CommuneCapacity::read(&view.doc))
    }

    fn work(&self) -> usize {
        self.facilities + self.needs + self.projects + self.visits
    }
}

/// The page.
#[component]
pub fn Capacity() -> impl IntoView {
    let book = expect_context::<Book>();
    let year = now().day().year();
    let lines = Memo::new(move |_| lines(book, year));
    let me = book.me().get_untracked();
    let may_write = may(me.role, Operation::Create, Kind::CommuneCapacity, Relation::OwnScope);
    let write = fill(word!("capacity.write"), &[("year", &year.to_string())]);
    view! {
        <Page
            title=t(word!("capacity.title"))
            here=routes::RECORDS
            back=(routes::RECORDS.to_owned(), t(word!("registers.title")).to_owned())
        >
            <div class="page page-wide">
                <Heading text=t(word!("capacity.title"))/>
                <div class="acts no-print">
                    {may_write.then(|| view! {
                        <ButtonLink label=write href=routes::record_new(Kind::CommuneCapacity, None) look="main sm" icon="plus"/>
                    })}
                </div>
                {move || view! { <Told year lines=lines.get()/> }}
                <p class="muted">{t(word!("capacity.load_note"))}</p>
            </div>
        </Page>
    }
}

/// What each commune has and has to do. The work is counted, never typed.
fn lines(book: Book, year: i32) -> BTreeMap<String, Line> {
    let me = book.me().get_untracked();
    let mine = everywhere().filter(|code| spans_communes(&me) || me.communes.iter().any(|own| own == code));
    let mut all = ordering::map(mine.map(|code| (code.to_owned(), Line::default())));
    let mut add = |kind: Kind, count: fn(&mut Line), is_work: fn(&View, i32) -> bool| {
        for view in book.scan(kind, Some) {
            let line = view.doc.text("commune_code").and_then(|code| all.get_mut(code));
            if let Some(line) = line.filter(|_| is_work(&view, year)) {
                count(line);
            }
        }
    };
    let is_running = |view: &View, _| !workflow::is_over(view.kind, &view.doc);
    add(Kind::Facility, |line| line.facilities += 1, |_, _| true);
    add(Kind::Need, |line| line.needs += 1, is_running);
    add(Kind::Project, |line| line.projects += 1, is_running);
    // Visits are described by themselves; without that description there are none to count.
    if let Some(visit) = Kind::from_code("visit") {
        add(
            visit,
            |line| line.visits += 1,
            |view, year| day(&view.doc, "visited_on").is_some_and(|on| on.year() == year),
        );
    }
    for view in book.scan(Kind::CommuneCapacity, Some) {
        let is_of_year = domain::record::rule::number(&view.doc, "year") == Some(i64::from(year));
        let line = view.doc.text("commune_code").and_then(|code| all.get_mut(code));
        if let Some(line) = line.filter(|_| is_of_year) {
            line.told = Some(view);
        }
    }
    all
}

#[component]
fn Told(year: i32, lines: BTreeMap<String, Line>) -> impl IntoView {
    let told: Vec<(&String, CommuneCapacity)> =
        lines.iter().filter_map(|(code, line)| Some((code, line.read()?))).collect();
    let sum = |of: fn(&CommuneCapacity) -> i64| told.iter().map(|(_, one)| of(one)).sum::<i64>();
    let people = sum(people_of);
    let sentence = fill(
        word!("capacity.sentence"),
        &[
            ("year", &year.to_string()),
            ("told", &told.len().to_string()),
            ("all", &lines.len().to_string()),
            ("people", &people.to_string()),
            ("full", &sum(|one| one.full_time.unwrap_or(0)).to_string()),
            ("money", &money::show_millions(sum(|one| one.budget.unwrap_or(0)), lang())),
        ],
    );
    let named = |codes: Vec<&String>, word| {
        let names: Vec<String> = codes.iter().map(|code| commune_name(code)).collect();
        (!names.is_empty())
            .then(|| fill(word, &[("n", &names.len().to_string()), ("names", &names.join(", "))]))
    };
    let nobody = told.iter().filter(|(_, one)| people_of(one) == 0).map(|(code, _)| *code).collect();
    let untold = lines.iter().filter(|(_, line)| line.told.is_none()).map(|(code, _)| code).collect();
    let (nobody, untold) = (named(nobody, word!("capacity.nobody")), named(untold, word!("capacity.untold")));
    let rows: Vec<AnyView> = lines.iter().map(|(code, line)| row(code, line)).collect();
    view! {
        <p class="lead"><b>{sentence}</b></p>
        <p class="lead">{nobody}</p>
        <Table caption=t(word!("capacity.title")) columns=columns()>{rows}</Table>
        <p class="lead">{untold}</p>
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::words(t(word!("capacity.column_commune"))),
        Column::words(t(word!("capacity.column_people"))).class("col-title"),
        Column::numbers(t(word!("capacity.column_money"))).unit(t(word!("ranking.million"))),
        Column::numbers(t(word!("capacity.column_facilities"))),
        Column::numbers(t(word!("capacity.column_needs"))),
        Column::numbers(t(word!("capacity.column_projects"))),
        Column::numbers(t(word!("capacity.column_visits"))),
        Column::numbers(t(word!("capacity.column_load"))),
    ]
}

fn row(code: &str, line: &Line) -> AnyView {
    let read = line.read();
    let people = read.as_ref().map_or_else(
        || t(word!("capacity.unknown")).to_owned(),
        |one| match people_of(one) {
            0 => t(word!("capacity.no_people")).to_owned(),
            _ => fill(
                word!("capacity.people_parts"),
                &[
                    ("full", &one.full_time.unwrap_or(0).to_string()),
                    ("part", &one.part_time.unwrap_or(0).to_string()),
                    ("helpers", &one.collaborators.unwrap_or(0).to_string()),
                ],
            ),
        },
    );
    let money = read.as_ref().and_then(|one| one.budget).map(|money| money::show_millions(money, lang()));
    let count = usize::try_from(read.as_ref().map_or(0, people_of)).unwrap_or(0);
    let tenths = (line.work() * 10).checked_div(count).and_then(|tenths| i64::try_from(tenths).ok());
    let load = tenths.map(|tenths| show_fixed(tenths, 1, lang()));
    let name = commune_name(code);
    let named = match &line.told {
        Some(view) => {
            view! { <a class="row-link" href=routes::record(Kind::CommuneCapacity, view.id)>{name}</a> }
                .into_any()
        }
        None => name.into_any(),
    };
    view! {
        <tr>
            <td class="le-col" data-l=t(word!("capacity.column_commune"))>{named}</td>
            <td data-l=t(word!("capacity.column_people"))>{people}</td>
            <td class="num" data-l=format!("{}, {}", t(word!("capacity.column_money")), t(word!("ranking.million")))>{money}</td>
            <td class="num" data-l=t(word!("capacity.column_facilities"))>{number(line.facilities)}</td>
            <td class="num" data-l=t(word!("capacity.column_needs"))>{number(line.needs)}</td>
            <td class="num" data-l=t(word!("capacity.column_projects"))>{number(line.projects)}</td>
            <td class="num" data-l=t(word!("capacity.column_visits"))>{number(line.visits)}</td>
            <td class="num" data-l=t(word!("capacity.column_load"))>{load}</td>
        </tr>
    }
    .into_any()
}
