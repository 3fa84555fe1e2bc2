//! One described field as a control. What a person typed becomes the valid value when it can, and
//! is kept as typed when it cannot: saving never waits for correctness.

use domain::formats::date;
use domain::money;
use domain::record::field::{ChoiceList, DayRule, FieldSpec, FieldType};
use domain::validation::typed::parse_typed;
use domain::value::Value;
use domain::word;
use leptos::prelude::*;

use crate::components::commune_picker::CommunePicker;
use crate::components::record_picker::RecordPicker;
use crate::components::rows_input::RowsInput;
use crate::components::value_text::{choices, typed};
use crate::i18n::{by_key, count, lang, t};
use crate::platform::clock::now;
use crate::ui::choice::{Choice, ChoiceItem, ChoiceMode};
use crate::ui::field::{About, Shape, TextField, Understood};
use crate::ui::select::Select;

/// More choices than this fold into a select.
const ROWS_AT_MOST: usize = 6;

/// The control of a field.
#[component]
pub fn FieldInput(
    /// The description.
    spec: &'static FieldSpec,
    /// Element id, label and help.
    about: About,
    /// The value when the control appears.
    value: Option<Value>,
    /// What is wrong.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
    /// Each change.
    on_value: Callback<Option<Value>>,
    /// The person left the field.
    #[prop(into)]
    on_leave: Callback<()>,
) -> impl IntoView {
    let input = Input { spec, about, value, error, on_value, on_leave };
    match spec.ty {
        FieldType::Flag => input.flag(),
        FieldType::One(list) if list.codes.len() <= ROWS_AT_MOST => input.choice(list, ChoiceMode::One),
        FieldType::One(list) => input.select(list),
        FieldType::Many(list) => input.choice(list, ChoiceMode::Many),
        FieldType::CommuneCode => {
            let Input { about, value, .. } = input;
            view! { <CommunePicker about value=text_of(value) error on_value on_leave/> }.into_any()
        }
        FieldType::Ref(kind) => {
            let Input { about, value, .. } = input;
            view! { <RecordPicker kind about value=text_of(value) error on_value/> }.into_any()
        }
        FieldType::Rows(row) => {
            let Input { about, value, .. } = input;
            view! { <RowsInput row about value error on_value on_leave/> }.into_any()
        }
        FieldType::Text { .. }
        | FieldType::LongText { .. }
        | FieldType::DocumentNumber
        | FieldType::Money
        | FieldType::Whole { .. }
        | FieldType::Year
        | FieldType::Fixed { .. }
        | FieldType::Day { .. }
        | FieldType::Days { .. }
        | FieldType::Instant
        | FieldType::Phone
        | FieldType::TaxCode
        | FieldType::CitizenId
        | FieldType::Email
        | FieldType::Vsic
        | FieldType::Latitude
        | FieldType::Longitude
        | FieldType::Account
        | FieldType::Names
        | FieldType::Values => input.text(),
    }
}

fn text_of(value: Option<Value>) -> Option<String> {
    value.as_ref().and_then(Value::as_text).map(str::to_owned)
}

struct Input {
    spec: &'static FieldSpec,
    about: About,
    value: Option<Value>,
    error: Signal<Option<String>>,
    on_value: Callback<Option<Value>>,
    on_leave: Callback<()>,
}

impl Input {
    fn text(self) -> AnyView {
        let Self { spec, about, value, error, on_value, on_leave } = self;
        let ty = &spec.ty;
        let shown = value.as_ref().map(|value| typed(ty, value)).unwrap_or_default();
        let changed = move |text: String| on_value.run(read(ty, &text));
        let unit = spec.unit.map(|unit| by_key(&format!("unit.{unit}")));
        view! {
            <TextField
                about
                value=shown
                shape=shape(ty)
                error
                unit
                understood=understood(ty)
                on_text=changed
                on_leave=Callback::new(move |_: String| on_leave.run(()))
            />
        }
        .into_any()
    }

