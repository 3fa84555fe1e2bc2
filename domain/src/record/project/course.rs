//! The course of a project (DOMAIN §3.5, rows 1–19). The graph is the office's own; documents and
//! actors follow TT 36/2013 Đ.5–19. What each action brings is in [`papers`], what is
//! expected in which stage in [`direction`].

mod direction;
mod papers;

use alloc::borrow::ToOwned;
use alloc::string::ToString;

use crate::record::Kind;
use crate::record::course::{Carries, Demand, Direction, Duty, Machine, Sets, Step, today};
use crate::record::field::Choice;
use crate::record::macros::choices;
use crate::record::project::lists::{Conclusion, Holder, ProjectKind};
use crate::record::stage::ProjectStage;
use crate::role::Role;
use crate::value::{Document, Value};

choices! {
    /// What can be done with a project.
    ProjectAction = "action.project";
    /// Send the dossier.
    Submit = "submit",
    /// Take it back.
    Withdraw = "withdraw",
    /// Send it back for papers.
    Return = "return",
    /// Take it up for appraisal.
    StartAppraisal = "start_appraisal",
    /// Refuse it.
    Reject = "reject",
    /// Send it to the upper level.
    SendUp = "send_up",
    /// Put it in the draft plan.
    Plan = "plan",
    /// No money this year.
    Defer = "defer",
    /// Appraise a deferred one again.
    ResumeNextYear = "resume_next_year",
    /// Record the decision of approval.
    Approve = "approve",
    /// Cancel before work begins.
    Cancel = "cancel",
    /// Send the plan of a group project.
    ReviewGroupPlan = "review_group_plan",
    /// Sign the contract.
    SignContract = "sign_contract",
    /// Begin work.
    Start = "start",
    /// A change is asked for.
    RequestAdjustment = "request_adjustment",
    /// The change is granted.
    ApproveAdjustment = "approve_adjustment",
    /// The change is refused or taken back.
    RefuseAdjustment = "refuse_adjustment",
    /// Confirm that another part may be advanced than the rule says.
    ConfirmRatio = "confirm_ratio",
    /// Report the work as done.
    ReportDone = "report_done",
    /// Send back: not ready for acceptance.
    NotReady = "not_ready",
    /// Record the acceptance.
    Accept = "accept",
    /// Have faults put right after the acceptance.
    Remedy = "remedy",
    /// Suspend.
    Suspend = "suspend",
    /// Let it go on.
    Resume = "resume",
    /// Stop for good.
    Stop = "stop",
    /// Ask money back.
    Recover = "recover",
    /// Hand in the settlement dossier.
    StartSettlement = "start_settlement",
    /// Send a paper of it back.
    ReturnSettlement = "return_settlement",
    /// Hand in again what came back.
    ResubmitSettlement = "resubmit_settlement",
    /// Liquidate and settle.
    Settle = "settle",
    /// Open a settled one again.
    Reopen = "reopen",
    /// Record the yearly settlement.
    CloseYear = "close_year",
    /// Check afterwards.
    PostCheck = "post_check",
    /// Close and archive.
    Close = "close",
}

/// The course of a project.
#[derive(Debug)]
pub struct ProjectCourse;

const UNIT: &[Role] = &[Role::CentreStaff];
const DEPARTMENT: &[Role] = &[Role::DepartmentStaff, Role::DepartmentLeader];
const SIGNERS: &[Role] = &[Role::CentreStaff, Role::DepartmentStaff, Role::DepartmentLeader];
const ACCEPTANCE: &[Role] = &[Role::DepartmentStaff, Role::DepartmentLeader, Role::CouncilMember];
const FINANCE: &[Role] = &[Role::Finance];
const SETTLEMENT: &[Role] = &[Role::Finance, Role::DepartmentStaff, Role::DepartmentLeader];
const INSPECTION: &[Role] = &[Role::Inspector, Role::DepartmentStaff, Role::DepartmentLeader];
/// Nobody takes these steps by hand: a project follows its adjustment ([`crate::record::amendment`]).
const BY_AMENDMENT: &[Role] = &[];
const ARCHIVE: &[Role] = &[Role::CentreStaff, Role::Finance];

