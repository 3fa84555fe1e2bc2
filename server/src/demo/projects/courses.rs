//! The ways projects went: to every stage of DOMAIN §3.5 and back from some of them.

use domain::record::project::course::ProjectAction;

use self::Move::*;

/// A move on the way of a project: a step of its own, or of what belongs to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Move {
    Submit,
    StartAppraisal,
    SendUp,
    Plan,
    Approve,
    SignContract,
    Start,
    ReportDone,
    NotReady,
    Return,
    ReviewGroupPlan,
    Suspend,
    Resume,
    Stop,
    Recover,
    Close,
    Defer,
    ResumeNextYear,
    Reject,
    Withdraw,
    Cancel,
    Accept,
    StartSettlement,
    ReturnSettlement,
    Settle,
    CloseYear,
    PostCheck,
    /// Reported, asked for, confirmed, approved and paid, before the acceptance.
    Advance,
    /// The rest, after it.
    Pay,
    /// The owner gives the money back.
    PayBack,
    /// A change is asked for.
    AskChange,
    /// It is granted.
    GrantChange,
    /// The beneficiary gives up, and another facility is to take its place.
    AskHandOver,
    /// It takes it.
    GrantHandOver,
}

impl Move {
    /// The step of the project; money moves nothing.
    pub fn step(self) -> Option<ProjectAction> {
        Some(match self {
            Self::Submit => ProjectAction::Submit,
            Self::StartAppraisal => ProjectAction::StartAppraisal,
            Self::SendUp => ProjectAction::SendUp,
            Self::Plan => ProjectAction::Plan,
            Self::Approve => ProjectAction::Approve,
            Self::SignContract => ProjectAction::SignContract,
            Self::Start => ProjectAction::Start,
            Self::ReportDone => ProjectAction::ReportDone,
            Self::NotReady => ProjectAction::NotReady,
            Self::Return => ProjectAction::Return,
            Self::ReviewGroupPlan => ProjectAction::ReviewGroupPlan,
            Self::Suspend => ProjectAction::Suspend,
            Self::Resume => ProjectAction::Resume,
            Self::Stop => ProjectAction::Stop,
            Self::Recover => ProjectAction::Recover,
            Self::Close => ProjectAction::Close,
            Self::Defer => ProjectAction::Defer,
            Self::ResumeNextYear => ProjectAction::ResumeNextYear,
            Self::Reject => ProjectAction::Reject,
            Self::Withdraw => ProjectAction::Withdraw,
            Self::Cancel => ProjectAction::Cancel,
            Self::Accept => ProjectAction::Accept,
            Self::StartSettlement => ProjectAction::StartSettlement,
            Self::ReturnSettlement => ProjectAction::ReturnSettlement,
            Self::Settle => ProjectAction::Settle,
            Self::CloseYear => ProjectAction::CloseYear,
            Self::PostCheck => ProjectAction::PostCheck,
            Self::AskChange | Self::AskHandOver => ProjectAction::RequestAdjustment,
            Self::GrantChange | Self::GrantHandOver => ProjectAction::ApproveAdjustment,
            Self::Advance | Self::Pay | Self::PayBack => return None,
        })
    }
}

/// A way, and how many projects went it.
#[derive(Debug)]
pub struct Course {
    pub path: &'static [Move],
    pub projects: usize,
    pub is_group: bool,
}

const fn course(projects: usize, path: &'static [Move]) -> Course {
    Course { path, projects, is_group: false }
}

/// The way to the first day of work.
pub const TO_WORK: &[Move] = &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start];

