//! Two people changed the same field: both values side by side, the one both started from above.
//! Nothing is preselected and neither side is called newer.

use std::collections::BTreeMap;

use domain::clock::Millis;
use domain::id::RecordId;
use domain::ordering;
use domain::record::Kind;
use domain::record::field::FieldSpec;
use domain::record::marker::{FieldKind, Names, Values};
use domain::record::rule::Problem;
use domain::sync::authority::resolve::problems_of;
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::*;

use crate::components::field_input::FieldInput;
use crate::components::problem_words::problem_line;
use crate::components::value_text::{field_label, role_name, show_together};
use crate::i18n::{day, fill, find_text, t, time};
use crate::platform::clock::now;
use crate::state::book::Book;
use crate::state::view::{Deed, Me};
use crate::ui::disclosure::Disclosure;
use crate::ui::field::About;
use crate::ui::fresh_id;
use crate::ui::icon::Icon;

/// What a person chose.
#[derive(Clone, PartialEq, Debug)]
pub enum Chosen {
    /// One of the two values.
    Side(&'static str),
    /// A third one; a field without a value is cleared.
    Other(BTreeMap<String, Value>),
}

impl Chosen {
    /// The fields that the step `resolve` brings.
    pub fn fields(self, reason: &str) -> BTreeMap<String, Value> {
        let mut fields = BTreeMap::new();
        match self {
            Self::Side(side) => drop(fields.insert("side".to_owned(), Value::text(side))),
            Self::Other(values) => {
                fields.insert("side".to_owned(), Value::text(OTHER));
                fields.insert("resolution".to_owned(), Value::Map(values));
            }
        }
        if let Some(reason) = Value::text(reason).canonical() {
            fields.insert("reason".to_owned(), reason);
        }
        fields
    }
}

const CURRENT: &str = "current";
const PROPOSED: &str = "proposed";
const OTHER: &str = "other";

/// A conflict as it is shown.
#[derive(Clone, PartialEq)]
pub struct Dispute {
    /// The conflict record.
    pub id: RecordId,
    /// Kind of the record it is about.
    pub kind: Kind,
    /// Its fields.
    pub fields: Vec<String>,
    base: BTreeMap<String, Value>,
    sides: [Side; 2],
}

#[derive(Clone, PartialEq)]
struct Side {
    code: &'static str,
    values: BTreeMap<String, Value>,
    who: String,
    when: Option<Millis>,
}

impl Dispute {
    /// Reads an open conflict; `None` for one about a kind that is not known here.
    pub fn read(id: RecordId, doc: &Document, me: &Me) -> Option<Self> {
        let kind = Kind::from_code(doc.text("about_kind")?)?;
        let side = |code: &'static str, by: &str, role: &str, at: &str| Side {
            code,
            values: values(doc, code),
            who: who(doc.text(by), doc.text(role), me),
            when: doc.get(at).and_then(Value::as_int).map(Millis),
        };
        let proposed = side(PROPOSED, "proposed_by", "proposed_role", "proposed_at");
        let current = side(CURRENT, "current_by", "current_role", "current_at");
        // One's own value stands first on every device.
        let sides =
            if current.who == t(word!("conflict.yours")) { [current, proposed] } else { [proposed, current] };
        Some(Self {
            id,
            kind,
            fields: Names::read(doc.get("fields")?)?.into_iter().collect(),
            base: values(doc, "base"),
            sides,
        })
    }

    /// Names of the fields in words.
    pub fn label(&self) -> String {
        labels(self.kind, &self.fields)
    }

    /// Both values with their authors, for the note in a detail.
    pub fn both(&self) -> String {
        let said = self.sides.iter().map(|side| format!("{}: {}", side.who, self.shown(&side.values)));
        said.collect::<Vec<_>>().join(" · ")
    }

    fn shown(&self, values: &BTreeMap<String, Value>) -> String {
        shown(self.kind, &self.fields, values)
    }

