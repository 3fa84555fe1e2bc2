//! The machines of a visit: each on record is looked for, its plate read, what it does noted.

use domain::record::field::{Choice, ChoiceList, FieldSpec, Row};
use domain::record::visit::lists::{RunState, SerialCheck};
use domain::record::visit::rows::MachineCheck;
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::*;

use crate::components::field_input::FieldInput;
use crate::components::form_state::FormState;
use crate::components::value_text::row_label;
use crate::components::visit::rows::FormRows;
use crate::i18n::{by_key, fill, t};
use crate::ui::button::Button;
use crate::ui::disclosure::Disclosure;
use crate::ui::field::About;
use crate::ui::fresh_id;
use crate::ui::segment::Segment;

/// The machines.
#[component]
pub fn Machines(
    /// The form of the visit.
    form: FormState,
) -> impl IntoView {
    let rows = FormRows::of(form, "machine_checks")?;
    let count = Memo::new(move |_| rows.count());
    let each = move || (0..count.get()).map(|at| view! { <OneMachine rows at/> }).collect_view();
    let add = move |()| rows.push(Document::default());
    Some(view! {
        <Show when=move || count.get() == 0>
            <p class="muted gap-before">{t(word!("visit.no_machines"))}</p>
        </Show>
        {each}
        <div class="acts">
            <Button label=t(word!("visit.add_machine")) look="sm" icon="plus" on_press=add/>
        </div>
    })
}

/// What was found of one machine.
#[component]
fn OneMachine(rows: FormRows, at: usize) -> impl IntoView {
    let (name, serial) = untrack(|| (rows.text(at, "name"), rows.text(at, "serial")));
    let title = match name.as_str() {
        "" => view! { <Column rows at column="name"/> <Column rows at column="serial"/> }.into_any(),
        name => {
            let known =
                (!serial.is_empty()).then(|| fill(word!("visit.serial_on_record"), &[("serial", &serial)]));
            view! { <p><b>{name.to_owned()}</b> <span class="line muted">{known}</span></p> }.into_any()
        }
    };
    let check = Memo::new(move |_| SerialCheck::from_code(&rows.text(at, "serial_check")));
    let is_there = move || match check.get() {
        Some(SerialCheck::Equal | SerialCheck::Differs) => true,
        Some(SerialCheck::Unseen) | None => false,
    };
    view! {
        <div class="mach">
            <div>{title}</div>
            <div class="mach-checks">
                <Pick rows at column="serial_check" list=&SerialCheck::LIST/>
                <Show when=move || check.get() == Some(SerialCheck::Differs)>
                    <Column rows at column="serial_found"/>
                </Show>
                <Show when=is_there>
                    <Pick rows at column="running" list=&RunState::LIST/>
                    <Disclosure summary=|| t(word!("visit.more_of_machine"))>
                        <Column rows at column="hours"/>
                        <Column rows at column="moved"/>
                    </Disclosure>
                </Show>
            </div>
        </div>
    }
}

/// One of a few words, side by side.
#[component]
fn Pick(rows: FormRows, at: usize, column: &'static str, list: &'static ChoiceList) -> impl IntoView {
    let items = list.codes.iter().map(|code| ((*code).to_owned(), by_key(&list.key(code)))).collect();
    let pick = move |code: String| {
        rows.set(at, column, Some(Value::Text(code)));
        rows.leave();
    };
    view! {
        <Segment
            label=row_label(&MachineCheck::SPEC, column)
            items
            chosen=Signal::derive(move || rows.text(at, column))
            on_pick=pick
        />
    }
}

/// A column that is typed.
#[component]
fn Column(rows: FormRows, at: usize, column: &'static str) -> impl IntoView {
    let spec: &'static FieldSpec = MachineCheck::SPEC.fields.iter().find(|spec| spec.name == column)?;
    let about = About { id: fresh_id(column), label: row_label(&MachineCheck::SPEC, column), help: None };
    let value = untrack(|| rows.get()).get(at).and_then(|row| row.get(column).cloned());
    let changed = Callback::new(move |value| rows.set(at, column, value));
    Some(view! { <FieldInput spec about value on_value=changed on_leave=move |()| rows.leave()/> })
}
