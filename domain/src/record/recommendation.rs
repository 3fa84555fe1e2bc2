//! What a visit asks somebody to do, until when, and what became of it (DOMAIN §6): the owner answers,
//! who visited looks whether it is so; nobody finds their own answer right. That it is overdue is not a stage but a
//! matter of the day; what was told above a leader takes up.

use alloc::borrow::ToOwned;

use chrono::NaiveDate;

use crate::record::access::Access;
use crate::record::course::table::{Step, Table, me};
use crate::record::course::today;
use crate::record::family::{FamilyRules, Subject};
use crate::record::field::{Choice, Privacy, Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{Account, Day, LongText, One, PastDay, Text, VisitRef};
use crate::record::rule::{Problem, ProblemCode, day};
use crate::record::visit::course::VISITORS;
use crate::record::visit::family::OF_VISIT;
use crate::record::{Home, Kind};
use crate::role::Role;
use crate::value::Document;

choices! {
    /// Stages of a recommendation.
    RecommendationStage = "stage.recommendation";
    /// Somebody has to do it.
    Open = "open",
    /// They say it is done.
    Answered = "answered",
    /// It is done.
    Verified = "verified",
    /// It was not done in time; somebody above has to see to it.
    Escalated = "escalated",
}

choices! {
    /// What can be done with a recommendation.
    RecommendationAction = "action.recommendation";
    /// Say what was done.
    Answer = "answer",
    /// Find that it is so.
    Verify = "verify",
    /// Find that it is not so.
    SendBack = "send_back",
    /// Tell those above that it was not done in time.
    Escalate = "escalate",
    /// Say, as a leader, what is to happen now and until when.
    Instruct = "instruct",
}

choices! {
    /// Who has to act.
    WhoActs = "who_acts";
    /// The owner of the facility.
    Owner = "owner",
    /// The commune.
    Commune = "commune",
    /// The centre.
    Centre = "centre",
    /// The Department.
    Department = "department",
}

const ANSWERING: &[Role] = &[
    Role::FacilityOwner,
    Role::CommuneOfficer,
    Role::CentreStaff,
    Role::DepartmentStaff,
    Role::DepartmentLeader,
];
const LEADERS: &[Role] = &[Role::DepartmentLeader];
const ESCALATING: &[Role] = &[Role::CentreStaff, Role::DepartmentStaff, Role::Inspector];

/// The course.
pub const COURSE: Table = Table {
    stages: &RecommendationStage::LIST,
    actions: &RecommendationAction::LIST,
    editable: &["open"],
    steps: &[
        Step::new("answer", &[("open", "answered"), ("escalated", "answered")], ANSWERING)
            .needs(&["answer"])
            .may(&[])
            .in_turn(is_addressed)
            .writes(|context, sets| {
                sets.insert("answered_on".to_owned(), today(context));
                sets.insert("answered_by".to_owned(), me(context));
            }),
        Step::new("verify", &[("answered", "verified")], VISITORS).not_by_answerer().writes(
            |context, sets| {
                sets.insert("verified_on".to_owned(), today(context));
            },
        ),
        Step::new("send_back", &[("answered", "open")], VISITORS)
            .needs(&["stage_note", "due_on"])
            .may(&[])
            .aside(),
        Step::new("escalate", &[("open", "escalated")], ESCALATING).needs(&["stage_note"]).may(&[]).aside(),
        Step::new("instruct", &[("escalated", "open")], LEADERS).needs(&["stage_note", "due_on"]).may(&[]),
    ],
};

/// Who is asked answers; for an owner who does not write in the book the commune may.
fn is_addressed(doc: &Document, role: Role) -> bool {
    match doc.text("who").and_then(WhoActs::from_code) {
        Some(WhoActs::Owner) => matches!(role, Role::FacilityOwner | Role::CommuneOfficer),
        Some(WhoActs::Commune) => role == Role::CommuneOfficer,
        Some(WhoActs::Centre) => role == Role::CentreStaff,
        Some(WhoActs::Department) => matches!(role, Role::DepartmentStaff | Role::DepartmentLeader),
        // Asked of nobody this version knows.
        None => true,
    }
}

const FAMILY: FamilyRules = FamilyRules::check(|subject, kin| {
    let mut problems = (OF_VISIT.check)(subject, kin);
    problems.extend(too_early(subject));
    problems
});

/// Nobody is told above before the day has passed.
fn too_early(subject: &Subject<'_>) -> Option<Problem> {
    let is_early = subject.action == Some("escalate") && !is_overdue(subject.before, subject.today);
    is_early.then(|| Problem::new("due_on", ProblemCode::NotOverdue))
}

/// Whether the day has passed and nobody has answered.
pub fn is_overdue(doc: &Document, today: NaiveDate) -> bool {
    is_waiting(doc) && day(doc, "due_on").is_some_and(|due| due < today)
}

/// Whether somebody still has to do it.
pub fn is_waiting(doc: &Document) -> bool {
    match doc.text("stage").map(RecommendationStage::from_code) {
        Some(Some(RecommendationStage::Open | RecommendationStage::Escalated)) | None => true,
        Some(Some(RecommendationStage::Answered | RecommendationStage::Verified) | None) => false,
    }
}

record! {
    /// A recommendation of a visit.
    Recommendation = Kind::Recommendation, "recommendation";
    title: text;
    parent: visit;
    home: Home::Parent;
    access: Access::Visit;
    course: RecommendationStage, &COURSE;
    family: &FAMILY;
    files: Files::ALL;
    list: &["who", "due_on"];
    retention_years: 10;
    groups: &["what", "answer", "course"];

    /// The visit.
    visit: VisitRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("what");
    /// What is to be done.
    text: LongText<1_000> = required().purpose(Purpose::Casework).search(Weight::Title).group("what");
    /// Until when.
    due_on: Day = required().purpose(Purpose::Casework).group("what");
    /// Who has to act.
    who: One<WhoActs> = required().purpose(Purpose::Casework).group("what");
    /// That person's name.
    who_name: Text<2, 80> = privacy(Privacy::Personal).purpose(Purpose::Casework).group("what");
    /// What was done, as they say.
    answer: LongText<2_000> = writers(Writers::Action).purpose(Purpose::Casework).group("answer");
    /// When they said it.
    answered_on: PastDay = writers(Writers::Action).purpose(Purpose::Casework).group("answer");
    /// Who said it: somebody else looks whether it is so.
    answered_by: Account = writers(Writers::Action).purpose(Purpose::Casework).group("answer");
    /// When it was found to be so.
    verified_on: PastDay = writers(Writers::Action).purpose(Purpose::Statistics).group("answer");
}
