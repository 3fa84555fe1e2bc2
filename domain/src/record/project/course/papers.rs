//! The papers each action of a project brings (DOMAIN §3.5, column "documents produced"). A reason
//! may be explained in words with every step.

use super::ProjectAction;
use crate::record::course::Carries;

const NOTE: &[&str] = &["stage_note"];
const CONTRACT: &[&str] = &["billing", "advance_ratio", "advance_ratio_no", "stage_note"];
const NOTE_DUE: &[&str] = &["stage_note", "due_on"];

pub(super) fn carries(action: ProjectAction) -> Carries {
    let (needs, may): (&'static [&'static str], &'static [&'static str]) = match action {
        ProjectAction::Submit
        | ProjectAction::StartAppraisal
        | ProjectAction::ResumeNextYear
        | ProjectAction::RequestAdjustment
        | ProjectAction::ApproveAdjustment
        | ProjectAction::RefuseAdjustment
        | ProjectAction::ConfirmRatio
        | ProjectAction::ResubmitSettlement
        | ProjectAction::Close => (&[], NOTE),
        ProjectAction::Resume => (&[], NOTE_DUE),
        ProjectAction::Withdraw
        | ProjectAction::Reject
        | ProjectAction::Defer
        | ProjectAction::Cancel
        | ProjectAction::Reopen => (&["stage_reason"], NOTE),
        ProjectAction::Return => (&["stage_reason", "due_on"], NOTE),
        ProjectAction::NotReady | ProjectAction::ReturnSettlement => (&["stage_reason"], NOTE_DUE),
        ProjectAction::Remedy => (&["stage_reason", "due_on"], NOTE),
        ProjectAction::SendUp => (&["base_minutes_no", "base_minutes_on"], NOTE),
        ProjectAction::Plan => (&["upper_minutes_no", "upper_minutes_on"], &["stage_note", "plan_year"]),
        ProjectAction::Approve => {
            (&["decision_no", "decision_date", "decision_issuer", "support_approved"], NOTE)
        }
        ProjectAction::ReviewGroupPlan => (&["group_plan_on", "beneficiaries"], NOTE),
        ProjectAction::SignContract => (&["contract_no", "contract_date"], CONTRACT),
        ProjectAction::Start => (&["started_on"], NOTE_DUE),
        ProjectAction::ReportDone => (&["volume_report_on", "volume_pct"], NOTE),
        ProjectAction::Accept => (&["acceptance_no", "acceptance_date", "acceptance_conclusion"], NOTE_DUE),
        ProjectAction::Suspend | ProjectAction::Stop => (&["stage_reason", "halt_no", "halt_date"], NOTE_DUE),
        ProjectAction::Recover => (&["stage_reason", "recovery_amount"], NOTE_DUE),
        ProjectAction::StartSettlement => (&["settlement_dossier_on"], NOTE_DUE),
        ProjectAction::Settle => (&["liquidation_no", "liquidation_date", "settlement_amount"], NOTE),
        ProjectAction::CloseYear => (&["year_settlement_no", "year_settlement_date"], NOTE),
        ProjectAction::PostCheck => (&["post_check_on"], NOTE),
    };
    Carries { needs, may }
}