    /// What the server would refuse a third value for. Without the record only the server can tell.
    fn problems(&self, book: Book, values: &BTreeMap<String, Value>) -> Vec<Problem> {
        let about = untrack(|| book.view(self.id)).and_then(|view| view.doc.text("record")?.parse().ok());
        let Some(target) = about.and_then(|id: RecordId| untrack(|| book.view(id))) else {
            return Vec::new();
        };
        let names: Vec<&str> = self.fields.iter().map(String::as_str).collect();
        let sets = ordering::map(self.fields.iter().map(|field| (field.clone(), values.get(field).cloned())));
        problems_of(self.kind, &target.doc, &names, &sets, now().day())
    }

    fn specs(&self) -> Vec<&'static FieldSpec> {
        self.fields.iter().filter_map(|field| self.kind.spec().field(field)).collect()
    }
}

/// What the history of a record tells of its conflict: that two people changed a field, which value
/// was chosen and which one was not.
pub fn told(conflict: &Document, deed: &Deed) -> Option<String> {
    let kind = Kind::from_code(conflict.text("about_kind")?)?;
    let fields: Vec<String> = Names::read(conflict.get("fields")?)?.into_iter().collect();
    let field = labels(kind, &fields);
    let side = |code: &str| shown(kind, &fields, &values(conflict, code));
    match deed {
        Deed::Create => Some(fill(word!("history.conflict_opened"), &[("field", &field)])),
        Deed::Act { .. } => {
            let (new, other) = match conflict.text("side")? {
                CURRENT => (side(CURRENT), side(PROPOSED)),
                PROPOSED => (side(PROPOSED), side(CURRENT)),
                _ => (side("resolution"), format!("{}, {}", side(CURRENT), side(PROPOSED))),
            };
            Some(fill(word!("history.resolved"), &[("new", &new), ("field", &field), ("other", &other)]))
        }
        Deed::Put | Deed::Delete | Deed::Leave => None,
    }
}

fn labels(kind: Kind, fields: &[String]) -> String {
    let labels: Vec<String> = fields.iter().map(|field| field_label(kind, field)).collect();
    labels.join(", ")
}

fn shown(kind: Kind, fields: &[String], values: &BTreeMap<String, Value>) -> String {
    let text = show_together(kind, fields, values);
    if text.is_empty() { t(word!("conflict.empty_value")).to_owned() } else { text }
}

fn values(doc: &Document, name: &str) -> BTreeMap<String, Value> {
    doc.get(name).and_then(Values::read).unwrap_or_default()
}

fn who(name: Option<&str>, role: Option<&str>, me: &Me) -> String {
    let name = name.unwrap_or_default();
    let role = role.unwrap_or_default();
    if name == me.name && role == me.role.code() {
        return t(word!("conflict.yours")).to_owned();
    }
    fill(word!("conflict.of_person"), &[("name", name), ("role", &role_name(role))])
}

