//! What the activities of khuyến công have in common (DOMAIN §2): figures before and after, the course
//! of what is planned, carried out, reported and accepted, and that an accepted result stays as it is.

pub mod brand;
pub mod capacity;
pub mod cleaner;
pub mod cluster;
pub mod comms;
pub mod consulting;
pub mod exchange;
pub mod fair;
pub mod fair_booth;
pub mod machine_item;
pub mod model_result;
pub mod partner_programme;
pub mod pollution_work;
pub mod relocation;
pub mod replication;
pub mod seminar;
pub mod showroom;
pub mod startup;
pub mod study_tour;
pub mod supported;
pub mod tech_transfer;
pub mod totals;

use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::record::Kind;
use crate::record::course::table::{Step, Table};
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::Choice;
use crate::record::macros::{choices, row};
use crate::record::marker::{Fixed, One, Text};
use crate::record::rule::{Problem, ProblemCode, Rule, day, in_order};
use crate::record::stage::ProjectStage;
use crate::role::Role;
use crate::value::Document;

choices! {
    /// What a figure before and after is of.
    GainKind = "gain_kind";
    /// Output in a unit of time.
    Productivity = "productivity",
    /// Share of faulty goods.
    Faults = "faults",
    /// Raw material for a unit of goods.
    Material = "material",
    /// Electricity or fuel for a unit of goods.
    Energy = "energy",
    /// Water for a unit of goods.
    Water = "water",
    /// Waste water, dust, smoke or noise.
    Emission = "emission",
    /// Workers needed.
    Labour = "labour",
    /// Income of a worker a month.
    Income = "income",
    /// Revenue of a year.
    Revenue = "revenue",
    /// Days from order to delivery.
    LeadTime = "lead_time",
    /// Something else, said in the note.
    Other = "other",
}

row! {
    /// A figure before and after the support.
    Gain = "gain";
    /// What it is of.
    figure: One<GainKind> = required();
    /// Its unit, as the facility counts.
    unit: Text<1, 40> = required();
    /// Before, to two decimal places.
    before: Fixed<2, 1_000_000_000_000> = required();
    /// After, to two decimal places.
    after: Fixed<2, 1_000_000_000_000>;
    /// How it was measured.
    note: Text<0, 300>;
}

choices! {
    /// Stages of what an activity carries out.
    ActivityStage = "stage.activity";
    /// Đã lên kế hoạch.
    Planned = "planned",
    /// Đang thực hiện.
    Running = "running",
    /// Đã báo cáo, chờ xác nhận.
    Reported = "reported",
    /// Đã xác nhận.
    Accepted = "accepted",
    /// Đã hủy.
    Cancelled = "cancelled",
}

choices! {
    /// What can be done with it.
    ActivityAction = "action.activity";
    /// Begin.
    Start = "start",
    /// Report it as done.
    Report = "report",
    /// Send the report back.
    Return = "return",
    /// Confirm it.
    Accept = "accept",
    /// Give it up.
    Cancel = "cancel",
}

const DOERS: &[Role] = &[Role::CentreStaff, Role::CommuneOfficer];
const CENTRE: &[Role] = &[Role::CentreStaff];
const DEPARTMENT: &[Role] = &[Role::DepartmentStaff, Role::DepartmentLeader];

/// Planned and reported by who carries it out, confirmed by the Department (TT 36/2013 Đ.21).
pub const COURSE: Table = Table {
    stages: &ActivityStage::LIST,
    actions: &ActivityAction::LIST,
    steps: &[
        Step::new("start", &[("planned", "running")], DOERS),
        Step::new("report", &[("running", "reported")], DOERS).whole(),
        Step::new("accept", &[("reported", "accepted")], DEPARTMENT)
            .online()
            .not_by_creator()
            .law("36/2013/TT-BCT Đ.21"),
        Step::new("return", &[("reported", "running")], DEPARTMENT).needs(&["stage_note"]).may(&[]).aside(),
        Step::new("cancel", &[("planned", "cancelled"), ("running", "cancelled")], CENTRE)
            .needs(&["stage_note"])
            .may(&[])
            .online()
            .aside(),
    ],
    editable: &["planned", "running"],
};

/// What lasts ends no earlier than it begins.
pub const SPAN: &[Rule] = &[Rule::new(ProblemCode::EndBeforeStart, &["ends_on", "starts_on"], |doc, _| {
    in_order(doc, "starts_on", "ends_on")
})];

/// The same of work, which has a last day once it is over.
pub const WORK_SPAN: &[Rule] =
    &[Rule::new(ProblemCode::EndBeforeStart, &["ended_on", "started_on"], |doc, _| {
        in_order(doc, "started_on", "ended_on")
    })];

/// The days of an event, the last one first.
const DAYS: [&str; 6] = ["ends_on", "ended_on", "held_on", "published_on", "starts_on", "started_on"];

/// Nobody reports what has not taken place yet: a booth not before its fair is over.
pub const TOOK_PLACE: FamilyRules = FamilyRules::check(|subject, kin| {
    if subject.action != Some(ActivityAction::Report.code()) {
        return Vec::new();
    }
    let last_of = |doc: &Document| DAYS.iter().find_map(|field| Some((*field, day(doc, field)?)));
    let fair = subject.parent("fair").and_then(|id| kin.get(id));
    let of_fair = fair.and_then(|(_, fair)| Some(("fair", last_of(&fair)?.1)));
    let is_ahead = |(_, last): &(&str, NaiveDate)| *last > subject.today;
    let ahead = last_of(subject.after).or(of_fair).filter(is_ahead);
    ahead.map(|(field, _)| Problem::new(field, ProblemCode::NotOverYet)).into_iter().collect()
});

/// What was accepted with its project stays as it is: a new finding is a visit, not a new figure.
pub const FROZEN_WITH_PROJECT: FamilyRules = FamilyRules::check(frozen_with_project);

fn frozen_with_project(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let project = subject.parent("project").and_then(|id| kin.get(id));
    let Some((Kind::Project, project)) = project else { return Vec::new() };
    let stage = project.text("stage").and_then(ProjectStage::from_code);
    if stage.is_some_and(is_frozen) {
        Vec::from([Problem::new("project", ProblemCode::ProjectAccepted)])
    } else {
        Vec::new()
    }
}

fn is_frozen(stage: ProjectStage) -> bool {
    match stage {
        ProjectStage::Accepted
        | ProjectStage::Settling
        | ProjectStage::Settled
        | ProjectStage::YearClosed
        | ProjectStage::PostCheck
        | ProjectStage::Closed
        | ProjectStage::Recovering
        | ProjectStage::Rejected
        | ProjectStage::Withdrawn
        | ProjectStage::Cancelled
        | ProjectStage::Stopped => true,
        ProjectStage::Draft
        | ProjectStage::Submitted
        | ProjectStage::Returned
        | ProjectStage::BaseAppraisal
        | ProjectStage::UpperAppraisal
        | ProjectStage::Planned
        | ProjectStage::Deferred
        | ProjectStage::Approved
        | ProjectStage::GroupPlanReview
        | ProjectStage::Contracted
        | ProjectStage::InProgress
        | ProjectStage::Adjusting
        | ProjectStage::AwaitingAcceptance
        | ProjectStage::Suspended => false,
    }
}