    fn flag(self) -> AnyView {
        let Self { about, value, error, on_value, on_leave, .. } = self;
        let chosen = match value {
            Some(Value::Bool(true)) => vec!["yes".to_owned()],
            Some(Value::Bool(false)) => vec!["no".to_owned()],
            _ => Vec::new(),
        };
        let item = |value: &str, label| ChoiceItem { value: value.to_owned(), label, sub: None };
        let items =
            vec![item("yes", t(word!("form.yes")).to_owned()), item("no", t(word!("form.no")).to_owned())];
        let picked = move |picked: Vec<String>| {
            on_value.run(picked.first().map(|answer| Value::Bool(answer == "yes")));
            on_leave.run(());
        };
        view! { <Choice about items chosen mode=ChoiceMode::One error on_pick=picked/> }.into_any()
    }

    fn choice(self, list: &'static ChoiceList, mode: ChoiceMode) -> AnyView {
        let Self { about, value, error, on_value, on_leave, .. } = self;
        let chosen = match &value {
            Some(Value::Text(code)) => vec![code.clone()],
            Some(Value::List(codes)) => codes.iter().filter_map(Value::as_text).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let items = untrack(|| choices(list, &chosen));
        let items = items.into_iter().map(|(value, label)| ChoiceItem { value, label, sub: None }).collect();
        let picked = move |picked: Vec<String>| {
            on_value.run(match mode {
                ChoiceMode::One => picked.into_iter().next().map(Value::Text),
                ChoiceMode::Many => {
                    (!picked.is_empty()).then(|| Value::List(picked.into_iter().map(Value::Text).collect()))
                }
            });
            on_leave.run(());
        };
        view! { <Choice about items chosen mode error on_pick=picked/> }.into_any()
    }

    fn select(self, list: &'static ChoiceList) -> AnyView {
        let Self { about, value, error, on_value, on_leave, .. } = self;
        let chosen: Vec<String> = text_of(value.clone()).into_iter().collect();
        let options = untrack(|| choices(list, &chosen));
        let picked = move |code: Option<String>| {
            on_value.run(code.map(Value::Text));
            on_leave.run(());
        };
        view! {
            <Select
                about
                options
                chosen=text_of(value)
                nothing=t(word!("form.choose"))
                error
                on_pick=picked
            />
        }
        .into_any()
    }
}

/// What was typed: the valid value, or the text itself, or nothing.
pub fn read(ty: &FieldType, text: &str) -> Option<Value> {
    parse_typed(ty, text, now().day()).unwrap_or_else(|_| Value::text(text).canonical())
}

fn shape(ty: &FieldType) -> Shape {
    match ty {
        FieldType::LongText { .. } | FieldType::Days { .. } => Shape::LINES,
        FieldType::Money => Shape::MONEY,
        FieldType::Whole { max, .. } if *max > 1_000_000 => Shape::DIGITS,
        FieldType::Whole { .. } | FieldType::Year => Shape::COUNT,
        FieldType::Fixed { .. } | FieldType::Latitude | FieldType::Longitude => Shape::DECIMAL,
        FieldType::Day { .. } => Shape::DAY,
        FieldType::Phone => Shape::PHONE,
        FieldType::TaxCode | FieldType::CitizenId | FieldType::Vsic => Shape::DIGITS,
        FieldType::Email => Shape::EMAIL,
        FieldType::DocumentNumber => Shape { width: "w15", ..Shape::LINE },
        FieldType::Text { max, .. } if *max <= 20 => Shape { width: "w12", ..Shape::LINE },
        FieldType::Text { .. }
        | FieldType::Instant
        | FieldType::Flag
        | FieldType::One(_)
        | FieldType::Many(_)
        | FieldType::CommuneCode
        | FieldType::Ref(_)
        | FieldType::Account
        | FieldType::Rows(_)
        | FieldType::Names
        | FieldType::Values => Shape::LINE,
    }
}

fn understood(ty: &FieldType) -> Option<Understood> {
    match ty {
        FieldType::Money => Some(|text| {
            let amount = money::parse(text).ok()?;
            Some((money::show(amount, lang()), format!("({})", money::in_words(amount))))
        }),
        FieldType::Day { .. } => Some(|text| {
            let shown = date::show(date::parse(text).ok()?);
            (shown != text.trim()).then(|| (shown, String::new()))
        }),
        FieldType::Days { .. } => Some(|text| {
            let days = read(&FieldType::Days { when: DayRule::Any }, text)?;
            Some((count(word!("unit.days_count"), days.as_list()?.len()), String::new()))
        }),
        _ => None,
    }
}
