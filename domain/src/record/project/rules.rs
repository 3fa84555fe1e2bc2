//! Rules between the fields of a project: its amounts and the order of its days. What may be
//! paid is the ledger's to say, see [`crate::record::disbursement`].

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::rows::beneficiaries;
use crate::record::rule::{ProblemCode, Rule, at_most, in_order, number};
use crate::value::Document;

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
    Rule::naming(
        ProblemCode::MoreThan,
        &["settlement_amount", "support_approved"],
        "field.project.support_approved",
        |doc, _| at_most(doc, "settlement_amount", "support_approved"),
    ),
    Rule::new(ProblemCode::SharesSum, &["beneficiaries", "support_approved"], |doc, _| {
        let shares = beneficiaries(doc).iter().filter_map(|one| one.share).fold(0, i64::saturating_add);
        doc.get("beneficiaries").is_none()
            || number(doc, "support_approved").is_none_or(|support| support == shares)
    }),
    Rule::new(ProblemCode::BeneficiaryTwice, &["beneficiaries"], |doc, _| {
        let all = beneficiaries(doc);
        let known: Vec<_> = all.iter().filter_map(|one| one.facility).collect();
        let different: BTreeSet<_> = known.iter().collect();
        different.len() == known.len()
    }),
    Rule::new(ProblemCode::RecoveryOverPaid, &["recovery_amount", "paid", "advanced"], |doc, _| {
        number(doc, "recovery_amount").is_none_or(|amount| amount <= received(doc))
    }),
    Rule::new(ProblemCode::HalfRatio, &["advance_ratio_no", "advance_ratio"], |doc, _| {
        doc.get("advance_ratio").is_some() == doc.get("advance_ratio_no").is_some()
    }),
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
