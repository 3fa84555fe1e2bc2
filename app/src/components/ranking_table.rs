//! The ranking as a table with two lines through it: where the money ends, and where the points do not suffice.
//! It is drawn on the page of a round and, the same, on paper.

use domain::money;
use domain::record::Kind;
use domain::record::need::Activity;
use domain::record::rule::number;
use domain::score_sheet::CriterionSet;
use domain::selection::ranking::{Ranked, Standing};
use domain::selection::rubric::{DISPUTED_SPREAD, RubricCriterion};
use domain::word;
use domain::words::Word;
use leptos::prelude::*;

use crate::components::paper::{Letterhead, Signers};
use crate::components::round::{Held, Round, points};
use crate::components::titles::title;
use crate::components::value_text::commune_name;
use crate::i18n::{count, fill, lang, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::table::{Column, Table};

/// Where a line is drawn before a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    Money,
    Mark,
    Gates,
}

/// The table of the rows of one commune, or of all.
#[component]
pub fn RankingTable(
    /// The round.
    round: Round,
    /// Code of the commune; empty for all.
    commune: String,
) -> impl IntoView {
    let (set, standings) = (round.set.clone()?, round.standings.clone()?);
    let columns = columns(&set);
    let wide = columns.len();
    let budget = money::show_millions(number(&round.view.doc, "budget").unwrap_or(0), lang());
    let mut last = None;
    let mut wanted: i64 = 0;
    let rows: Vec<AnyView> = standings
        .rows
        .iter()
        .filter_map(|row| {
            let held = round.candidate(row.candidate.project)?;
            wanted = wanted.saturating_add(row.candidate.support_vnd);
            let is_shown = commune.is_empty() || held.view.doc.text("commune_code") == Some(commune.as_str());
            let cut = cut_before(last, row.standing);
            last = Some(row.standing);
            let line = cut.map(|cut| cut_row(cut, wide, &budget));
            let row = is_shown.then(|| ranked_row(&round, held, row, wanted));
            Some(view! { {line} {row} }.into_any())
        })
        .collect();
    Some(view! { <Table caption=t(word!("ranking.title")) columns>{rows}</Table> })
}

/// Criteria as a column with its most points.
fn columns(set: &CriterionSet) -> Vec<Column> {
    let of = |n: i64| fill(word!("ranking.out_of"), &[("n", &n.to_string())]);
    let mut all = vec![
        Column::words(t(word!("ranking.place"))),
        Column::words(t(word!("ranking.subject"))).class("col-title"),
    ];
    all.extend(RubricCriterion::ALL.iter().map(|criterion| {
        Column::numbers(short(criterion.code())).unit(of(set.max_of(criterion.code()).unwrap_or(0)))
    }));
    all.push(Column::numbers(t(word!("ranking.points"))).unit(of(100)));
    all.push(Column::numbers(t(word!("ranking.support"))).unit(t(word!("ranking.million"))));
    all.push(Column::numbers(t(word!("ranking.running"))).unit(t(word!("ranking.million"))));
    all
}

fn short(code: &str) -> String {
    crate::i18n::by_key(&format!("ranking.{code}"))
}

fn cut_before(last: Option<Standing>, now: Standing) -> Option<Cut> {
    if last == Some(now) {
        return None;
    }
    match now {
        Standing::Proposed => None,
        Standing::BelowMoney => Some(Cut::Money),
        Standing::BelowMark => Some(Cut::Mark),
        Standing::GateOpen if last == Some(Standing::GateFailed) => None,
        Standing::GateFailed if last == Some(Standing::GateOpen) => None,
        Standing::GateOpen | Standing::GateFailed => Some(Cut::Gates),
    }
}

