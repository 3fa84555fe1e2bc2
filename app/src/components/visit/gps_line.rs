//! Where the visit is made: measured with one press, set against the place on record. Without a position
//! the person goes on with a reason.

use domain::clock::Millis;
use domain::formats::number::show_degrees;
use domain::record::Kind;
use domain::record::reference::threshold::Threshold;
use domain::record::visit::place::Measured;
use domain::record::visit::rules::COARSE_METRES;
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::form_state::FormState;
use crate::components::record_form::Question;
use crate::components::titles::capital;
use crate::components::value_text::commune_name;
use crate::i18n::{day, fill, t, time};
use crate::platform::clock::now;
use crate::platform::position::{NoFix, measure};
use crate::state::book::Book;
use crate::state::kin::InBook;
use crate::ui::button::Button;
use crate::ui::icon::Icon;
use crate::ui::mark::{Mark, MarkLook};

/// The line.
#[component]
pub fn GpsLine(
    /// The form of the visit.
    form: FormState,
    /// The facility it goes to.
    facility: StoredValue<Document>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<NoFix>);
    let take = move |()| {
        busy.set(true);
        spawn_local(async move {
            let answer = measure().await;
            busy.try_set(false);
            failed.try_set(answer.err());
            let (Ok(fix), Some(facility)) = (answer, facility.try_get_value()) else { return };
            let measured = Measured {
                latitude: fix.latitude,
                longitude: fix.longitude,
                accuracy: fix.accuracy,
                at: fix.at,
                now: now(),
            };
            for (name, value) in measured.fields(&facility) {
                write(form, name, value);
            }
            form.flush();
        });
    };
    let has_position = Memo::new(move |_| form.document().get("lat").is_some());
    let label = Signal::derive(move || {
        t(if has_position.get() { word!("visit.measure_again") } else { word!("visit.measure") }).to_owned()
    });
    let reason = Kind::Visit.spec().field("no_gps_reason");
    let asks_reason = Memo::new(move |_| {
        !has_position.get() && (failed.get().is_some() || form.document().get("no_gps_reason").is_some())
    });
    let far = Memo::new(move |_| Threshold::PlaceMetres.on(now().day(), &InBook(book)));
    view! {
        <div class="gps">
            <Icon name="pin" class="i l"/>
            <div role="status">{move || told(&form.document(), far.get(), busy.get(), failed.get())}</div>
            <Button
                label
                look="sm"
                busy
                busy_label=t(word!("form.position_busy")).to_owned()
                on_press=take
            />
        </div>
        <Show when=move || asks_reason.get()>
            {reason.map(|spec| view! { <Question form spec/> })}
        </Show>
    }
}

fn write(form: FormState, name: &str, value: Option<Value>) {
    if let Some(spec) = Kind::Visit.spec().field(name) {
        form.set(spec, value);
    }
}

fn told(doc: &Document, far: i64, is_busy: bool, failed: Option<NoFix>) -> AnyView {
    let int = |field: &str| doc.get(field).and_then(Value::as_int);
    let (Some(lat), Some(lng)) = (int("lat"), int("lng")) else {
        let words = match (is_busy, failed) {
            (true, _) => t(word!("form.position_busy")).to_owned(),
            (false, Some(NoFix::TimedOut)) => fill(word!("form.position_none"), &[("seconds", "40")]),
            (false, Some(NoFix::Denied)) => t(word!("form.position_denied")).to_owned(),
            (false, None) => t(word!("visit.no_position")).to_owned(),
        };
        return view! { <p><b>{words}</b></p> }.into_any();
    };
    let accuracy = int("gps_accuracy_m");
    let limit = COARSE_METRES.to_string();
    let metres = accuracy.unwrap_or_default().to_string();
    let place = format!("{} · {}", show_degrees(lat), show_degrees(lng));
    let at = int("gps_at").map(|at| format!(" · {}, {}", day(Millis(at)), time(Millis(at))));
    let second = fill(word!("visit.accuracy"), &[("metres", &metres), ("limit", &limit)]);
    view! {
        <p>
            {distance_mark(int("distance_m"), far)}
            <span class="line muted">{second} " · " {place} {at}</span>
        </p>
        {cautions(doc, accuracy)}
    }
    .into_any()
}

fn distance_mark(metres: Option<i64>, far: i64) -> AnyView {
    match metres {
        None => view! { <b>{t(word!("visit.place_unrecorded"))}</b> }.into_any(),
        Some(metres) if metres > far => {
            let word = fill(word!("visit.place_far"), &[("metres", &metres.to_string())]);
            view! { <Mark look=MarkLook::MISSING word/> }.into_any()
        }
        Some(metres) => {
            let words = fill(word!("visit.place_right"), &[("metres", &metres.to_string())]);
            view! { <b>{words}</b> }.into_any()
        }
    }
}

/// What makes the position doubtful, one line each.
fn cautions(doc: &Document, accuracy: Option<i64>) -> AnyView {
    let mut lines = Vec::new();
    if let Some(metres) = accuracy.filter(|metres| *metres > COARSE_METRES) {
        let params = [("metres", metres.to_string()), ("limit", COARSE_METRES.to_string())];
        let params = params.each_ref().map(|(name, value)| (*name, value.as_str()));
        lines.push(fill(word!("form.position_inaccurate"), &params));
    }
    let (seen, recorded) = (doc.text("place_commune"), doc.text("commune_code"));
    if let (Some(seen), Some(recorded)) = (seen, recorded)
        && seen != recorded
    {
        let names = [("seen", commune_name(seen)), ("recorded", commune_name(recorded))];
        let names = names.each_ref().map(|(name, value)| (*name, value.as_str()));
        lines.push(capital(&fill(word!("visit.place_other_commune"), &names)));
    }
    if doc.get("gps_mock") == Some(&Value::Bool(true)) {
        lines.push(t(word!("visit.place_mock")).to_owned());
    }
    let lines = lines.into_iter().map(|word| view! { <p><Mark look=MarkLook::DUE word/></p> });
    lines.collect_view().into_any()
}
