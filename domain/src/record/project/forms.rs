//! The forms of a project on paper (TT 36/2013 Phụ lục 1; their numbers are labels) and the step from
//! which each is of use (DOMAIN §3.5). Progress reports (3a, 3b) and requests for money (9) are records of
//! their own and printed there.

use crate::record::field::Choice;
use crate::record::project::course::stage_of;
use crate::record::project::lists::{Conclusion, ProjectKind};
use crate::record::stage::ProjectStage;
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
    /// Minutes of acceptance.
    Acceptance,
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
}

/// How far a project has come, as far as papers are concerned.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Reached {
    Dossier,
    Appraisal,
    Acceptance,
    Settlement,
    Liquidation,
}

impl Form {
    /// Every form, in the order of their numbers.
    pub const ALL: [Self; 9] = [
        Self::Estimate,
        Self::Appraisal,
        Self::AppraisalNamed,
        Self::Acceptance,
        Self::Liquidation,
        Self::Settlement,
        Self::ListSupport,
        Self::ListCounterpart,
        Self::Reconciliation,
    ];

    /// Its number, also the end of its address.
    pub fn number(self) -> &'static str {
        match self {
            Self::Estimate => "1",
            Self::Appraisal => "4a",
            Self::AppraisalNamed => "4b",
            Self::Acceptance => "5",
            Self::Liquidation => "6",
            Self::Settlement => "7",
            Self::ListSupport => "8a",
            Self::ListCounterpart => "8b",
            Self::Reconciliation => "10",
        }
    }

    /// The form with this number.
    pub fn of(number: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.number() == number)
    }

    /// The step it belongs to.
    fn begins(self) -> Reached {
        match self {
            Self::Estimate => Reached::Dossier,
            Self::Appraisal | Self::AppraisalNamed => Reached::Appraisal,
            Self::Acceptance => Reached::Acceptance,
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
        let is_of_kind = match self {
            Self::Appraisal => !is_named,
            Self::AppraisalNamed => is_named,
            // Work that was broken off was not accepted.
            Self::Acceptance => !is_broken_off(project),
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
        | ProjectStage::Approved
        | ProjectStage::GroupPlanReview
        | ProjectStage::Contracted
        | ProjectStage::InProgress
        | ProjectStage::Adjusting
        | ProjectStage::Suspended
        | ProjectStage::Cancelled => Reached::Appraisal,
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
