//! Forms 4a and 4b: the sheet of the base appraisal. What the book holds of each of the five points
//! (TT 36/2013 Đ.9) stands in print; the opinion beside it is written by hand.

use domain::money;
use domain::norm::support_max;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::paper;
use domain::record::project::forms::Form;
use domain::record::project::norm_ask::norm_ask;
use domain::settlement::checklist::PaperStatus;
use domain::settlement::template::ListPhase;
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use super::unnumbered;
use crate::components::form_sheet::{Row, SheetTable, dated};
use crate::components::norms::in_use;
use crate::components::value_text::show_field;
use crate::i18n::{fill, lang, t};
use crate::pages::need_form::facility_of;
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::view::View;

/// The form.
#[component]
pub fn AppraisalForm(
    /// The project.
    project: View,
    /// Which of the two.
    form: Form,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let doc = &project.doc;
    let named = (form == Form::AppraisalNamed).then(|| beneficiary(book, &project));
    let points = [
        (word!("forms.point_principles"), lines(Kind::Project, doc, &["activity", "place", "funding"])),
        (
            word!("forms.point_goal"),
            [lines(Kind::Project, doc, &["goal", "efficiency"]), money(book, doc)].concat(),
        ),
        (word!("forms.point_capacity"), unit(doc)),
        (word!("forms.point_combination"), lines(Kind::Project, doc, &["no_double_support", "partner"])),
        (word!("forms.point_completeness"), vec![papers(book, &project)]),
    ];
    let row = |(point, held): (_, Vec<String>)| -> Row {
        vec![t(point).to_owned(), held.join("; "), String::new()]
    };
    let head =
        vec![word!("forms.column_point"), word!("forms.column_dossier"), word!("forms.column_opinion")];
    let minutes = dated(word!("forms.base_minutes"), doc, ("base_minutes_no", "base_minutes_on"));
    view! {
        {named}
        <SheetTable head rows=points.into_iter().map(row).collect() numbers=3/>
        <p class="para">{t(word!("forms.appraised_support"))} " " <span class="dots"></span></p>
        <p class="para">{t(word!("forms.appraisal_conclusion"))} " " <span class="dots"></span></p>
        <p class="para">{minutes}</p>
    }
}

/// Fields with what they are called; those without a value are left out.
fn lines(kind: Kind, doc: &Document, fields: &[&str]) -> Vec<String> {
    let line = |field: &&str| Some(format!("{}: {}", unnumbered(kind, field), show_field(kind, doc, field)?));
    fields.iter().filter_map(line).collect()
}

fn unit(doc: &Document) -> Vec<String> {
    lines(Kind::Project, doc, &["implementing_unit", "implementing_name", "planned_start", "planned_end"])
}

/// What it costs, what is asked for, and the most the norm allows.
fn money(book: Book, doc: &Document) -> Vec<String> {
    let mut held = lines(Kind::Project, doc, &["total_investment", "support_requested", "counterpart"]);
    let norms = in_use(book);
    let most = norm_ask(doc, now().day()).and_then(|ask| Some(support_max(&norms, &ask).ok()?.amount_vnd));
    held.extend(most.map(|most| fill(word!("forms.norm_most"), &[("amount", &money::show(most, lang()))])));
    held
}

/// How many papers of the dossier are there.
fn papers(book: Book, project: &View) -> String {
    let ids = book.children_now(project.id, Kind::Paper);
    let asked = ids.into_iter().filter_map(|id| Some(book.view(id)?.doc)).filter(is_of_dossier);
    let asked: Vec<PaperStatus> =
        asked.map(|doc| paper::status(&doc)).filter(|status| *status != PaperStatus::NotApplicable).collect();
    let there = asked.iter().filter(|status| !matches!(status, PaperStatus::Missing | PaperStatus::Returned));
    fill(
        word!("forms.papers_there"),
        &[("there", &there.count().to_string()), ("asked", &asked.len().to_string())],
    )
}

fn is_of_dossier(paper: &Document) -> bool {
    match paper.text("phase").and_then(ListPhase::from_code) {
        Some(ListPhase::Register | ListPhase::Appraise) => true,
        Some(ListPhase::Advance | ListPhase::Accept | ListPhase::Settle) | None => false,
    }
}

/// What is known of a beneficiary that stands fixed.
fn beneficiary(book: Book, project: &View) -> impl IntoView + use<> {
    const KNOWN: &[&str] =
        &["owner_name", "legal_form", "tax_code", "kc_sector", "commune_code", "workers_total"];
    let facility = untrack(|| facility_of(project).and_then(|id| book.view(id)));
    let of_facility = facility.map(|view| lines(Kind::Facility, &view.doc, KNOWN)).unwrap_or_default();
    let bound = lines(Kind::Project, &project.doc, &["counterpart_committed", "request_on"]);
    let known = of_facility.into_iter().chain(bound);
    known.map(|line| view! { <p class="para">{line}</p> }).collect_view()
}
