//! What became of a plan: what each line was promised, paid and settled at, beside what was planned, and what was
//! paid to projects that no line names.

use domain::id::RecordId;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::plan::PlanStage;
use domain::record::plan::execution::{Carried, Funded, Spending, execution};
use domain::record::rule::number;
use domain::value::Document;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::plan_lines::millions;
use crate::components::plan_view::stage;
use crate::components::titles::title_of;
use crate::components::value_text::stage_label;
use crate::i18n::{count, fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::money_bar::{MoneyBar, MoneyShares};
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;
use crate::ui::table::{Column, Table};

/// The section of a plan that is or was in force, for who may see the money.
#[component]
pub fn PlanExecution(
    /// The plan.
    plan: View,
    /// Its lines.
    lines: Vec<View>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let is_decided = matches!(stage(&plan), Some(PlanStage::Approved | PlanStage::Adjusted));
    if !is_decided || !may(role, Operation::Read, Kind::Disbursement, Relation::OwnScope) {
        return None;
    }
    let projects = funded(book, &plan);
    let pairs: Vec<_> = lines.iter().map(|line| (line.id, line.doc.clone())).collect();
    let done = execution(&pairs, &projects);
    let budget = number(&plan.doc, "budget").unwrap_or(0);
    let share = if budget > 0 { done.all.disbursed.saturating_mul(100) / budget } else { 0 };
    let label = fill(
        word!("plan.spent_label"),
        &[
            ("paid", &millions(done.all.disbursed)),
            ("budget", &millions(budget)),
            ("percent", &share.to_string()),
        ],
    );
    let over = done.lines.iter().filter(|of| of.spending.is_over()).count();
    let rows: Vec<AnyView> = done.lines.iter().map(|of| row(book, *of)).collect();
    let unplanned: Vec<AnyView> = done.unplanned.iter().map(|of| row(book, *of)).collect();
    let outside = (!unplanned.is_empty()).then(|| {
        view! { <tr class="cut"><td colspan="7">{t(word!("plan.unplanned"))}</td></tr> }
    });
    Some(view! {
        <Section title=t(word!("plan.execution_title")) id="plan-execution">
            <p><b>{label.clone()}</b></p>
            <MoneyBar shares=MoneyShares { paid: share, advanced: 0, ceiling: None } label ceiling_label=""/>
            {(over > 0).then(|| view! { <Note look=NoteLook::Bad>{count(word!("plan.lines_over"), over)}</Note> })}
            <Table caption=t(word!("plan.execution_title")) columns=columns()>
                {rows}
                {outside}
                {unplanned}
                <tr class="cut">
                    <td colspan="2">{t(word!("plan.sum"))}</td>
                    {amounts(done.all)}
                </tr>
            </Table>
        </Section>
    })
}

/// The projects of its year and money.
fn funded(book: Book, plan: &View) -> Vec<Funded> {
    let year = number(&plan.doc, "year");
    let funding = plan.doc.text("funding");
    let of_plan = book.scan(Kind::Project, |project| {
        (number(&project.doc, "plan_year") == year && project.doc.text("funding") == funding)
            .then_some((project.id, project.doc))
    });
    let with_money = |(id, doc): (RecordId, Document)| {
        let entries = book.children(id, Kind::Disbursement).get();
        let views = entries.iter().filter_map(|entry| book.view(*entry));
        Funded { id, doc, disbursements: views.map(|view| (view.id, view.doc)).collect() }
    };
    of_plan.into_iter().map(with_money).collect()
}

fn columns() -> Vec<Column> {
    let million = t(word!("ranking.million"));
    vec![
        Column::words(t(word!("plan.column_line"))).class("col-title"),
        Column::words(t(word!("plan.column_stage"))),
        Column::numbers(t(word!("plan.column_planned"))).unit(million),
        Column::numbers(t(word!("plan.column_contracted"))).unit(million),
        Column::numbers(t(word!("plan.column_disbursed"))).unit(million),
        Column::numbers(t(word!("plan.column_settled"))).unit(million),
        Column::numbers("%"),
    ]
}

fn row(book: Book, of: Carried) -> AnyView {
    let project = of.project.and_then(|id| book.view(id));
    let line = of.line.and_then(|id| book.view(id));
    let name = line.as_ref().or(project.as_ref()).map(title_of);
    let href = match &project {
        Some(project) => Some(routes::project(project.id)),
        None => line.as_ref().map(|line| routes::record(Kind::PlanLine, line.id)),
    };
    let stage = project
        .as_ref()
        .and_then(|project| workflow::stage(Kind::Project, &project.doc))
        .map_or_else(|| t(word!("plan.no_project")).to_owned(), |stage| stage_label(Kind::Project, stage));
    view! {
        <tr>
            <td data-l=t(word!("plan.column_line"))><a class="row-link" href=href>{name}</a></td>
            <td data-l=t(word!("plan.column_stage"))>
                {stage}
                {of.spending.is_over().then(|| view! { " " <Mark look=MarkLook::REVIEW word=t(word!("plan.is_over"))/> })}
            </td>
            {amounts(of.spending)}
        </tr>
    }
    .into_any()
}

fn amounts(of: Spending) -> AnyView {
    let cell = |label, amount| {
        view! { <td class="num" data-l=format!("{}, {}", t(label), t(word!("ranking.million")))>{if amount == 0 { "0".to_owned() } else { millions(amount) }}</td> }.into_any()
    };
    view! {
        {cell(word!("plan.column_planned"), of.planned)}
        {cell(word!("plan.column_contracted"), of.contracted)}
        {cell(word!("plan.column_disbursed"), of.disbursed)}
        {cell(word!("plan.column_settled"), of.settled)}
        <td class="num" data-l="%">{of.percent()}</td>
    }
    .into_any()
}
