//! The plan of a year (DOMAIN §7.1): one record for each version. A version that was approved is never
//! edited; an adjustment is a new version that names the one before.

pub mod execution;
pub mod sums;

use alloc::vec::Vec;

use crate::record::access::Access;
use crate::record::course::table::{Step, Table};
use crate::record::family::FamilyRules;
use crate::record::field::{Choice, Privacy, Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{DocumentNumber, LongText, Money, One, PastDay, PlanRef, Text, Whole, Year};
use crate::record::project::lists::Funding;
use crate::record::rule::{Problem, ProblemCode, number};
use crate::record::{Home, Kind};
use crate::role::Role;

choices! {
    /// Stages of a plan.
    PlanStage = "stage.plan";
    /// Proposals come in.
    Collecting = "collecting",
    /// The text is written.
    Draft = "draft",
    /// With who approves it.
    Submitted = "submitted",
    /// Approved: in force.
    Approved = "approved",
    /// A later version was begun; this one is in force until that is approved.
    Adjusted = "adjusted",
}

choices! {
    /// What can be done with a plan.
    PlanAction = "action.plan";
    /// Write the text.
    Draw = "draw",
    /// Take more proposals.
    CollectAgain = "collect_again",
    /// Hand it in.
    Submit = "submit",
    /// Send it back.
    Return = "return",
    /// Note that it was approved.
    Approve = "approve",
    /// Begin a later version.
    Adjust = "adjust",
}

const WRITERS: &[Role] = &[Role::CentreStaff, Role::DepartmentStaff];

/// The course.
pub const COURSE: Table = Table {
    stages: &PlanStage::LIST,
    actions: &PlanAction::LIST,
    editable: &["collecting", "draft"],
    steps: &[
        Step::new("draw", &[("collecting", "draft")], WRITERS),
        Step::new("collect_again", &[("draft", "collecting")], WRITERS).aside(),
        Step::new("submit", &[("draft", "submitted")], WRITERS).law("36/2013/TT-BCT Đ.10").whole().online(),
        Step::new("return", &[("submitted", "draft")], &[Role::DepartmentLeader, Role::DepartmentStaff])
            .needs(&["stage_note"])
            .may(&[])
            .online()
            .aside(),
        Step::new("approve", &[("submitted", "approved")], &[Role::DepartmentLeader])
            .needs(&["decision_no", "decision_date", "decision_issuer"])
            .online()
            .not_by_creator(),
        Step::new("adjust", &[("approved", "adjusted")], WRITERS).online(),
    ],
};

/// The stages in which lines may be written.
pub const OPEN: [PlanStage; 2] = [PlanStage::Collecting, PlanStage::Draft];

/// Who hands in a plan above its money says why, and so does who approves it.
const FAMILY: FamilyRules = FamilyRules::check(|plan, kin| {
    let is_asked = match plan.action.and_then(PlanAction::from_code) {
        Some(PlanAction::Submit | PlanAction::Approve) => plan.after.get("stage_note").is_none(),
        Some(PlanAction::Draw | PlanAction::CollectAgain | PlanAction::Return | PlanAction::Adjust)
        | None => false,
    };
    let lines = if is_asked { kin.children(plan.id, Kind::PlanLine) } else { Vec::new() };
    let sum: i64 = lines.iter().filter_map(|(_, line)| number(line, "support")).sum();
    let is_over = number(plan.after, "budget").is_some_and(|budget| sum > budget);
    is_over.then(|| Problem::new("stage_note", ProblemCode::PlanOverBudget)).into_iter().collect()
});

record! {
    /// The plan of a year, in one version.
    Plan = Kind::Plan, "plan";
    title: title;
    home: Home::Office;
    access: Access::Office;
    course: PlanStage, &COURSE;
    family: &FAMILY;
    files: Files::PAPERS;
    list: &["year", "funding", "version", "budget"];
    retention_years: 20;
    groups: &["frame", "decision", "course"];

    /// What it is called.
    title: Text<3, 160> = required().privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Title).group("frame");
    /// The year.
    year: Year = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("frame");
    /// Whose money.
    funding: One<Funding> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("frame");
    /// 1 for the first.
    version: Whole<1, 99> = required().privacy(Privacy::Public).purpose(Purpose::Identify).group("frame");
    /// Money of the year.
    budget: Money = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("frame");
    /// The version it adjusts.
    adjusts: PlanRef = writers(Writers::Afterwards(&[])).privacy(Privacy::Public).purpose(Purpose::Casework).group("frame");
    /// Why it is adjusted, and what else is to be known.
    note: LongText<4_000> = privacy(Privacy::Public).purpose(Purpose::Casework).group("frame");
    /// Decision of approval.
    decision_no: DocumentNumber = together("decision").writers(Writers::Action).privacy(Privacy::Public).purpose(Purpose::Casework).search(Weight::Weak).group("decision");
    /// Its date: from then on the version is in force.
    decision_date: PastDay = together("decision").writers(Writers::Action).privacy(Privacy::Public).purpose(Purpose::Casework).group("decision");
    /// Who decided.
    decision_issuer: Text<2, 120> = together("decision").writers(Writers::Action).privacy(Privacy::Public).purpose(Purpose::Casework).group("decision");
}
