//! The parts of a record's page that no description can give: a roster, a ranking, a checklist. Each
//! is a component of its own; these tables are the one place where a kind is given to its component.

use domain::jury::VotingCriterion;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::selection_round::WEIGHTS;
use domain::record::trainee::attendance::class_days;
use domain::record::training_class::ClassAction;
use domain::selection::rubric::RubricCriterion;
use domain::value::{Document, Value};
use leptos::prelude::*;

use crate::components::authority_line::AuthorityLine;
use crate::components::file_section::file_section;
use crate::components::form_state::FormState;
use crate::components::industry_line::IndustryLine;
use crate::components::norm_line::{GrantLine, NormLine};
use crate::components::project_forms::{ReportSheet, RequestSheet};
use crate::components::renew::next_year;
use crate::components::score_hint::score_hint;
use crate::components::twins::SideBySide;
use crate::components::visit::{minutes, paper};
use crate::components::{
    certificate_paper, class_section, entry_section, gates, jury_progress, law_link, plan_lines, plan_view,
    product_papers, ranking_table,
};
use crate::i18n::by_key;
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::reference::rubric;
use crate::state::view::{Me, View};

type Draw = fn(View) -> AnyView;

/// What a kind shows besides its facts.
const SECTIONS: &[(Kind, Draw)] = &[
    (Kind::Candidate, gates::section),
    (Kind::Plan, plan_view::section),
    (Kind::Visit, minutes::section),
    (Kind::TrainingClass, class_section::section),
    (Kind::ProductEntry, entry_section::section),
    (Kind::ProductRound, jury_progress::section),
    (Kind::ProductCertificate, product_papers::certificate_section),
    (Kind::Attachment, file_section),
    (Kind::LegalText, law_link::section),
    (Kind::Duplicate, |task| view! { <SideBySide task/> }.into_any()),
];

/// What a kind looks like on paper, where the form of the description is not enough.
const PAPERS: &[(Kind, Draw)] = &[
    (Kind::Visit, paper::paper),
    (Kind::ProgressReport, |view| view! { <ReportSheet report=view/> }.into_any()),
    (Kind::Disbursement, |view| view! { <RequestSheet entry=view/> }.into_any()),
    (Kind::SelectionRound, ranking_table::paper),
    (Kind::Plan, plan_lines::paper),
    (Kind::Visit, paper::paper),
    (Kind::Trainee, certificate_paper::of_trainee),
    (Kind::JudgeSheet, product_papers::sheet),
    (Kind::ProductRound, product_papers::of_round),
    (Kind::ProductCertificate, product_papers::certificate_paper),
];

/// The kinds that such a part shows itself, so that the page does not list them again.
const OWN_CHILDREN: &[(Kind, &[Kind])] = &[
    (Kind::Candidate, &[Kind::ScoreSheet]),
    (Kind::Plan, &[Kind::PlanLine]),
    (Kind::Visit, &[Kind::Recommendation]),
    (Kind::TrainingClass, &[Kind::Trainee]),
    (Kind::ProductEntry, &[Kind::JudgeSheet]),
];

/// Steps that such a part takes by itself, with what it knows: no button of their own, and nobody waits for them.
const OWN_ACTIONS: &[(Kind, &[&str])] = &[(Kind::Candidate, &["publish"]), (Kind::Plan, &["adjust"])];

/// What a new record of a kind begins with, for the person to change: usual weights, the coming year.
pub fn given(kind: Kind, me: &Me) -> Document {
    let next = next_year();
    let book = expect_context::<Book>();
    match kind {
        Kind::SelectionRound => {
            let rows = rubric(book, RubricCriterion::Place.code()).unwrap_or_default();
            let said = |code: &str| rows.iter().find(|row| row.code.as_deref() == Some(code))?.max;
            let weights = WEIGHTS.iter().zip(RubricCriterion::ALL);
            weights.fold(Document::default().with("year", next), |doc, (field, criterion)| {
                let usual = if rows.is_empty() { criterion.usual_max() } else { 0 };
                doc.with(field, said(criterion.code()).unwrap_or(usual))
            })
        }
        Kind::ProductRound => starter_round(book),
        Kind::Plan => Document::default().with("year", next).with("version", 1),
        Kind::CommuneCapacity => {
            let doc = Document::default().with("year", next - 1);
            match me.communes.as_slice() {
                [only] => doc.with("commune_code", only.as_str()),
                _ => doc,
            }
        }
        _ => Document::default(),
    }
}