/// The projects by the stage they are in now.
pub static COURSES: &[Course] = &[
    // Work in progress: the way of the project in the pictures comes first.
    course(6, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, Advance]),
    course(3, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start]),
    course(
        1,
        &[
            Submit,
            StartAppraisal,
            SendUp,
            Plan,
            Approve,
            SignContract,
            Start,
            AskChange,
            GrantChange,
            Advance,
        ],
    ),
    course(
        1,
        &[
            Submit,
            StartAppraisal,
            SendUp,
            Plan,
            Approve,
            SignContract,
            Start,
            AskHandOver,
            GrantHandOver,
            Advance,
        ],
    ),
    course(1, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, ReportDone, NotReady]),
    // Before the decision.
    course(4, &[]),
    course(4, &[Submit]),
    course(3, &[Submit, Return]),
    course(1, &[Submit, Return, Submit, StartAppraisal, Return]),
    course(3, &[Submit, StartAppraisal]),
    course(1, &[Submit, Return, Submit, StartAppraisal]),
    course(3, &[Submit, StartAppraisal, SendUp]),
    course(4, &[Submit, StartAppraisal, SendUp, Plan]),
    course(4, &[Submit, StartAppraisal, SendUp, Plan, Approve]),
    Course {
        path: &[Submit, StartAppraisal, SendUp, Plan, Approve, ReviewGroupPlan],
        projects: 2,
        is_group: true,
    },
    course(3, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract]),
    // Troubles.
    course(3, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, AskChange]),
    course(2, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, Advance, Suspend]),
    course(2, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, Suspend, Resume, Stop]),
    course(2, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, Advance, Stop, Recover]),
    course(
        1,
        &[
            Submit,
            StartAppraisal,
            SendUp,
            Plan,
            Approve,
            SignContract,
            Start,
            Advance,
            Stop,
            Recover,
            PayBack,
            Close,
        ],
    ),
    course(2, &[Submit, StartAppraisal, SendUp, Plan, Defer]),
    course(1, &[Submit, StartAppraisal, SendUp, Plan, Defer, ResumeNextYear, SendUp, Plan]),
    course(2, &[Submit, StartAppraisal, Reject]),
    course(1, &[Submit, Return, Reject]),
    course(2, &[Withdraw]),
    course(1, &[Submit, Withdraw]),
    course(2, &[Submit, StartAppraisal, SendUp, Plan, Approve, Cancel]),
    // After the work.
    course(4, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, Advance, ReportDone]),
    course(
        4,
        &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, Advance, ReportDone, Accept],
    ),
    course(
        3,
        &[
            Submit,
            StartAppraisal,
            SendUp,
            Plan,
            Approve,
            SignContract,
            Start,
            Advance,
            ReportDone,
            Accept,
            StartSettlement,
            ReturnSettlement,
        ],
    ),
    course(
        5,
        &[
            Submit,
            StartAppraisal,
            SendUp,
            Plan,
            Approve,
            SignContract,
            Start,
            Advance,
            ReportDone,
            Accept,
            StartSettlement,
            Pay,
            Settle,
        ],
    ),
    course(
        4,
        &[
            Submit,
            StartAppraisal,
            SendUp,
            Plan,
            Approve,
            SignContract,
            Start,
            Advance,
            ReportDone,
            Accept,
            StartSettlement,
            Pay,
            Settle,
            CloseYear,
        ],
    ),
    Course {
        path: &[
            Submit,
            StartAppraisal,
            SendUp,
            Plan,
            Approve,
            ReviewGroupPlan,
            SignContract,
            Start,
            ReportDone,
            Accept,
            StartSettlement,
            Pay,
            Settle,
            CloseYear,
        ],
        projects: 1,
        is_group: true,
    },
    course(
        3,
        &[
            Submit,
            StartAppraisal,
            SendUp,
            Plan,
            Approve,
            SignContract,
            Start,
            Advance,
            ReportDone,
            Accept,
            StartSettlement,
            Pay,
            Settle,
            CloseYear,
            PostCheck,
        ],
    ),
    course(
        4,
        &[
            Submit,
            StartAppraisal,
            SendUp,
            Plan,
            Approve,
            SignContract,
            Start,
            Advance,
            ReportDone,
            Accept,
            StartSettlement,
            Pay,
            Settle,
            CloseYear,
            PostCheck,
            Close,
        ],
    ),
];

/// Days that usually pass before a step is taken.
pub fn days_before(next: Move) -> i64 {
    match next {
        Start | StartAppraisal => 5,
        Return | NotReady => 7,
        Submit | Withdraw | StartSettlement | ReturnSettlement | Close => 9,
        Plan | SignContract | Accept | ReviewGroupPlan | GrantChange | GrantHandOver => 12,
        SendUp | Reject | Recover => 14,
        Pay | Settle | Defer | Cancel | Resume | Stop => 16,
        Approve => 20,
        AskChange | AskHandOver | PayBack => 28,
        Advance | Suspend => 36,
        CloseYear => 40,
        ReportDone => 55,
        ResumeNextYear => 90,
        PostCheck => 110,
    }
}
