//! One line of a plan (DOMAIN §7.1): what is to be done, where, how much of it, with whose money and in
//! which quarter. It may be written as long as its plan is.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use crate::id::RecordId;
use crate::record::access::Access;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::{Choice, Privacy, Purpose, Weight, Writers};
use crate::record::macros::{choices, record};
use crate::record::marker::{LongText, Money, NeedRef, One, PlanRef, ProjectRef, Text, Whole};
use crate::record::need::Activity;
use crate::record::plan::{OPEN, PlanStage};
use crate::record::project::lists::ImplementingUnit;
use crate::record::rule::{Problem, ProblemCode};
use crate::record::{Home, Kind};
use crate::value::Document;

choices! {
    /// A quarter of the year.
    Quarter = "quarter";
    /// January to March.
    First = "q1",
    /// April to June.
    Second = "q2",
    /// July to September.
    Third = "q3",
    /// October to December.
    Fourth = "q4",
}

/// What a line stands for: a project or, before there is one, a need. No two lines of a plan stand for the
/// same.
pub fn subject(doc: &Document) -> Option<String> {
    let of = doc.text("project").or_else(|| doc.text("need"));
    of.map(ToString::to_string)
}

fn check(of: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let Some(plan) = of.parent("plan") else { return Vec::new() };
    let stage = kin.get(plan).and_then(|(_, plan)| PlanStage::from_code(plan.text("stage")?));
    if stage.is_some_and(|stage| !OPEN.contains(&stage)) {
        return vec![Problem::new("plan", ProblemCode::PlanClosed)];
    }
    let wanted = subject(of.after);
    let is_second = |(id, doc): &(RecordId, Document)| *id != of.id && subject(doc) == wanted;
    if wanted.is_some() && kin.children(plan, Kind::PlanLine).iter().any(is_second) {
        return vec![Problem::new("project", ProblemCode::SecondLine)];
    }
    Vec::new()
}

const FAMILY: FamilyRules = FamilyRules::check(check);

record! {
    /// A line of a plan.
    PlanLine = Kind::PlanLine, "plan_line";
    title: title;
    parent: plan;
    home: Home::Office;
    access: Access::Office;
    family: &FAMILY;
    list: &["activity", "place_text", "support", "quarter"];
    retention_years: 20;
    groups: &["what", "money"];

    /// The plan.
    plan: PlanRef = required().writers(Writers::Afterwards(&[])).privacy(Privacy::Public).purpose(Purpose::Casework).group("what");
    /// What is to be done.
    title: Text<3, 300> = required().privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// What kind of support.
    activity: One<Activity> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("what");
    /// The project it stands for.
    project: ProjectRef = together("subject").privacy(Privacy::Public).purpose(Purpose::Casework).group("what");
    /// The need, before there is a project.
    need: NeedRef = together("subject").writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("what");
    /// Who carries it out.
    unit: One<ImplementingUnit> = privacy(Privacy::Public).purpose(Purpose::Casework).group("what");
    /// Where.
    place_text: Text<2, 200> = privacy(Privacy::Public).purpose(Purpose::Casework).search(Weight::Weak).group("what");
    /// How many of what the activity counts in.
    quantity: Whole<1, 100_000> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("what");
    /// When.
    quarter: One<Quarter> = required().privacy(Privacy::Public).purpose(Purpose::Casework).group("what");
    /// Support.
    support: Money = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("money");
    /// Money of the beneficiary.
    counterpart: Money = privacy(Privacy::Public).purpose(Purpose::Statistics).group("money");
    /// What else is to be known.
    note: LongText<1_000> = privacy(Privacy::Public).purpose(Purpose::Casework).group("money");
}
