//! Edits that crossed: the centre telephoned yesterday, the officer stood in the workshop with
//! yesterday's data. Both are pushed with what each had seen; the authority makes the conflicts.

use domain::clock::Millis;
use domain::money::MILLION;
use domain::value::Value;

use super::accounts::{self, Actor, POTTERY_COOP};
use super::calendar::Day;
use super::facility::Facility;
use super::places::PHU_LANG;
use super::province::event;
use super::script::{Deed, Edit, Field, Script};

const MINUTE: i64 = 60_000;

/// Two people's values of the same fields.
struct Crossing<'a> {
    facility: &'a Facility,
    officer: &'static Actor,
    fields: Vec<(&'static str, Value, Value)>,
}

pub fn tell(script: &mut Script, facilities: &[Facility], now: Millis) {
    let yesterday = Day::of(now).minus(1);
    for (crossing, at) in crossings(facilities).into_iter().zip(0..) {
        let Crossing { facility, officer, fields } = crossing;
        let change = |pick: fn(&(&'static str, Value, Value)) -> Value| {
            fields.iter().map(|field| Field::changed(&facility.doc, field.0, pick(field))).collect()
        };
        let centre = Edit { fields: change(|(_, centre, _)| centre.clone()), seen_at: yesterday.at(16, 0) };
        script.add(event(facility, &accounts::CENTRE, yesterday.at(16, 2 + at), Deed::Edit(centre)));
        let officers =
            Edit { fields: change(|(_, _, officer)| officer.clone()), seen_at: yesterday.at(7, 0) };
        script.add(event(facility, officer, now - (50 - at * 4) * MINUTE, Deed::Edit(officers)));
    }
}

fn crossings(facilities: &[Facility]) -> Vec<Crossing<'_>> {
    let coop = facilities.iter().find(|facility| facility.name == POTTERY_COOP);
    let of = |commune: &'static str| {
        facilities
            .iter()
            .find(move |facility| facility.commune.code == commune && facility.name.starts_with("Hộ "))
    };
    let workers = |facility: &Facility, more: i64| {
        Value::from(facility.doc.get("workers_total").and_then(Value::as_int).unwrap_or(0) + more)
    };
    let coop = coop.map(|facility| Crossing {
        facility,
        officer: &accounts::OFFICER,
        fields: vec![
            ("workers_total", Value::from(22), Value::from(24)),
            ("phone", Value::from("0912000543"), Value::from("0912000345")),
            ("revenue_vnd", Value::from(4_200 * MILLION), Value::from(4_250 * MILLION)),
        ],
    });
    let potter = of(PHU_LANG).map(|facility| Crossing {
        facility,
        officer: &accounts::OFFICER,
        fields: vec![("avg_income_vnd_month", Value::from(8 * MILLION), Value::from(9 * MILLION))],
    });
    let paper = of("09190").map(|facility| Crossing {
        facility,
        officer: &accounts::PAPER_OFFICER,
        fields: vec![("workers_total", workers(facility, 2), workers(facility, 4))],
    });
    let bronze = of("09454").map(|facility| Crossing {
        facility,
        officer: &accounts::BRONZE_OFFICER,
        fields: vec![("phone2", Value::from("0222000610"), Value::from("0222000601"))],
    });
    [coop, potter, paper, bronze].into_iter().flatten().collect()
}
