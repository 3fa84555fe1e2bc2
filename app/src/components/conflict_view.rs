//! Two people changed the same field: both values side by side, the one both started from above.
//! Nothing is preselected and neither side is called newer.

use std::collections::BTreeMap;

use domain::clock::Millis;
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::field::FieldSpec;
use domain::record::marker::{FieldKind, Names, Values};
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::*;

use crate::components::field_input::FieldInput;
use crate::components::value_text::{field_label, role_name, show_together};
use crate::i18n::{day, fill, find_text, t, time};
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

/// One conflict with its three ways out.
#[component]
pub fn ConflictView(
    /// The conflict.
    dispute: Dispute,
    /// Its number among all of the record.
    #[prop(into)]
    place: Signal<(usize, usize)>,
    /// What was chosen.
    on_choose: Callback<(RecordId, Chosen)>,
) -> impl IntoView {
    let name = fresh_id("side");
    let other = RwSignal::new(BTreeMap::<String, Value>::new());
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
            let chosen = Chosen::Side(side.code);
            let value = dispute.shown(&side.values);
            let take = move |_| on_choose.run((id, chosen.clone()));
            view! { <SideRow name=name.clone() side=side.clone() value on_take=take/> }
        })
        .collect_view();
    let fields = dispute
        .specs()
        .into_iter()
        .map(|spec| {
            let kind = dispute.kind;
            let about = About {
                id: fresh_id(spec.name),
                label: field_label(kind, spec.name),
                help: find_text(&format!("help.{}.{}", kind.code(), spec.name)).map(str::to_owned),
            };
            let set = Callback::new(move |value: Option<Value>| {
                other.update(|other| match value {
                    Some(value) => drop(other.insert(spec.name.to_owned(), value)),
                    None => drop(other.remove(spec.name)),
                });
                on_choose.run((id, Chosen::Other(other.get_untracked())));
            });
            view! { <FieldInput spec about value=None on_value=set on_leave=|()| {}/> }
        })
        .collect_view();
    view! {
        <fieldset class="cf">
            <legend><span class="muted">{number}</span>{dispute.label()}</legend>
            <p class="base">
                <Icon name="clock" class="i s"/>
                <span>{base}</span>
            </p>
            <div class="pair">{sides}</div>
            <Disclosure summary=|| view! { <Icon name="pen" class="i s"/> {t(word!("conflict.other_value"))} }>
                {fields}
            </Disclosure>
        </fieldset>
    }
}

#[component]
fn SideRow(
    name: String,
    side: Side,
    value: String,
    #[prop(into)] on_take: Callback<leptos::ev::Event>,
) -> impl IntoView {
    let when =
        side.when.map(|at| fill(word!("conflict.written"), &[("date", &day(at)), ("time", &time(at))]));
    view! {
        <label class="choice">
            <input type="radio" name=name on:change=move |event| on_take.run(event)/>
            <span>
                <span class="who">{side.who}</span>
                <b class="val">{value}</b>
                <span class="when">{when}</span>
            </span>
        </label>
    }
}
