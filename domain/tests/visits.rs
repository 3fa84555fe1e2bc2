//! Visits and recommendations as people make them: what a signature needs, what it locks, where a visit
//! was made, what the owner is told.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::alert::Place;
use domain::clock::Millis;
use domain::id::{RecordId, ScopeId, UserId};
use domain::record::course::Context;
use domain::record::family::{Kin, Subject};
use domain::record::recommendation::is_overdue;
use domain::record::rule::{Problem, ProblemCode};
use domain::record::visit::place::{Measured, commune_at};
use domain::record::visit::rules::confirmed_volume;
use domain::record::visit::{Visit, machines};
use domain::record::{Kind, homes};
use domain::role::Role;
use domain::validation::{Level, validate, warnings};
use domain::value::{Document, Value};
use domain::workflow::{self, Refusal};
use expect_test::{Expect, expect};
use proptest::prelude::*;
use uuid::Uuid;

const FACILITY: u128 = 1;
const VISIT: u128 = 2;

fn id(n: u128) -> RecordId {
    RecordId(Uuid::from_u128(n))
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

fn today() -> NaiveDate {
    day("2026-11-24")
}

fn row(fields: &[(&str, &str)]) -> Value {
    Value::Map(fields.iter().map(|(name, value)| ((*name).to_owned(), Value::text(*value))).collect())
}

/// A visit with everything that is asked.
fn visit() -> Document {
    Document::default()
        .with("facility", id(FACILITY).to_string())
        .with("visit_kind", "scheduled")
        .with("visited_on", "2026-11-24")
        .with("started_at", 1_795_484_460_000)
        .with("ended_at", 1_795_487_400_000)
        .with("inspectors", Value::List(vec![row(&[("name", "Nguyễn Thị Hường")])]))
        .with("met_name", "Vũ Văn Hoạch")
        .with("lat", 211_352_000)
        .with("lng", 1_062_581_000)
        .with("conclusion", "ok")
        .with("inspector_signed", "Nguyễn Thị Hường")
        .with("facility_signed", "Vũ Văn Hoạch")
        .with("stage", "draft")
}

fn said(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{}: {}\n", problem.field, problem.code.code())).collect()
}

fn check(doc: &Document, expected: Expect) {
    expected.assert_eq(&said(&validate(Kind::Visit, doc, today(), Level::Full)));
}

/// The records around a visit.
#[derive(Default)]
struct Around(BTreeMap<RecordId, (Kind, Document)>);

impl Around {
    fn with(mut self, n: u128, kind: Kind, doc: Document) -> Self {
        self.0.insert(id(n), (kind, doc));
        self
    }

    /// Photos and signatures of the visit.
    fn attached(mut self, slots: &[&str]) -> Self {
        for (n, slot) in (100..).zip(slots) {
            let doc = Document::default().with("about", id(VISIT).to_string()).with("slot", *slot);
            self = self.with(n, Kind::Attachment, doc);
        }
        self
    }
}

impl Kin for Around {
    fn get(&self, id: RecordId) -> Option<(Kind, Document)> {
        self.0.get(&id).cloned()
    }

    fn children(&self, of: RecordId, kind: Kind) -> Vec<(RecordId, Document)> {
        let belongs = |doc: &Document| domain::record::parent(kind, doc) == Some(of);
        let all = self.0.iter().filter(|(_, (of_kind, doc))| *of_kind == kind && belongs(doc));
        all.map(|(id, (_, doc))| (*id, doc.clone())).collect()
    }

    fn all(&self, kind: Kind) -> Vec<(RecordId, Document)> {
        let all = self.0.iter().filter(|(_, (of_kind, _))| *of_kind == kind);
        all.map(|(id, (_, doc))| (*id, doc.clone())).collect()
    }
}

fn objections(kind: Kind, before: &Document, after: &Document, action: Option<&str>, kin: &Around) -> String {
    let Some(rules) = kind.spec().family else { return String::from("no rules") };
    let subject = Subject { id: id(VISIT), before, after, action, today: today(), by: None, account: None };
    said(&(rules.check)(&subject, kin))
}

fn context(role: Role) -> Context {
    let user = |n| UserId(Uuid::from_u128(n));
    Context { role, user: user(7), created_by: user(8), today: today() }
}

#[test]
fn a_complete_visit_has_no_problem_and_an_empty_one_names_all() {
    check(&visit(), expect![""]);
    check(
        &Document::default(),
        expect![[r#"
            facility: problem.required
            visit_kind: problem.required
            visited_on: problem.required
            started_at: problem.required
            inspectors: problem.required
            met_name: problem.required
            lat: problem.required
            lng: problem.required
            conclusion: problem.required
            inspector_signed: problem.required
        "#]],
    );
}

#[test]
fn what_is_asked_depends_on_what_was_found() {
    let mut gone = visit().with("conclusion", "not_found").with("remarks", "Không thấy xưởng.");
    gone.set("met_name", None);
    check(&gone, expect![""]);
    let mut blind = visit();
    blind.set("lat", None);
    blind.set("lng", None);
    check(
        &blind,
        expect![[r#"
        lat: problem.required
        lng: problem.required
    "#]],
    );
    check(&blind.with("no_gps_reason", "Trong xưởng không bắt được"), expect![""]);
    let progress = visit().with("visit_kind", "progress").with("project", id(5).to_string());
    check(
        &progress,
        expect![[r#"
        volume_pct: problem.required
    "#]],
    );
    let survey = visit().with("visit_kind", "survey").with("need", id(5).to_string());
    check(
        &survey,
        expect![[r#"
        survey_recommended: problem.required
    "#]],
    );
    check(
        &visit().with("visit_kind", "complaint"),
        expect![[r#"
        occasion: problem.required
    "#]],
    );
}

#[test]
fn rules_between_the_fields() {
    let finding = row(&[("code", "f13"), ("severity", "minor"), ("description", "Chưa có bình chữa cháy")]);
    check(
        &visit().with("findings", Value::List(vec![finding])),
        expect![[r#"
        conclusion: problem.ok_with_findings
    "#]],
    );
    check(
        &visit().with("ended_at", 1),
        expect![[r#"
        ended_at: problem.visit_ends_before_start
    "#]],
    );
    check(
        &visit().with("refusal_reason", "Chủ đi vắng"),
        expect![[r#"
        refusal_reason: problem.signed_and_refused
    "#]],
    );
    let both = Value::List(vec![Value::text("nothing"), Value::text("dust")]);
    check(
        &visit().with("environment", both),
        expect![[r#"
        environment: problem.nothing_and_something
    "#]],
    );
    let machine = row(&[("name", "Lò nung gas"), ("serial_check", "differs")]);
    check(
        &visit().with("machine_checks", Value::List(vec![machine])),
        expect![[r#"
        machine_checks[0].serial_found: problem.required
        machine_checks[0].running: problem.required
    "#]],
    );
}

#[test]
fn a_visit_is_signed_with_three_photos_and_two_signatures_or_a_reason() {
    let kin = Around::default();
    let sign = |doc: &Document, kin: &Around| objections(Kind::Visit, &visit(), doc, Some("sign"), kin);
    expect![[r#"
        : problem.photos_missing
        inspector_signed: problem.signature_missing
        facility_signed: problem.signature_missing
    "#]]
    .assert_eq(&sign(&visit(), &kin));
    let photos = ["signboard", "machine", "overall", "signature_inspector"];
    let mut refused = visit().with("refusal_reason", "Chủ đi vắng");
    refused.set("facility_signed", None);
    assert_eq!(sign(&refused, &Around::default().attached(&photos)), "");
    let all = Around::default().attached(&[&photos[..], &["signature_facility"]].concat());
    assert_eq!(sign(&visit(), &all), "");
    // Three photos of the same thing are not the three that are asked for.
    let same = Around::default().attached(&["machine", "machine", "machine", "signature_inspector"]);
    assert!(sign(&refused, &same).contains("photos_missing"));
    let gone = visit().with("conclusion", "not_found").with("remarks", "Không thấy");
    assert_eq!(sign(&gone, &Around::default().attached(&["overall", "signature_inspector"])), "");
}

#[test]
fn an_incomplete_visit_is_not_signed_and_a_signed_one_is_not_edited() {
    let mut lacking = visit();
    lacking.set("conclusion", None);
    let nothing = BTreeMap::new();
    let refused = workflow::apply(Kind::Visit, "sign", &lacking, &nothing, &context(Role::Inspector));
    assert!(matches!(refused, Err(Refusal::Invalid(_))));
    let owner = workflow::apply(Kind::Visit, "sign", &visit(), &nothing, &context(Role::FacilityOwner));
    assert_eq!(owner, Err(Refusal::WrongRole));
    let sets = workflow::apply(Kind::Visit, "sign", &visit(), &nothing, &context(Role::Inspector)).unwrap();
    assert_eq!(sets["stage"], Some(Value::text("signed")));
    assert!(sets["signed_by"].is_some());
    assert!(workflow::is_editable(Kind::Visit, &visit()));
    let signed = visit().with("stage", "signed");
    assert!(!workflow::is_editable(Kind::Visit, &signed));
    assert!(!workflow::is_deletable(Kind::Visit, &signed));
}

#[test]
fn a_signed_visit_is_closed_to_photos_and_recommendations() {
    let photo = Document::default().with("about", id(VISIT).to_string());
    let asked = Document::default().with("visit", id(VISIT).to_string());
    let nothing = Document::default();
    for (stage, answer) in [("draft", ""), ("signed", ": problem.visit_signed\n")] {
        let kin = Around::default().with(VISIT, Kind::Visit, visit().with("stage", stage));
        assert_eq!(objections(Kind::Attachment, &nothing, &photo, None, &kin), answer);
        assert_eq!(objections(Kind::Attachment, &photo, &nothing, None, &kin), answer, "deleted");
        assert_eq!(objections(Kind::Recommendation, &nothing, &asked, None, &kin), answer);
    }
    // What was asked for is followed up all the same.
    let kin = Around::default().with(VISIT, Kind::Visit, visit().with("stage", "signed"));
    assert_eq!(objections(Kind::Recommendation, &asked, &asked, Some("answer"), &kin), "");
}

#[test]
fn only_a_signed_visit_to_the_same_facility_is_corrected() {
    let correction = visit().with("corrects", id(9).to_string()).with("correction", "Ghi nhầm");
    let judged = |old: Document| {
        let kin = Around::default().with(9, Kind::Visit, old);
        objections(Kind::Visit, &Document::default(), &correction, None, &kin)
    };
    assert_eq!(judged(visit().with("stage", "signed")), "");
    assert_eq!(judged(visit()), "corrects: problem.corrects_what\n");
    let elsewhere = visit().with("stage", "signed").with("facility", id(77).to_string());
    assert_eq!(judged(elsewhere), "corrects: problem.corrects_what\n");
    let none = objections(Kind::Visit, &Document::default(), &correction, None, &Around::default());
    assert_eq!(none, "corrects: problem.corrects_what\n");
}

#[test]
fn a_project_of_another_facility_is_not_what_was_looked_at() {
    let about = visit().with("project", id(5).to_string());
    let judged = |facility| {
        let project = Document::default().with("facility", id(facility).to_string());
        let kin = Around::default().with(5, Kind::Project, project);
        objections(Kind::Visit, &Document::default(), &about, None, &kin)
    };
    assert_eq!(judged(FACILITY), "");
    assert_eq!(judged(77), "project: problem.other_facility\n");
}

#[test]
fn the_owner_hears_of_a_visit_only_when_it_is_signed() {
    let owner = UserId(Uuid::from_u128(3));
    let doc = visit().with("commune_code", "09292").with("owner_account", owner.to_string());
    assert!(!homes(Kind::Visit, &doc).contains(&ScopeId::owner(owner)));
    let signed = doc.with("stage", "signed");
    assert!(homes(Kind::Visit, &signed).contains(&ScopeId::owner(owner)));
    assert!(homes(Kind::Visit, &signed).contains(&ScopeId::commune("09292")));
}

fn measured(latitude: f64, longitude: f64, accuracy: f64) -> Measured {
    let at = Millis(1_795_484_460_000);
    Measured { latitude, longitude, accuracy, at, now: at }
}

#[test]
fn a_position_is_set_against_the_record() {
    let facility =
        Document::default().with("lat", 211_352_000).with("lng", 1_062_581_000).with("commune_code", "09292");
    let fields = measured(21.135_33, 106.258_1, 7.2).fields(&facility);
    let value =
        |name: &str| fields.iter().find(|(field, _)| *field == name).and_then(|(_, value)| value.clone());
    assert_eq!(value("lat"), Some(Value::Int(211_353_300)));
    assert_eq!(value("distance_m"), Some(Value::Int(14)));
    assert_eq!(value("gps_accuracy_m"), Some(Value::Int(8)), "rounded up");
    assert_eq!(value("gps_mock"), Some(Value::Bool(false)));
    assert_eq!(value("no_gps_reason"), None);
    for (field, value) in &fields {
        assert!(Kind::Visit.spec().field(field).is_some(), "{field} is described");
        let doc =
            value.clone().map_or_else(Document::default, |value| Document::default().with(field, value));
        let wrong = validate(Kind::Visit, &doc, today(), Level::Saved);
        let own = |problem: &&Problem| problem.field == *field && problem.code != ProblemCode::HalfPlace;
        assert_eq!(wrong.iter().find(own), None, "{field}");
    }
}

#[test]
fn a_position_looks_made_up_when_it_is_too_exact_or_of_another_time() {
    let is_mock = |measured: Measured| {
        let fields = measured.fields(&Document::default());
        fields.contains(&("gps_mock", Some(Value::Bool(true))))
    };
    assert!(is_mock(measured(21.1, 106.2, 0.0)));
    assert!(!is_mock(measured(21.1, 106.2, 5.0)));
    let fresh = measured(21.1, 106.2, 5.0);
    assert!(is_mock(Measured { now: fresh.at + 600_000, ..fresh }));
}

#[test]
fn what_looks_odd_is_said_and_not_in_the_way() {
    let odd = visit().with("gps_accuracy_m", 51).with("gps_mock", true);
    expect![[r#"
        gps_accuracy_m: problem.gps_accuracy
        gps_mock: problem.position_mock
    "#]]
    .assert_eq(&said(&warnings(Kind::Visit, &odd, today())));
    check(&odd, expect![""]);
    let near = visit().with("gps_accuracy_m", 50);
    assert_eq!(said(&warnings(Kind::Visit, &near, today())), "");
}

#[test]
fn a_signed_progress_visit_confirms_the_volume_for_the_advance() {
    let doc = visit().with("visit_kind", "progress").with("volume_pct", 72);
    assert_eq!(confirmed_volume(&Visit::read(&doc)), None, "a draft confirms nothing");
    assert_eq!(confirmed_volume(&Visit::read(&doc.clone().with("stage", "signed"))), Some(72));
    let other = doc.with("stage", "signed").with("visit_kind", "surprise");
    assert_eq!(confirmed_volume(&Visit::read(&other)), None);
}

#[test]
fn the_machines_of_the_project_come_first_and_none_twice() {
    let facility = Document::default().with(
        "machinery",
        Value::List(vec![
            row(&[("name", "Máy nghiền men"), ("serial", "NM-1")]),
            row(&[("name", "LÒ NUNG GAS"), ("serial", "gt-2026-0147")]),
            row(&[("name", "Máy nghiền men")]),
        ]),
    );
    let item = Document::default().with("name", "Lò nung gas 4 m³").with("serial", "GT-2026-0147");
    let rows = machines::checks(&[item], &facility);
    let names: Vec<String> = rows
        .iter()
        .map(|row| match row {
            Value::Map(entries) => entries["name"].as_text().unwrap().to_owned(),
            _ => panic!("no row"),
        })
        .collect();
    assert_eq!(names, ["Lò nung gas 4 m³", "Máy nghiền men"]);
}

#[test]
fn a_recommendation_is_overdue_after_its_day_until_it_is_answered() {
    let at = |stage: &str, due: &str| Document::default().with("stage", stage).with("due_on", due);
    assert!(is_overdue(&at("open", "2026-11-23"), today()));
    assert!(!is_overdue(&at("open", "2026-11-24"), today()), "the day itself is in time");
    assert!(is_overdue(&at("escalated", "2026-11-23"), today()));
    assert!(!is_overdue(&at("answered", "2026-11-23"), today()));
    assert!(!is_overdue(&at("verified", "2026-11-23"), today()));
    let visit_of = |doc: Document| doc.with("visit", id(VISIT).to_string());
    let kin = Around::default().with(VISIT, Kind::Visit, visit().with("stage", "signed"));
    let early = visit_of(at("open", "2026-11-30"));
    let late = visit_of(at("open", "2026-11-01"));
    let escalate = |doc: &Document| objections(Kind::Recommendation, doc, doc, Some("escalate"), &kin);
    assert_eq!(escalate(&early), "due_on: problem.not_overdue\n");
    assert_eq!(escalate(&late), "");
}

#[test]
fn an_answer_that_is_not_so_comes_back_with_a_new_day() {
    let open = Document::default().with("stage", "open").with("due_on", "2026-11-23");
    let act = |doc: &Document, action: &str, fields: &[(&str, &str)], role| {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), Value::text(*value))).collect();
        workflow::apply(Kind::Recommendation, action, doc, &fields, &context(role))
    };
    let answered = act(&open, "answer", &[("answer", "Đã lắp bình")], Role::FacilityOwner).unwrap();
    assert_eq!(answered["answered_on"], Some(Value::text("2026-11-24")));
    let answered = open.with("stage", "answered");
    let again = act(&answered, "send_back", &[("stage_note", "Mới có 1 bình")], Role::Inspector);
    assert_eq!(again, Err(Refusal::Missing(vec!["due_on"])));
    let given = [("stage_note", "Mới có 1 bình"), ("due_on", "2026-12-05")];
    let back = act(&answered, "send_back", &given, Role::Inspector).unwrap();
    assert_eq!(back["stage"], Some(Value::text("open")));
    assert_eq!(back["due_on"], Some(Value::text("2026-12-05")));
    assert_eq!(act(&answered, "verify", &[], Role::FacilityOwner), Err(Refusal::WrongRole));
}

proptest! {
    /// Wherever somebody stands in the province: the commune on record is believed near its centre, and
    /// whoever is named otherwise is the nearest.
    #[test]
    fn a_position_has_one_commune(lat in 209_600_000_i64..216_300_000, lng in 1_058_800_000_i64..1_070_400_000) {
        let place = Place { lat_e7: lat, lng_e7: lng };
        let nearest = commune_at(place, None).unwrap();
        prop_assert_eq!(commune_at(place, Some(nearest.code)).unwrap().code, nearest.code);
        for commune in domain::communes::COMMUNES {
            let seen = commune_at(place, Some(commune.code)).unwrap();
            prop_assert!(seen.code == commune.code || seen.code == nearest.code);
        }
    }

    /// Whatever a device measures, the fields it fills are valid in the province, or said to be outside.
    #[test]
    fn a_measurement_is_never_a_wrong_type(latitude in -90.0..90.0_f64, longitude in -180.0..180.0_f64, accuracy in 0.0..1e7_f64) {
        for (field, value) in measured(latitude, longitude, accuracy).fields(&Document::default()) {
            let Some(value) = value else { continue };
            let doc = Document::default().with(field, value);
            let wrong = validate(Kind::Visit, &doc, today(), Level::Saved);
            let wrong = wrong.iter().filter(|problem| problem.field == field);
            for problem in wrong {
                prop_assert!(matches!(problem.code, ProblemCode::Latitude | ProblemCode::Longitude | ProblemCode::HalfPlace), "{field}: {:?}", problem.code);
            }
        }
    }
}
