//! What the office waits for in each stage of a project, and what is only possible there.

use super::ProjectAction;
use crate::record::course::Direction;
use crate::record::stage::ProjectStage;

/// A change that is asked for is never waited for. Faults are put right before the
/// settlement, unless the acceptance was passed: the guard tells.
pub(super) fn direction(stage: ProjectStage, action: ProjectAction) -> Direction {
    match action {
        ProjectAction::Submit
        | ProjectAction::StartAppraisal
        | ProjectAction::SendUp
        | ProjectAction::Plan
        | ProjectAction::ResumeNextYear
        | ProjectAction::Approve
        | ProjectAction::ReviewGroupPlan
        | ProjectAction::SignContract
        | ProjectAction::Start
        | ProjectAction::ApproveAdjustment
        | ProjectAction::ReportDone
        | ProjectAction::Accept
        | ProjectAction::Remedy
        | ProjectAction::Resume
        | ProjectAction::StartSettlement
        | ProjectAction::ResubmitSettlement
        | ProjectAction::Settle
        | ProjectAction::CloseYear
        | ProjectAction::PostCheck
        | ProjectAction::Close => Direction::Forward,
        ProjectAction::Recover if stage == ProjectStage::Stopped => Direction::Forward,
        ProjectAction::Recover
        | ProjectAction::Withdraw
        | ProjectAction::Return
        | ProjectAction::Reject
        | ProjectAction::Defer
        | ProjectAction::Cancel
        | ProjectAction::RequestAdjustment
        | ProjectAction::RefuseAdjustment
        | ProjectAction::ConfirmRatio
        | ProjectAction::NotReady
        | ProjectAction::Suspend
        | ProjectAction::Stop
        | ProjectAction::ReturnSettlement
        | ProjectAction::Reopen => Direction::Aside,
    }
}
