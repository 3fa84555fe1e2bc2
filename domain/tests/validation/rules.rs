//! Each rule between fields: a record that breaks it and one that just does not.

use domain::record::Kind;
use domain::record::rule::ProblemCode;
use domain::validation::broken;
use domain::value::Document;

use crate::{facility_problems, pottery, today, without};

/// A facility that breaks just this rule.
#[track_caller]
fn breaks(doc: Document, code: &str, field: &str) {
    assert_eq!(facility_problems(&doc), [(field.to_owned(), told_code(code))]);
}

fn told_code(code: &str) -> &'static str {
    let every = ProblemCode::RULES.iter().map(|known| known.code());
    every.into_iter().find(|known| *known == code).unwrap()
}

#[test]
fn each_rule_of_a_facility_trips() {
    breaks(pottery().with("workers_female", 19), "problem.female_over_total", "workers_female");
    breaks(pottery().with("workers_insured", 19), "problem.insured_over_total", "workers_insured");
    breaks(pottery().with("workers_local", 19), "problem.local_over_total", "workers_local");
    breaks(pottery().with("workers_seasonal", 19), "problem.seasonal_over_total", "workers_seasonal");
    breaks(pottery().with("avg_income_vnd_month", 999_999), "problem.income_range", "avg_income_vnd_month");
    breaks(without("lng"), "problem.half_place", "lat");
    breaks(pottery().with("consent_on", "2026-11-01"), "problem.half_consent", "consent_on");
    breaks(pottery().with("tax_code", "027086001234"), "problem.tax_code_household", "tax_code");
    breaks(pottery().with("unregistered", true), "problem.unregistered_form", "unregistered");
    breaks(pottery().with("owner_birth_year", 2015), "problem.birth_year", "owner_birth_year");
    breaks(pottery().with("figures_year", 2027), "problem.future_year", "figures_year");
    breaks(
        pottery().with("env_doc_on", "2026-01-02").with("env_doc_until", "2026-01-01"),
        "problem.date_order",
        "env_doc_until",
    );
}

#[test]
fn the_bounds_of_the_rules_are_inside() {
    let doc = pottery()
        .with("workers_female", 18)
        .with("avg_income_vnd_month", 1_000_000)
        .with("env_doc_on", "2026-01-01")
        .with("env_doc_until", "2026-01-01")
        .with("figures_year", 2026);
    assert_eq!(facility_problems(&doc), []);
    assert_eq!(facility_problems(&pottery().with("avg_income_vnd_month", 0)), []);
    assert_eq!(facility_problems(&pottery().with("reg_date", "2026-11-24")), []);
    breaks_format(pottery().with("reg_date", "2026-11-25"), "reg_date", "problem.future_date");
    breaks_format(pottery().with("lat", 209_599_999), "lat", "problem.latitude");
    breaks_format(pottery().with("commune_code", "09999"), "commune_code", "problem.unknown_commune");
}

#[track_caller]
fn breaks_format(doc: Document, field: &str, code: &str) {
    assert_eq!(facility_problems(&doc), [(field.to_owned(), told_code(code))]);
}

#[test]
fn rules_of_a_project_trip_one_by_one() {
    let base = || {
        Document::default()
            .with("total_investment", 1_240_000_000)
            .with("support_approved", 300_000_000)
            .with("decision_date", "2026-05-04")
    };
    let trips = |doc: Document| -> Vec<&'static str> {
        broken(Kind::Project, &doc, today()).map(|rule| rule.fields[0]).collect()
    };
    assert_eq!(trips(base()), Vec::<&str>::new());
    assert_eq!(
        trips(base().with("planned_start", "2026-06-02").with("planned_end", "2026-06-01")),
        ["planned_end"]
    );
    assert_eq!(trips(base().with("support_requested", 1_240_000_001)), ["support_requested"]);
    assert_eq!(trips(base().with("counterpart", 1_240_000_001)), ["counterpart"]);
    assert_eq!(trips(base().with("eligible_cost", 1_240_000_001)), ["eligible_cost"]);
    assert_eq!(trips(base().with("settlement_amount", 300_000_001)), ["settlement_amount"]);
    assert_eq!(trips(base().with("paid", 50).with("recovery_amount", 51)), ["recovery_amount"]);
    assert_eq!(trips(base().with("advance_ratio", 80)), ["advance_ratio_no"]);
    assert_eq!(trips(base().with("contract_date", "2026-05-03")), ["contract_date"]);
    assert_eq!(
        trips(base().with("started_on", "2026-05-15").with("acceptance_date", "2026-05-14")),
        ["acceptance_date"]
    );
    let liquidated = base().with("acceptance_date", "2026-09-02").with("liquidation_date", "2026-09-01");
    assert_eq!(trips(liquidated), ["liquidation_date"]);
    assert_eq!(trips(base().with("support_approved", 1_240_000_001)), ["support_approved"]);
}
