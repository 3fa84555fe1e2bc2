//! A class of vocational training or management training (DOMAIN §2; plan by form 11, curriculum by
//! form 12). Who attends it is told by its trainees; it ends when everybody is marked for every day.

pub mod family;
pub mod rows;

use crate::record::access::Access;
use crate::record::course::table::{Step, Table};
use crate::record::field::{Choice, Privacy, Purpose, Weight, Writers};
use crate::record::files::{Files, SCAN};
use crate::record::macros::{choices, record};
use crate::record::marker::{
    Days, DocumentNumber, FacilityRef, FieldKind, Money, One, PastDay, Phone, ProjectRef, Rows, Text, Whole,
};
use crate::record::rule::{ProblemCode, Rule, number};
use crate::record::{Home, Kind};
use crate::role::Role;
use crate::value::Document;
use rows::{BudgetLine, Lesson};

choices! {
    /// What a class is for, as it is counted (I01, I04).
    ClassKind = "class_kind";
    /// Vocational training.
    Skill = "skill",
    /// Starting and managing an enterprise.
    Management = "management",
}

choices! {
    /// How a trade is taught.
    Teaching = "teaching";
    /// A trade from the beginning.
    NewTrade = "new_trade",
    /// Handed on by a craftsman.
    HandedOn = "handed_on",
    /// Skill is raised.
    Upgrading = "upgrading",
}

choices! {
    /// The part of a day in which the class meets.
    Session = "session";
    /// Morning.
    Morning = "morning",
    /// Afternoon.
    Afternoon = "afternoon",
    /// Evening.
    Evening = "evening",
    /// The whole day.
    WholeDay = "whole_day",
}

choices! {
    /// Where a class is on its way.
    ClassStage = "stage.training_class";
    /// The plan is being written.
    Draft = "draft",
    /// The plan is handed in, trainees are listed.
    Open = "open",
    /// It meets.
    Running = "running",
    /// It met for the last time and its certificates are decided.
    Finished = "finished",
    /// Jobs are confirmed, nothing changes any more.
    Closed = "closed",
    /// It did not take place.
    Cancelled = "cancelled",
}

choices! {
    /// What can be done with a class.
    ClassAction = "action.training_class";
    /// Hand the plan in.
    Open = "open",
    /// Send the plan back.
    ReturnPlan = "return_plan",
    /// Begin.
    Start = "start",
    /// End it.
    Finish = "finish",
    /// Send the result back.
    ReturnResult = "return_result",
    /// Close its file.
    Close = "close",
    /// Give it up.
    Cancel = "cancel",
}

const FIELD: &[Role] = &[Role::CommuneOfficer, Role::CentreStaff];
const CENTRE: &[Role] = &[Role::CentreStaff];
const REVIEWERS: &[Role] = &[Role::CentreStaff, Role::DepartmentStaff];

/// The course. A class is a matter of the place where it meets, so every step of those who run it
/// can be taken there, offline.
pub const COURSE: Table = Table {
    stages: &ClassStage::LIST,
    actions: &ClassAction::LIST,
    editable: &["draft", "open", "running"],
    steps: &[
        Step::new("open", &[("draft", "open")], FIELD).whole().may(&["opening_no", "opening_on"]),
        Step::new("return_plan", &[("open", "draft")], REVIEWERS).aside().needs(&["stage_note"]).may(&[]),
        Step::new("start", &[("open", "running")], FIELD),
        Step::new("finish", &[("running", "finished")], FIELD).whole().may(&[
            "certificates_no",
            "certificates_on",
            "signed_list_with",
            "stage_note",
        ]),
        Step::new("return_result", &[("finished", "running")], REVIEWERS)
            .aside()
            .needs(&["stage_note"])
            .may(&[]),
        Step::new("close", &[("finished", "closed")], CENTRE),
        Step::new(
            "cancel",
            &[("draft", "cancelled"), ("open", "cancelled"), ("running", "cancelled")],
            FIELD,
        )
        .aside()
        .needs(&["stage_note"])
        .may(&[]),
    ],
};

/// The slot of the list that everybody signed.
pub const SIGNED_LIST: &str = "paper_signed_list";

