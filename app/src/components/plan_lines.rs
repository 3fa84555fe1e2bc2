//! The lines of a plan with their sums, held against its money, on the screen and on paper.

use domain::money;
use domain::record::Kind;
use domain::record::plan::sums::sums;
use domain::record::rule::number;
use domain::word;
use leptos::prelude::*;

use crate::components::paper::{Letterhead, Signers};
use crate::components::titles::title_of;
use crate::components::value_text::{field_label, show_field};
use crate::i18n::{by_key, fill, lang, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::money_bar::{MoneyBar, MoneyShares};
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;
use crate::ui::table::{Column, Table};

/// Millions of đồng for reading.
pub fn millions(amount: i64) -> String {
    money::show_millions(amount, lang())
}

/// The lines with their sums, held against the money.
#[component]
pub fn Lines(
    /// The plan.
    plan: View,
    /// Its lines.
    lines: Vec<View>,
) -> impl IntoView {
    let budget = number(&plan.doc, "budget").unwrap_or(0);
    let (all, by) = sums(lines.iter().map(|line| &line.doc));
    let share = if budget > 0 { all.support.saturating_mul(100) / budget } else { 0 };
    let label =
        fill(word!("plan.budget_label"), &[("used", &millions(all.support)), ("budget", &millions(budget))]);
    let rest = match budget - all.support {
        0 => (NoteLook::Good, t(word!("plan.exact")).to_owned()),
        left if left > 0 => (NoteLook::Info, fill(word!("plan.left"), &[("n", &millions(left))])),
        over => (NoteLook::Bad, fill(word!("plan.over"), &[("n", &millions(-over))])),
    };
    let shares = MoneyShares { paid: share, advanced: 0, ceiling: None };
    let mut no = 0;
    let rows: Vec<AnyView> = by
        .into_iter()
        .map(|(activity, sum)| {
            let of: Vec<&View> =
                lines.iter().filter(|line| line.doc.text("activity") == Some(activity.code())).collect();
            let head = fill(
                word!("plan.by_activity"),
                &[
                    ("activity", &by_key(&format!("choice.activity.{}", activity.code()))),
                    ("n", &sum.lines.to_string()),
                ],
            );
            let body: Vec<AnyView> = of
                .into_iter()
                .map(|line| {
                    no += 1;
                    line_row(no, line)
                })
                .collect();
            view! { {sum_row(head, sum.support, sum.counterpart)} {body} }.into_any()
        })
        .collect();
    let empty = rows.is_empty().then(|| view! { <p class="lead">{t(word!("plan.empty"))}</p> });
    let total = sum_row(t(word!("plan.sum")).to_owned(), all.support, all.counterpart);
    let table = empty.is_none().then(|| {
        view! { <Table caption=t(word!("plan.lines_title")) columns=columns()>{rows} {total}</Table> }
    });
    view! {
        <Section title=t(word!("plan.lines_title")) id="plan-lines">
            <p><b>{label.clone()}</b></p>
            <MoneyBar shares label ceiling_label=""/>
            <Note look=rest.0>{rest.1}</Note>
            {empty}
            {table}
        </Section>
    }
}

fn columns() -> Vec<Column> {
    let of = |field: &str| field_label(Kind::PlanLine, field);
    vec![
        Column::words(t(word!("plan.column_no"))),
        Column::words(of("title")).class("col-title"),
        Column::words(of("place_text")),
        Column::numbers(of("quantity")),
        Column::words(of("quarter")),
        Column::numbers(of("support")).unit(t(word!("ranking.million"))),
        Column::numbers(of("counterpart")).unit(t(word!("ranking.million"))),
    ]
}

/// The name of an amount with its unit, where no head says it.
fn in_millions(field: &str) -> String {
    format!("{}, {}", field_label(Kind::PlanLine, field), t(word!("ranking.million")))
}

fn sum_row(head: String, support: i64, counterpart: i64) -> AnyView {
    view! {
        <tr class="cut">
            <td colspan="5">{head}</td>
            <td class="num" data-l=in_millions("support")>{millions(support)}</td>
            <td class="num" data-l=in_millions("counterpart")>{millions(counterpart)}</td>
        </tr>
    }
    .into_any()
}

fn line_row(no: usize, line: &View) -> AnyView {
    let show = |field: &str| show_field(Kind::PlanLine, &line.doc, field);
    let amount = |field: &str| number(&line.doc, field).map(millions);
    let of = |field: &str| field_label(Kind::PlanLine, field);
    view! {
        <tr>
            <td class="le-col" data-l=t(word!("plan.column_no"))>{no}</td>
            <td data-l=of("title")><a class="row-link" href=routes::record(Kind::PlanLine, line.id)>{title_of(line)}</a></td>
            <td data-l=of("place_text")>{show("place_text")}</td>
            <td class="num" data-l=of("quantity")>{show("quantity")}</td>
            <td class="keep" data-l=of("quarter")>{show("quarter")}</td>
            <td class="num" data-l=in_millions("support")>{amount("support")}</td>
            <td class="num" data-l=in_millions("counterpart")>{amount("counterpart")}</td>
        </tr>
    }
    .into_any()
}

/// Number of the summary of projects (TT 36/2013 Phụ lục 1), a label.
const SUMMARY_FORM: &str = "2";

/// The plan on paper: letterhead, table, signatures.
pub fn paper(view: View) -> AnyView {
    let book = expect_context::<Book>();
    let lines: Vec<View> =
        book.children_now(view.id, Kind::PlanLine).into_iter().filter_map(|id| book.view(id)).collect();
    let year = number(&view.doc, "year").unwrap_or(0).to_string();
    view! {
        <article class="a4">
            <Letterhead/>
            <p class="form-no">{fill(word!("forms.number"), &[("form", SUMMARY_FORM)])}</p>
            <h1>{fill(word!("plan.paper_title"), &[("year", &year)]).to_uppercase()}</h1>
            <p class="about">{title_of(&view)}</p>
            <Lines plan=view lines/>
            <Signers/>
        </article>
    }
    .into_any()
}
