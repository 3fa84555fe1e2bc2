//! Projects in every stage, and how they came there: who did what, with which paper.

mod case;
pub mod courses;
pub mod dossier;
mod money;
mod papers;
mod results;

use std::collections::BTreeMap;

use domain::id::{RecordId, ScopeId};
use domain::record::Kind;
use domain::record::course::Machine;
use domain::record::need::Activity;
use domain::record::need::course::NeedAction;
use domain::record::project::course::{ProjectAction, ProjectCourse};
use domain::record::project::lists::{Funding, ImplementingUnit, Method, ProjectKind};
use domain::record::stage::ProjectStage;
use domain::value::Document;

use self::case::Case;
use self::courses::{Course, days_before};
use self::money::Money;
use self::papers::Papers;
use super::accounts::{self, Actor};
use super::calendar::Day;
use super::dice::Dice;
use super::facility::Facility;
use super::naming::commune_name;
use super::needs::Need;
use super::script::{Deed, Event, Fields, Script};

/// Days from the dossier to the planned end.
const PLANNED_DAYS: (i64, i64) = (95, 270);

/// Days from the advance of the pictured project to the look at its papers.
const LOOKED_AFTER: i64 = 146;

/// When a project begins and each of its steps is taken.
#[derive(Clone, Debug)]
pub struct Schedule {
    pub drafted: Day,
    pub steps: Vec<Day>,
}

impl Schedule {
    /// Counts back from the day of the last step.
    pub fn ending(last: Day, course: &Course, dice: &mut Dice) -> Self {
        let gaps: Vec<i64> = course
            .path
            .iter()
            .map(|next| (days_before(*next) * dice.between(85, 105) / 100).max(4))
            .collect();
        let drafted = last.minus(gaps.iter().sum());
        let steps = gaps.iter().scan(drafted, |day, gap| {
            *day = day.plus(*gap);
            Some(*day)
        });
        Self { drafted, steps: steps.collect() }
    }
}

/// What a project is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub facility: &'a Facility,
    pub need: &'a Need,
    /// Running number, for the papers.
    pub number: i64,
    pub title: Option<&'static str>,
    /// Who takes its place, when the beneficiary gives up.
    pub heir: Option<&'a Facility>,
}

/// Tells a project from its first draft to the end of its course.
pub fn tell(
    script: &mut Script,
    dice: &mut Dice,
    subject: Subject<'_>,
    course: &Course,
    schedule: &Schedule,
) -> RecordId {
    let id = dice.record();
    let Subject { facility, need, .. } = subject;
    let is_national = matches!(need.wish.activity, Activity::DemoModel) && dice.percent(35);
    let funding = if is_national { Funding::National } else { Funding::Local };
    let money = Money::of(dice, &need.wish);
    let scope = ScopeId::commune(facility.commune.code);
    let event = |kind, actor, at, record, deed| Event {
        actor,
        at,
        scope: scope.clone(),
        kind,
        record,
        family: facility.id,
        deed,
    };
    let at = schedule.drafted.working().at(8, dice.between(0, 50));
    let doc = document(dice, subject, course, &money, funding, schedule.drafted.working());
    script.add(event(Kind::Project, &accounts::PLANNER, at, id, Deed::Make(doc.clone())));
    let convert = Deed::Act {
        action: NeedAction::Convert.code(),
        stage: "shortlisted",
        fields: Fields::default().with("project", id.to_string()).0,
    };
    script.add(event(Kind::Need, &accounts::PLANNER, at + 20 * 60_000, need.id, convert));

    let own = dice.fork("case");
    let papers =
        Papers { number: subject.number, funding, money, activity: need.wish.activity, advanced: 0, paid: 0 };
    let (drafted, stands) = (at, BTreeMap::new());
    let mut case =
        Case { script, dice: own, subject, id, scope: scope.clone(), papers, doc, drafted, stands };
    case.draw_up_estimate(at + 40 * 60_000);
    case.draw_up_papers(at + 60 * 60_000);
    let mut stage = ProjectStage::Draft;
    for (next, day) in course.path.iter().zip(&schedule.steps) {
        let day = day.working();
        case.before(*next, day);
        if let Some(action) = next.step() {
            let Some(to) = ProjectCourse::next(stage, action) else { break };
            case.step(*next, action, (stage, day), dice);
            stage = to;
        }
        case.after(*next, day);
    }
    // The project of the pictures is looked at more closely: a named one that buys machines.
    if let (Some(_), Activity::Machine, Some(last)) =
        (subject.title, need.wish.activity, schedule.steps.last())
    {
        case.show_papers(last.plus(LOOKED_AFTER).working());
    }
    id
}

