//! The estimate of a project against what it asks for, and against the vouchers that were listed.

use domain::money;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::estimate_line::{EstimateSums, cost, sums};
use domain::record::rule::number;
use domain::record::voucher;
use domain::settlement::checks::Covers;
use domain::value::Document;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::titles::title_of;
use crate::components::value_text::{field_label, kind_name, show_field};
use crate::i18n::{fill, lang, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::section_head::Section;
use crate::ui::table::{Column, Table};

/// The section of a project's page; nothing when there is no line and none may be added.
#[component]
pub fn Estimate(
    /// The project.
    project: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let lines = book.children(project.id, Kind::EstimateLine);
    let may_add = may(role, Operation::Create, Kind::EstimateLine, Relation::OwnScope)
        && workflow::is_editable(Kind::Project, &project.doc);
    let project = StoredValue::new(project);
    let id = project.with_value(|project| project.id);
    let add = move || {
        may_add.then(|| {
            let label = fill(word!("records.add"), &[("kind", &kind_name(Kind::EstimateLine))]);
            view! { <ButtonLink label href=routes::record_new(Kind::EstimateLine, Some(id)) look="sm" icon="plus"/> }
        })
    };
    let shown = move || {
        let lines: Vec<View> = lines.get().iter().filter_map(|id| book.view(*id)).collect();
        (!lines.is_empty()).then(|| view! { <Lines lines project=project.get_value()/> })
    };
    view! {
        <Show when=move || may_add || !lines.with(|all| all.is_empty())>
            <Section title=t(word!("estimate.title")) aside=add id="estimate">{shown}</Section>
        </Show>
    }
}

#[component]
fn Lines(lines: Vec<View>, project: View) -> impl IntoView {
    let kind = Kind::EstimateLine;
    let label = move |field| field_label(kind, field);
    let columns = vec![
        Column::words(label("item")).class("col-title"),
        Column::numbers(label("quantity")),
        Column::numbers(label("price")),
        Column::numbers(t(word!("estimate.cost"))),
        Column::numbers(label("support")),
        Column::numbers(label("counterpart")),
    ];
    let total = sums(lines.iter().map(|line| &line.doc));
    let rows = lines.into_iter().map(|line| view! { <Row line/> }).collect_view();
    let match_words = match_words(&project.doc, total);
    view! {
        <Table caption=t(word!("estimate.title")) columns>
            {rows}
            <tr>
                <td><b>{t(word!("estimate.total"))}</b></td>
                <td></td>
                <td></td>
                <Amount label=t(word!("estimate.cost")) amount=total.cost/>
                <Amount label=label("support") amount=total.support/>
                <Amount label=label("counterpart") amount=total.counterpart/>
            </tr>
        </Table>
        <p class="small">{match_words}</p>
        <Actual project total/>
    }
}

#[component]
fn Row(line: View) -> impl IntoView {
    let doc = &line.doc;
    let kind = Kind::EstimateLine;
    let amount = |field: &str| number(doc, field).unwrap_or(0);
    let counted = [show_field(kind, doc, "quantity"), show_field(kind, doc, "unit")];
    let counted = counted.into_iter().flatten().collect::<Vec<_>>().join(" ");
    view! {
        <tr>
            <td data-l=field_label(kind, "item")>
                <a class="row-link" href=routes::record(kind, line.id)>{title_of(&line)}</a>
            </td>
            <td class="num" data-l=field_label(kind, "quantity")>{counted}</td>
            <Amount label=field_label(kind, "price") amount=amount("price")/>
            <Amount label=t(word!("estimate.cost")) amount=cost(doc).unwrap_or(0)/>
            <Amount label=field_label(kind, "support") amount=amount("support")/>
            <Amount label=field_label(kind, "counterpart") amount=amount("counterpart")/>
        </tr>
    }
}

#[component]
fn Amount(#[prop(into)] label: String, amount: i64) -> impl IntoView {
    view! { <td class="num" data-l=label>{money::show(amount, lang())}</td> }
}

fn match_words(project: &Document, total: EstimateSums) -> String {
    let asked = |field: &str| number(project, field).unwrap_or(0);
    let (requested, own) = (asked("support_requested"), asked("counterpart"));
    if total.support == requested && total.counterpart == own {
        return t(word!("estimate.matches")).to_owned();
    }
    let show = |amount| money::show(amount, lang());
    fill(
        word!("estimate.differs"),
        &[
            ("support", &show(total.support)),
            ("requested", &show(requested)),
            ("counterpart", &show(total.counterpart)),
            ("own", &show(own)),
        ],
    )
}

/// Budget against actual, once vouchers are listed.
#[component]
fn Actual(project: View, total: EstimateSums) -> impl IntoView {
    let book = expect_context::<Book>();
    let ids = book.children_now(project.id, Kind::Voucher);
    let vouchers: Vec<Document> = ids.into_iter().filter_map(|id| Some(book.view(id)?.doc)).collect();
    if vouchers.is_empty() {
        return None;
    }
    let kind = Kind::EstimateLine;
    let parts = [
        (field_label(kind, "support"), total.support, voucher::sum(&vouchers, Covers::Item)),
        (field_label(kind, "counterpart"), total.counterpart, voucher::sum(&vouchers, Covers::Counterpart)),
    ];
    let columns = vec![
        Column::words(t(word!("forms.column_item"))),
        Column::numbers(t(word!("money.planned"))),
        Column::numbers(t(word!("money.actual"))),
        Column::numbers(t(word!("money.left"))),
    ];
    let rows = parts.into_iter().map(|(label, planned, listed)| {
        view! {
            <tr>
                <td>{label}</td>
                <Amount label=t(word!("money.planned")) amount=planned/>
                <Amount label=t(word!("money.actual")) amount=listed/>
                <Amount label=t(word!("money.left")) amount=planned.saturating_sub(listed)/>
            </tr>
        }
    });
    Some(view! { <Table caption=t(word!("money.actual")) columns>{rows.collect_view()}</Table> })
}
