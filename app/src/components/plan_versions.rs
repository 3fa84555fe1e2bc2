//! What the book would change in a plan, how a version differs from the one before, and the way to the next one.

use std::collections::BTreeMap;

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::plan::PlanStage;
use domain::record::plan::sums::{Difference, Proposal, differences, proposals};
use domain::record::rule::number;
use domain::value::{Document, Value};
use domain::word;
use domain::workflow;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::components::plan_lines::millions;
use crate::components::plan_view::{is_open, line_of, may_write, stage};
use crate::components::save_error::save_error_words;
use crate::components::titles::{title, title_of};
use crate::components::value_text::{field_label, show_field, stage_label};
use crate::i18n::{fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::deeds::{acting, making};
use crate::state::view::{SaveError, View};
use crate::ui::button::Button;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;

/// What the book would change, each with one tap.
#[component]
pub fn Proposed(
    /// The plan.
    plan: View,
    /// Its lines.
    lines: Vec<View>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let year = number(&plan.doc, "year");
    let funding = plan.doc.text("funding").map(str::to_owned);
    let projects = book.scan(Kind::Project, |project| {
        let is_of =
            number(&project.doc, "plan_year") == year && project.doc.text("funding") == funding.as_deref();
        is_of.then_some((project.id, project.doc))
    });
    let pairs: Vec<(RecordId, Document)> = lines.iter().map(|line| (line.id, line.doc.clone())).collect();
    let found =
        if stage(&plan) == Some(PlanStage::Adjusted) { Vec::new() } else { proposals(&pairs, &projects) };
    if found.is_empty() || !may_write(book) {
        return None;
    }
    let is_open = is_open(&plan);
    let failed = RwSignal::new(None::<String>);
    let rows: Vec<AnyView> = found
        .into_iter()
        .filter_map(|proposal| {
            let words = proposal_words(book, &proposal)?;
            let plan = StoredValue::new(plan.clone());
            let what = StoredValue::new(proposal);
            let apply = move |()| {
                spawn_local(async move {
                    if let Err(error) = follow(book, &plan.get_value(), &what.get_value()).await {
                        failed.try_set(Some(save_error_words(Kind::PlanLine, &error)));
                    }
                });
            };
            let button = is_open.then(|| view! { <Button label=t(word!("plan.apply")) look="sm" on_press=apply/> });
            Some(view! {
                <li><div class="row"><span class="bd">{words}</span><span class="st">{button}</span></div></li>
            }.into_any())
        })
        .collect();
    let locked = (!is_open).then(|| view! { <p class="muted">{t(word!("plan.locked"))}</p> });
    Some(view! {
        <Section title=t(word!("plan.proposals")) id="plan-proposals">
            {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
            {locked}
            <ul class="rows">{rows}</ul>
        </Section>
    })
}

fn proposal_words(book: Book, proposal: &Proposal) -> Option<String> {
    Some(match proposal {
        Proposal::Add { project } => {
            let project = book.view(*project)?;
            let support = number(&project.doc, "support_approved")
                .or_else(|| number(&project.doc, "support_requested"));
            fill(
                word!("plan.propose_add"),
                &[("title", &title_of(&project)), ("support", &millions(support.unwrap_or(0)))],
            )
        }
        Proposal::Drop { line } => {
            let line = book.view(*line)?;
            let project: RecordId = line.doc.text("project")?.parse().ok()?;
            let stage = book.view(project).and_then(|project| workflow::stage(Kind::Project, &project.doc));
            let stage = stage_label(Kind::Project, stage.unwrap_or_default()).to_lowercase();
            fill(word!("plan.propose_drop"), &[("title", &title_of(&line)), ("stage", &stage)])
        }
        Proposal::Amount { line, approved } => {
            let line = book.view(*line)?;
            let planned = millions(number(&line.doc, "support").unwrap_or(0));
            fill(
                word!("plan.propose_amount"),
                &[("title", &title_of(&line)), ("planned", &planned), ("approved", &millions(*approved))],
            )
        }
    })
}

async fn follow(book: Book, plan: &View, proposal: &Proposal) -> Result<(), SaveError> {
    match proposal {
        Proposal::Add { project } => {
            let Some(project) = untrack(|| book.view(*project)) else { return Ok(()) };
            let doc = untrack(|| line_of(book, plan, &project));
            book.create(Kind::PlanLine, plan.scope.clone(), doc).await.map(drop)
        }
        Proposal::Drop { line } => {
            let Some(line) = untrack(|| book.view(*line)) else { return Ok(()) };
            book.delete(&line).await
        }
        Proposal::Amount { line, approved } => {
            let Some(line) = untrack(|| book.view(*line)) else { return Ok(()) };
            let changed = BTreeMap::from([("support".to_owned(), Some(Value::Int(*approved)))]);
            book.edit(&line, changed).await
        }
    }
}

/// How it differs from the version before, and the way to the next one.
#[component]
pub fn Versions(
    /// The plan.
    plan: View,
    /// Its lines.
    lines: Vec<View>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let before: Option<View> =
        plan.doc.text("adjusts").and_then(|id| id.parse().ok()).and_then(|id| book.view(id));
    let told = before.map(|before| {
        let old: Vec<Document> = book
            .children_now(before.id, Kind::PlanLine)
            .into_iter()
            .filter_map(|id| Some(book.view(id)?.doc))
            .collect();
        let new: Vec<Document> = lines.iter().map(|line| line.doc.clone()).collect();
        let found: Vec<String> = differences(&old, &new).iter().map(difference_words).collect();
        let rows: Vec<AnyView> =
            found.into_iter().map(|words| view! { <li>{words}</li> }.into_any()).collect();
        let nothing = rows.is_empty().then(|| view! { <p>{t(word!("plan.same"))}</p> });
        let of = fill(word!("plan.is_adjusted"), &[("title", &title_of(&before))]);
        view! {
            <Section title=t(word!("plan.differences")) id="plan-differences">
                <p><a class="hit" href=routes::record(Kind::Plan, before.id)>{of}</a></p>
                {nothing}
                <ul class="differences">{rows}</ul>
            </Section>
        }
    });
    let is_approved = stage(&plan) == Some(PlanStage::Approved);
    view! {
        {told}
        {(is_approved && may_write(book)).then(|| view! { <Adjust plan lines/> })}
    }
}

fn difference_words(difference: &Difference<'_>) -> String {
    let named = |doc: &Document| title(Kind::PlanLine, doc);
    let support = |doc: &Document| millions(number(doc, "support").unwrap_or(0));
    match difference {
        Difference::Added(line) => {
            fill(word!("plan.added"), &[("title", &named(line)), ("support", &support(line))])
        }
        Difference::Dropped(line) => {
            fill(word!("plan.dropped"), &[("title", &named(line)), ("support", &support(line))])
        }
        Difference::Changed { from, to, fields } => {
            let of = |doc: &Document, field: &str| {
                show_field(Kind::PlanLine, doc, field).unwrap_or_else(|| t(word!("plan.nothing")).to_owned())
            };
            let changes = fields.iter().map(|field| {
                fill(
                    word!("plan.change"),
                    &[
                        ("field", &field_label(Kind::PlanLine, field)),
                        ("from", &of(from, field)),
                        ("to", &of(to, field)),
                    ],
                )
            });
            let head = fill(word!("plan.changed"), &[("title", &named(to))]);
            std::iter::once(head).chain(changes).collect::<Vec<_>>().join(" · ")
        }
    }
}

/// Makes the next version: the lines are copied, the version before keeps its own.
#[component]
fn Adjust(plan: View, lines: Vec<View>) -> impl IntoView {
    let book = expect_context::<Book>();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let all = StoredValue::new((plan, lines));
    let why_not =
        Signal::derive(move || (!book.online().get()).then(|| t(word!("sync.online_only")).to_owned()));
    let adjust = move |()| {
        let navigate = navigate.clone();
        busy.set(true);
        spawn_local(async move {
            let (plan, lines) = all.get_value();
            match next_version(book, &plan, &lines).await {
                Ok(id) => navigate(&routes::record(Kind::Plan, id), NavigateOptions::default()),
                Err(error) => drop(failed.try_set(Some(save_error_words(Kind::Plan, &error)))),
            }
            busy.try_set(false);
        });
    };
    view! {
        {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
        <div class="acts no-print">
            <Button label=t(word!("plan.adjust")) busy busy_label=t(word!("button.saving")).to_owned() why_not on_press=adjust/>
        </div>
    }
}

async fn next_version(book: Book, plan: &View, lines: &[View]) -> Result<RecordId, SaveError> {
    let version = number(&plan.doc, "version").unwrap_or(1);
    let mut doc = Document::default()
        .with("title", adjusted_title(plan, version))
        .with("version", version + 1)
        .with("adjusts", plan.id.to_string());
    for field in ["year", "funding", "budget"] {
        doc.set(field, plan.doc.get(field).cloned());
    }
    let id = Book::new_id();
    let mut deeds = vec![making(Kind::Plan, id, plan.scope.clone(), doc)];
    for line in lines {
        let mut copy = Document::default().with("plan", id.to_string());
        for spec in
            Kind::PlanLine.spec().fields.iter().filter(|spec| spec.name != "plan" && spec.group != "place")
        {
            copy.set(spec.name, line.doc.get(spec.name).cloned());
        }
        deeds.push(making(Kind::PlanLine, Book::new_id(), plan.scope.clone(), copy));
    }
    deeds.push(acting(plan, "adjust", BTreeMap::new()));
    book.perform(deeds).await?;
    Ok(id)
}

/// The name of the next version: that of the first one with the number of the adjustment.
fn adjusted_title(plan: &View, version: i64) -> String {
    let name = title_of(plan);
    let first = name.split(", ").next().unwrap_or(&name).to_owned();
    fill(word!("plan.adjusted_title"), &[("title", &first), ("n", &version.to_string())])
}