/// Whether the part of a kind asks for something else before a step: a class is marked to its last day before it ends.
pub fn is_too_early(view: &View, action: &str) -> bool {
    let is_end = view.kind == Kind::TrainingClass && action == ClassAction::Finish.code();
    is_end && class_days(&view.doc).last().is_some_and(|last| *last > now().day())
}

/// Whether a step is taken by the part of a kind.
pub fn is_own_action(kind: Kind, action: &str) -> bool {
    OWN_ACTIONS.iter().any(|(of, actions)| *of == kind && actions.contains(&action))
}

type Note = fn(FormState) -> AnyView;

/// What stands below a question of a form, worked out from the answers so far.
const NOTES: &[(Kind, &str, Note)] = &[
    (Kind::Project, "support_requested", |form| {
        view! { <NormLine project=Signal::derive(move || form.document())/> }.into_any()
    }),
    (Kind::Facility, "vsic_main", |form| view! { <IndustryLine form/> }.into_any()),
    (Kind::Amendment, "new_party", |form| view! { <AuthorityLine form/> }.into_any()),
];

type StepNote = fn(Signal<Document>) -> AnyView;

/// The same below a question of a step, worked out from the record with what the step brings so far.
const STEP_NOTES: &[(Kind, &str, StepNote)] =
    &[(Kind::Project, "support_approved", |project| view! { <GrantLine project/> }.into_any())];

/// What stands below a question of a step.
pub fn step_note(kind: Kind, field: &str, doc: Signal<Document>) -> Option<AnyView> {
    let noted = STEP_NOTES.iter().find(|(of, about, _)| *of == kind && *about == field);
    noted.map(|(_, _, draw)| draw(doc))
}

/// What stands below a question.
pub fn note(kind: Kind, field: &str, form: FormState) -> Option<AnyView> {
    if kind == Kind::ScoreSheet {
        return score_hint(field);
    }
    let noted = NOTES.iter().find(|(of, about, _)| *of == kind && *about == field);
    noted.map(|(_, _, draw)| draw(form))
}

/// The criteria to begin with; the office changes them.
fn starter_round(book: Book) -> Document {
    let row = |code: &str, label: String, max: i64| {
        let row = [("code", Value::text(code)), ("label", Value::Text(label)), ("max", Value::Int(max))];
        Value::Map(domain::ordering::map(row.map(|(name, value)| (name.to_owned(), value))))
    };
    let rows: Vec<Value> = match rubric(book, VotingCriterion::Market.code()) {
        Some(rows) => {
            let whole = rows.into_iter().filter_map(|one| Some(row(&one.code?, one.label?, one.max?)));
            whole.collect()
        }
        None => {
            let usual = domain::jury::starter();
            let rows = usual.criteria().iter().map(|criterion| {
                let label = by_key(&VotingCriterion::LIST.key(&criterion.code));
                row(&criterion.code, label, criterion.max)
            });
            rows.collect()
        }
    };
    Document::default().with("criteria", Value::List(rows))
}

/// What a record shows besides its facts.
pub fn section(view: &View) -> Option<AnyView> {
    draw(SECTIONS, view)
}

/// What a record looks like on paper.
pub fn paper(view: &View) -> Option<AnyView> {
    draw(PAPERS, view)
}

/// The kinds that the part of a kind shows itself.
pub fn own_children(kind: Kind) -> &'static [Kind] {
    OWN_CHILDREN.iter().find(|(of, _)| *of == kind).map_or(&[], |(_, children)| children)
}

fn draw(table: &[(Kind, Draw)], view: &View) -> Option<AnyView> {
    table.iter().find(|(kind, _)| *kind == view.kind).map(|(_, draw)| draw(view.clone()))
}