/// One conflict with its three ways out. What looks chosen is what is saved: another value takes the
/// mark off both sides, and a side empties the box of the other value.
#[component]
pub fn ConflictView(
    /// The conflict.
    dispute: Dispute,
    /// Its number among all of the record.
    #[prop(into)]
    place: Signal<(usize, usize)>,
    /// What was chosen; `None` when nothing that can be saved is chosen any more.
    on_choose: Callback<(RecordId, Option<Chosen>)>,
) -> impl IntoView {
    let name = fresh_id("side");
    let taken = RwSignal::new(None::<&'static str>);
    let box_number = RwSignal::new(0_u32);
    let id = dispute.id;
    let number = move || {
        let (n, total) = place.get();
        fill(word!("conflict.field_of"), &[("n", &n.to_string()), ("total", &total.to_string())])
    };
    let base = match dispute.base.is_empty() {
        true => t(word!("conflict.base_empty")).to_owned(),
        false => fill(word!("conflict.base"), &[("value", &dispute.shown(&dispute.base))]),
    };
    let sides = dispute
        .sides
        .iter()
        .map(|side| {
            let code = side.code;
            let value = dispute.shown(&side.values);
            let take = move |_| {
                taken.set(Some(code));
                box_number.update(|number| *number += 1);
                on_choose.run((id, Some(Chosen::Side(code))));
            };
            let is_taken = Signal::derive(move || taken.get() == Some(code));
            view! { <SideRow name=name.clone() side=side.clone() value is_taken on_take=take/> }
        })
        .collect_view();
    let label = dispute.label();
    let dispute = StoredValue::new(dispute);
    let other = Callback::new(move |chosen: Option<Chosen>| {
        taken.set(None);
        on_choose.run((id, chosen));
    });
    view! {
        <fieldset class="cf">
            <legend><span class="muted">{number}</span>{label}</legend>
            <p class="base">
                <Icon name="clock" class="i s"/>
                <span>{base}</span>
            </p>
            <div class="pair">{sides}</div>
            // Inputs are never written to: an empty box is a new one.
            <For
                each=move || [box_number.get()]
                key=|number| *number
                children=move |_| view! { <OtherValue dispute=dispute.get_value() on_choose=other/> }
            />
        </fieldset>
    }
}

/// The box for a third value. It counts once the server would take it.
#[component]
fn OtherValue(dispute: Dispute, on_choose: Callback<Option<Chosen>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let kind = dispute.kind;
    let specs = dispute.specs();
    let typed = RwSignal::new(BTreeMap::<String, Value>::new());
    let left = RwSignal::new(Vec::<&'static str>::new());
    let problems = Memo::new(move |_| typed.with(|typed| dispute.problems(book, typed)));
    let ask = |spec: &'static FieldSpec| {
        let about = About {
            id: fresh_id(spec.name),
            label: field_label(kind, spec.name),
            help: find_text(&format!("help.{}.{}", kind.code(), spec.name)).map(str::to_owned),
        };
        let error = Signal::derive(move || {
            if typed.with(BTreeMap::is_empty) || !left.with(|left| left.contains(&spec.name)) {
                return None;
            }
            problems.with(|problems| {
                let here = problems.iter().find(|problem| problem.touches(|field| field == spec.name));
                here.map(|problem| problem_line(kind, problem))
            })
        });
        let set = Callback::new(move |value: Option<Value>| {
            typed.update(|typed| match value {
                Some(value) => drop(typed.insert(spec.name.to_owned(), value)),
                None => drop(typed.remove(spec.name)),
            });
            let values = typed.get_untracked();
            let counts = !values.is_empty() && problems.with_untracked(Vec::is_empty);
            on_choose.run(counts.then_some(Chosen::Other(values)));
        });
        let leave = move |()| {
            // A side that was taken has removed the box before the field was left.
            left.try_update(|left| left.push(spec.name));
        };
        view! { <FieldInput spec about value=None error on_value=set on_leave=leave/> }
    };
    let fields = specs.into_iter().map(ask).collect_view();
    view! {
        <Disclosure summary=|| view! { <Icon name="pen" class="i s"/> {t(word!("conflict.other_value"))} }>
            {fields}
        </Disclosure>
    }
}

#[component]
fn SideRow(
    name: String,
    side: Side,
    value: String,
    is_taken: Signal<bool>,
    #[prop(into)] on_take: Callback<leptos::ev::Event>,
) -> impl IntoView {
    let when =
        side.when.map(|at| fill(word!("conflict.written"), &[("date", &day(at)), ("time", &time(at))]));
    view! {
        <label class="choice">
            <input
                type="radio"
                name=name
                prop:checked=move || is_taken.get()
                on:change=move |event| on_take.run(event)
            />
            <span>
                <span class="who">{side.who}</span>
                <b class="val">{value}</b>
                <span class="when">{when}</span>
            </span>
        </label>
    }
}
