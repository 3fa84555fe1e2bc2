//! Problems of records as people make them.

use chrono::NaiveDate;
use domain::communes;
use domain::record::Kind;
use domain::record::field::{FieldSpec, FieldType};
use domain::record::rule::{Problem, ProblemCode};
use domain::validation::display::display;
use domain::validation::typed::{parse_field, parse_typed, typed_again};
use domain::validation::{Level, broken, rules, validate, warnings};
use domain::value::{Document, Value};
use domain::words::{self, Lang};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn row(entries: &[(&str, Value)]) -> Value {
    Value::Map(
        entries
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    )
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
            Value::List(vec![row(&[
                ("name", Value::text("Lò nung gas")),
                ("year_made", Value::Int(2019)),
            ])]),
        )
}

fn told(problems: &[Problem]) -> Vec<(&str, &'static str)> {
    problems
        .iter()
        .map(|problem| (problem.field.as_str(), problem.code.code()))
        .collect()
}

fn facility_problems(doc: &Document) -> Vec<(String, &'static str)> {
    let problems = validate(Kind::Facility, doc, today(), Level::Full);
    told(&problems)
        .into_iter()
        .map(|(field, code)| (field.to_owned(), code))
        .collect()
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
    let doc = Document::default()
        .with("name", "Gốm\u{0}")
        .with("workers_total", true)
        .with("phone", 912);
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
        let doc = without("tax_code")
            .with("legal_form", form)
            .with("unregistered", unregistered);
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
        row(&[
            ("serial", Value::text("KX-12")),
            ("price_vnd", Value::text("chưa rõ")),
        ]),
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

/// A facility that breaks just this rule.
#[track_caller]
fn breaks(doc: Document, code: &str, field: &str) {
    assert_eq!(
        facility_problems(&doc),
        [(field.to_owned(), told_code(code))]
    );
}

fn told_code(code: &str) -> &'static str {
    let every = ProblemCode::RULES.iter().map(|known| known.code());
    every.into_iter().find(|known| *known == code).unwrap()
}

#[test]
fn each_rule_of_a_facility_trips() {
    breaks(
        pottery().with("workers_female", 19),
        "problem.female_over_total",
        "workers_female",
    );
    breaks(
        pottery().with("workers_insured", 19),
        "problem.insured_over_total",
        "workers_insured",
    );
    breaks(
        pottery().with("workers_local", 19),
        "problem.local_over_total",
        "workers_local",
    );
    breaks(
        pottery().with("workers_seasonal", 19),
        "problem.seasonal_over_total",
        "workers_seasonal",
    );
    breaks(
        pottery().with("avg_income_vnd_month", 999_999),
        "problem.income_range",
        "avg_income_vnd_month",
    );
    breaks(without("lng"), "problem.half_place", "lat");
    breaks(
        pottery().with("consent_on", "2026-11-01"),
        "problem.half_consent",
        "consent_on",
    );
    breaks(
        pottery().with("tax_code", "027086001234"),
        "problem.tax_code_household",
        "tax_code",
    );
    breaks(
        pottery().with("unregistered", true),
        "problem.unregistered_form",
        "unregistered",
    );
    breaks(
        pottery().with("owner_birth_year", 2015),
        "problem.birth_year",
        "owner_birth_year",
    );
    breaks(
        pottery().with("figures_year", 2027),
        "problem.future_year",
        "figures_year",
    );
    breaks(
        pottery()
            .with("env_doc_on", "2026-01-02")
            .with("env_doc_until", "2026-01-01"),
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
    assert_eq!(
        facility_problems(&pottery().with("avg_income_vnd_month", 0)),
        []
    );
    assert_eq!(
        facility_problems(&pottery().with("reg_date", "2026-11-24")),
        []
    );
    breaks_format(
        pottery().with("reg_date", "2026-11-25"),
        "reg_date",
        "problem.future_date",
    );
    breaks_format(
        pottery().with("lat", 209_599_999),
        "lat",
        "problem.latitude",
    );
    breaks_format(
        pottery().with("commune_code", "09999"),
        "commune_code",
        "problem.unknown_commune",
    );
}

#[track_caller]
fn breaks_format(doc: Document, field: &str, code: &str) {
    assert_eq!(
        facility_problems(&doc),
        [(field.to_owned(), told_code(code))]
    );
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
        broken(Kind::Project, &doc, today())
            .map(|rule| rule.fields[0])
            .collect()
    };
    assert_eq!(trips(base()), Vec::<&str>::new());
    assert_eq!(
        trips(
            base()
                .with("planned_start", "2026-06-02")
                .with("planned_end", "2026-06-01")
        ),
        ["planned_end"]
    );
    assert_eq!(
        trips(base().with("support_requested", 1_240_000_001)),
        ["support_requested"]
    );
    assert_eq!(
        trips(base().with("counterpart", 1_240_000_001)),
        ["counterpart"]
    );
    assert_eq!(
        trips(base().with("eligible_cost", 1_240_000_001)),
        ["eligible_cost"]
    );
    assert_eq!(trips(base().with("advanced", 210_000_001)), ["advanced"]);
    assert_eq!(
        trips(
            base()
                .with("advanced", 300_000_000)
                .with("activity", "startup")
        ),
        Vec::<&str>::new()
    );
    assert_eq!(
        trips(
            base()
                .with("advanced", 200_000_000)
                .with("paid", 100_000_001)
        ),
        ["paid"]
    );
    assert_eq!(
        trips(base().with("settlement_amount", 300_000_001)),
        ["settlement_amount"]
    );
    assert_eq!(
        trips(base().with("paid", 50).with("recovery_amount", 51)),
        ["recovery_amount"]
    );
    assert_eq!(
        trips(
            base()
                .with("paid", 50)
                .with("recovery_amount", 50)
                .with("recovered", 51)
        ),
        ["recovered"]
    );
    assert_eq!(
        trips(base().with("contract_date", "2026-05-03")),
        ["contract_date"]
    );
    assert_eq!(
        trips(
            base()
                .with("started_on", "2026-05-15")
                .with("acceptance_date", "2026-05-14")
        ),
        ["acceptance_date"]
    );
    let liquidated = base()
        .with("acceptance_date", "2026-09-02")
        .with("liquidation_date", "2026-09-01");
    assert_eq!(trips(liquidated), ["liquidation_date"]);
    assert_eq!(
        trips(base().with("support_approved", 1_240_000_001)),
        ["support_approved"]
    );
}

