//! Four eyes on what everybody works by: who wrote some of an entry, or handed it on, does not put it in force,
//! and nobody ends one alone. And what rules take from the entries: figures, rates, industries.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::alert::AlertRules;
use domain::id::{RecordId, UserId};
use domain::record::Kind;
use domain::record::course::Context;
use domain::record::disbursement::account::terms;
use domain::record::family::{Kin, Subject};
use domain::record::reference::threshold::{Threshold, alert_rules};
use domain::record::reference::{applies_on, vsic_entry, was_confirmed};
use domain::role::Role;
use domain::validation::{Level, validate};
use domain::value::{Document, Value};
use domain::workflow::{Refusal, apply};
use uuid::Uuid;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
/// Who made the entry, a colleague of the Department, another one, a leader.
const CENTRE: u128 = 1;
const CLERK: u128 = 2;
const OTHER: u128 = 3;
const LEADER: u128 = 4;

fn account(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

fn role(n: u128) -> Role {
    match n {
        CENTRE => Role::CentreStaff,
        LEADER => Role::DepartmentLeader,
        _ => Role::DepartmentStaff,
    }
}

fn norm() -> Document {
    Document::default()
        .with("activity", "machine")
        .with("item", "main")
        .with("funding", "local")
        .with("rate", 5_000)
        .with("cap", 250_000_000)
        .with("per", "facility")
        .with("valid_from", "2026-01-01")
        .with("legal_ref", "NQ 15/2026/NQ-HĐND Đ.4")
        .with("stage", "draft")
}

/// Somebody changes the text.
fn edited(before: &Document, by: u128, field: &str, value: i64) -> Document {
    let mut after = before.clone().with(field, value);
    let subject = Subject {
        id: RecordId(Uuid::from_u128(9)),
        before,
        after: &after.clone(),
        action: None,
        today: TODAY,
        by: None,
        account: Some(account(by)),
    };
    let rules = Kind::CostNorm.spec().family.unwrap();
    assert_eq!((rules.check)(&subject, &Entries(Vec::new())), []);
    for (_, sets) in (rules.consequences)(&subject, &Entries(Vec::new())) {
        sets.into_iter().for_each(|(field, value)| after.set(&field, value));
    }
    after
}

fn step(doc: &Document, by: u128, action: &str) -> Result<Document, Refusal> {
    let context = Context { role: role(by), user: account(by), created_by: account(CENTRE), today: TODAY };
    let fields: BTreeMap<String, Value> = match action {
        "propose_end" | "keep" | "send_back" => {
            [("stage_note".to_owned(), Value::text("Nghị quyết mới thay thế"))].into()
        }
        _ => BTreeMap::new(),
    };
    let sets = apply(Kind::CostNorm, action, doc, &fields, &context)?;
    let mut after = doc.clone();
    sets.into_iter().for_each(|(field, value)| after.set(&field, value));
    Ok(after)
}

fn who_may(doc: &Document, action: &str) -> Vec<u128> {
    [CENTRE, CLERK, OTHER, LEADER].into_iter().filter(|who| step(doc, *who, action).is_ok()).collect()
}

#[test]
fn who_wrote_some_of_an_entry_or_handed_it_on_does_not_confirm_it() {
    let own = step(&norm(), CENTRE, "propose").unwrap();
    assert_eq!(who_may(&own, "confirm"), [CLERK, OTHER, LEADER]);
    // The Department's clerk writes another cap into the centre's draft and hands it on alone.
    let rewritten = step(&edited(&norm(), CLERK, "cap", 999_000_000), CLERK, "propose").unwrap();
    assert_eq!(step(&rewritten, CLERK, "confirm"), Err(Refusal::SeparationOfDuties));
    assert_eq!(who_may(&rewritten, "confirm"), [OTHER, LEADER]);
    // One of them wrote, another handed on: neither is the second person.
    let two = edited(&edited(&norm(), CLERK, "cap", 300_000_000), CLERK, "rate", 4_000);
    assert_eq!(two.get("editors").unwrap().as_list().unwrap().len(), 1, "named once");
    let handed_on = step(&two, OTHER, "propose").unwrap();
    assert_eq!(who_may(&handed_on, "confirm"), [LEADER]);
    // What was sent back and handed on anew remembers who wrote it.
    let again = step(&step(&handed_on, LEADER, "send_back").unwrap(), CENTRE, "propose").unwrap();
    assert_eq!(who_may(&again, "confirm"), [OTHER, LEADER]);
}

#[test]
fn nobody_ends_an_entry_alone_and_until_then_it_applies() {
    let in_force = norm().with("stage", "in_force");
    assert!(who_may(&in_force, "end").is_empty());
    assert_eq!(who_may(&in_force, "propose_end"), [CENTRE, CLERK, OTHER, LEADER]);
    let ending = step(&in_force, CLERK, "propose_end").unwrap();
    assert!(applies_on(&ending, TODAY) && was_confirmed(&ending));
    assert_eq!(step(&ending, CLERK, "end"), Err(Refusal::SeparationOfDuties));
    assert_eq!(who_may(&ending, "end"), [OTHER, LEADER]);
    let kept = step(&ending, LEADER, "keep").unwrap();
    assert_eq!(kept.text("stage"), Some("in_force"));
    let ended = step(&ending, LEADER, "end").unwrap();
    assert!(!applies_on(&ended, TODAY) && was_confirmed(&ended));
}

/// The entries of the office.
struct Entries(Vec<(Kind, Document)>);

impl Kin for Entries {
    fn get(&self, _id: RecordId) -> Option<(Kind, Document)> {
        None
    }

    fn children(&self, _of: RecordId, _kind: Kind) -> Vec<(RecordId, Document)> {
        Vec::new()
    }

    fn all(&self, kind: Kind) -> Vec<(RecordId, Document)> {
        let of_kind = self.0.iter().zip(1..).filter(|((of, _), _)| *of == kind);
        of_kind.map(|((_, doc), n)| (RecordId(Uuid::from_u128(n)), doc.clone())).collect()
    }
}

fn coded(list: &str, code: &str, from: &str) -> Document {
    Document::default()
        .with("list_name", list)
        .with("code", code)
        .with("label", "Theo quyết định của Sở")
        .with("valid_from", from)
        .with("legal_ref", "QĐ 12/2026/QĐ-SCT")
        .with("stage", "in_force")
}

fn on(day: &str) -> NaiveDate {
    day.parse().unwrap_or_default()
}

#[test]
fn a_figure_of_the_office_counts_from_its_day_on() {
    let entry = |from: &str, amount: i64| {
        (Kind::CodeEntry, coded("threshold", "visit_days", from).with("amount", amount))
    };
    let office = Entries(vec![entry("2026-03-01", 45), entry("2026-09-01", 30)]);
    let days = |day: &str| alert_rules(on(day), &office).visit_days;
    assert_eq!(days("2026-02-28"), AlertRules::USUAL.visit_days, "what comes with the product");
    assert_eq!(days("2026-03-01"), 45);
    assert_eq!(days("2026-09-01"), 30, "the newer of two");
    let proposed =
        (Kind::CodeEntry, coded("threshold", "visit_days", "2026-01-01").with("stage", "proposed"));
    assert_eq!(alert_rules(on("2026-09-01"), &Entries(vec![proposed])), AlertRules::USUAL);
    for threshold in Threshold::ALL {
        assert_eq!(threshold.on(on("2026-09-01"), &Entries(vec![])), threshold.usual(), "{threshold:?}");
    }
}

#[test]
fn a_project_is_advanced_by_the_rate_of_the_day_of_its_contract() {
    let rate = |code: &str, amount: i64| {
        (Kind::CodeEntry, coded("advance_rate", code, "2026-06-01").with("amount", amount))
    };
    let office = Entries(vec![rate("machine", 50), rate("cluster", 20), rate("cluster.plan", 60)]);
    let percent = |activity: &str, item: &str, signed: &str| {
        let project = Document::default()
            .with("activity", activity)
            .with("norm_item", item)
            .with("funding", "local")
            .with("contract_date", signed);
        terms(&project, &office).rule.map(|rule| rule.percent)
    };
    assert_eq!(percent("machine", "main", "2026-05-31"), Some(70), "of the circular");
    assert_eq!(percent("machine", "main", "2026-06-01"), Some(50));
    assert_eq!(percent("cluster", "plan", "2026-06-01"), Some(60), "a part with a rate of its own");
    assert_eq!(percent("cluster", "infrastructure", "2026-06-01"), Some(20));
    assert_eq!(percent("brand", "main", "2026-06-01"), Some(70), "nobody set another");
    assert_eq!(percent("showroom", "main", "2026-06-01"), None, "no text lets it be advanced");
}

#[test]
fn an_entry_that_no_rule_asks_for_is_not_handed_on() {
    let said = |list: &str, code: &str, amount: Option<i64>| {
        let mut doc = coded(list, code, "2026-01-01");
        doc.set("stage", None);
        doc.set("amount", amount.map(Value::Int));
        let problems = validate(Kind::CodeEntry, &doc, on("2026-11-24"), Level::Full);
        problems.iter().map(|problem| problem.code.code()).collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(said("day_off", "2027-02-08", None), none);
    assert_eq!(said("day_off", "09-02", None), none);
    assert_eq!(said("day_off", "30-02", None), ["problem.code_unknown"]);
    assert_eq!(said("day_worked", "09-02", None), ["problem.code_unknown"], "no day of every year");
    assert_eq!(said("threshold", "visit_days", Some(60)), none);
    assert_eq!(said("threshold", "visit_days", None), ["problem.required"]);
    assert_eq!(said("threshold", "nothing", Some(60)), ["problem.code_unknown"]);
    assert_eq!(said("advance_rate", "cluster.plan", Some(70)), none);
    assert_eq!(said("advance_rate", "cluster.nothing", Some(70)), ["problem.code_unknown"]);
    assert_eq!(said("advance_rate", "machine", Some(101)), ["problem.out_of_hundred"]);
    assert_eq!(said("finding", "F16", None), none, "the other lists are as they were");
}

#[test]
fn an_industry_is_held_against_its_edition() {
    let division = |edition: &str, code: &str, to: Option<&str>| {
        let mut doc = Document::default()
            .with("version", edition)
            .with("code", code)
            .with("name", "Sản xuất")
            .with("valid_from", "2018-08-20")
            .with("stage", "in_force");
        doc.set("valid_to", to.map(Value::text));
        (Kind::VsicEntry, doc)
    };
    let register = Entries(vec![division("2018", "23", Some("2025-11-14")), division("2025", "23", None)]);
    let told = |code: &str, edition: &str, day: &str| {
        let facility = Document::default().with("vsic_main", code).with("vsic_version", edition);
        let doubts = vsic_entry::doubts(&facility, on(day), &register);
        doubts.iter().map(|problem| problem.code.code()).collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(told("2393", "2025", "2026-11-24"), none);
    assert_eq!(told("2393", "2018", "2025-11-14"), none);
    assert_eq!(told("2393", "2018", "2025-11-15"), ["problem.vsic_ended"]);
    assert_eq!(told("9999", "2025", "2026-11-24"), ["problem.vsic_unknown"]);
    let facility = Document::default().with("vsic_main", "9999").with("vsic_version", "2025");
    assert!(
        vsic_entry::doubts(&facility, on("2026-11-24"), &Entries(vec![])).is_empty(),
        "no register at hand"
    );
}

/// The register goes down to classes in one division and not in another.
#[test]
fn an_industry_is_known_as_far_down_as_its_edition_goes() {
    let entry = |code: &str, name: &str| {
        let doc = Document::default().with("version", "2025").with("code", code).with("name", name);
        (Kind::VsicEntry, doc.with("valid_from", "2025-11-15").with("stage", "in_force"))
    };
    let register = Entries(vec![
        entry("16", "Chế biến gỗ"),
        entry("1621", "Sản xuất gỗ dán"),
        entry("1622", "Sản xuất đồ gỗ xây dựng"),
        entry("31", "Sản xuất giường, tủ, bàn, ghế"),
    ]);
    let said = |code: &str| {
        let facility = Document::default().with("vsic_main", code).with("vsic_version", "2025");
        let is_known = vsic_entry::doubts(&facility, on("2026-11-24"), &register).is_empty();
        (is_known, vsic_entry::name_of(&facility, &register))
    };
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(said("16"), (true, named("Chế biến gỗ")));
    assert_eq!(said("162"), (true, named("Chế biến gỗ")), "a group between the two levels");
    assert_eq!(said("1622"), (true, named("Sản xuất đồ gỗ xây dựng")));
    assert_eq!(said("16220"), (true, named("Sản xuất đồ gỗ xây dựng")), "below the lowest level");
    assert_eq!(said("1699"), (false, named("Chế biến gỗ")), "no class of that division");
    assert_eq!(said("3101"), (true, named("Sản xuất giường, tủ, bàn, ghế")), "nothing is known below");
    assert_eq!(said("47"), (false, None));
}