impl Machine for ProjectCourse {
    type Stage = ProjectStage;
    type Action = ProjectAction;
    const KIND: Kind = Kind::Project;
    const INITIAL: ProjectStage = ProjectStage::Draft;
    const EPISODIC: &'static [&'static str] = &["stage_reason", "stage_note", "due_on"];

    fn exits(stage: ProjectStage) -> &'static [(ProjectAction, ProjectStage)] {
        use ProjectAction as Do;
        use ProjectStage as To;
        match stage {
            ProjectStage::Draft => &[(Do::Submit, To::Submitted), (Do::Withdraw, To::Withdrawn)],
            ProjectStage::Submitted => &[
                (Do::StartAppraisal, To::BaseAppraisal),
                (Do::Return, To::Returned),
                (Do::Withdraw, To::Withdrawn),
            ],
            ProjectStage::Returned => &[(Do::Submit, To::Submitted), (Do::Reject, To::Rejected)],
            ProjectStage::BaseAppraisal => {
                &[(Do::SendUp, To::UpperAppraisal), (Do::Return, To::Returned), (Do::Reject, To::Rejected)]
            }
            ProjectStage::UpperAppraisal => {
                &[(Do::Plan, To::Planned), (Do::Return, To::Returned), (Do::Reject, To::Rejected)]
            }
            ProjectStage::Planned => &[(Do::Approve, To::Approved), (Do::Defer, To::Deferred)],
            ProjectStage::Deferred => &[(Do::ResumeNextYear, To::BaseAppraisal)],
            ProjectStage::Approved => &[
                (Do::SignContract, To::Contracted),
                (Do::ReviewGroupPlan, To::GroupPlanReview),
                (Do::Cancel, To::Cancelled),
            ],
            ProjectStage::GroupPlanReview => {
                &[(Do::SignContract, To::Contracted), (Do::Return, To::Returned)]
            }
            ProjectStage::Contracted => &[
                (Do::Start, To::InProgress),
                (Do::ConfirmRatio, To::Contracted),
                (Do::Cancel, To::Cancelled),
                (Do::Stop, To::Stopped),
            ],
            ProjectStage::InProgress => &[
                (Do::ReportDone, To::AwaitingAcceptance),
                (Do::ConfirmRatio, To::InProgress),
                (Do::RequestAdjustment, To::Adjusting),
                (Do::Suspend, To::Suspended),
                (Do::Stop, To::Stopped),
            ],
            ProjectStage::Adjusting => &[
                (Do::ApproveAdjustment, To::InProgress),
                (Do::RefuseAdjustment, To::InProgress),
                (Do::Stop, To::Stopped),
            ],
            ProjectStage::AwaitingAcceptance => &[(Do::Accept, To::Accepted), (Do::NotReady, To::InProgress)],
            ProjectStage::Suspended => &[(Do::Resume, To::InProgress), (Do::Stop, To::Stopped)],
            ProjectStage::Stopped => &[(Do::Recover, To::Recovering), (Do::Close, To::Closed)],
            ProjectStage::Accepted => {
                &[(Do::StartSettlement, To::Settling), (Do::Remedy, To::InProgress), (Do::Stop, To::Stopped)]
            }
            ProjectStage::Settling => &[
                (Do::Settle, To::Settled),
                (Do::ReturnSettlement, To::Settling),
                (Do::ResubmitSettlement, To::Settling),
            ],
            ProjectStage::Settled => &[(Do::CloseYear, To::YearClosed), (Do::Reopen, To::Settling)],
            ProjectStage::YearClosed => &[(Do::PostCheck, To::PostCheck)],
            ProjectStage::PostCheck => &[(Do::Close, To::Closed), (Do::Recover, To::Recovering)],
            ProjectStage::Recovering => &[(Do::Close, To::Closed)],
            ProjectStage::Closed
            | ProjectStage::Rejected
            | ProjectStage::Withdrawn
            | ProjectStage::Cancelled => &[],
        }
    }

    fn roles(action: ProjectAction) -> &'static [Role] {
        match action {
            ProjectAction::Submit
            | ProjectAction::Withdraw
            | ProjectAction::ReviewGroupPlan
            | ProjectAction::Start
            | ProjectAction::ReportDone
            | ProjectAction::StartSettlement
            | ProjectAction::ResubmitSettlement => UNIT,
            ProjectAction::RequestAdjustment
            | ProjectAction::ApproveAdjustment
            | ProjectAction::RefuseAdjustment
            | ProjectAction::Stop => BY_AMENDMENT,
            ProjectAction::Return
            | ProjectAction::StartAppraisal
            | ProjectAction::Reject
            | ProjectAction::SendUp
            | ProjectAction::Plan
            | ProjectAction::Defer
            | ProjectAction::ResumeNextYear
            | ProjectAction::Approve
            | ProjectAction::Cancel
            | ProjectAction::NotReady
            | ProjectAction::Remedy
            | ProjectAction::Suspend
            | ProjectAction::Resume => DEPARTMENT,
            ProjectAction::SignContract => SIGNERS,
            ProjectAction::Accept => ACCEPTANCE,
            ProjectAction::Settle | ProjectAction::Reopen | ProjectAction::ConfirmRatio => FINANCE,
            ProjectAction::ReturnSettlement | ProjectAction::CloseYear => SETTLEMENT,
            ProjectAction::Recover | ProjectAction::PostCheck => INSPECTION,
            ProjectAction::Close => ARCHIVE,
        }
    }

    fn direction(stage: ProjectStage, action: ProjectAction) -> Direction {
        direction::direction(stage, action)
    }

    fn carries(action: ProjectAction) -> Carries {
        papers::carries(action)
    }

    /// Appraisal, decisions and money (rows 4–8 and 12–17) bind others at once. The dossier, the work
    /// on site and the visits (rows 1–3, 9–11, 18) are prepared offline and queued.
    fn is_online_only(stage: ProjectStage, action: ProjectAction) -> bool {
        match action {
            ProjectAction::Submit
            | ProjectAction::Withdraw
            | ProjectAction::Start
            | ProjectAction::RequestAdjustment
            | ProjectAction::ReportDone
            | ProjectAction::NotReady
            | ProjectAction::PostCheck => false,
            ProjectAction::Return => stage != ProjectStage::Submitted,
            ProjectAction::StartAppraisal
            | ProjectAction::Reject
            | ProjectAction::SendUp
            | ProjectAction::Plan
            | ProjectAction::Defer
            | ProjectAction::ResumeNextYear
            | ProjectAction::Approve
            | ProjectAction::Cancel
            | ProjectAction::ReviewGroupPlan
            | ProjectAction::SignContract
            | ProjectAction::ApproveAdjustment
            | ProjectAction::RefuseAdjustment
            | ProjectAction::ConfirmRatio
            | ProjectAction::Accept
            | ProjectAction::Remedy
            | ProjectAction::Suspend
            | ProjectAction::Resume
            | ProjectAction::Stop
            | ProjectAction::Recover
            | ProjectAction::StartSettlement
            | ProjectAction::ReturnSettlement
            | ProjectAction::ResubmitSettlement
            | ProjectAction::Settle
            | ProjectAction::Reopen
            | ProjectAction::CloseYear
            | ProjectAction::Close => true,
        }
    }

    fn duty(action: ProjectAction) -> Duty {
        match action {
            ProjectAction::Accept => Duty::NotCreatorNorAppraiser,
            ProjectAction::SendUp
            | ProjectAction::Approve
            | ProjectAction::ApproveAdjustment
            | ProjectAction::Settle => Duty::NotCreator,
            ProjectAction::Submit
            | ProjectAction::Withdraw
            | ProjectAction::Return
            | ProjectAction::StartAppraisal
            | ProjectAction::Reject
            | ProjectAction::Plan
            | ProjectAction::Defer
            | ProjectAction::ResumeNextYear
            | ProjectAction::Cancel
            | ProjectAction::ReviewGroupPlan
            | ProjectAction::SignContract
            | ProjectAction::ConfirmRatio
            | ProjectAction::Start
            | ProjectAction::RequestAdjustment
            | ProjectAction::RefuseAdjustment
            | ProjectAction::ReportDone
            | ProjectAction::NotReady
            | ProjectAction::Remedy
            | ProjectAction::Suspend
            | ProjectAction::Resume
            | ProjectAction::Stop
            | ProjectAction::Recover
            | ProjectAction::StartSettlement
            | ProjectAction::ReturnSettlement
            | ProjectAction::ResubmitSettlement
            | ProjectAction::Reopen
            | ProjectAction::CloseYear
            | ProjectAction::PostCheck
            | ProjectAction::Close => Duty::Anyone,
        }
    }

    fn demand(action: ProjectAction) -> Demand {
        if action == ProjectAction::Submit { Demand::Whole } else { Demand::Carried }
    }

    fn guard(stage: ProjectStage, action: ProjectAction, after: &Document) -> Result<(), &'static str> {
        let is_group = after.text("project_kind") == Some(ProjectKind::Group.code());
        let conclusion = after.text("acceptance_conclusion").and_then(Conclusion::from_code);
        let is_failed = conclusion == Some(Conclusion::Fail);
        let came_back = after.text("holder") == Some(Holder::Unit.code());
        match (stage, action) {
            (ProjectStage::Approved, ProjectAction::SignContract) if is_group => Err("refusal.not_group"),
            (_, ProjectAction::ConfirmRatio) if !has_open_ratio(after) => Err("refusal.no_ratio"),
            (_, ProjectAction::ReviewGroupPlan) if !is_group => Err("refusal.group_only"),
            (ProjectStage::Settling, ProjectAction::Settle | ProjectAction::ReturnSettlement)
                if came_back =>
            {
                Err("refusal.settlement_came_back")
            }
            (_, ProjectAction::ResubmitSettlement) if !came_back => Err("refusal.settlement_is_there"),
            (_, ProjectAction::StartSettlement) if is_failed => Err("refusal.acceptance_failed"),
            (_, ProjectAction::Remedy) if conclusion == Some(Conclusion::Pass) => {
                Err("refusal.acceptance_passed")
            }
            (ProjectStage::Accepted, ProjectAction::Stop) if !is_failed => Err("refusal.acceptance_passed"),
            (ProjectStage::Recovering | ProjectStage::Stopped, ProjectAction::Close)
                if owes(stage, after) =>
            {
                Err("refusal.not_recovered")
            }
            _ => Ok(()),
        }
    }

    fn writes(step: Step<'_, ProjectStage, ProjectAction>, sets: &mut Sets) {
        let handed_on = match step.action {
            ProjectAction::ReturnSettlement => Some(Holder::Unit),
            ProjectAction::ResubmitSettlement => Some(Holder::Finance),
            _ => sets.contains_key("stage").then(|| holder(step.to)),
        };
        if let Some(holder) = handed_on {
            sets.insert("stage_since".to_owned(), today(step.context));
            sets.insert("holder".to_owned(), Some(Value::text(holder.code())));
        }
        let by = match step.action {
            ProjectAction::SendUp => "appraised_by",
            ProjectAction::ConfirmRatio => "advance_ratio_by",
            _ => return,
        };
        sets.insert(by.to_owned(), Some(Value::Text(step.context.user.to_string())));
    }

    /// TT 36/2013 in the order of its articles; what the province adds has none here.
    fn law(action: ProjectAction) -> Option<&'static str> {
        match action {
            ProjectAction::Submit => Some("36/2013/TT-BCT Đ.10"),
            ProjectAction::StartAppraisal | ProjectAction::SendUp => Some("36/2013/TT-BCT Đ.8"),
            ProjectAction::RequestAdjustment
            | ProjectAction::ApproveAdjustment
            | ProjectAction::RefuseAdjustment
            | ProjectAction::Stop => Some("36/2013/TT-BCT Đ.11"),
            ProjectAction::Recover => Some("36/2013/TT-BCT Đ.12"),
            ProjectAction::StartSettlement
            | ProjectAction::ReturnSettlement
            | ProjectAction::ResubmitSettlement
            | ProjectAction::Settle => Some("36/2013/TT-BCT Đ.17"),
            ProjectAction::Plan | ProjectAction::Approve => Some("45/2012/NĐ-CP Đ.2"),
            _ => None,
        }
    }

    /// The dossier is written before it is sent, and again when it was sent back or has to wait a year.
    fn is_editable(stage: ProjectStage) -> bool {
        match stage {
            ProjectStage::Draft | ProjectStage::Returned | ProjectStage::Deferred => true,
            ProjectStage::Submitted
            | ProjectStage::BaseAppraisal
            | ProjectStage::UpperAppraisal
            | ProjectStage::Planned
            | ProjectStage::Approved
            | ProjectStage::GroupPlanReview
            | ProjectStage::Contracted
            | ProjectStage::InProgress
            | ProjectStage::Adjusting
            | ProjectStage::AwaitingAcceptance
            | ProjectStage::Suspended
            | ProjectStage::Stopped
            | ProjectStage::Accepted
            | ProjectStage::Settling
            | ProjectStage::Settled
            | ProjectStage::YearClosed
            | ProjectStage::PostCheck
            | ProjectStage::Closed
            | ProjectStage::Recovering
            | ProjectStage::Rejected
            | ProjectStage::Withdrawn
            | ProjectStage::Cancelled => false,
        }
    }
}

