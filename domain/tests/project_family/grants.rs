//! What is granted beside what was asked for and what the norm allows.

use domain::record::Kind;
use domain::record::paper::list;
use domain::role::Role;
use domain::value::{Document, Value};

use crate::office::{Office, PROJECT};
use crate::stories::{handed_over, project};
use crate::waiting::{draw_up, of};

const MILLION: i64 = 1_000_000;

fn planned(funding: &str) -> Office {
    let mut doc = project("planned").with("funding", funding).with("eligible_cost", 900 * MILLION);
    for field in ["support_approved", "decision_date", "contract_no", "contract_date", "billing"] {
        doc.set(field, None);
    }
    let doc = doc
        .with("support_requested", 280 * MILLION)
        .with("base_minutes_no", "11/BB-TĐCS")
        .with("base_minutes_on", "2026-11-10")
        .with("upper_minutes_no", "31/BB-TĐ")
        .with("upper_minutes_on", "2026-11-12");
    let mut office = Office::with(doc);
    let papers = of(&office, "appraise");
    draw_up(&mut office, &papers);
    for code in ["app01", "app04", "app05"] {
        let paper = list::paper_id(PROJECT, code);
        office.act(Role::DepartmentStaff, paper, "provide", &handed_over()).unwrap();
    }
    office
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
