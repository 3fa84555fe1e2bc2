//! Where a case is: the sentence, the seven steps, who holds it.

use chrono::NaiveDate;
use domain::record::Kind;
use domain::value::Document;
use domain::word;
use domain::workflow::owner_steps::OwnerStep;
use leptos::prelude::*;

use crate::components::value_text::{show_field, stage_label};
use crate::i18n::{by_key, fill, t};
use crate::ui::icon::Icon;
use crate::ui::section_head::Section;
use crate::ui::stage_path::{Node, PathWords, StagePath};

/// What is known of the way so far.
#[derive(Clone, Debug)]
pub struct Course {
    /// The step it is in.
    pub step: OwnerStep,
    /// Words at each step: the day it was entered.
    pub days: Vec<Option<String>>,
    /// Who holds it, and for how long.
    pub holder: Option<String>,
}

/// Index of a step.
pub fn step_index(step: OwnerStep) -> usize {
    OwnerStep::ALL.iter().position(|other| *other == step).unwrap_or_default()
}

/// The path of a case. `stem` is the stem of the step names: `path_step` for the office,
/// `owner_step` for owners.
#[component]
pub fn StageBar(
    /// The way.
    course: Course,
    /// Stem of the step names.
    stem: &'static str,
    /// Heading.
    #[prop(into)]
    title: String,
) -> impl IntoView {
    let now = step_index(course.step);
    let total = OwnerStep::ALL.len();
    let numbers = [("n", (now + 1).to_string()), ("total", total.to_string())];
    let params: Vec<(&str, &str)> = numbers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let nodes = OwnerStep::ALL
        .iter()
        .enumerate()
        .map(|(at, _)| Node {
            label: by_key(&format!("{stem}.{}", at + 1)),
            when: course.days.get(at).cloned().flatten(),
        })
        .collect();
    // The last step is not a place to wait in: a finished case has passed all of them.
    let now = if course.step == OwnerStep::Done { total } else { now };
    let words = PathWords {
        whole: fill(word!("project.path_label"), &params),
        passed: t(word!("project.passed")).to_owned(),
        here: t(word!("project.here")).to_owned(),
    };
    let aside = fill(word!("project.step_of"), &params);
    view! {
        <Section title aside=move || view! { <span class="muted">{aside.clone()}</span> }>
            <StagePath nodes now words/>
            {course.holder.map(|holder| view! {
                <p class="hold">
                    <Icon name="user"/>
                    <span><b>{holder}</b></span>
                </p>
            })}
        </Section>
    }
}

/// “Đang triển khai từ 15/05/2026.”
pub fn state_sentence(kind: Kind, stage: &str, since: Option<NaiveDate>) -> String {
    let stage = stage_label(kind, stage);
    match since {
        Some(day) => {
            let date = domain::formats::date::show(day);
            fill(word!("project.state_since"), &[("stage", &stage), ("date", &date)])
        }
        None => format!("{stage}."),
    }
}

/// What who took the last step said of it: “Ghi chú: Giấy tờ chưa đúng. Thiếu kết quả đo.”
#[component]
pub fn StepNote(
    /// The kind of the record.
    kind: Kind,
    /// Its fields.
    doc: Document,
) -> impl IntoView {
    let said = ["stage_reason", "stage_note"].iter().filter_map(|field| show_field(kind, &doc, field));
    let said = said.collect::<Vec<_>>().join(". ");
    (!said.is_empty()).then(|| view! { <p>{t(word!("action.note"))} ": " {said}</p> })
}
