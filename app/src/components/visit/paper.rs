//! The minutes of a visit on A4 (NĐ 30/2020): numbered parts as on the screen, both signatures, and that
//! it is a trial print until it is signed.

use domain::formats::date;
use domain::record::Kind;
use domain::record::field::{FieldSpec, FieldType};
use domain::value::{Document, Value};
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::course::day_of;
use crate::components::paper::Letterhead;
use crate::components::titles::title_of;
use crate::components::value_text::{field_label, show_field, show_with_unit};
use crate::components::visit::minutes::Signatures;
use crate::i18n::{fill, t};
use crate::pages::record_print::rows_table;
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::view::View;

/// The parts of the minutes, each with the fields it tells.
const PARTS: &[(&str, &[&str])] = &[
    (
        "visit.paper_place",
        &[
            "visited_on",
            "started_at",
            "ended_at",
            "plan_no",
            "occasion",
            "inspectors",
            "met_name",
            "met_position",
            "workers_male",
            "workers_female",
            "lat",
            "lng",
            "gps_accuracy_m",
            "distance_m",
            "no_gps_reason",
            "weather",
        ],
    ),
    (
        "visit.paper_machines",
        &["machine_checks", "output_now", "output_committed", "output_unit", "volume_pct", "volume_vnd"],
    ),
    ("visit.paper_found", &["environment", "publicity", "papers_seen", "findings"]),
    ("visit.paper_result", &["conclusion", "remarks", "survey_recommended", "survey_cost", "correction"]),
];

/// The paper.
pub fn paper(view: View) -> AnyView {
    view! { <Minutes view/> }.into_any()
}

#[component]
fn Minutes(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let doc = view.doc.clone();
    let name = |field: &str| {
        let id = doc.text(field)?.parse().ok()?;
        untrack(|| book.view(id)).map(|of| title_of(&of))
    };
    let facility = name("facility").unwrap_or_default();
    let project = name("project").map(|project| {
        view! { <p class="para">{field_label(Kind::Visit, "project")} ": " {project}</p> }
    });
    let is_signed = workflow::stage(Kind::Visit, &doc) == Some("signed");
    let kind = show_field(Kind::Visit, &doc, "visit_kind").unwrap_or_default();
    let parts = PARTS.iter().zip(1..).map(|((title, fields), at)| {
        let lines: Vec<AnyView> = fields.iter().filter_map(|field| line(field, &doc)).collect();
        view! { <h2>{format!("{at}. {}", crate::i18n::by_key(title))}</h2> {lines} }
    });
    let (places, last) = (PARTS.len() + 1, PARTS.len() + 2);
    let asked = recommendations(book, &view);
    let code = doc.text("code").map(|code| fill(word!("visit.paper_code"), &[("code", code)]));
    let foot = if is_signed { word!("visit.paper_signed") } else { word!("paper_form.draft_print") };
    view! {
        <article class="a4">
            <Letterhead/>
            <h1>{t(word!("visit.paper_title"))}</h1>
            <p class="about">{kind}</p>
            <p class="about">{code}</p>
            <p class="para">{field_label(Kind::Visit, "facility")} ": " {facility}</p>
            {project}
            {parts.collect_view()}
            <h2>{format!("{places}. {}", t(word!("visit.recommendations")))}</h2>
            {asked}
            <h2>{format!("{last}. {}", t(word!("visit.signatures")))}</h2>
            <Signatures view/>
            <p class="printed-at">{date::show(now().day())} " · " {t(foot)}</p>
        </article>
    }
}

fn line(field: &str, doc: &Document) -> Option<AnyView> {
    let spec: &'static FieldSpec = Kind::Visit.spec().field(field)?;
    let label = field_label(Kind::Visit, field);
    let value = doc.get(field)?;
    Some(match (spec.ty, value) {
        (FieldType::Rows(row), Value::List(rows)) => rows_table(label, row, rows),
        _ => view! { <p class="para">{label} ": " {show_with_unit(spec, value)}</p> }.into_any(),
    })
}

fn recommendations(book: Book, visit: &View) -> AnyView {
    let ids = book.children_now(visit.id, Kind::Recommendation);
    let views: Vec<View> = ids.into_iter().filter_map(|id| untrack(|| book.view(id))).collect();
    if views.is_empty() {
        return view! { <p class="para">{t(word!("visit.paper_none"))}</p> }.into_any();
    }
    let lines = views.into_iter().map(|view| {
        let due = day_of(&view.doc, "due_on").map(date::show).unwrap_or_default();
        let who = show_field(Kind::Recommendation, &view.doc, "who").unwrap_or_default();
        let said = [("what", title_of(&view)), ("date", due), ("who", who)];
        let said = said.each_ref().map(|(name, value)| (*name, value.as_str()));
        view! { <p class="para">{fill(word!("visit.paper_recommendation"), &said)}</p> }
    });
    lines.collect_view().into_any()
}
