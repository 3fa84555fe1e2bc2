//! Where a record is: the two coordinates and their accuracy, measured with one press or typed.

use domain::formats::number::show_degrees;
use domain::record::field::FieldSpec;
use domain::value::Value;
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::form_state::FormState;
use crate::components::record_form::{Question, help};
use crate::i18n::{fill, t};
use crate::platform::position::{Fix, NoFix, measure};
use crate::ui::button::Button;

/// A worse measurement should be taken again.
const COARSE_METRES: i64 = 50;
const UNITS_PER_DEGREE: f64 = 1e7;

/// The fields of a place, in the order of the description.
pub const PLACE: &[&str] = &["lat", "lng", "gps_accuracy_m"];

/// The coordinates of a record.
#[component]
pub fn PositionInput(
    /// The form.
    form: FormState,
    /// The fields of [`PLACE`] that are asked.
    fields: Vec<&'static FieldSpec>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let told = RwSignal::new(None::<String>);
    // Each measurement draws the fields anew: they are never written to.
    let taken = RwSignal::new(0_u32);
    let said = fields.first().and_then(|spec| help(form.kind, spec));
    let asked = StoredValue::new(fields);
    let measure = move |()| {
        busy.set(true);
        told.set(None);
        spawn_local(async move {
            let answer = measure().await;
            busy.try_set(false);
            told.try_set(Some(words(&answer)));
            if let Ok(fix) = answer {
                for spec in asked.try_get_value().unwrap_or_default() {
                    form.set(spec, value_of(spec, fix));
                    form.leave(spec);
                }
                taken.try_update(|taken| *taken += 1);
            }
        });
    };
    let questions = move || {
        taken.track();
        asked.get_value().into_iter().map(|spec| view! { <Question form spec/> }).collect_view()
    };
    view! {
        <div class="field">
            {said.map(|help| view! { <p class="help">{help}</p> })}
            <Button
                label=t(word!("button.measure_position"))
                icon="pin"
                look="sm"
                busy
                busy_label=t(word!("form.position_busy")).to_owned()
                on_press=measure
            />
            <p class="after" role="status">{move || told.get()}</p>
        </div>
        <div class="pair-fields">{questions}</div>
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees on earth in 1e-7 fit into i64")]
fn value_of(spec: &FieldSpec, fix: Fix) -> Option<Value> {
    let units = |degrees: f64| Value::Int((degrees * UNITS_PER_DEGREE).round() as i64);
    match spec.name {
        "lat" => Some(units(fix.latitude)),
        "lng" => Some(units(fix.longitude)),
        "gps_accuracy_m" => Some(Value::Int(metres(fix))),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a radius of error is short")]
fn metres(fix: Fix) -> i64 {
    fix.accuracy.ceil() as i64
}

#[expect(clippy::cast_possible_truncation, reason = "degrees on earth in 1e-7 fit into i64")]
fn words(answer: &Result<Fix, NoFix>) -> String {
    match answer {
        Ok(fix) if metres(*fix) > COARSE_METRES => fill(
            word!("form.position_inaccurate"),
            &[("metres", &metres(*fix).to_string()), ("limit", &COARSE_METRES.to_string())],
        ),
        Ok(fix) => {
            let shown = |degrees: f64| show_degrees((degrees * UNITS_PER_DEGREE).round() as i64);
            fill(
                word!("form.position_got"),
                &[
                    ("lat", &shown(fix.latitude)),
                    ("lng", &shown(fix.longitude)),
                    ("metres", &metres(*fix).to_string()),
                ],
            )
        }
        Err(NoFix::Denied) => t(word!("form.position_denied")).to_owned(),
        Err(NoFix::TimedOut) => fill(word!("form.position_none"), &[("seconds", "40")]),
    }
}
