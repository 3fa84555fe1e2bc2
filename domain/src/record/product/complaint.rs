//! A complaint about the result of a product. How long there is to lodge it and to answer it the deadlines in force
//! say (TT 26/2014: 15 and 10 working days).

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::calendar::{Span, Term, WorkingDays, deadline};
use crate::formats::date;
use crate::id::RecordId;
use crate::record::access::Access;
use crate::record::course::Sets;
use crate::record::course::table::{Step, Table};
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::{Choice, Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{Day, LongText, One, PastDay, ProductEntryRef, Text};
use crate::record::product::{APPLICANTS, OFFICES};
use crate::record::reference::deadline_rule;
use crate::record::rule::{Problem, ProblemCode, day};
use crate::record::{Home, Kind};
use crate::value::Value;

choices! {
    /// What a complaint led to.
    ComplaintResult = "complaint_result";
    /// The result stands.
    Dismissed = "dismissed",
    /// The product is scored again.
    Rescored = "rescored",
    /// The certificate is withdrawn.
    Withdrawn = "withdrawn",
}

choices! {
    /// Where a complaint is.
    ComplaintStage = "stage.complaint";
    /// Being written.
    Draft = "draft",
    /// Lodged.
    Lodged = "lodged",
    /// Answered.
    Answered = "answered",
    /// Taken back.
    Withdrawn = "withdrawn",
}

choices! {
    /// What can be done with a complaint.
    ComplaintAction = "action.complaint";
    /// Lodge it.
    Lodge = "lodge",
    /// Answer it.
    Answer = "answer",
    /// Take it back.
    Withdraw = "withdraw",
}

/// The course.
pub const COURSE: Table = Table {
    stages: &ComplaintStage::LIST,
    actions: &ComplaintAction::LIST,
    editable: &["draft"],
    steps: &[
        Step::new("lodge", &[("draft", "lodged")], APPLICANTS)
            .law("26/2014/TT-BCT Đ.20")
            .whole()
            .may(&[])
            .writes(|context, sets| {
                sets.insert("lodged_on".into(), Some(Value::Text(date::to_iso(context.today))));
            }),
        Step::new("answer", &[("lodged", "answered")], OFFICES)
            .law("26/2014/TT-BCT Đ.20")
            .needs(&["result", "answer"])
            .may(&[]),
        Step::new("withdraw", &[("draft", "withdrawn"), ("lodged", "withdrawn")], APPLICANTS).aside(),
    ],
};

/// Working days that holidays may take out of a term at most: this rule does not know them, and must not
/// refuse who is in time because of them.
const HOLIDAYS: u16 = 7;

/// The last day to lodge a complaint, by the deadline in force on the day of the notice. Saturdays and Sundays do
/// not count in working days; holidays, which would move it back, are not known here.
fn last_to_lodge(told: NaiveDate, kin: &dyn Kin) -> Option<NaiveDate> {
    let span = match deadline_rule::in_force(Term::Complaint, told, kin)?.span {
        Span::WorkingDays(days) => Span::WorkingDays(days.saturating_add(HOLIDAYS)),
        span => span,
    };
    deadline(span, told, &WorkingDays::default())
}

/// It is lodged in time, and has a day by which it is answered.
pub static FAMILY: FamilyRules = FamilyRules { check, consequences };

/// By the deadline in force on the day it is lodged.
fn consequences(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    if subject.action != Some("lodge") {
        return Vec::new();
    }
    let lodged = day(subject.after, "lodged_on").unwrap_or(subject.today);
    let rule = deadline_rule::in_force(Term::ComplaintAnswer, lodged, kin);
    let due = rule.and_then(|rule| deadline(rule.span, lodged, &WorkingDays::default()));
    let sets = due.map(|due| Sets::from([("due_on".to_owned(), Some(Value::Text(date::to_iso(due))))]));
    sets.into_iter().map(|sets| (subject.id, sets)).collect()
}

fn check(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    if subject.action != Some("lodge") {
        return Vec::new();
    }
    let entry = subject.parent("entry").and_then(|id| kin.get(id)).map(|(_, doc)| doc);
    let told = entry.as_ref().and_then(|doc| day(doc, "notified_on"));
    let lodged = day(subject.after, "lodged_on").unwrap_or(subject.today);
    let last = told.and_then(|told| last_to_lodge(told, kin));
    let problem = match last {
        None => Some(Problem::new("entry", ProblemCode::NothingToComplain)),
        Some(last) if lodged > last => {
            Some(Problem::new("entry", ProblemCode::ComplaintTooLate).with("day", date::show(last)))
        }
        Some(_) => None,
    };
    problem.into_iter().collect()
}

record! {
    /// A complaint.
    Complaint = Kind::Complaint, "complaint";
    title: subject;
    parent: entry;
    home: Home::Parent;
    access: Access::OwnerFile;
    course: ComplaintStage, &COURSE;
    family: &FAMILY;
    files: Files::PAPERS;
    list: &["lodged_on", "due_on", "result"];
    retention_years: 10;
    groups: &["complaint", "answer", "course"];

    /// The product it is about.
    entry: ProductEntryRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("complaint");
    /// What it is about, in a line.
    subject: Text<5, 200> = required().writers(Writers::WithOwner).purpose(Purpose::Casework).search(Weight::Title).group("complaint");
    /// What is complained of.
    text: LongText<6_000> = required().writers(Writers::WithOwner).purpose(Purpose::Casework).group("complaint");
    /// Day it was lodged.
    lodged_on: PastDay = writers(Writers::Action).purpose(Purpose::Casework).group("complaint");
    /// Last day to answer.
    due_on: Day = writers(Writers::Action).purpose(Purpose::Casework).group("answer");
    /// What it led to.
    result: One<ComplaintResult> = writers(Writers::Action).purpose(Purpose::Casework).group("answer");
    /// The answer.
    answer: LongText<6_000> = writers(Writers::Action).purpose(Purpose::Casework).group("answer");
}