/// Whether a part of the advance was typed that nobody has confirmed.
fn has_open_ratio(doc: &Document) -> bool {
    doc.get("advance_ratio").is_some() && doc.get("advance_ratio_by").is_none()
}

/// Of a stopped project all that was paid is owed, unless its decision says how much comes back.
fn owes(stage: ProjectStage, doc: &Document) -> bool {
    let amount = |field| doc.get(field).and_then(Value::as_int);
    let paid = || amount("advanced").unwrap_or(0).saturating_add(amount("paid").unwrap_or(0));
    let usual = if stage == ProjectStage::Stopped { paid() } else { 0 };
    amount("recovered").unwrap_or(0) < amount("recovery_amount").unwrap_or(usual)
}

/// The stage a project is in.
pub fn stage_of(project: &Document) -> Option<ProjectStage> {
    project.text("stage").map_or(Some(ProjectCourse::INITIAL), ProjectStage::from_code)
}

/// Who has to do the next thing in a stage.
pub fn holder(stage: ProjectStage) -> Holder {
    match stage {
        ProjectStage::Draft
        | ProjectStage::Returned
        | ProjectStage::Contracted
        | ProjectStage::InProgress
        | ProjectStage::Accepted => Holder::Unit,
        ProjectStage::Submitted
        | ProjectStage::BaseAppraisal
        | ProjectStage::Approved
        | ProjectStage::GroupPlanReview
        | ProjectStage::Adjusting
        | ProjectStage::AwaitingAcceptance
        | ProjectStage::Suspended
        | ProjectStage::Stopped
        | ProjectStage::Deferred => Holder::Department,
        ProjectStage::UpperAppraisal | ProjectStage::Planned => Holder::Upper,
        ProjectStage::Settling | ProjectStage::Settled => Holder::Finance,
        ProjectStage::YearClosed | ProjectStage::PostCheck => Holder::Inspector,
        ProjectStage::Recovering => Holder::Owner,
        ProjectStage::Closed | ProjectStage::Rejected | ProjectStage::Withdrawn | ProjectStage::Cancelled => {
            Holder::Nobody
        }
    }
}
