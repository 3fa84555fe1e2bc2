//! The forms of a project on paper (TT 36/2013 Phụ lục 1; their numbers are labels), the letters the offices
//! write about it, and the step from which each is of use (DOMAIN §3.5). Summaries (2), progress reports
//! (3a, 3b), requests for money (9), plan and curriculum of a class (11, 12) are papers of records of their
//! own. Form 5c is for what the ministry's agency accepts, which it does on its own paper.

use crate::ledger::advance::wants_plan;
use crate::record::field::Choice;
use crate::record::need::Activity;
use crate::record::project::course::stage_of;
use crate::record::project::lists::{Conclusion, ProjectKind};
use crate::record::stage::ProjectStage;
use crate::settlement::checks::Billing;
use crate::value::Document;

/// A form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// The estimate.
    Estimate,
    /// The sheet of the base appraisal.
    Appraisal,
    /// The same for a project with a named beneficiary.
    AppraisalNamed,
    /// The notice that the dossier, or the settlement, lacks something.
    ReturnNotice,
    /// Minutes of acceptance at one place, of a unit that issues no invoice.
    AcceptancePlace,
    /// Minutes of the base acceptance, of a unit that issues one.
    AcceptanceBase,
    /// Liquidation of the contract.
    Liquidation,
    /// Details of the settlement.
    Settlement,
    /// Vouchers of the support.
    ListSupport,
    /// Vouchers of the counterpart.
    ListCounterpart,
    /// The money of the contract as both sides have it in their books.
    Reconciliation,
    /// The plan by which it is carried out.
    Plan,
    /// How far the infrastructure of a cluster is.
    Infrastructure,
    /// The request of the beneficiary, as a draft.
    Request,
    /// The submission of the Centre to the Department, as a draft.
    Submission,
    /// The decision that approves it, as a draft.
    Approval,
    /// The contract, as a draft.
    Contract,
    /// The decision that suspends or stops it, as a draft.
    HaltDecision,
}

/// How far a project has come, as far as papers are concerned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Reached {
    Dossier,
    Appraisal,
    Approval,
    Acceptance,
    Settlement,
    Liquidation,
}

impl Form {
    /// Every form, in the order of their numbers; letters come last.
    pub const ALL: [Self; 18] = [
        Self::Estimate,
        Self::Appraisal,
        Self::AppraisalNamed,
        Self::AcceptancePlace,
        Self::AcceptanceBase,
        Self::Liquidation,
        Self::Settlement,
        Self::ListSupport,
        Self::ListCounterpart,
        Self::Reconciliation,
        Self::Plan,
        Self::Infrastructure,
        Self::ReturnNotice,
        Self::Request,
        Self::Submission,
        Self::Approval,
        Self::Contract,
        Self::HaltDecision,
    ];

    /// The end of its address: its number, of a letter what it is.
    pub fn code(self) -> &'static str {
        match self {
            Self::Estimate => "1",
            Self::Appraisal => "4a",
            Self::AppraisalNamed => "4b",
            Self::AcceptancePlace => "5a",
            Self::AcceptanceBase => "5b",
            Self::Liquidation => "6",
            Self::Settlement => "7",
            Self::ListSupport => "8a",
            Self::ListCounterpart => "8b",
            Self::Reconciliation => "10",
            Self::Plan => "11",
            Self::Infrastructure => "13",
            Self::ReturnNotice => "return",
            Self::Request => "request",
            Self::Submission => "submission",
            Self::Approval => "approval",
            Self::Contract => "contract",
            Self::HaltDecision => "halt",
        }
    }

    /// Its number; a letter has none.
    pub fn number(self) -> Option<&'static str> {
        let code = self.code();
        code.starts_with(|first: char| first.is_ascii_digit()).then_some(code)
    }

    /// The form at this address.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.code() == code)
    }

    /// The step it belongs to.
    fn begins(self) -> Reached {
        match self {
            Self::Estimate | Self::ReturnNotice | Self::Request | Self::Submission => Reached::Dossier,
            Self::Appraisal | Self::AppraisalNamed | Self::Approval => Reached::Appraisal,
            Self::Plan | Self::Infrastructure | Self::HaltDecision | Self::Contract => Reached::Approval,
            Self::AcceptancePlace | Self::AcceptanceBase => Reached::Acceptance,
            // The dossier of the settlement is put together within fifteen days of the acceptance.
            Self::Settlement | Self::ListSupport | Self::ListCounterpart | Self::Reconciliation => {
                Reached::Settlement
            }
            Self::Liquidation => Reached::Liquidation,
        }
    }

    /// Whether it is of use for a project as it stands.
    pub fn is_offered(self, project: &Document) -> bool {
        let is_named = project.text("project_kind") == Some(ProjectKind::Named.code());
        let issues_invoice = project.text("billing") == Some(Billing::Invoice.code());
        let activity = project.text("activity").and_then(Activity::from_code);
        let is_of_kind = match self {
            Self::Appraisal => !is_named,
            Self::AppraisalNamed => is_named,
            // Work that was broken off was not accepted.
            Self::AcceptancePlace => !issues_invoice && !is_broken_off(project),
            Self::AcceptanceBase => issues_invoice && !is_broken_off(project),
            Self::Plan => !is_named || activity.is_some_and(wants_plan),
            Self::Infrastructure => matches!(activity, Some(Activity::Cluster | Activity::Pollution)),
            Self::ReturnNotice => return is_sent_back(project),
            Self::HaltDecision => return may_be_halted(project),
            Self::Request => project.get("facility").is_some() && is_to_be_agreed(project),
            Self::Submission | Self::Approval | Self::Contract => is_to_be_agreed(project),
            Self::Estimate
            | Self::Liquidation
            | Self::Settlement
            | Self::ListSupport
            | Self::ListCounterpart
            | Self::Reconciliation => true,
        };
        is_of_kind && self.begins() <= reached(project)
    }
}

