//! A complaint about the result of a product. How long there is to lodge it and to answer it the deadlines in force
//! say (TT 26/2014: 15 and 10 working days). An answer has its consequences: what is scored again goes back to the
//! jury, what is withdrawn is withdrawn on the certificate.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::calendar::{Term, deadline};
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
use crate::record::product::entry::EntryStage;
use crate::record::product::round::RoundStage;
use crate::record::product::{APPLICANTS, OFFICES, sheet};
use crate::record::reference::code_entry::working_days;
use crate::record::reference::deadline_rule;
use crate::record::rule::{Problem, ProblemCode, day};
use crate::record::{Home, Kind};
use crate::value::{Document, Value};

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
            .not_by_creator()
            .needs(&["result", "answer"])
            .may(&[]),
        Step::new("withdraw", &[("draft", "withdrawn"), ("lodged", "withdrawn")], APPLICANTS).aside(),
    ],
};

/// The last day to lodge a complaint, by the deadline in force on the day of the notice and the days off that the
/// office has entered.
fn last_to_lodge(told: NaiveDate, today: NaiveDate, kin: &dyn Kin) -> Option<NaiveDate> {
    let span = deadline_rule::in_force(Term::Complaint, told, kin)?.span;
    deadline(span, told, &working_days(today, kin))
}

/// It is lodged in time, has a day by which it is answered, and its answer is carried out.
pub static FAMILY: FamilyRules = FamilyRules { check, consequences };

fn consequences(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    match subject.action.and_then(ComplaintAction::from_code) {
        Some(ComplaintAction::Lodge) => answered_by(subject, kin),
        Some(ComplaintAction::Answer) => match result(subject) {
            Some(ComplaintResult::Rescored) => scored_again(subject, kin),
            Some(ComplaintResult::Withdrawn) => withdrawal(subject, kin).into_iter().collect(),
            Some(ComplaintResult::Dismissed) | None => Vec::new(),
        },
        Some(ComplaintAction::Withdraw) | None => Vec::new(),
    }
}

fn result(subject: &Subject<'_>) -> Option<ComplaintResult> {
    subject.after.text("result").and_then(ComplaintResult::from_code)
}

fn entry_of(subject: &Subject<'_>, kin: &dyn Kin) -> Option<(RecordId, Document)> {
    let id = subject.parent("entry")?;
    Some((id, kin.get(id)?.1))
}

fn today(subject: &Subject<'_>) -> Option<Value> {
    Some(Value::Text(date::to_iso(subject.today)))
}

fn moved(subject: &Subject<'_>, stage: &str) -> Sets {
    Sets::from([
        ("stage".to_owned(), Some(Value::text(stage))),
        ("stage_since".to_owned(), today(subject)),
        ("stage_note".to_owned(), None),
    ])
}

/// The product is before the jury again, its round with it; the sheets it was judged by count no longer.
fn scored_again(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    let Some((id, entry)) = entry_of(subject, kin) else { return Vec::new() };
    let mut sets = moved(subject, EntryStage::Eligible.code());
    for told in ["mean", "sheets", "decision_no", "decision_on", "notified_on"] {
        sets.insert(told.to_owned(), None);
    }
    let round = entry.text("round").and_then(|id| id.parse().ok());
    let round = round.map(|round| (round, moved(subject, RoundStage::Judging.code())));
    let given = kin.children(id, Kind::JudgeSheet).into_iter();
    let given = given.filter(|(_, sheet)| sheet::handed_in(sheet).is_some());
    let aside = given.map(|(id, _)| (id, Sets::from([("set_aside_on".to_owned(), today(subject))])));
    [(id, sets)].into_iter().chain(round).chain(aside).collect()
}

/// The certificate of a product that nobody has withdrawn yet.
fn certificate_of(entry: (RecordId, &Document), kin: &dyn Kin) -> Option<RecordId> {
    let facility = entry.1.text("facility")?.parse().ok()?;
    let all = kin.children(facility, Kind::ProductCertificate).into_iter();
    let mut own = all.filter(|(_, doc)| {
        doc.text("entry").and_then(|id| id.parse().ok()) == Some(entry.0) && doc.get("withdrawn_on").is_none()
    });
    own.next().map(|(id, _)| id)
}

fn withdrawal(subject: &Subject<'_>, kin: &dyn Kin) -> Option<(RecordId, Sets)> {
    let (id, entry) = entry_of(subject, kin)?;
    let certificate = certificate_of((id, &entry), kin)?;
    // As much as the certificate has room for; the whole answer stands here.
    let why: String = subject.after.text("answer").unwrap_or_default().chars().take(1_000).collect();
    let sets = Sets::from([
        ("withdrawn_on".to_owned(), today(subject)),
        ("withdrawn_why".to_owned(), Some(Value::Text(why))),
    ]);
    Some((certificate, sets))
}

/// By the deadline in force on the day it is lodged.
fn answered_by(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    let lodged = day(subject.after, "lodged_on").unwrap_or(subject.today);
    let rule = deadline_rule::in_force(Term::ComplaintAnswer, lodged, kin);
    let due = rule.and_then(|rule| deadline(rule.span, lodged, &working_days(subject.today, kin)));
    let sets = due.map(|due| Sets::from([("due_on".to_owned(), Some(Value::Text(date::to_iso(due))))]));
    sets.into_iter().map(|sets| (subject.id, sets)).collect()
}

fn check(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let problem = match subject.action.and_then(ComplaintAction::from_code) {
        Some(ComplaintAction::Lodge) => lodging(subject, kin),
        Some(ComplaintAction::Answer) => answering(subject, kin),
        Some(ComplaintAction::Withdraw) | None => None,
    };
    problem.into_iter().collect()
}

/// Nobody answers what cannot be carried out.
fn answering(subject: &Subject<'_>, kin: &dyn Kin) -> Option<Problem> {
    let (id, entry) = entry_of(subject, kin)?;
    let has_certificate = certificate_of((id, &entry), kin).is_some();
    let is_judged = match entry.text("stage").and_then(EntryStage::from_code) {
        Some(EntryStage::Recognised | EntryStage::NotRecognised) => true,
        Some(
            EntryStage::Draft
            | EntryStage::Submitted
            | EntryStage::Returned
            | EntryStage::Eligible
            | EntryStage::Scored
            | EntryStage::Proposed
            | EntryStage::Withdrawn,
        )
        | None => false,
    };
    let code = match result(subject)? {
        ComplaintResult::Dismissed => None,
        ComplaintResult::Rescored if has_certificate => Some(ProblemCode::CertificateStands),
        ComplaintResult::Rescored => (!is_judged).then_some(ProblemCode::NothingToComplain),
        ComplaintResult::Withdrawn => (!has_certificate).then_some(ProblemCode::NoCertificate),
    };
    code.map(|code| Problem::new("result", code))
}

fn lodging(subject: &Subject<'_>, kin: &dyn Kin) -> Option<Problem> {
    let entry = entry_of(subject, kin).map(|(_, doc)| doc);
    let told = entry.as_ref().and_then(|doc| day(doc, "notified_on"));
    let lodged = day(subject.after, "lodged_on").unwrap_or(subject.today);
    let last = told.and_then(|told| last_to_lodge(told, subject.today, kin));
    match last {
        None => Some(Problem::new("entry", ProblemCode::NothingToComplain)),
        Some(last) if lodged > last => {
            Some(Problem::new("entry", ProblemCode::ComplaintTooLate).with("day", date::show(last)))
        }
        Some(_) => None,
    }
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
