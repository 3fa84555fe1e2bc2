//! A list field: rows with fields of their own (products, machines), added and removed one by one.

use std::collections::BTreeMap;

use domain::ordering;
use domain::record::field::{FieldSpec, FieldType, RowSpec};
use domain::value::Value;
use domain::word;
use leptos::prelude::*;

use crate::components::field_input::FieldInput;
use crate::components::person_picker::{Person, PersonPicker};
use crate::components::value_text::row_label;
use crate::i18n::{fill, t};
use crate::ui::button::Button;
use crate::ui::field::{About, ErrorLine};
use crate::ui::fresh_id;

type Entries = BTreeMap<String, Value>;

/// The rows.
#[component]
pub fn RowsInput(
    /// Description of a row.
    row: &'static RowSpec,
    /// Names of the field.
    about: About,
    /// Rows when it appears.
    value: Option<Value>,
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Each change.
    on_value: Callback<Option<Value>>,
    /// The person left a field of a row.
    on_leave: Callback<()>,
) -> impl IntoView {
    // A key for each row, so that removing one does not redraw (and so disturb) the others.
    let next_key = StoredValue::new(0_u32);
    let fresh = move || {
        next_key.update_value(|key| *key += 1);
        next_key.get_value()
    };
    let saved: Vec<(u32, Entries)> = match value {
        Some(Value::List(rows)) => rows
            .into_iter()
            .filter_map(|row| match row {
                Value::Map(entries) => Some((fresh(), entries)),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    let keys = RwSignal::new(saved.iter().map(|(key, _)| *key).collect::<Vec<_>>());
    let rows = StoredValue::new(ordering::map(saved));
    let tell = move || {
        let all: Vec<Value> = keys.with_untracked(|keys| {
            rows.with_value(|rows| {
                keys.iter().filter_map(|key| rows.get(key)).cloned().map(Value::Map).collect()
            })
        });
        on_value.run(Value::List(all).canonical());
    };
    let set = Callback::new(move |(key, field, value): (u32, &'static str, Option<Value>)| {
        rows.update_value(|rows| {
            let entries = rows.entry(key).or_default();
            match value {
                Some(value) => drop(entries.insert(field.to_owned(), value)),
                None => drop(entries.remove(field)),
            }
        });
        tell();
    });
    let add = move |()| {
        let key = fresh();
        rows.update_value(|rows| drop(rows.insert(key, Entries::new())));
        keys.update(|keys| keys.push(key));
    };
    let remove = Callback::new(move |key: u32| {
        keys.update(|keys| keys.retain(|other| *other != key));
        rows.update_value(|rows| drop(rows.remove(&key)));
        tell();
    });
    let error_id = format!("{}-error", about.id);
    view! {
        <fieldset class="field rows-field" id=about.id tabindex="-1" class:err=move || error.with(Option::is_some)>
            <legend>{about.label}</legend>
            {about.help.map(|help| view! { <p class="help">{help}</p> })}
            <ErrorLine id=error_id error/>
            <For each=move || keys.get() key=|key| *key let:key>
                <RowFields
                    row
                    key_of_row=key
                    number=Signal::derive(move || {
                        keys.with(|keys| keys.iter().position(|other| *other == key)).map_or(0, |at| at + 1)
                    })
                    entries=rows.with_value(|rows| rows.get(&key).cloned()).unwrap_or_default()
                    set
                    remove
                    on_leave
                />
            </For>
            <Button label=t(word!("button.add_row")) look="sm" icon="plus" on_press=add/>
        </fieldset>
    }
}

/// What a person is called, in the rows that name people by account.
const NAME: &str = "name";

fn account_field(row: &'static RowSpec) -> Option<&'static FieldSpec> {
    row.fields.iter().find(|spec| matches!(spec.ty, FieldType::Account))
}

#[component]
fn RowFields(
    row: &'static RowSpec,
    key_of_row: u32,
    number: Signal<usize>,
    entries: Entries,
    set: Callback<(u32, &'static str, Option<Value>)>,
    remove: Callback<u32>,
    on_leave: Callback<()>,
) -> impl IntoView {
    let account = account_field(row);
    let chosen = account.and_then(|spec| entries.get(spec.name)).and_then(Value::as_text);
    let chosen = RwSignal::new(chosen.map(str::to_owned));
    let written = StoredValue::new(entries);
    let field = move |spec: &'static FieldSpec| {
        let about = About { id: fresh_id(spec.name), label: row_label(row, spec.name), help: None };
        let value = written.with_value(|entries| entries.get(spec.name).cloned());
        let changed = Callback::new(move |value| set.run((key_of_row, spec.name, value)));
        view! { <FieldInput spec about value on_value=changed on_leave/> }
    };
    // Who is picked is called as the directory says; anybody else is written by hand.
    let pick = Callback::new(move |person: Option<Person>| {
        let (account, name) = person.map(|person| (person.account, person.name)).unzip();
        written.update_value(|entries| drop(entries.remove(NAME)));
        set.run((key_of_row, NAME, name.map(Value::Text)));
        if let Some(spec) = account_field(row) {
            set.run((key_of_row, spec.name, account.clone().map(Value::Text)));
        }
        chosen.set(account);
    });
    let has_people = account.is_some();
    let fields = row
        .fields
        .iter()
        .map(|spec| match spec.ty {
            FieldType::Account => {
                let about = About { id: fresh_id(spec.name), label: row_label(row, spec.name), help: None };
                let name = written.with_value(|entries| {
                    entries.get(NAME).and_then(Value::as_text).map(str::to_owned).unwrap_or_default()
                });
                let value = chosen.get_untracked().map(|account| Person { account, name });
                view! { <PersonPicker about value on_pick=pick/> }.into_any()
            }
            _ if has_people && spec.name == NAME => {
                view! { <Show when=move || chosen.with(Option::is_none)>{field(spec)}</Show> }.into_any()
            }
            _ => field(spec).into_any(),
        })
        .collect_view();
    let words = move |word| fill(word, &[("n", &number.get().to_string())]);
    view! {
        <fieldset class="row-fields">
            <legend>{move || words(word!("form.row_of"))}</legend>
            {fields}
            <Button
                label=Signal::derive(move || words(word!("button.remove_row")))
                look="sm quiet"
                on_press=move |()| remove.run(key_of_row)
            />
        </fieldset>
    }
}
