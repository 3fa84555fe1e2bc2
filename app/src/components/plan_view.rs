//! What a plan's page shows besides its facts: its lines, what the book proposes, its versions, and the one button
//! that takes all that was chosen into it.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::need::Activity;
use domain::record::plan::PlanStage;
use domain::record::plan::sums::is_plannable;
use domain::record::plan_line::subject;
use domain::record::rule::number;
use domain::record::stage::ProjectStage;
use domain::role::Role;
use domain::value::{Document, Value};
use domain::word;
use domain::workflow;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::norms::{in_use, proposed};
use crate::components::plan_execution::PlanExecution;
use crate::components::plan_lines::Lines;
use crate::components::plan_versions::{Proposed, Versions};
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::components::value_text::commune_name;
use crate::i18n::{count, t};
use crate::pages::project_form::beneficiary;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::deeds::making;
use crate::state::view::View;
use crate::ui::button::{Button, ButtonLink};
use crate::ui::note::{Note, NoteLook};

/// The part of a plan's page.
pub fn section(view: View) -> AnyView {
    let book = expect_context::<Book>();
    let id = view.id;
    let lines = Memo::new(move |_| {
        book.scan(Kind::PlanLine, |line| {
            (domain::record::parent(Kind::PlanLine, &line.doc) == Some(id)).then_some(line)
        })
    });
    let plan = StoredValue::new(view);
    view! {
        {move || view! { <Fill plan=plan.get_value() lines=lines.get()/> }}
        {move || view! { <Lines plan=plan.get_value() lines=lines.get()/> }}
        {move || view! { <PlanExecution plan=plan.get_value() lines=lines.get()/> }}
        {move || view! { <Proposed plan=plan.get_value() lines=lines.get()/> }}
        {move || view! { <Versions plan=plan.get_value() lines=lines.get()/> }}
    }
    .into_any()
}

/// Where a plan is on its way.
pub fn stage(plan: &View) -> Option<PlanStage> {
    PlanStage::from_code(workflow::stage(Kind::Plan, &plan.doc)?)
}

/// Whether its lines may be written.
pub fn is_open(plan: &View) -> bool {
    stage(plan).is_some_and(|stage| domain::record::plan::OPEN.contains(&stage))
}

/// Whether this person writes plans.
pub fn may_write(book: Book) -> bool {
    matches!(book.me().get_untracked().role, Role::CentreStaff | Role::DepartmentStaff)
}

/// What stands in the book for the year and money of a plan and has no line yet.
fn chosen(book: Book, plan: &View, lines: &[View]) -> Vec<View> {
    let year = number(&plan.doc, "year");
    let funding = plan.doc.text("funding");
    let planned: Vec<String> = lines.iter().filter_map(|line| subject(&line.doc)).collect();
    let has_line = |id: RecordId| planned.contains(&id.to_string());
    let mut found = book.scan(Kind::Project, |project| {
        let is_of = number(&project.doc, "plan_year") == year && project.doc.text("funding") == funding;
        let stage = workflow::stage(Kind::Project, &project.doc).and_then(ProjectStage::from_code);
        let is_chosen = stage.is_some_and(is_plannable);
        let need_has = project.doc.text("need").is_some_and(|need| planned.contains(&need.to_owned()));
        (is_of && is_chosen && !has_line(project.id) && !need_has).then_some(project)
    });
    found.extend(book.scan(Kind::Need, |need| {
        let is_chosen = workflow::stage(Kind::Need, &need.doc) == Some("shortlisted");
        (is_chosen && number(&need.doc, "year") == year && !has_line(need.id)).then_some(need)
    }));
    found
}

/// A line that stands for a project or a need.
pub fn line_of(book: Book, plan: &View, of: &View) -> Document {
    let read = |field: &str| number(&of.doc, field);
    let mut doc = Document::default()
        .with("plan", plan.id.to_string())
        .with("title", title_of(of).chars().take(300).collect::<String>())
        .with("quantity", 1)
        .with("quarter", "q2")
        .with("unit", "centre");
    doc.set("activity", of.doc.get("activity").cloned());
    let place = of.doc.text("commune_code").map(commune_name);
    let who = untrack(|| beneficiary(book, of));
    let at: Vec<String> = who.into_iter().chain(place).collect();
    doc.set("place_text", (!at.is_empty()).then(|| Value::text(at.join(", "))));
    let activity = of.doc.text("activity").and_then(Activity::from_code);
    let candidate =
        book.children_now(of.id, Kind::Candidate).into_iter().filter_map(|id| book.view(id)).next_back();
    let support = match of.kind {
        Kind::Project => read("support_approved").or_else(|| read("support_requested")),
        _ => candidate.and_then(|view| number(&view.doc, "support")),
    };
    let cost = read("surveyed_cost").or_else(|| read("estimated_cost")).unwrap_or(0);
    let funding = plan.doc.text("funding").unwrap_or_default();
    let today = now().day();
    let support = support.unwrap_or_else(|| proposed(&in_use(book), activity, funding, cost, today));
    doc.set("support", Some(Value::Int(support)));
    doc.set("counterpart", of.doc.get("counterpart").cloned());
    let field = if of.kind == Kind::Project { "project" } else { "need" };
    doc.with(field, of.id.to_string())
}

/// The one button that takes all that was chosen into the plan.
#[component]
fn Fill(plan: View, lines: Vec<View>) -> impl IntoView {
    let book = expect_context::<Book>();
    let open = is_open(&plan) && may_write(book);
    let found = if open { chosen(book, &plan, &lines) } else { Vec::new() };
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let n = found.len();
    let all = StoredValue::new((plan.clone(), found));
    let take = move |()| {
        busy.set(true);
        spawn_local(async move {
            let (plan, found) = all.get_value();
            let line = |of| {
                let doc = untrack(|| line_of(book, &plan, of));
                making(Kind::PlanLine, Book::new_id(), plan.scope.clone(), doc)
            };
            let written = book.perform(found.iter().map(line).collect()).await;
            failed.try_set(written.err().map(|error| save_error_words(Kind::PlanLine, &error)));
            busy.try_set(false);
        });
    };
    view! {
        {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
        <div class="acts no-print">
            {(n > 0).then(|| view! {
                <Button label=count(word!("plan.build"), n) look="main" icon="plus" busy busy_label=t(word!("button.saving")).to_owned() on_press=take/>
            })}
            {open.then(|| view! {
                <ButtonLink
                    label=t(word!("plan.add_line"))
                    href=routes::record_new(Kind::PlanLine, Some(plan.id))
                    look="sm"
                    icon="plus"
                />
            })}
        </div>
    }
}
