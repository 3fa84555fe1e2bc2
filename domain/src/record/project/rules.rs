//! Rules between the fields of a project: its money (DOMAIN §4.1) and the order of its days.

use chrono::NaiveDate;

use crate::record::field::Choice;
use crate::record::need::Activity;
use crate::record::rule::{ProblemCode, Rule, at_most, in_order, number};
use crate::value::Document;

/// The part of the support that may be advanced before acceptance, % (TTLT 26/2014 Đ.8.2b).
const ADVANCE_LIMIT_PCT: i64 = 70;

/// The rules.
pub const RULES: &[Rule] = &[
    Rule::new(ProblemCode::EndBeforeStart, &["planned_end", "planned_start"], |doc, _| {
        in_order(doc, "planned_start", "planned_end")
    }),
    Rule::new(ProblemCode::SupportOverTotal, &["support_requested", "total_investment"], |doc, _| {
        at_most(doc, "support_requested", "total_investment")
    }),
    Rule::new(ProblemCode::SupportOverTotal, &["support_approved", "total_investment"], |doc, _| {
        at_most(doc, "support_approved", "total_investment")
    }),
    Rule::naming(
        ProblemCode::MoreThan,
        &["counterpart", "total_investment"],
        "field.project.total_investment",
        |doc, _| at_most(doc, "counterpart", "total_investment"),
    ),
    Rule::naming(
        ProblemCode::MoreThan,
        &["eligible_cost", "total_investment"],
        "field.project.total_investment",
        |doc, _| at_most(doc, "eligible_cost", "total_investment"),
    ),
    Rule::new(
        ProblemCode::AdvanceOverLimit,
        &["advanced", "support_approved", "activity"],
        advance_is_within_limit,
    ),
    Rule::new(ProblemCode::PaidOverApproved, &["paid", "advanced", "support_approved"], |doc, _| {
        number(doc, "support_approved").is_none_or(|approved| received(doc) <= approved)
    }),
    Rule::naming(
        ProblemCode::MoreThan,
        &["settlement_amount", "support_approved"],
        "field.project.support_approved",
        |doc, _| at_most(doc, "settlement_amount", "support_approved"),
    ),
    Rule::new(ProblemCode::RecoveryOverPaid, &["recovery_amount", "paid", "advanced"], |doc, _| {
        number(doc, "recovery_amount").is_none_or(|amount| amount <= received(doc))
    }),
    Rule::naming(
        ProblemCode::MoreThan,
        &["recovered", "recovery_amount"],
        "field.project.recovery_amount",
        |doc, _| at_most(doc, "recovered", "recovery_amount"),
    ),
    Rule::naming(
        ProblemCode::DayOrder,
        &["contract_date", "decision_date"],
        "field.project.decision_date",
        |doc, _| in_order(doc, "decision_date", "contract_date"),
    ),
    Rule::naming(
        ProblemCode::DayOrder,
        &["acceptance_date", "started_on"],
        "field.project.started_on",
        |doc, _| in_order(doc, "started_on", "acceptance_date"),
    ),
    Rule::naming(
        ProblemCode::DayOrder,
        &["liquidation_date", "acceptance_date"],
        "field.project.acceptance_date",
        |doc, _| in_order(doc, "acceptance_date", "liquidation_date"),
    ),
];

/// What the beneficiary has received so far.
fn received(doc: &Document) -> i64 {
    let amount = |field| number(doc, field).unwrap_or(0);
    amount("advanced").saturating_add(amount("paid"))
}

/// A new enterprise is paid in full at once (DOMAIN §4.1), everybody else 70 % before acceptance.
fn advance_is_within_limit(doc: &Document, _today: NaiveDate) -> bool {
    let activity = doc.text("activity").and_then(Activity::from_code);
    let percent = if activity == Some(Activity::Startup) { 100 } else { ADVANCE_LIMIT_PCT };
    match (number(doc, "advanced"), number(doc, "support_approved")) {
        (Some(advanced), Some(approved)) => {
            i128::from(advanced) * 100 <= i128::from(approved) * i128::from(percent)
        }
        (None, _) | (_, None) => true,
    }
}
