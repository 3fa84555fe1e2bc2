//! Forms 11 and 12 of a class (TT 36/2013 Phụ lục 1; their numbers are labels): its plan with its money, and
//! what is taught.

use domain::money;
use domain::record::marker::{FieldKind, Rows};
use domain::record::rule::number;
use domain::record::training_class::rows::{BudgetLine, Lesson};
use domain::word;
use domain::words::Word;
use leptos::prelude::*;

use crate::components::form_sheet::{Row, Sheet, SheetTable};
use crate::i18n::{lang, t};
use crate::pages::record::parent_of;
use crate::pages::record_print::line;
use crate::state::book::Book;
use crate::state::view::View;

/// What the plan says of the class.
const PLAN: &[&str] = &[
    "title",
    "class_kind",
    "teaching",
    "trade",
    "planned_trainees",
    "host",
    "place",
    "teacher",
    "teacher_title",
    "days",
    "session",
    "hours_per_day",
];
/// What the curriculum is for.
const TAUGHT: &[&str] = &["trade", "teaching", "planned_trainees", "days", "hours_per_day", "teacher"];

/// A form of a class under its project.
#[component]
fn ClassForm(
    number: &'static str,
    title: Word,
    class: View,
    told: &'static [&'static str],
    children: Children,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let project = parent_of(book, &class)?;
    let specs = told.iter().filter_map(|field| class.kind.spec().field(field));
    let lines = specs.map(|spec| line(class.kind, spec, &class.doc));
    let lines = lines.collect_view();
    Some(view! { <Sheet number title=t(title) project>{lines} {children()}</Sheet> })
}

/// Form 11.
#[component]
pub fn ClassPlan(
    /// The class.
    class: View,
) -> impl IntoView {
    let lines = class.doc.get("budget_lines").and_then(Rows::<BudgetLine>::read).unwrap_or_default();
    let show = |amount: Option<i64>| amount.map(|amount| money::show(amount, lang())).unwrap_or_default();
    let mut rows: Vec<Row> = lines
        .into_iter()
        .map(|line| {
            vec![line.item.unwrap_or_default(), line.reckoning.unwrap_or_default(), show(line.amount)]
        })
        .collect();
    rows.push(vec![t(word!("forms.total")).to_owned(), String::new(), show(number(&class.doc, "budget"))]);
    let head = vec![
        word!("field.budget_line.item"),
        word!("field.budget_line.reckoning"),
        word!("field.budget_line.amount"),
    ];
    view! {
        <ClassForm number="11" title=word!("training.sheet_plan") class told=PLAN>
            <p class="para">{t(word!("forms.costs"))}</p>
            <SheetTable head rows numbers=2/>
        </ClassForm>
    }
}

/// Form 12.
#[component]
pub fn Curriculum(
    /// The class.
    class: View,
) -> impl IntoView {
    let lessons = class.doc.get("curriculum").and_then(Rows::<Lesson>::read).unwrap_or_default();
    let hours = |hours: i64| if hours == 0 { String::new() } else { hours.to_string() };
    let (mut theory, mut practice) = (0_i64, 0_i64);
    let mut rows: Vec<Row> = Vec::with_capacity(lessons.len() + 1);
    for lesson in lessons {
        let both = [lesson.theory_hours, lesson.practice_hours].map(|hours| hours.unwrap_or(0));
        theory += both[0];
        practice += both[1];
        rows.push(vec![
            lesson.subject.unwrap_or_default(),
            lesson.material.unwrap_or_default(),
            hours(both[0]),
            hours(both[1]),
        ]);
    }
    rows.push(vec![t(word!("forms.total")).to_owned(), String::new(), hours(theory), hours(practice)]);
    let head = vec![
        word!("field.lesson.subject"),
        word!("field.lesson.material"),
        word!("field.lesson.theory_hours"),
        word!("field.lesson.practice_hours"),
    ];
    view! {
        <ClassForm number="12" title=word!("training.sheet_curriculum") class told=TAUGHT>
            <SheetTable head rows numbers=2/>
        </ClassForm>
    }
}