/// Who learns a trade gets a certificate, and somebody decides on it; a management class ends with the
/// signed list.
pub fn is_skill(doc: &Document) -> bool {
    match doc.text("class_kind").and_then(ClassKind::from_code) {
        Some(ClassKind::Skill) => true,
        Some(ClassKind::Management) | None => false,
    }
}

const RULES: &[Rule] = &[
    Rule::new(ProblemCode::BudgetSum, &["budget_lines", "budget"], |doc, _| {
        let lines = doc.get("budget_lines").and_then(Rows::<BudgetLine>::read).unwrap_or_default();
        let sum = lines.iter().filter_map(|line| line.amount).fold(0, i64::saturating_add);
        lines.is_empty() || number(doc, "budget").is_none_or(|budget| budget == sum)
    }),
    Rule::new(ProblemCode::HalfDecision, &["certificates_no", "certificates_on"], |doc, _| {
        doc.get("certificates_no").is_some() == doc.get("certificates_on").is_some()
    }),
];

record! {
    /// A class.
    TrainingClass = Kind::TrainingClass, "training_class";
    title: title;
    parent: project;
    home: Home::Parent;
    access: Access::CaseFile;
    course: ClassStage, &COURSE;
    rules: RULES;
    family: &family::FAMILY;
    files: Files::ALL.papers(&[SIGNED_LIST, SCAN]);
    list: &["class_kind", "trade", "place", "teacher"];
    retention_years: 10;
    groups: &["subject", "place", "programme", "budget", "closing", "course"];

    /// What it is called.
    title: Text<5, 200> = required().privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Title).group("subject");
    /// The project that pays for it.
    project: ProjectRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("subject");
    /// What it is for.
    class_kind: One<ClassKind> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("subject");
    /// How the trade is taught.
    teaching: One<Teaching> = required_if(is_skill).privacy(Privacy::Public).purpose(Purpose::Statistics).group("subject");
    /// The trade, or the topic.
    trade: Text<2, 160> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).search(Weight::Strong).group("subject");
    /// How many are expected.
    planned_trainees: Whole<1, 500> = required().purpose(Purpose::Statistics).unit("person").group("subject");

    /// Facility that gives the room, or whose workers learn.
    host: FacilityRef = purpose(Purpose::Casework).group("place");
    /// Where it meets.
    place: Text<3, 200> = required().privacy(Privacy::Public).purpose(Purpose::Casework).group("place");
    /// Who teaches.
    teacher: Text<2, 120> = required().purpose(Purpose::Casework).search(Weight::Weak).group("place");
    /// What makes the teacher fit: craftsman, engineer, grade.
    teacher_title: Text<2, 120> = purpose(Purpose::Casework).group("place");
    /// Phone of the teacher.
    teacher_phone: Phone = purpose(Purpose::Contact).group("place");
    /// The days on which it meets.
    days: Days = required().privacy(Privacy::Public).purpose(Purpose::Casework).group("place");
    /// The part of the day.
    session: One<Session> = required().privacy(Privacy::Public).purpose(Purpose::Casework).group("place");
    /// Hours of one day.
    hours_per_day: Whole<1, 12> = required().purpose(Purpose::Casework).unit("hour").group("place");

    /// What is taught (form 12).
    curriculum: Rows<Lesson> = required().purpose(Purpose::Casework).group("programme").law("36/2013/TT-BCT Đ.14");

    /// Money for the class.
    budget: Money = required().purpose(Purpose::Statistics).group("budget");
    /// What it is for (form 11).
    budget_lines: Rows<BudgetLine> = purpose(Purpose::Casework).group("budget");

    /// Decision to open it.
    opening_no: DocumentNumber = together("opening").writers(Writers::Action).purpose(Purpose::Casework).group("closing");
    /// Its date.
    opening_on: PastDay = together("opening").writers(Writers::Action).purpose(Purpose::Casework).group("closing");
    /// Decision on the certificates.
    certificates_no: DocumentNumber = together("certificates").writers(Writers::Action).purpose(Purpose::Casework).group("closing");
    /// Its date.
    certificates_on: PastDay = together("certificates").writers(Writers::Action).purpose(Purpose::Casework).group("closing");
    /// Who keeps the list that everybody signed, where nobody took a picture of it.
    signed_list_with: Text<2, 120> = writers(Writers::Action).purpose(Purpose::Casework).group("closing");
}
