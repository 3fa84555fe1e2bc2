//! The frame of a form on paper: its number, title, project, contract and decision, a table, signatures.

use domain::formats::date;
use domain::record::rule::day;
use domain::value::Document;
use domain::word;
use domain::words::Word;
use leptos::prelude::*;

use crate::components::paper::{Letterhead, OtherSide, Signers};
use crate::components::titles::title_of;
use crate::i18n::{fill, t};
use crate::pages::project_form::beneficiary;
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::view::View;

/// The cells of a row.
pub type Row = Vec<String>;

/// A form about a project.
#[component]
pub fn Sheet(
    /// Number of the form, a label.
    #[prop(into)]
    number: String,
    /// What it is.
    #[prop(into)]
    title: String,
    /// The project.
    project: View,
    /// The other side, of a form that both sides of the contract sign.
    #[prop(optional_no_strip)]
    other: Option<OtherSide>,
    /// What only this form has.
    children: Children,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let doc = &project.doc;
    let who = untrack(|| beneficiary(book, &project));
    let who = who.map(|name| fill(word!("forms.beneficiary"), &[("name", &name)]));
    let contract = dated(word!("forms.contract"), doc, ("contract_no", "contract_date"));
    let decision = dated(word!("forms.decision"), doc, ("decision_no", "decision_date"));
    let about = [who, decision, contract].into_iter().flatten();
    view! {
        <article class="a4">
            <Letterhead/>
            <p class="form-no">{fill(word!("forms.number"), &[("form", &number)])}</p>
            <h1>{title.to_uppercase()}</h1>
            <p class="about">{fill(word!("forms.project"), &[("title", &title_of(&project))])}</p>
            {about.map(|line| view! { <p class="para">{line}</p> }).collect_view()}
            {children()}
            <Signers other/>
            <p class="printed-at">{date::show(now().day())} " · " {t(word!("paper_form.draft_print"))}</p>
        </article>
    }
}

/// A sentence with the number and date of a paper; nothing until both are there.
pub fn dated(word: Word, doc: &Document, (no, on): (&str, &str)) -> Option<String> {
    Some(fill(word, &[("no", doc.text(no)?), ("date", &date::show(day(doc, on)?))]))
}

/// A table with a running number; cells from `numbers` on are amounts.
#[component]
pub fn SheetTable(
    /// Heads.
    head: Vec<Word>,
    /// Rows.
    rows: Vec<Row>,
    /// The first cell that is an amount.
    numbers: usize,
) -> impl IntoView {
    let number = t(word!("paper_form.number"));
    let body = rows.into_iter().enumerate().map(|(at, row)| {
        // A sum is no line of its own.
        let is_sum = row.first().is_some_and(|first| first == t(word!("forms.total")));
        let cells = row.into_iter().zip(&head).enumerate().map(|(cell, (text, label))| {
            let class = if cell < numbers { "" } else { "num" };
            view! { <td class=class data-l=t(*label)>{text}</td> }
        });
        view! { <tr><td class="mid" data-l=number>{(!is_sum).then_some(at + 1)}</td> {cells.collect_view()}</tr> }
    });
    let body = body.collect_view();
    let head = head.into_iter().map(|word| view! { <th>{t(word)}</th> }).collect_view();
    view! {
        <table>
            <thead><tr><th>{number}</th> {head}</tr></thead>
            <tbody>{body}</tbody>
        </table>
    }
}