fn is_broken_off(project: &Document) -> bool {
    let ended = matches!(
        stage_of(project),
        Some(ProjectStage::Stopped | ProjectStage::Recovering | ProjectStage::Closed)
    );
    ended && project.get("acceptance_date").is_none()
}

/// What was agreed on lies signed in the dossier: drafts of it are of use until then.
fn is_to_be_agreed(project: &Document) -> bool {
    project.get("contract_no").is_none()
}

/// Something is asked for, and until when.
fn is_sent_back(project: &Document) -> bool {
    match stage_of(project) {
        Some(ProjectStage::Returned) => true,
        Some(ProjectStage::Settling) => project.get("stage_reason").is_some(),
        _ => false,
    }
}

/// The draft is of use before the step, which takes the number and the day of the decision.
fn may_be_halted(project: &Document) -> bool {
    matches!(
        stage_of(project),
        Some(
            ProjectStage::InProgress
                | ProjectStage::Adjusting
                | ProjectStage::AwaitingAcceptance
                | ProjectStage::Suspended
                | ProjectStage::Stopped
                | ProjectStage::Recovering
        )
    )
}

/// What was appraised or looked at once stays so when the project is sent back.
fn reached(project: &Document) -> Reached {
    let papers = [("base_minutes_on", Reached::Appraisal), ("acceptance_date", Reached::Acceptance)];
    let by_papers =
        papers.into_iter().filter(|(paper, _)| project.get(paper).is_some()).map(|(_, reached)| reached);
    let conclusion = project.text("acceptance_conclusion").and_then(Conclusion::from_code);
    let by_stage = match stage_of(project).unwrap_or(ProjectStage::Draft) {
        ProjectStage::Draft
        | ProjectStage::Submitted
        | ProjectStage::Returned
        | ProjectStage::Rejected
        | ProjectStage::Withdrawn => Reached::Dossier,
        ProjectStage::BaseAppraisal
        | ProjectStage::UpperAppraisal
        | ProjectStage::Planned
        | ProjectStage::Deferred
        | ProjectStage::Cancelled => Reached::Appraisal,
        ProjectStage::Approved
        | ProjectStage::GroupPlanReview
        | ProjectStage::Contracted
        | ProjectStage::InProgress
        | ProjectStage::Adjusting
        | ProjectStage::Suspended => Reached::Approval,
        ProjectStage::AwaitingAcceptance => Reached::Acceptance,
        // Work that failed is not settled.
        ProjectStage::Accepted if conclusion == Some(Conclusion::Fail) => Reached::Acceptance,
        ProjectStage::Accepted => Reached::Settlement,
        // A contract that was broken off is liquidated and its money compared all the same.
        ProjectStage::Settling
        | ProjectStage::Settled
        | ProjectStage::YearClosed
        | ProjectStage::PostCheck
        | ProjectStage::Closed
        | ProjectStage::Stopped
        | ProjectStage::Recovering => Reached::Liquidation,
    };
    by_papers.fold(by_stage, Ord::max)
}
