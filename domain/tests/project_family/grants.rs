//! What is granted beside what was asked for and what the norm allows.

use domain::id::RecordId;
use domain::record::Kind;
use domain::role::Role;
use domain::value::{Document, Value};
use uuid::Uuid;

use crate::office::{Office, PROJECT};
use crate::stories::project;

const MILLION: i64 = 1_000_000;
const NEED: RecordId = RecordId(Uuid::from_u128(80));

fn planned(funding: &str) -> Office {
    let mut doc = project("planned").with("funding", funding).with("eligible_cost", 900 * MILLION);
    for field in ["support_approved", "decision_date", "contract_no", "contract_date", "billing"] {
        doc.set(field, None);
    }
    Office::with(doc.with("support_requested", 280 * MILLION))
}

/// Somebody signs for this much, and says why.
fn grant(office: &mut Office, amount: i64, why: Option<&str>) -> Result<(), String> {
    let mut decision = vec![
        ("decision_no", Value::text("427/QĐ-UBND")),
        ("decision_date", Value::text("2026-11-20")),
        ("decision_issuer", Value::text("UBND tỉnh Bắc Ninh")),
        ("support_approved", Value::Int(amount)),
    ];
    decision.extend(why.map(|why| ("stage_note", Value::text(why))));
    office.act(Role::DepartmentLeader, PROJECT, "approve", &decision)
}

#[test]
fn more_than_was_asked_for_is_granted_for_a_reason() {
    grant(&mut planned("local"), 280 * MILLION, None).unwrap();
    let above = Err("problem.above_asked".to_owned());
    assert_eq!(grant(&mut planned("local"), 280 * MILLION + 1, None), above);
    grant(&mut planned("local"), 290 * MILLION, Some("Giá máy tăng sau thẩm định")).unwrap();
}

#[test]
fn what_the_plan_in_force_does_not_name_is_granted_for_a_reason() {
    const PLAN: RecordId = RecordId(Uuid::from_u128(81));
    let granted = |stage: &str, year: i64, line: Option<&str>, why: Option<&str>| {
        let mut office = planned("local");
        let project = office.doc(PROJECT).clone().with("plan_year", 2027).with("need", NEED.to_string());
        office.put_in(Kind::Project, PROJECT, project);
        let plan = Document::default().with("year", year).with("funding", "local").with("version", 1);
        office.put_in(Kind::Plan, PLAN, plan.with("stage", stage));
        let doc = Document::default().with("plan", PLAN.to_string());
        let doc = match line {
            Some(field) => {
                let of = if field == "project" { PROJECT } else { NEED };
                doc.with(field, of.to_string())
            }
            None => doc.with("project", PLAN.to_string()),
        };
        office.put_under(Kind::PlanLine, PLAN, doc);
        grant(&mut office, 280 * MILLION, why)
    };
    let missing = Err("problem.not_in_plan".to_owned());
    assert_eq!(granted("approved", 2027, None, None), missing);
    assert_eq!(granted("adjusted", 2027, None, None), missing, "until the next version is approved");
    assert_eq!(granted("approved", 2027, None, Some("Bổ sung theo QĐ 500/QĐ-UBND")), Ok(()));
    for named in ["project", "need"] {
        assert_eq!(granted("approved", 2027, Some(named), None), Ok(()), "{named}");
    }
    assert_eq!(granted("submitted", 2027, None, None), Ok(()), "no plan is in force");
    assert_eq!(granted("approved", 2026, None, None), Ok(()), "of another year");
}

#[test]
fn more_than_the_norm_of_that_day_allows_is_granted_for_a_reason() {
    let asked_too_much = || {
        let mut office = planned("national");
        office.put_in(
            Kind::Project,
            PROJECT,
            office.doc(PROJECT).clone().with("support_requested", 400 * MILLION),
        );
        office
    };
    // 50 % of 900 triệu, 300 triệu at most.
    grant(&mut asked_too_much(), 300 * MILLION, None).unwrap();
    let above = Err("problem.above_norm".to_owned());
    assert_eq!(grant(&mut asked_too_much(), 300 * MILLION + 1, None), above);
    grant(&mut asked_too_much(), 400 * MILLION, Some("Dây chuyền đồng bộ, Bộ cho phép")).unwrap();

    // An entry of the province is the norm of its money.
    let entry = |stage: &str| {
        Document::default()
            .with("activity", "machine")
            .with("item", "main")
            .with("funding", "local")
            .with("rate", 5_000)
            .with("cap", 200 * MILLION)
            .with("per", "facility")
            .with("valid_from", "2026-01-01")
            .with("legal_ref", "NQ 15/2026/NQ-HĐND Đ.4")
            .with("stage", stage)
    };
    let by = |stage: &str| {
        let mut office = planned("local");
        office.lay(Kind::CostNorm, entry(stage));
        grant(&mut office, 210 * MILLION, None)
    };
    assert_eq!(by("in_force"), Err("problem.above_norm".to_owned()));
    assert_eq!(by("ending"), Err("problem.above_norm".to_owned()), "until a second person has ended it");
    assert_eq!(by("proposed"), Ok(()), "nobody has confirmed it");
}
