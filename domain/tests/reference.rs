//! Four eyes on what everybody works by: who wrote some of an entry, or handed it on, does not put it in force,
//! and nobody ends one alone.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::id::{RecordId, UserId};
use domain::record::Kind;
use domain::record::course::Context;
use domain::record::family::{Kin, Subject};
use domain::record::reference::{applies_on, was_confirmed};
use domain::role::Role;
use domain::value::{Document, Value};
use domain::workflow::{Refusal, apply};
use uuid::Uuid;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
/// Who made the entry, a colleague of the Department, another one, a leader.
const CENTRE: u128 = 1;
const CLERK: u128 = 2;
const OTHER: u128 = 3;
const LEADER: u128 = 4;

struct Alone;

impl Kin for Alone {
    fn get(&self, _id: RecordId) -> Option<(Kind, Document)> {
        None
    }

    fn children(&self, _of: RecordId, _kind: Kind) -> Vec<(RecordId, Document)> {
        Vec::new()
    }

    fn all(&self, _kind: Kind) -> Vec<(RecordId, Document)> {
        Vec::new()
    }
}

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
    assert_eq!((rules.check)(&subject, &Alone), []);
    for (_, sets) in (rules.consequences)(&subject, &Alone) {
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
