//! Rules between the fields of a facility (DOMAIN §9.1).

use chrono::{Datelike, NaiveDate};

use super::lists::LegalForm;
use super::rows::Machine;
use crate::money::MILLION;
use crate::record::field::Choice;
use crate::record::marker::{FieldKind, Rows};
use crate::record::rule::{ProblemCode, Rule, at_most, in_order, number};
use crate::value::{Document, Value};

/// The rules.
pub const RULES: &[Rule] = &[
    Rule::new(ProblemCode::FemaleOverTotal, &["workers_female", "workers_total"], |doc, _| {
        at_most_total(doc, "workers_female")
    }),
    Rule::new(ProblemCode::InsuredOverTotal, &["workers_insured", "workers_total"], |doc, _| {
        at_most_total(doc, "workers_insured")
    }),
    Rule::new(ProblemCode::LocalOverTotal, &["workers_local", "workers_total"], |doc, _| {
        at_most_total(doc, "workers_local")
    }),
    Rule::new(ProblemCode::SeasonalOverTotal, &["workers_seasonal", "workers_total"], |doc, _| {
        at_most_total(doc, "workers_seasonal")
    }),
    Rule::new(ProblemCode::IncomeRange, &["avg_income_vnd_month"], income_is_plausible),
    Rule::new(ProblemCode::HalfPlace, &["lat", "lng"], |doc, _| both_or_none(doc, "lat", "lng")),
    Rule::new(ProblemCode::HalfConsent, &["consent_on", "consent_by"], |doc, _| {
        both_or_none(doc, "consent_on", "consent_by")
    }),
    Rule::new(ProblemCode::TaxCodeHousehold, &["tax_code", "legal_form"], long_tax_code_is_a_household),
    Rule::new(
        ProblemCode::UnregisteredForm,
        &["unregistered", "legal_form"],
        only_households_are_unregistered,
    ),
    Rule::new(ProblemCode::BirthYear, &["owner_birth_year"], owner_is_of_age),
    Rule::new(ProblemCode::FutureYear, &["figures_year"], |doc, today| {
        number(doc, "figures_year").is_none_or(|year| year <= i64::from(today.year()))
    }),
    Rule::new(ProblemCode::BoughtBeforeMade, &["machinery"], machines_are_made_before_bought),
    Rule::naming(
        ProblemCode::DayOrder,
        &["env_doc_until", "env_doc_on"],
        "field.facility.env_doc_on",
        |doc, _| in_order(doc, "env_doc_on", "env_doc_until"),
    ),
];

/// Whether some of the workers are at most all of them.
pub(crate) fn at_most_total(doc: &Document, some: &str) -> bool {
    at_most(doc, some, "workers_total")
}

/// Whether an income can be one of a worker a month.
pub(crate) fn income_is_plausible(doc: &Document, _today: NaiveDate) -> bool {
    let income = number(doc, "avg_income_vnd_month");
    income.is_none_or(|income| income == 0 || (MILLION..=100 * MILLION).contains(&income))
}

fn both_or_none(doc: &Document, one: &str, other: &str) -> bool {
    doc.get(one).is_some() == doc.get(other).is_some()
}

fn is_household(doc: &Document) -> Option<bool> {
    Some(LegalForm::from_code(doc.text("legal_form")?)? == LegalForm::HoKinhDoanh)
}

fn long_tax_code_is_a_household(doc: &Document, _today: NaiveDate) -> bool {
    let is_personal = doc.text("tax_code").is_some_and(|code| code.len() == 12);
    !is_personal || is_household(doc).unwrap_or(true)
}

fn only_households_are_unregistered(doc: &Document, _today: NaiveDate) -> bool {
    doc.get("unregistered") != Some(&Value::Bool(true)) || is_household(doc).unwrap_or(true)
}

fn owner_is_of_age(doc: &Document, today: NaiveDate) -> bool {
    let this_year = i64::from(today.year());
    number(doc, "owner_birth_year").is_none_or(|year| (15..=110).contains(&(this_year - year)))
}

fn machines_are_made_before_bought(doc: &Document, _today: NaiveDate) -> bool {
    let machines = doc.get("machinery").and_then(Rows::<Machine>::read).unwrap_or_default();
    machines.iter().all(|machine| match (machine.year_made, machine.year_bought) {
        (Some(made), Some(bought)) => made <= bought,
        (None, _) | (_, None) => true,
    })
}
