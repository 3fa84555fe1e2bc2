//! Where a project is, as far as its money is concerned.

use crate::record::macros::choices;
use crate::record::stage::ProjectStage;

choices! {
    /// Where a project is, as far as its money is concerned.
    MoneyPhase = "money_phase";
    /// Before the contract.
    Early = "early",
    /// The contract is signed, the work not accepted.
    Working = "working",
    /// Accepted, not settled.
    Accepted = "accepted",
    /// Settled.
    Settled = "settled",
    /// Suspended, stopped, cancelled or paying back.
    Halted = "halted",
}

impl MoneyPhase {
    /// The phase of a stage.
    pub const fn of(stage: ProjectStage) -> Self {
        match stage {
            ProjectStage::Draft
            | ProjectStage::Submitted
            | ProjectStage::Returned
            | ProjectStage::BaseAppraisal
            | ProjectStage::UpperAppraisal
            | ProjectStage::Planned
            | ProjectStage::Approved
            | ProjectStage::GroupPlanReview
            | ProjectStage::Deferred => Self::Early,
            ProjectStage::Contracted
            | ProjectStage::InProgress
            | ProjectStage::Adjusting
            | ProjectStage::AwaitingAcceptance => Self::Working,
            ProjectStage::Accepted | ProjectStage::Settling => Self::Accepted,
            ProjectStage::Settled
            | ProjectStage::YearClosed
            | ProjectStage::PostCheck
            | ProjectStage::Closed => Self::Settled,
            ProjectStage::Suspended
            | ProjectStage::Stopped
            | ProjectStage::Recovering
            | ProjectStage::Rejected
            | ProjectStage::Withdrawn
            | ProjectStage::Cancelled => Self::Halted,
        }
    }
}