fn cut_row(cut: Cut, wide: usize, budget: &str) -> AnyView {
    let words = match cut {
        Cut::Money => fill(word!("ranking.money_ends"), &[("budget", budget)]),
        Cut::Mark => t(word!("ranking.below_mark")).to_owned(),
        Cut::Gates => t(word!("ranking.not_through")).to_owned(),
    };
    view! { <tr class="cut"><td colspan=wide.to_string()>{words}</td></tr> }.into_any()
}

fn ranked_row(round: &Round, held: &Held, row: &Ranked, wanted: i64) -> AnyView {
    let judged = round.standings.as_ref().and_then(|all| all.judged.get(&held.view.id));
    let cells: Vec<AnyView> = RubricCriterion::ALL
        .iter()
        .map(|criterion| {
            let means = judged.map(|judged| judged.means.as_slice()).unwrap_or_default();
            let mean = means.iter().find(|(of, _)| of == criterion).map(|(_, mean)| points(*mean));
            view! { <td class="num" data-l=short(criterion.code())>{mean}</td> }.into_any()
        })
        .collect();
    let spread = judged.and_then(|judged| judged.score.as_ref().ok()).map(|score| score.tally.spread());
    let disputed = spread.filter(|spread| *spread > DISPUTED_SPREAD).map(|spread| {
        let word = fill(word!("ranking.spread"), &[("n", &spread.to_string())]);
        view! { <span class="o"><Mark look=MarkLook::MISSING word/></span> }
    });
    let tied = row.is_tied.then(|| view! { <span class="o">{t(word!("ranking.tied"))}</span> });
    let name = title(Kind::Facility, &held.facility);
    let class = if row.standing == Standing::Proposed { "" } else { "low" };
    view! {
        <tr class=class>
            <td class="le-col rank" data-l=t(word!("ranking.place"))>{row.place}{tied}</td>
            <td data-l=t(word!("ranking.subject"))>
                <span>
                    <a class="row-link" href=routes::record(Kind::Candidate, held.view.id)>{name}</a>
                    <span class="o">{subject(held)}</span>
                    {disputed}
                </span>
            </td>
            {cells}
            <td class="num rank" data-l=t(word!("ranking.points"))>{points(row.candidate.mean.hundredths())}</td>
            <td class="num" data-l=in_millions(word!("ranking.support"))>
                {money::show_millions(row.candidate.support_vnd, lang())}
            </td>
            <td class="num" data-l=in_millions(word!("ranking.running"))>{money::show_millions(wanted, lang())}</td>
        </tr>
    }
    .into_any()
}

/// The name of an amount with its unit, where no head says it.
fn in_millions(word: Word) -> String {
    format!("{}, {}", t(word), t(word!("ranking.million")))
}

/// “Máy nghiền men, xã Phù Lãng”.
fn subject(held: &Held) -> String {
    let wish = title(Kind::Need, &held.need);
    let place = held.view.doc.text("commune_code").map(commune_name);
    std::iter::once(wish).chain(place).collect::<Vec<_>>().join(", ")
}

/// What a need is about, for whoever makes decisions of it.
pub fn activity_of(held: &Held) -> Option<Activity> {
    domain::record::field::Choice::from_code(held.need.text("activity")?)
}

/// “3 phiếu”.
pub fn sheets_words(handed_in: usize) -> String {
    count(word!("ranking.sheets"), handed_in)
}

/// The minutes of a round on paper: letterhead, the ranking, signatures.
pub fn paper(view: View) -> AnyView {
    let book = expect_context::<Book>();
    let round = Round::of(book, view.clone(), crate::platform::clock::now().day());
    let number = view.doc.text("minutes_no").map(str::to_owned);
    view! {
        <article class="a4">
            <Letterhead/>
            <h1>{t(word!("ranking.minutes_title")).to_uppercase()}</h1>
            <p class="about">{title(Kind::SelectionRound, &view.doc)} {number.map(|number| format!(" · {number}"))}</p>
            <RankingTable round commune=String::new()/>
            <p class="para">{t(word!("ranking.order"))}</p>
            <Signers/>
        </article>
    }
    .into_any()
}
