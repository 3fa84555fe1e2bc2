//! Problems of records as people make them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops at once")]

mod rules;
mod typed;

use chrono::NaiveDate;
use domain::communes;
use domain::record::Kind;
use domain::record::rule::{Problem, ProblemCode};
use domain::validation::{self, Level, validate, warnings};
use domain::value::{Document, Value};
use domain::words::{self, Lang};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn row(entries: &[(&str, Value)]) -> Value {
    Value::Map(entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

/// The pottery of the drawings: complete and right.
fn pottery() -> Document {
    Document::default()
        .with("name", "HTX Gốm Trung Thôn")
        .with("commune_code", "09292")
        .with("village", "Thôn Trung Thôn")
        .with("lat", 211_350_000)
        .with("lng", 1_062_580_000)
        .with("gps_accuracy_m", 8)
        .with("site_type", "craft_village")
        .with("site_name", "Làng gốm Phù Lãng")
        .with("status", "active")
        .with("legal_form", "htx")
        .with("tax_code", "0100233488")
        .with("kc_sector", "dd")
        .with("vsic_main", "2393")
        .with("vsic_version", "2025")
        .with("owner_name", "Vũ Văn Hoạch")
        .with("phone", "0912000345")
        .with("figures_year", 2025)
        .with("workers_total", 18)
        .with("workers_female", 11)
        .with(
            "machinery",
            Value::List(vec![row(&[("name", Value::text("Lò nung gas")), ("year_made", Value::Int(2019))])]),
        )
}

fn told(problems: &[Problem]) -> Vec<(&str, &'static str)> {
    problems.iter().map(|problem| (problem.field.as_str(), problem.code.code())).collect()
}

fn facility_problems(doc: &Document) -> Vec<(String, &'static str)> {
    let problems = validate(Kind::Facility, doc, today(), Level::Full);
    told(&problems).into_iter().map(|(field, code)| (field.to_owned(), code)).collect()
}

fn without(field: &str) -> Document {
    let mut doc = pottery();
    doc.set(field, None);
    doc
}

#[test]
fn a_complete_facility_has_no_problem() {
    assert_eq!(facility_problems(&pottery()), []);
}

#[test]
fn a_facility_is_saved_with_a_name_and_a_place_and_nothing_wrong() {
    let problems = |doc: &Document| validate(Kind::Facility, doc, today(), Level::Saved);
    let named = Document::default().with("name", "Gốm Lò Rồng").with("commune_code", "09292");
    assert_eq!(problems(&named), []);
    assert_eq!(problems(&named.clone().with("phone", "không có")).len(), 1);
    assert_eq!(problems(&named.clone().with("workers_total", 2).with("workers_female", 3)).len(), 1);
    let fields: Vec<_> = problems(&Document::default()).into_iter().map(|problem| problem.field).collect();
    assert_eq!(fields, ["name", "commune_code"]);
}

#[test]
fn all_problems_are_told_at_once() {
    let doc = without("name")
        .with("tax_code", "0100233480")
        .with("reg_date", "31/11/2019")
        .with("workers_female", 19)
        .with("phone", "không có");
    assert_eq!(
        facility_problems(&doc),
        [
            ("name".to_owned(), "problem.required"),
            ("tax_code".to_owned(), "problem.tax_code_check_digit"),
            ("reg_date".to_owned(), "problem.date_form"),
            ("phone".to_owned(), "problem.phone"),
            ("workers_female".to_owned(), "problem.female_over_total"),
        ]
    );
}

#[test]
fn a_draft_keeps_whatever_was_typed() {
    let doc = Document::default()
        .with("tax_code", "chưa nhớ")
        .with("workers_total", "khoảng 20")
        .with("reg_date", "31/11/2019");
    assert_eq!(validate(Kind::Facility, &doc, today(), Level::Draft), []);
}

#[test]
fn even_a_draft_refuses_what_no_field_may_hold() {
    let doc = Document::default().with("name", "Gốm\u{0}").with("workers_total", true).with("phone", 912);
    let problems = validate(Kind::Facility, &doc, today(), Level::Draft);
    assert_eq!(
        told(&problems),
        [
            ("name", "problem.control_characters"),
            ("phone", "problem.wrong_type"),
            ("workers_total", "problem.wrong_type")
        ]
    );
}

#[test]
fn a_tax_code_is_needed_by_all_but_groups_and_unregistered_households() {
    let needs = |form: &str, unregistered: bool| {
        let doc = without("tax_code").with("legal_form", form).with("unregistered", unregistered);
        facility_problems(&doc).contains(&("tax_code".to_owned(), "problem.required"))
    };
    assert!(needs("tnhh1", false));
    assert!(needs("ho_kinh_doanh", false));
    assert!(!needs("ho_kinh_doanh", true));
    assert!(!needs("to_hop_tac", false));
}

#[test]
fn a_problem_inside_a_row_says_where() {
    let machines = vec![
        row(&[
            ("name", Value::text("Máy nghiền men")),
            ("year_made", Value::Int(2019)),
            ("year_bought", Value::Int(2018)),
        ]),
        row(&[("serial", Value::text("KX-12")), ("price_vnd", Value::text("chưa rõ"))]),
    ];
    let doc = pottery().with("machinery", Value::List(machines));
    assert_eq!(
        facility_problems(&doc),
        [
            ("machinery[1].name".to_owned(), "problem.required"),
            ("machinery[1].price_vnd".to_owned(), "problem.money_unit"),
            ("machinery".to_owned(), "problem.bought_before_made"),
        ]
    );
}

#[test]
fn fields_of_a_newer_version_are_left_alone() {
    let doc = pottery().with("solar_roof_kwp", 40).with("drone", "có");
    assert_eq!(facility_problems(&doc), []);
}

#[test]
fn every_rule_names_described_fields_and_has_words() {
    for kind in Kind::ALL {
        for rule in validation::rules(*kind) {
            assert!(rule.fields.iter().all(|field| kind.spec().field(field).is_some()), "{:?}", rule.fields);
            assert!(rule.other.is_none_or(|key| words::find(key).is_some()), "{:?}", rule.other);
        }
    }
    let missing: Vec<_> =
        ProblemCode::RULES.iter().filter(|code| words::find(code.code()).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_message_is_left_with_an_open_brace() {
    let doc = Document::default()
        .with("name", "G")
        .with("commune_code", "1")
        .with("gps_accuracy_m", -1)
        .with("site_type", "cave")
        .with("tax_code", "12")
        .with("vsic_main", "00")
        .with("figures_year", 1800)
        .with("power_kva", -5)
        .with("workers_total", "nhiều")
        .with("owner_name", "x".repeat(200))
        .with("reg_date", "31/11/2019")
        .with("env_doc_on", "2026-01-02")
        .with("env_doc_until", "2026-01-01")
        .with("unregistered", "đúng")
        .with("machinery", Value::List(vec![row(&[]); 201]));
    let problems = validate(Kind::Facility, &doc, today(), Level::Full);
    for lang in Lang::ALL {
        for problem in &problems {
            let message = problem.message(lang);
            assert!(
                !message.contains(['{', '}']) && !message.starts_with("problem."),
                "{}: {message}",
                problem.field
            );
        }
    }
    let name = problems.iter().find(|problem| problem.field == "name").unwrap();
    assert_eq!(name.message(Lang::Vi), "ngắn quá, ít nhất 3 chữ");
}

#[test]
fn what_looks_odd_is_a_warning() {
    let doc = pottery()
        .with("gps_accuracy_m", 51)
        .with("lat", 215_830_000)
        .with("owner_citizen_id", "027086001234")
        .with("owner_sex", "female")
        .with("owner_birth_year", 1987)
        .with("workers_insured", 12)
        .with("revenue_vnd", 4_250_000_000_i64)
        .with("size_class_declared", "micro")
        .with("verified_on", "2025-11-23");
    assert_eq!(facility_problems(&doc), []);
    assert_eq!(
        told(&warnings(Kind::Facility, &doc, today())),
        [
            ("owner_citizen_id", "problem.citizen_id_sex"),
            ("owner_citizen_id", "problem.citizen_id_year"),
            ("lat", "problem.far_from_commune"),
            ("gps_accuracy_m", "problem.gps_accuracy"),
            ("size_class_declared", "problem.size_class_differs"),
            ("verified_on", "problem.stale"),
        ]
    );
    assert_eq!(warnings(Kind::Facility, &pottery().with("verified_on", "2025-11-24"), today()), []);
}

#[test]
fn the_centre_of_every_commune_is_a_place_of_the_province() {
    for commune in &communes::COMMUNES {
        let doc = pottery()
            .with("commune_code", commune.code)
            .with("lat", commune.lat_e7)
            .with("lng", commune.lng_e7);
        assert_eq!(facility_problems(&doc), [], "{}", commune.name);
        assert_eq!(warnings(Kind::Facility, &doc, today()), [], "{}", commune.name);
    }
}
