//! Form 11, how a project is carried out and what it costs, and form 13, how far the works of a cluster are.

use domain::formats::date;
use domain::money;
use domain::record::Kind;
use domain::record::estimate_line::sums;
use domain::record::rule::{day, number};
use domain::record::trainee::attendance::class_days;
use domain::value::Document;
use domain::word;
use leptos::prelude::*;

use super::unnumbered;
use crate::components::form_sheet::{Row, SheetTable};
use crate::components::titles::title_of;
use crate::components::value_text::{field_label, show_field};
use crate::i18n::{fill, lang, t};
use crate::state::book::Book;
use crate::state::view::View;

/// What the dossier says of how the work is done.
const TOLD: &[&str] = &["units_place", "goal", "scale", "work", "organisation"];

/// What belongs to a project and has a place, days and people of its own.
const PARTS: &[(Kind, [&str; 2])] = &[
    (Kind::TrainingClass, ["place", "planned_trainees"]),
    (Kind::Seminar, ["place", "delegates"]),
    (Kind::StudyTour, ["destination", "people_facilities"]),
];

fn children(book: Book, project: &View, kind: Kind) -> Vec<View> {
    book.children_now(project.id, kind).into_iter().filter_map(|id| book.view(id)).collect()
}

/// Form 11.
#[component]
pub fn PlanForm(
    /// The project.
    project: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let doc = &project.doc;
    let lines = TOLD.iter().filter_map(|field| {
        let value = show_field(Kind::Project, doc, field)?;
        Some(view! { <p class="para">{unnumbered(Kind::Project, field)} ": " {value}</p> })
    });
    let schedule = day(doc, "planned_start").zip(day(doc, "planned_end")).map(|(from, to)| {
        fill(word!("forms.schedule"), &[("from", &date::show(from)), ("to", &date::show(to))])
    });
    let parts = PARTS.iter().flat_map(|(kind, fields)| {
        children(book, &project, *kind).into_iter().map(move |view| part(&view, *fields)).collect::<Vec<_>>()
    });
    let parts: Vec<Row> = parts.collect();
    let head = [
        word!("forms.column_item"),
        word!("forms.column_place"),
        word!("forms.column_days"),
        word!("forms.column_people"),
    ];
    let parts = (!parts.is_empty()).then(|| {
        view! {
            <p class="para">{t(word!("forms.parts"))}</p>
            <SheetTable head=head.to_vec() rows=parts numbers=3/>
        }
    });
    view! {
        {lines.collect_view()}
        <p class="para">{schedule}</p>
        {parts}
        <p class="para">{t(word!("forms.costs"))}</p>
        {costs(book, &project)}
    }
}

fn part(view: &View, [place, people]: [&str; 2]) -> Row {
    let show = |field| show_field(view.kind, &view.doc, field).unwrap_or_default();
    let days = class_days(&view.doc);
    let days = match (days.first(), days.last()) {
        (Some(first), Some(last)) => [*first, *last].map(date::show).join(" – "),
        _ => ["held_on", "starts_on"].map(show).concat(),
    };
    vec![title_of(view), show(place), days, show(people)]
}

/// The estimate, support and counterpart side by side.
fn costs(book: Book, project: &View) -> impl IntoView + use<> {
    let lines: Vec<Document> =
        children(book, project, Kind::EstimateLine).into_iter().map(|view| view.doc).collect();
    let show = |amount| money::show(amount, lang());
    let amount = |line: &Document, field: &str| number(line, field).map(show).unwrap_or_default();
    let mut rows: Vec<Row> = lines
        .iter()
        .map(|line| {
            let item = line.text("item").unwrap_or_default().to_owned();
            vec![item, amount(line, "support"), amount(line, "counterpart")]
        })
        .collect();
    let total = sums(&lines);
    rows.push(vec![t(word!("forms.total")).to_owned(), show(total.support), show(total.counterpart)]);
    let head = vec![
        word!("forms.column_item"),
        word!("field.estimate_line.support"),
        word!("field.estimate_line.counterpart"),
    ];
    view! { <SheetTable head rows numbers=1/> }
}

/// Form 13.
#[component]
pub fn InfrastructureForm(
    /// The project.
    project: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let works = [Kind::Cluster, Kind::PollutionWork].map(|kind| children(book, &project, kind));
    let works = works.concat();
    let facts = works.iter().flat_map(|view| {
        let fields = ["investor", "area_ha", "members", "decision_no", "decision_date"];
        fields.map(|field| {
            let value = show_field(view.kind, &view.doc, field)?;
            Some(view! { <p class="para">{field_label(view.kind, field)} ": " {value}</p> })
        })
    });
    let facts = facts.collect_view();
    let rows: Vec<Row> = works
        .iter()
        .map(|view| {
            let value = number(&view.doc, "value").map(|value| money::show(value, lang()));
            let done = number(&view.doc, "done_pct").map(|done| done.to_string());
            vec![title_of(view), value.unwrap_or_default(), done.unwrap_or_default()]
        })
        .collect();
    let none = rows.is_empty().then(|| view! { <p class="para">{t(word!("forms.no_works"))}</p> });
    let head = vec![word!("forms.column_works"), word!("forms.column_value"), word!("forms.column_done")];
    view! {
        {facts}
        <SheetTable head rows numbers=1/>
        {none}
    }
}