/// Who takes a step; nobody decides on their own work.
fn actor(action: ProjectAction) -> &'static Actor {
    match action {
        ProjectAction::Submit
        | ProjectAction::Withdraw
        | ProjectAction::SignContract
        | ProjectAction::ReviewGroupPlan
        | ProjectAction::Start
        | ProjectAction::RequestAdjustment
        | ProjectAction::ReportDone
        | ProjectAction::StartSettlement
        | ProjectAction::ResubmitSettlement => &accounts::PLANNER,
        ProjectAction::Close => &accounts::CENTRE,
        ProjectAction::Return
        | ProjectAction::StartAppraisal
        | ProjectAction::SendUp
        | ProjectAction::Plan
        | ProjectAction::Defer
        | ProjectAction::ResumeNextYear
        | ProjectAction::NotReady
        | ProjectAction::Remedy
        | ProjectAction::Resume
        | ProjectAction::CloseYear => &accounts::DEPARTMENT,
        ProjectAction::Reject
        | ProjectAction::Approve
        | ProjectAction::Cancel
        | ProjectAction::ApproveAdjustment
        | ProjectAction::RefuseAdjustment
        | ProjectAction::Suspend
        | ProjectAction::Stop => &accounts::LEADER,
        ProjectAction::Accept => &accounts::COUNCIL,
        ProjectAction::ReturnSettlement
        | ProjectAction::ConfirmRatio
        | ProjectAction::Settle
        | ProjectAction::Reopen => &accounts::FINANCE,
        ProjectAction::Recover | ProjectAction::PostCheck => &accounts::INSPECTOR,
    }
}

fn document(
    dice: &mut Dice,
    subject: Subject<'_>,
    course: &Course,
    money: &Money,
    funding: Funding,
    on: Day,
) -> Document {
    let Subject { facility, need, title, .. } = subject;
    let start = on.plus(PLANNED_DAYS.0);
    let kind = if course.is_group { ProjectKind::Group } else { ProjectKind::Named };
    let title = title.map_or_else(|| heading(need.wish.activity, facility), ToOwned::to_owned);
    let place = format!("{}, {}", facility.village, commune_name(facility.commune));
    Document::default()
        .with("title", title)
        .with("facility", facility.id.to_string())
        .with("need", need.id.to_string())
        .with("activity", need.wish.activity.code())
        .with("funding", funding.code())
        .with("project_kind", kind.code())
        .with("method", Method::Selection.code())
        .with("implementing_unit", ImplementingUnit::Centre.code())
        .with("total_investment", money.total)
        .with("eligible_cost", money.eligible)
        .with("support_requested", money.requested)
        .with("counterpart", money.total - money.requested)
        .with("counterpart_committed", true)
        .with("no_double_support", true)
        .with("plan_year", start.year())
        .with("planned_start", start.iso())
        .with("planned_end", on.plus(PLANNED_DAYS.1).iso())
        .with("request_on", on.minus(dice.between(3, 9)).iso())
        .with(
            "units_place",
            format!("Trung tâm Khuyến công thực hiện; {} thụ hưởng, tại {place}.", facility.name),
        )
        .with(
            "basis",
            format!(
                "Nghị định 45/2012/NĐ-CP và Thông tư 28/2018/TT-BTC. {} tại {place} có nhu cầu: {}.",
                facility.name, need.wish.text
            ),
        )
        .with(
            "goal",
            format!(
                "Tăng năng suất {} %, giảm phế phẩm, giữ việc làm cho lao động tại {place}.",
                dice.between(15, 45)
            ),
        )
        .with("scale", "Một dây chuyền tại xưởng; tiết kiệm nguyên liệu, an toàn hơn máy đang dùng.")
        .with("budget", "Kinh phí khuyến công hỗ trợ một phần, còn lại là vốn đối ứng của đơn vị thụ hưởng.")
        .with(
            "work",
            "Lập dự toán; ký hợp đồng; mua sắm, lắp đặt, chạy thử; nghiệm thu; thanh lý, quyết toán.",
        )
        .with(
            "organisation",
            "Trung tâm chủ trì, đơn vị thụ hưởng đầu tư phần vốn đối ứng, UBND cấp xã phối hợp giám sát.",
        )
        .with("efficiency", format!("Doanh thu dự kiến tăng {} % sau một năm.", dice.between(8, 30)))
}

fn heading(activity: Activity, facility: &Facility) -> String {
    let what = match activity {
        Activity::DemoModel => "Mô hình trình diễn kỹ thuật",
        Activity::TrainSkill | Activity::TrainMgmt => "Truyền nghề, nâng cao tay nghề",
        Activity::Brand => "Xây dựng thương hiệu, bao bì",
        Activity::FairJoin => "Hỗ trợ tham gia hội chợ",
        Activity::CleanerProd => "Áp dụng sản xuất sạch hơn",
        _ => "Ứng dụng máy móc thiết bị tiên tiến",
    };
    format!("{what}, {}", facility.name)
}

/// Where a course ends; `None` when a step of it is not possible.
#[cfg(test)]
pub fn end_of(course: &Course) -> Option<ProjectStage> {
    let mut steps = course.path.iter().filter_map(|next| next.step());
    steps.try_fold(ProjectStage::Draft, ProjectCourse::next)
}
