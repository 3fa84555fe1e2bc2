//! Form 10: the money of the contract, payment by payment, to be compared by both sides.

use domain::formats::date;
use domain::money;
use domain::record::Kind;
use domain::record::disbursement::lists::DisbursementStage;
use domain::record::rule::{day, number};
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use super::{amounts, entries};
use crate::components::form_sheet::{Row, SheetTable};
use crate::components::value_text::show_field;
use crate::i18n::{lang, t};
use crate::state::book::Book;
use crate::state::view::View;

/// The form.
#[component]
pub fn Reconciliation(
    /// The project.
    project: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let mut moved = entries(book, &project);
    moved.retain(|(_, doc)| doc.text("stage") == Some(DisbursementStage::Paid.code()));
    domain::ordering::sort_by_key(&mut moved, |(_, doc)| day(doc, "paid_on"));
    let rows: Vec<Row> = moved.iter().map(|(_, doc)| row(doc)).collect();
    let head = vec![
        word!("forms.column_item"),
        word!("field.disbursement.treasury_doc_no"),
        word!("forms.column_day"),
        word!("forms.column_amount"),
    ];
    let none = rows.is_empty().then(|| view! { <p class="para">{t(word!("forms.nothing_paid"))}</p> });
    view! {
        <SheetTable
            head=vec![word!("forms.column_item"), word!("forms.column_amount")]
            rows=amounts(book, &project)
            numbers=1
        />
        <p class="para">{t(word!("forms.payments"))}</p>
        <SheetTable head rows numbers=3/>
        {none}
        <p class="para">{t(word!("forms.difference"))} " " <span class="dots"></span></p>
    }
}

fn row(doc: &Document) -> Row {
    vec![
        show_field(Kind::Disbursement, doc, "entry").unwrap_or_default(),
        doc.text("treasury_doc_no").unwrap_or_default().to_owned(),
        day(doc, "paid_on").map(date::show).unwrap_or_default(),
        number(doc, "paid_amount").map(|amount| money::show(amount, lang())).unwrap_or_default(),
    ]
}