#[test]
fn every_rule_names_described_fields_and_has_words() {
    for kind in Kind::ALL {
        for rule in rules(*kind) {
            assert!(
                rule.fields
                    .iter()
                    .all(|field| kind.spec().field(field).is_some()),
                "{:?}",
                rule.fields
            );
            assert!(
                rule.other.is_none_or(|key| words::find(key).is_some()),
                "{:?}",
                rule.other
            );
        }
    }
    let missing: Vec<_> = ProblemCode::RULES
        .iter()
        .filter(|code| words::find(code.code()).is_none())
        .collect();
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
    let name = problems
        .iter()
        .find(|problem| problem.field == "name")
        .unwrap();
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
    assert_eq!(
        warnings(
            Kind::Facility,
            &pottery().with("verified_on", "2025-11-24"),
            today()
        ),
        []
    );
}

#[test]
fn the_centre_of_every_commune_is_a_place_of_the_province() {
    for commune in &communes::COMMUNES {
        let doc = pottery()
            .with("commune_code", commune.code)
            .with("lat", commune.lat_e7)
            .with("lng", commune.lng_e7);
        assert_eq!(facility_problems(&doc), [], "{}", commune.name);
        assert_eq!(
            warnings(Kind::Facility, &doc, today()),
            [],
            "{}",
            commune.name
        );
    }
}

fn spec(kind: Kind, name: &str) -> &'static FieldSpec {
    kind.spec().field(name).unwrap()
}

#[track_caller]
fn typed(name: &str, text: &str) -> Result<Option<Value>, &'static str> {
    parse_typed(&spec(Kind::Facility, name).ty, text, today()).map_err(ProblemCode::code)
}

#[test]
fn what_people_type_is_read() {
    assert_eq!(
        typed("capital_registered_vnd", "1,5 tỷ"),
        Ok(Some(Value::Int(1_500_000_000)))
    );
    assert_eq!(
        typed("capital_registered_vnd", "300 tr"),
        Ok(Some(Value::Int(300_000_000)))
    );
    assert_eq!(typed("workers_total", "1.620"), Ok(Some(Value::Int(1_620))));
    assert_eq!(
        typed("reg_date", "1/7/2019"),
        Ok(Some(Value::text("2019-07-01")))
    );
    assert_eq!(
        typed("phone", "+84 912.000.345"),
        Ok(Some(Value::text("0912000345")))
    );
    assert_eq!(
        typed("tax_code", "0314409058-002"),
        Ok(Some(Value::text("0314409058002")))
    );
    assert_eq!(
        typed("legal_form", "hợp tác xã"),
        Ok(Some(Value::text("htx")))
    );
    assert_eq!(
        typed("fuels", "coal, gas"),
        Ok(Some(Value::List(vec![
            Value::text("coal"),
            Value::text("gas")
        ])))
    );
    assert_eq!(typed("unregistered", "Có"), Ok(Some(Value::Bool(true))));
    assert_eq!(typed("lat", "21,135"), Ok(Some(Value::Int(211_350_000))));
    assert_eq!(typed("power_kva", "12,5"), Ok(Some(Value::Int(125))));
    assert_eq!(
        typed("name", "  Gốm   Trung Thôn "),
        Ok(Some(Value::text("Gốm Trung Thôn")))
    );
    assert_eq!(typed("name", "   "), Ok(None));
}

