//! The ways projects went: to every stage of DOMAIN §3.5 and back from some of them.

use domain::workflow::project::ProjectAction::{self, *};

/// A way, and how many projects went it.
#[derive(Debug)]
pub struct Course {
    pub path: &'static [ProjectAction],
    pub projects: usize,
    pub is_group: bool,
}

const fn course(projects: usize, path: &'static [ProjectAction]) -> Course {
    Course { path, projects, is_group: false }
}

/// The projects by the stage they are in now.
pub static COURSES: &[Course] = &[
    // Work in progress: the way of the project in the pictures comes first.
    course(6, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RecordAdvance]),
    course(3, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start]),
    course(
        2,
        &[
            Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RequestAdjustment, ApproveAdjustment,
            RecordAdvance,
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
    Course { path: &[Submit, StartAppraisal, SendUp, Plan, Approve, ReviewGroupPlan], projects: 2, is_group: true },
    course(3, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract]),
    // Troubles.
    course(3, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RequestAdjustment]),
    course(2, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RecordAdvance, Suspend]),
    course(2, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, Suspend, Resume, Stop]),
    course(2, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RecordAdvance, Stop, Recover]),
    course(
        1,
        &[
            Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RecordAdvance, Stop, Recover,
            RecordRecovery, Close,
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
    course(4, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RecordAdvance, ReportDone]),
    course(4, &[Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RecordAdvance, ReportDone, Accept]),
    course(
        3,
        &[
            Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RecordAdvance, ReportDone, Accept,
            StartSettlement, ReturnSettlement,
        ],
    ),
    course(
        5,
        &[
            Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RecordAdvance, ReportDone, Accept,
            StartSettlement, RecordPayment, Settle,
        ],
    ),
    course(
        4,
        &[
            Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RecordAdvance, ReportDone, Accept,
            StartSettlement, RecordPayment, Settle, CloseYear,
        ],
    ),
    Course {
        path: &[
            Submit, StartAppraisal, SendUp, Plan, Approve, ReviewGroupPlan, SignContract, Start, ReportDone, Accept,
            StartSettlement, RecordPayment, Settle, CloseYear,
        ],
        projects: 1,
        is_group: true,
    },
    course(
        3,
        &[
            Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RecordAdvance, ReportDone, Accept,
            StartSettlement, RecordPayment, Settle, CloseYear, PostCheck,
        ],
    ),
    course(
        4,
        &[
            Submit, StartAppraisal, SendUp, Plan, Approve, SignContract, Start, RecordAdvance, ReportDone, Accept,
            StartSettlement, RecordPayment, Settle, CloseYear, PostCheck, Close,
        ],
    ),
];

/// Days that usually pass before a step is taken.
pub fn days_before(action: ProjectAction) -> i64 {
    match action {
        Start | StartAppraisal => 5,
        Return | NotReady => 7,
        Submit | Withdraw | StartSettlement | Remedy | ReturnSettlement | Close => 9,
        Plan | SignContract | Accept | ReviewGroupPlan | ApproveAdjustment | RefuseAdjustment => 12,
        SendUp | Reject | Recover | Reopen => 14,
        RecordPayment | Settle | Defer | Cancel | Resume | Stop => 16,
        Approve => 20,
        RequestAdjustment | RecordRecovery => 28,
        RecordAdvance | Suspend => 36,
        CloseYear => 40,
        ReportDone => 55,
        ResumeNextYear => 90,
        PostCheck => 110,
    }
}
