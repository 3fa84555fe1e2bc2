//! “Kiểm tra lại”: every answer once more, with a way back to each, before anything is handed in.

use domain::record::Kind;
use domain::record::field::{FieldSpec, FieldType};
use domain::record::rule::{Problem, ProblemCode};
use domain::value::Value;
use domain::word;
use leptos::prelude::*;

use crate::components::cautions::{Cautions, Doubts};
use crate::components::form_pages::{Demand, Finish, Plan};
use crate::components::form_state::FormState;
use crate::components::problem_words::{problem_field, problem_line};
use crate::components::record_facts::row_list;
use crate::components::titles::title_of;
use crate::components::value_text::{field_label, group_label, show_with_unit};
use crate::i18n::{fill, t};
use crate::state::book::Book;
use crate::ui::button::Button;
use crate::ui::dock::Dock;
use crate::ui::error_summary::{ErrorLink, ErrorSummary, Focus};
use crate::ui::facts::{Fact, Facts};
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

/// The last page of a form.
#[component]
pub fn CheckAnswers(
    /// What the form is for.
    plan: Plan,
    /// The form.
    form: FormState,
    /// Whether the record is being written.
    busy: Signal<bool>,
    /// Why the record could not be written.
    failed: Signal<Option<String>>,
    /// What was pressed.
    on_finish: Callback<Finish>,
) -> impl IntoView {
    let groups = plan.asked.groups(plan.kind);
    let total = groups.len();
    let tries = RwSignal::new(0_u32);
    let sections = groups
        .into_iter()
        .enumerate()
        .map(|(at, group)| {
            let fields = plan.asked.fields(plan.kind, group);
            view! { <Answers plan=plan.clone() form fields title=group_label(plan.kind, group) at total/> }
        })
        .collect_view();
    let shown = plan.clone();
    let summary = move || (tries.get() > 0).then(|| all_problems(&shown, form)).flatten();
    let demand = plan.demand;
    let doubts = Doubts::of(expect_context::<Book>(), form, plan.of);
    let objection = RwSignal::new(None::<&'static str>);
    let finish = Callback::new(move |finish: Finish| {
        form.try_submit();
        let is_clear = match (finish, demand) {
            (Finish::Save, _) | (Finish::Submit, Demand::ValidSoFar) => form.blockers().is_empty(),
            (Finish::Submit, Demand::Complete) => form.problems().is_empty(),
        };
        objection.set(if is_clear { doubts.objection() } else { None });
        if is_clear && objection.get_untracked().is_none() {
            form.flush();
            on_finish.run(finish);
        } else if !is_clear {
            tries.update(|tries| *tries += 1);
        }
    });
    let lacks = Memo::new(move |_| Lacks::of(&form.problems()));
    // Beside the owner one writes of the facility; a plan or a rule is nobody's in the workshop.
    let lead = match plan.kind {
        Kind::Facility | Kind::FacilityYear | Kind::Need | Kind::ProductEntry => plan.asked.words().check,
        _ => word!("check.lead_plain"),
    };
    view! {
        <div class="page page-check">
            <p class="muted">{plan.title.clone()}</p>
            <Heading text=t(word!("check.title"))/>
            <p class="lead">{t(lead)}</p>
            {summary}
            {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
            {move || objection.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
            <Cautions form doubts/>
            {sections}
            {(demand == Demand::Complete).then(|| view! {
                <div class="acts">
                    <Button
                        label=t(word!("button.save_to_book"))
                        busy
                        on_press=move |()| finish.run(Finish::Save)
                    />
                </div>
            })}
        </div>
        <Dock label=t(word!("nav.actions"))>
            <p>{move || standing(lacks.get(), demand)}</p>
            <Button
                label=plan.finish.clone()
                look="main"
                busy
                busy_label=t(word!("button.saving")).to_owned()
                on_press=move |()| finish.run(Finish::Submit)
            />
        </Dock>
    }
}

/// What keeps a record from being complete.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Lacks {
    /// Questions without an answer.
    missing: usize,
    /// Answers that cannot be right.
    wrong: usize,
}

impl Lacks {
    fn of(problems: &[Problem]) -> Self {
        let missing = problems.iter().filter(|problem| problem.code == ProblemCode::Required).count();
        Self { missing, wrong: problems.len() - missing }
    }
}

fn standing(lacks: Lacks, demand: Demand) -> AnyView {
    let said = |word, n: usize| (n > 0).then(|| fill(word, &[("n", &n.to_string())]));
    let parts = [said(word!("check.missing"), lacks.missing), said(word!("check.wrong"), lacks.wrong)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        let complete = match demand {
            Demand::ValidSoFar => word!("check.all_there"),
            Demand::Complete => word!("check.complete"),
        };
        return view! { <b>{t(complete)}</b> }.into_any();
    }
    let then = match (lacks.wrong, demand) {
        (0, Demand::ValidSoFar) => word!("check.can_save_now"),
        (0, Demand::Complete) => word!("check.can_save"),
        (_, Demand::ValidSoFar | Demand::Complete) => word!("check.mend_first"),
    };
    view! {
        <b>{parts.join(", ")}</b>
        <br/>
        <span class="muted small">{t(then)}</span>
    }
    .into_any()
}

fn all_problems(plan: &Plan, form: FormState) -> Option<AnyView> {
    let problems = match plan.demand {
        Demand::ValidSoFar => form.blockers(),
        Demand::Complete => form.problems(),
    };
    if problems.is_empty() {
        return None;
    }
    let title = fill(word!("check.errors_title"), &[("n", &problems.len().to_string())]);
    let links = problems
        .iter()
        .map(|problem| ErrorLink {
            href: plan.field_href(problem_field(problem)),
            words: problem_line(plan.kind, problem),
        })
        .collect();
    Some(
        view! { <ErrorSummary title problems=links safe=t(word!("form.errors_kept")) focus=Focus::Taken/> }
            .into_any(),
    )
}

/// An answer as it is read: another record by its name, rows with what each cell is called.
fn read_again(spec: &'static FieldSpec, value: &Value) -> AnyView {
    match (spec.ty, value) {
        (FieldType::Ref(_), Value::Text(id)) => {
            let book = expect_context::<Book>();
            let named = id.parse().ok().and_then(|id| untrack(|| book.view(id)));
            named
                .map_or_else(|| t(word!("history.another_record")).to_owned(), |view| title_of(&view))
                .into_any()
        }
        (FieldType::Rows(row), Value::List(rows)) => row_list(row, rows),
        _ => show_with_unit(spec, value).into_any(),
    }
}

#[component]
fn Answers(
    plan: Plan,
    form: FormState,
    fields: Vec<&'static FieldSpec>,
    title: String,
    at: usize,
    total: usize,
) -> impl IntoView {
    let place = fill(word!("check.group"), &[("n", &(at + 1).to_string()), ("total", &total.to_string())]);
    let answers = move || {
        let doc = form.document();
        fields
            .iter()
            .filter(|spec| doc.get(spec.name).is_some() || spec.is_required(&doc))
            .map(|spec| {
                let edit = (plan.field_href(spec.name), t(word!("button.edit")).to_owned());
                let value = match doc.get(spec.name) {
                    Some(value) => read_again(spec, value),
                    None => {
                        view! { <Mark look=MarkLook::MISSING word=t(word!("form.not_recorded"))/> }.into_any()
                    }
                };
                view! { <Fact label=field_label(plan.kind, spec.name) edit>{value}</Fact> }
            })
            .collect_view()
    };
    view! {
        <Section title aside=move || view! { <span class="muted">{place.clone()}</span> }>
            <Facts>{answers}</Facts>
        </Section>
    }
}
