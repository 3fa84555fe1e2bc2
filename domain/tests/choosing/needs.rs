//! Registering: the two commitments, inviting again, counting.

use std::collections::BTreeMap;

use domain::id::UserId;
use domain::record::Kind;
use domain::record::course::Context;
use domain::record::need::counts::{Counts, everywhere};
use domain::record::need::{may_be_renewed, renewal};
use domain::role::Role;
use domain::value::Document;
use domain::workflow::{Refusal, apply};
use expect_test::expect;
use uuid::Uuid;

use super::{TODAY, need, record};

fn register(doc: &Document) -> Result<(), Refusal> {
    let owner = UserId(Uuid::from_u128(9));
    let context = Context { role: Role::FacilityOwner, user: owner, created_by: owner, today: TODAY };
    let draft = doc.clone().with("stage", "draft");
    apply(Kind::Need, "register", &draft, &BTreeMap::new(), &context).map(drop)
}

#[test]
fn nobody_registers_without_answering_the_commitments() {
    assert_eq!(register(&need()), Ok(()));
    for field in ["knows_paid_after", "no_double_support"] {
        let mut silent = need();
        silent.set(field, None);
        let Err(Refusal::Invalid(problems)) = register(&silent) else { panic!("{field} was not asked") };
        assert_eq!(problems.iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>(), [field]);
        assert_eq!(register(&need().with(field, false)), Err(Refusal::Guard("refusal.no_commitment")));
    }
}

#[test]
fn what_is_not_paid_afterwards_needs_one_commitment_only() {
    let mut brand = need().with("activity", "brand");
    brand.set("knows_paid_after", None);
    assert_eq!(register(&brand), Ok(()));
}

#[test]
fn a_need_that_was_not_chosen_comes_back_as_a_draft_without_its_commitments() {
    let stages =
        ["draft", "registered", "surveying", "surveyed", "shortlisted", "converted", "declined", "withdrawn"];
    let renewed: Vec<&str> =
        stages.into_iter().filter(|stage| may_be_renewed(&need().with("stage", *stage))).collect();
    assert_eq!(renewed, ["declined", "withdrawn"]);
    let new = renewal(record(2), &need().with("decline_reason", "budget"), 2028);
    let fields: Vec<&str> = new.0.keys().map(String::as_str).collect();
    assert_eq!(fields, ["activity", "estimated_cost", "facility", "renews", "wish", "year"]);
    assert_eq!(new.text("renews"), Some(record(2).to_string().as_str()));
    assert!(matches!(register(&new), Err(Refusal::Invalid(_))));
}

#[test]
fn registrations_are_counted_where_and_when_they_came() {
    let on = |commune: &str, day: &str| {
        Document::default().with("commune_code", commune).with("registered_on", day)
    };
    let needs = [
        on("09292", "2026-01-05"),
        on("09292", "2026-11-20"),
        on("09292", "2026-11-21"),
        on("09190", "2026-03-01"),
        // Another year, and one that never was registered.
        on("09190", "2025-12-31"),
        Document::default().with("commune_code", "09190"),
    ];
    let counts = Counts::of(2026, &needs);
    let table: Vec<String> =
        counts.ranked().iter().map(|code| format!("{code} {:?}", counts.months(code))).collect();
    expect![[r#"
        09292 [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0]
        09190 [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]"#]]
    .assert_eq(&table.join("\n"));
    assert_eq!(counts.sum(), 4);
    let silent = counts.silent(everywhere());
    assert_eq!(silent.len(), 97);
    assert!(!silent.contains(&"09292"));
}
