//! The questions of one group of a kind, made from its description.

use domain::permission::may_write_field;
use domain::record::Kind;
use domain::record::field::{FieldSpec, FieldType, Required};
use domain::role::Role;
use domain::word;
use domain::words::Word;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::components::field_input::FieldInput;
use crate::components::form_state::FormState;
use crate::components::law_link::LawLink;
use crate::components::position_input::{PLACE, PositionInput};
use crate::components::problem_words::{problem_field, problem_line};
use crate::components::special;
use crate::components::value_text::field_label;
use crate::i18n::find_text;
use crate::ui::field::About;

/// Whether the record is being made or exists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment {
    /// It is being made.
    Making,
    /// It exists.
    Later,
}

/// Words of a form.
#[derive(Clone, Copy, Debug)]
pub struct FormWords {
    /// “Nhóm 2/7”.
    pub place: Word,
    /// “Lưu, sang nhóm 3”.
    pub next: Word,
    /// “Nhóm 1”.
    pub before: Word,
    /// Above the answers.
    pub check: Word,
}

/// Who fills in a form, and when.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Role of the person.
    pub role: Role,
    /// Whether the record is being made.
    pub moment: Moment,
    /// Fields that are known already: never asked twice.
    pub known: &'static [&'static str],
}

impl Asked {
    /// Whether a field is asked.
    pub fn asks(self, kind: Kind, field: &FieldSpec) -> bool {
        let is_writable = may_write_field(self.role, kind, field, self.moment == Moment::Making);
        // Accounts are linked by the centre in its own place, not typed.
        is_writable && !self.known.contains(&field.name) && !matches!(field.ty, FieldType::Account)
    }

    /// How the form speaks: to owners in questions, to the office in groups.
    pub fn words(self) -> FormWords {
        match self.role {
            Role::FacilityOwner => FormWords {
                place: word!("form.question_of"),
                next: word!("button.save_next_question"),
                before: word!("button.question_before"),
                check: word!("check.lead_plain"),
            },
            _ => FormWords {
                place: word!("form.group_of"),
                next: word!("button.save_next_group"),
                before: word!("button.group_before"),
                check: word!("check.lead"),
            },
        }
    }

    /// The fields of a group that are asked.
    pub fn fields(self, kind: Kind, group: &str) -> Vec<&'static FieldSpec> {
        kind.spec().group(group).filter(|field| self.asks(kind, field)).collect()
    }

    /// The groups in which something is asked.
    pub fn groups(self, kind: Kind) -> Vec<&'static str> {
        let groups = kind.spec().groups.iter().copied();
        groups.filter(|group| !self.fields(kind, group).is_empty()).collect()
    }
}

/// Element id of a field of a form.
pub fn field_id(field: &str) -> String {
    format!("f-{field}")
}

/// The questions of a group.
#[component]
pub fn RecordForm(
    /// The form.
    form: FormState,
    /// The questions.
    fields: Vec<&'static FieldSpec>,
) -> impl IntoView {
    let is_place = |spec: &&FieldSpec| PLACE.contains(&spec.name);
    let place: Vec<&'static FieldSpec> = fields.iter().copied().filter(is_place).collect();
    let first_of_place = place.first().map(|spec| spec.name);
    let questions = fields
        .into_iter()
        .filter_map(|spec| {
            if Some(spec.name) == first_of_place {
                return Some(view! { <PositionInput form fields=place.clone()/> }.into_any());
            }
            (!is_place(&spec)).then(|| view! { <Question form spec/> }.into_any())
        })
        .collect_view();
    // Enter in a field must not reload the page.
    view! {
        <form class="form" novalidate on:submit=|event: SubmitEvent| event.prevent_default()>
            {questions}
        </form>
    }
}

/// One question.
#[component]
pub fn Question(form: FormState, spec: &'static FieldSpec) -> impl IntoView {
    let kind = form.kind;
    let name = spec.name;
    let about = About {
        id: field_id(name),
        label: field_label(kind, name),
        // The help of a place stands beside the button that measures it.
        help: help(kind, spec).filter(|_| !PLACE.contains(&name)).map(str::to_owned),
    };
    let error = Signal::derive(move || {
        if !form.may_show(name) {
            return None;
        }
        let problems = form.problems();
        problems
            .iter()
            .find(|problem| problem_field(problem) == name)
            .map(|problem| problem_line(kind, problem))
    });
    let about = StoredValue::new(about);
    let question = move || -> AnyView {
        view! {
            <FieldInput
                spec
                about=about.get_value()
                value=form.initial(name)
                error
                on_value=Callback::new(move |value| form.set(spec, value))
                on_leave=Callback::new(move |()| form.leave(spec))
            />
            {spec.law.map(|law| view! { <LawLink law/> })}
            {special::note(kind, name, form)}
        }
        .into_any()
    };
    match spec.required {
        Required::OnlyIf(_) => {
            let is_asked = Memo::new(move |_| spec.is_asked(&form.document()));
            (move || is_asked.get().then(question)).into_any()
        }
        Required::Optional | Required::Always | Required::If(_) => question(),
    }
}

/// The help of a field, or that of its type.
pub fn help(kind: Kind, spec: &FieldSpec) -> Option<&'static str> {
    let own = find_text(&format!("help.{}.{}", kind.code(), spec.name));
    own.or_else(|| match spec.ty {
        FieldType::Money => find_text("form.money_help"),
        FieldType::Day { .. } => find_text("form.date_help"),
        FieldType::TaxCode => find_text("form.tax_code_help"),
        FieldType::CommuneCode => find_text("form.commune_help"),
        _ => None,
    })
}
