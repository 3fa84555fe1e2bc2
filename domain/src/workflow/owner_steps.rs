//! What the owner sees: seven plain steps instead of the office's stages (DOMAIN §3.6), and what is
//! wanted from the owner now.

use crate::record::macros::choices;
use crate::record::stage::{NeedStage, ProjectStage};

/// The seven steps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum OwnerStep {
    /// Đã đăng ký.
    Registered,
    /// Đã khảo sát.
    Surveyed,
    /// Đang thẩm định.
    Appraisal,
    /// Đã duyệt.
    Approved,
    /// Đang thực hiện.
    Running,
    /// Nghiệm thu, thanh toán.
    Payment,
    /// Xong.
    Done,
}

impl OwnerStep {
    /// The steps in order.
    pub const ALL: [Self; 7] = [
        Self::Registered,
        Self::Surveyed,
        Self::Appraisal,
        Self::Approved,
        Self::Running,
        Self::Payment,
        Self::Done,
    ];

    /// 1 to 7; the label is `owner_step.<number>`.
    pub const fn number(self) -> u8 {
        match self {
            Self::Registered => 1,
            Self::Surveyed => 2,
            Self::Appraisal => 3,
            Self::Approved => 4,
            Self::Running => 5,
            Self::Payment => 6,
            Self::Done => 7,
        }
    }
}

choices! {
    /// What is wanted from the owner.
    Wanted = "owner_wanted";
    /// Finish the registration and send it.
    Registration = "registration",
    /// Be there when the officer comes.
    Visit = "visit",
    /// The papers that were found missing.
    Papers = "papers",
    /// Sign the contract.
    Contract = "contract",
    /// Buy and install; keep invoices.
    Investment = "investment",
    /// Invoices and minutes for the settlement.
    Vouchers = "vouchers",
    /// Pay back.
    Repayment = "repayment",
}

choices! {
    /// How an application ended before its last step.
    Ending = "owner_ending";
    /// Not chosen.
    Declined = "declined",
    /// Taken back.
    Withdrawn = "withdrawn",
    /// Refused.
    Rejected = "rejected",
    /// Cancelled.
    Cancelled = "cancelled",
    /// Stopped.
    Stopped = "stopped",
}

/// An application as its owner sees it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OwnerView {
    /// The step it is in, or was in when it ended.
    pub step: OwnerStep,
    /// What is wanted from the owner now.
    pub wanted: Option<Wanted>,
    /// How it ended early.
    pub ending: Option<Ending>,
}

const fn on(step: OwnerStep) -> OwnerView {
    OwnerView { step, wanted: None, ending: None }
}

const fn wanting(step: OwnerStep, wanted: Wanted) -> OwnerView {
    OwnerView { step, wanted: Some(wanted), ending: None }
}

const fn ended(step: OwnerStep, ending: Ending) -> OwnerView {
    OwnerView { step, wanted: None, ending: Some(ending) }
}

/// The step of an application: of its project once there is one.
pub fn step(need: NeedStage, project: Option<ProjectStage>) -> OwnerView {
    match project {
        Some(project) => project_step(project),
        None => need_step(need),
    }
}

fn need_step(stage: NeedStage) -> OwnerView {
    match stage {
        NeedStage::Draft => wanting(OwnerStep::Registered, Wanted::Registration),
        NeedStage::Registered => on(OwnerStep::Registered),
        NeedStage::Surveying => wanting(OwnerStep::Registered, Wanted::Visit),
        NeedStage::Surveyed => on(OwnerStep::Surveyed),
        NeedStage::Shortlisted | NeedStage::Converted => on(OwnerStep::Appraisal),
        NeedStage::Declined => ended(OwnerStep::Surveyed, Ending::Declined),
        NeedStage::Withdrawn => ended(OwnerStep::Registered, Ending::Withdrawn),
    }
}

fn project_step(stage: ProjectStage) -> OwnerView {
    match stage {
        ProjectStage::Draft | ProjectStage::Returned => wanting(OwnerStep::Appraisal, Wanted::Papers),
        ProjectStage::Submitted
        | ProjectStage::BaseAppraisal
        | ProjectStage::UpperAppraisal
        | ProjectStage::Planned
        | ProjectStage::Deferred => on(OwnerStep::Appraisal),
        ProjectStage::Approved | ProjectStage::GroupPlanReview => {
            wanting(OwnerStep::Approved, Wanted::Contract)
        }
        ProjectStage::Contracted | ProjectStage::InProgress => {
            wanting(OwnerStep::Running, Wanted::Investment)
        }
        ProjectStage::Adjusting | ProjectStage::Suspended => on(OwnerStep::Running),
        ProjectStage::AwaitingAcceptance | ProjectStage::Accepted | ProjectStage::Settling => {
            wanting(OwnerStep::Payment, Wanted::Vouchers)
        }
        ProjectStage::Settled | ProjectStage::YearClosed | ProjectStage::PostCheck | ProjectStage::Closed => {
            on(OwnerStep::Done)
        }
        ProjectStage::Stopped => ended(OwnerStep::Running, Ending::Stopped),
        ProjectStage::Recovering => OwnerView {
            step: OwnerStep::Running,
            wanted: Some(Wanted::Repayment),
            ending: Some(Ending::Stopped),
        },
        ProjectStage::Rejected => ended(OwnerStep::Appraisal, Ending::Rejected),
        ProjectStage::Withdrawn => ended(OwnerStep::Appraisal, Ending::Withdrawn),
        ProjectStage::Cancelled => ended(OwnerStep::Approved, Ending::Cancelled),
    }
}
