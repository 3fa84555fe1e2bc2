//! Form 1: the estimate, line by line, and who pays which part.

use domain::money;
use domain::record::Kind;
use domain::record::estimate_line::{cost, sums};
use domain::record::rule::number;
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use super::in_words;
use crate::components::form_sheet::{Row, SheetTable};
use crate::components::value_text::show_field;
use crate::i18n::{lang, t};
use crate::state::book::Book;
use crate::state::view::View;

/// The form.
#[component]
pub fn EstimateForm(
    /// The project.
    project: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let ids = book.children_now(project.id, Kind::EstimateLine);
    let lines: Vec<Document> = ids.into_iter().filter_map(|id| Some(book.view(id)?.doc)).collect();
    let sums = sums(&lines);
    let amounts = [sums.cost, sums.support, sums.counterpart].map(|amount| money::show(amount, lang()));
    let blank = std::iter::repeat_n(String::new(), 3);
    let total = std::iter::once(t(word!("forms.total")).to_owned()).chain(blank).chain(amounts);
    let rows = lines.iter().map(row).chain([total.collect()]).collect();
    let head = vec![
        word!("field.estimate_line.item"),
        word!("field.estimate_line.unit"),
        word!("field.estimate_line.quantity"),
        word!("field.estimate_line.price"),
        word!("forms.column_cost"),
        word!("field.estimate_line.support"),
        word!("field.estimate_line.counterpart"),
    ];
    view! {
        <SheetTable head rows numbers=2/>
        {in_words(sums.cost)}
    }
}

fn row(line: &Document) -> Row {
    let shown = |amount: Option<i64>| amount.map(|amount| money::show(amount, lang())).unwrap_or_default();
    vec![
        line.text("item").unwrap_or_default().to_owned(),
        line.text("unit").unwrap_or_default().to_owned(),
        show_field(Kind::EstimateLine, line, "quantity").unwrap_or_default(),
        shown(number(line, "price")),
        shown(cost(line)),
        shown(number(line, "support")),
        shown(number(line, "counterpart")),
    ]
}