#[test]
fn what_cannot_be_read_says_why() {
    assert_eq!(
        typed("reg_date", "31/11/2019"),
        Err("problem.date_not_in_calendar")
    );
    assert_eq!(typed("reg_date", "25/11/2026"), Err("problem.future_date"));
    assert_eq!(
        typed("tax_code", "0100233480"),
        Err("problem.tax_code_check_digit")
    );
    assert_eq!(
        typed("workers_total", "chục người"),
        Err("problem.number_not_whole")
    );
    assert_eq!(typed("workers_total", "-1"), Err("problem.out_of_range"));
    assert_eq!(
        typed("legal_form", "liên doanh"),
        Err("problem.unknown_choice")
    );
    assert_eq!(typed("lat", "48,85"), Err("problem.latitude"));
    let problem = parse_field(
        "reg_date",
        &spec(Kind::Facility, "reg_date").ty,
        "31/11/2019",
        today(),
    )
    .unwrap_err();
    assert_eq!(problem.message(Lang::Vi), "31/11/2019 không có trong lịch");
}

#[test]
fn values_are_shown_as_people_write_them() {
    let show = |kind, name: &str, value: Value| display(&spec(kind, name).ty, &value, Lang::Vi);
    let facility = |name: &str, value: Value| show(Kind::Facility, name, value);
    assert_eq!(
        facility("capital_registered_vnd", Value::Int(1_500_000_000)),
        "1.500.000.000\u{a0}₫"
    );
    assert_eq!(
        facility("reg_date", Value::text("2019-07-01")),
        "01/07/2019"
    );
    assert_eq!(facility("phone", Value::text("0912000345")), "0912 000 345");
    assert_eq!(
        facility("tax_code", Value::text("0314409058002")),
        "0314409058-002"
    );
    assert_eq!(
        facility("commune_code", Value::text("09292")),
        "xã Phù Lãng"
    );
    assert_eq!(facility("legal_form", Value::text("htx")), "Hợp tác xã");
    assert_eq!(facility("figures_year", Value::Int(2025)), "2025");
    assert_eq!(facility("workers_total", Value::Int(1_620)), "1.620");
    assert_eq!(facility("power_kva", Value::Int(125)), "12,5");
    assert_eq!(facility("unregistered", Value::Bool(true)), "Có");
    assert_eq!(
        facility("workers_total", Value::text("khoảng 20")),
        "khoảng 20",
        "a draft is shown as typed"
    );
    assert_eq!(
        show(Kind::Project, "stage", Value::text("in_progress")),
        "Đang triển khai"
    );
    assert_eq!(
        show(Kind::Project, "stage", Value::text("weighed_again")),
        "weighed_again"
    );
    assert_eq!(
        show(Kind::Conflict, "proposed_at", Value::Int(1_764_003_600_000)),
        "25/11/2025 00:00"
    );
    let machines = Value::List(vec![row(&[
        ("name", Value::text("Lò nung gas")),
        ("is_new", Value::Bool(true)),
        ("power_kw", Value::Int(75)),
        ("price_vnd", Value::Int(180_000_000)),
    ])]);
    assert_eq!(
        facility("machinery", machines),
        "Lò nung gas · Mua mới 100 %: Có · 7,5 kW · 180.000.000\u{a0}₫".replace(" %", "\u{a0}%")
    );
}

#[test]
fn what_a_form_shows_is_read_back_to_the_same_value() {
    for (name, value) in &pottery().0 {
        let ty = &spec(Kind::Facility, name).ty;
        if matches!(ty, FieldType::Rows(_)) {
            continue;
        }
        for lang in [Lang::Vi] {
            let again = parse_typed(ty, &typed_again(ty, value, lang), today());
            assert_eq!(again, Ok(Some(value.clone())), "{name}");
        }
    }
}
