//! What may be advanced first, and what must be there before (DOMAIN §4.1, TT 36/2013 Đ.13–14). The
//! rules of national funds are known; provinces copy them for their own as long as they set no others.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::Limit;
use super::phase::MoneyPhase;
use crate::legal::Source;
use crate::norm::NormItem;
use crate::record::macros::choices;
use crate::record::need::Activity;
use crate::record::project::lists::Funding;

choices! {
    /// A paper that money waits for.
    MoneyPaper = "money_paper";
    /// Contract of the project.
    ProjectContract = "project_contract",
    /// Contract of support with the owner.
    SupportContract = "support_contract",
    /// Plan of implementation.
    Plan = "plan",
    /// Progress report.
    ProgressReport = "progress_report",
    /// Minutes of acceptance.
    Acceptance = "acceptance",
    /// Report on the result.
    ResultReport = "result_report",
    /// Report of completed volume (form 3b).
    VolumeReport = "volume_report",
    /// Certificate of registration.
    Registration = "registration",
    /// Papers of the activity.
    ActivityPapers = "activity_papers",
}

/// What must be there before money is paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// A paper.
    Paper(MoneyPaper),
    /// More than so many per cent of the total investment, or of the supported item, are done.
    DoneOver(i64),
}

/// How much of something is done: đồng of đồng, or per cent of 100.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Done {
    /// What is done.
    pub part: i64,
    /// Of how much.
    pub whole: i64,
}

impl Done {
    fn is_over(self, percent: i64) -> bool {
        self.whole > 0 && i128::from(self.part) * 100 > i128::from(self.whole) * i128::from(percent)
    }
}

/// How a project stands when money is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Where it is.
    pub phase: MoneyPhase,
    /// The papers that are there.
    pub papers: BTreeSet<MoneyPaper>,
    /// How much of the investment, or of the supported item, is done; `None` when nobody reported.
    pub done: Option<Done>,
}

impl Standing {
    /// The needs that are not met.
    pub(super) fn missing(&self, needs: &[Need]) -> Vec<Limit> {
        let is_missing = |need: &&Need| match need {
            Need::Paper(paper) => !self.papers.contains(paper),
            Need::DoneOver(percent) => !self.done.is_some_and(|done| done.is_over(*percent)),
        };
        needs.iter().filter(is_missing).map(|need| Limit::Need(*need)).collect()
    }
}

/// What the rest waits for, after acceptance. A new enterprise shows its registration instead of
/// results.
pub fn rest_needs(activity: Activity) -> &'static [Need] {
    if activity == Activity::Startup { NEW_ENTERPRISE } else { USUAL_REST }
}

const NEW_ENTERPRISE: &[Need] = &[
    Need::Paper(MoneyPaper::ProjectContract),
    Need::Paper(MoneyPaper::Acceptance),
    Need::Paper(MoneyPaper::VolumeReport),
    Need::Paper(MoneyPaper::Registration),
];
const USUAL_REST: &[Need] = &[
    Need::Paper(MoneyPaper::Acceptance),
    Need::Paper(MoneyPaper::ResultReport),
    Need::Paper(MoneyPaper::VolumeReport),
    Need::Paper(MoneyPaper::ActivityPapers),
];

/// The rule of a first advance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AdvanceRule {
    /// Per cent of the support.
    pub percent: i64,
    /// What must be there.
    pub needs: Cow<'static, [Need]>,
    /// By which text.
    pub source: Source,
}

/// The rule for an activity, its part and the money; `None` where no text names one. A new
/// enterprise is not here: it is paid in full, after acceptance.
pub fn rule_for(activity: Activity, item: NormItem, funding: Funding) -> Option<AdvanceRule> {
    let (percent, needs) = of_national(activity, item)?;
    let source = match funding {
        Funding::National => Source::verified("TT 36/2013/TT-BCT Đ.13"),
        Funding::Local => Source::unverified("TT 36/2013/TT-BCT Đ.13"),
        Funding::External => return None,
    };
    Some(AdvanceRule { percent, needs: Cow::Borrowed(needs), source })
}

/// Whether the rule wants to see a plan of how the activity is carried out (form 11).
pub fn wants_plan(activity: Activity) -> bool {
    of_national(activity, NormItem::Main)
        .is_some_and(|(_, needs)| needs.contains(&Need::Paper(MoneyPaper::Plan)))
}

const WITH_CONTRACT: &[Need] = &[Need::Paper(MoneyPaper::ProjectContract)];
const WITH_PLAN: &[Need] = &[Need::Paper(MoneyPaper::ProjectContract), Need::Paper(MoneyPaper::Plan)];
const WITH_BOTH_CONTRACTS: &[Need] =
    &[Need::Paper(MoneyPaper::ProjectContract), Need::Paper(MoneyPaper::SupportContract)];
const AFTER_WORKS: &[Need] = &[
    Need::Paper(MoneyPaper::ProjectContract),
    Need::Paper(MoneyPaper::SupportContract),
    Need::Paper(MoneyPaper::ProgressReport),
    Need::DoneOver(50),
];
const AFTER_INVESTMENT: &[Need] =
    &[Need::Paper(MoneyPaper::ProjectContract), Need::Paper(MoneyPaper::ProgressReport), Need::DoneOver(70)];

fn of_national(activity: Activity, item: NormItem) -> Option<(i64, &'static [Need])> {
    match (activity, item) {
        (Activity::Cluster, NormItem::Plan) => Some((70, WITH_BOTH_CONTRACTS)),
        (Activity::Cluster, _) | (Activity::Pollution, NormItem::AtCluster) => Some((30, AFTER_WORKS)),
        (Activity::DemoModel | Activity::Machine | Activity::TechTransfer | Activity::Pollution, _) => {
            Some((70, AFTER_INVESTMENT))
        }
        (
            Activity::TrainSkill
            | Activity::TrainMgmt
            | Activity::Seminar
            | Activity::StudyTour
            | Activity::Brand,
            _,
        ) => Some((70, WITH_PLAN)),
        (Activity::CleanerProd, NormItem::Assessment)
        | (Activity::Consult | Activity::ConsultExt | Activity::Assoc | Activity::Comms, _) => {
            Some((70, WITH_CONTRACT))
        }
        // Fairs at home only.
        (Activity::FairOrg | Activity::FairJoin, NormItem::Abroad) => None,
        (Activity::FairOrg | Activity::FairJoin, _) => Some((70, WITH_CONTRACT)),
        (
            Activity::CleanerProd
            | Activity::DemoReplicate
            | Activity::ProductVote
            | Activity::Showroom
            | Activity::Startup
            | Activity::Relocate
            | Activity::Intl
            | Activity::Capacity,
            _,
        ) => None,
    }
}
