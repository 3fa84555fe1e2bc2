//! Figures of earlier years, support from before the book, and facilities that were written down twice.

use domain::id::RecordId;
use domain::money::MILLION;
use domain::record::Kind;
use domain::record::facility::lists::Source;
use domain::record::need::Activity;
use domain::record::project::lists::Funding;
use domain::value::{Document, Value};

use super::accounts::{self, Actor, field_worker};
use super::calendar::Day;
use super::dice::Dice;
use super::facility::Facility;
use super::famous::is_famous;
use super::places::PHU_LANG;
use super::script::{Deed, Event, Fields, Script};

/// Facilities outside Phù Lãng of which earlier years are known: one in so many.
const ONE_IN: usize = 9;
/// Facilities with support from before the book: one in so many.
const SUPPORTED: usize = 14;
/// Facilities of Phù Lãng that the centre took over from a list a second time.
pub const DOUBLED: usize = 2;

const FIGURES: &[&str] = &[
    "workers_total",
    "workers_female",
    "workers_insured",
    "workers_local",
    "workers_seasonal",
    "avg_income_vnd_month",
    "capital_total_vnd",
    "revenue_vnd",
    "output_value_vnd",
    "tax_paid_vnd",
    "power_kwh_year",
];

/// Tells all three, on days when the facilities were known and nothing else was going on.
pub fn tell(script: &mut Script, dice: &mut Dice, facilities: &[(Day, Facility)], today: Day) {
    for (at, (made, facility)) in facilities.iter().enumerate() {
        let is_home = facility.commune.code == PHU_LANG;
        if is_home || at % ONE_IN == 0 {
            years(script, dice, facility, made.working().plus(2).working());
        }
        if at % SUPPORTED == 0 {
            support(script, dice, facility, made.working().plus(3).working());
        }
    }
    let plain = facilities.iter().filter(|(made, facility)| {
        facility.commune.code == PHU_LANG
            && facility.doc.text("legal_form") == Some("ho_kinh_doanh")
            && facility.doc.get("tax_code").is_some()
            && facility.doc.get("owner_account").is_none()
            && *made < today.minus(10)
            && !is_famous(&facility.name)
    });
    for (_, facility) in plain.take(DOUBLED) {
        let on = today.minus(dice.between(3, 8)).working();
        double(script, dice, facility, on);
    }
}

/// Two years before the one the facility shows: confirmed, so that they stay as they are.
fn years(script: &mut Script, dice: &mut Dice, facility: &Facility, on: Day) {
    let by = field_worker(facility.commune.code);
    // The first visit told of the year before it; these are older, so that they change nothing there.
    let shown = on.year() - 1;
    for back in [2, 1] {
        let id = dice.record();
        let share = 100 - back * dice.between(5, 9);
        let mut doc = Document::default()
            .with("facility", facility.id.to_string())
            .with("year", shown - back)
            .with("source", Source::Owner.code())
            .with("new_jobs", dice.between(0, 3));
        for field in FIGURES {
            let earlier = facility.doc.get(field).and_then(Value::as_int).map(|figure| scaled(figure, share));
            doc.set(field, earlier.map(Value::from));
        }
        let mut at = on.in_office_hours(dice);
        let mut add = |by, at, deed| script.add(event(facility, by, Kind::FacilityYear, id, (at, deed)));
        add(by, at, Deed::Make(doc));
        for (by, action, stage) in [(by, "hand_in", "draft"), (&accounts::PLANNER, "confirm", "handed_in")] {
            at = at + 40_000;
            add(by, at, Deed::Act { action, stage, fields: Fields::default().0 });
        }
    }
}

/// A share of a figure: people stay whole, money is told in millions.
fn scaled(figure: i64, share: i64) -> i64 {
    let scaled = figure * share / 100;
    if figure > 10 * MILLION { scaled / MILLION * MILLION } else { scaled }
}

fn support(script: &mut Script, dice: &mut Dice, facility: &Facility, on: Day) {
    let year = on.year() - dice.between(1, 4);
    let &activity = dice.pick(&[Activity::Machine, Activity::FairJoin, Activity::Brand, Activity::DemoModel]);
    let doc = Document::default()
        .with("facility", facility.id.to_string())
        .with("activity", activity.code())
        .with("year", year)
        .with("funding", Funding::Local.code())
        .with("amount", dice.between(4, 30) * 10 * MILLION)
        .with("decision_no", format!("{}/QĐ-SCT", dice.between(40, 400)))
        .with("source", "Danh sách hỗ trợ cũ của Trung tâm");
    let at = on.in_office_hours(dice);
    let id = dice.record();
    script.add(event(facility, &accounts::CENTRE, Kind::OldSupport, id, (at, Deed::Make(doc))));
}

/// The same workshop once more, as an old list had it.
fn double(script: &mut Script, dice: &mut Dice, facility: &Facility, on: Day) {
    let id = dice.record();
    let mut doc = facility.doc.clone();
    const UNKNOWN: [&str; 9] = [
        "village",
        "lat",
        "lng",
        "gps_accuracy_m",
        "verified_by",
        "verified_on",
        "code",
        "bank_account",
        "bank_name",
    ];
    for field in UNKNOWN {
        doc.set(field, None);
    }
    let doc = doc.with("source", Source::Import.code());
    let at = on.in_office_hours(dice);
    let made =
        Event { family: id, ..event(facility, &accounts::CENTRE, Kind::Facility, id, (at, Deed::Make(doc))) };
    script.add(made);
}

fn event(
    facility: &Facility,
    actor: &'static Actor,
    kind: Kind,
    record: RecordId,
    (at, deed): (domain::clock::Millis, Deed),
) -> Event {
    let event = super::province::event(facility, actor, at, deed);
    Event { kind, record, ..event }
}
