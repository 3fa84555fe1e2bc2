//! What the class and the other trainees say to a change of one: nobody stands in a class twice, a class that is
//! over keeps its list, and a certificate is for who was there.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::formats::{citizen_id, date};
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::Choice;
use crate::record::rule::{Problem, ProblemCode};
use crate::record::trainee::attendance;
use crate::record::training_class::ClassStage;
use crate::training::certificate::LEAST_SHARE;
use crate::training::person;
use crate::value::Document;

/// Rules between a trainee, the class and its other trainees.
pub static FAMILY: FamilyRules = FamilyRules::check(check);

fn check(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let Some(class) = subject.parent("training_class") else { return Vec::new() };
    let stage = kin.get(class).and_then(|(_, class)| stage_of(&class));
    let closed = stage.and_then(|stage| locked(stage, subject));
    let twin = kin
        .children(class, Kind::Trainee)
        .into_iter()
        .filter(|(id, _)| *id != subject.id)
        .any(|(_, other)| has_id_of(subject, &other));
    let twin = twin.then(|| Problem::new("citizen_id", ProblemCode::SameTrainee));
    closed.into_iter().chain(twin).chain(absent(subject, class, kin)).collect()
}

/// Where a person was on a day, as a key that no two records share: who was there in two classes of one day
/// was not in one of them (F09). A person without a number is known by name, year of birth and commune.
pub fn places(doc: &Document) -> Vec<String> {
    let Some(person) = person::key(doc) else { return Vec::new() };
    let days = attendance::days_of(doc, attendance::Mark::Present.field());
    days.into_iter().map(|day| format!("day:{}:{person}", date::to_iso(day))).collect()
}

/// A certificate that is given for too few days.
fn absent(subject: &Subject<'_>, class: RecordId, kin: &dyn Kin) -> Option<Problem> {
    let is_given = |doc: &Document| doc.get("certificate_no").is_some();
    if !is_given(subject.after) || is_given(subject.before) {
        return None;
    }
    let days = attendance::class_days(&kin.get(class)?.1);
    let is_short = attendance::share(subject.after, &days) < LEAST_SHARE;
    is_short.then(|| Problem::new("certificate_no", ProblemCode::AttendanceShort).with("pct", LEAST_SHARE))
}

/// A class that nothing moved yet is a draft.
fn stage_of(class: &Document) -> Option<ClassStage> {
    class.text("stage").map_or(Some(ClassStage::Draft), ClassStage::from_code)
}

/// What a class does not let change any more.
fn locked(stage: ClassStage, subject: &Subject<'_>) -> Option<Problem> {
    let changes = |field: &&&str| subject.before.get(field) != subject.after.get(field);
    match stage {
        ClassStage::Draft | ClassStage::Open | ClassStage::Running => None,
        ClassStage::Finished if subject.before.0.is_empty() => {
            Some(Problem::new("", ProblemCode::ClassFinished))
        }
        ClassStage::Finished => {
            let mark = attendance::FIELDS.iter().find(changes)?;
            Some(Problem::new(mark, ProblemCode::ClassFinished))
        }
        ClassStage::Closed | ClassStage::Cancelled => Some(Problem::new("", ProblemCode::ClassClosed)),
    }
}

/// Only a number that came or changed with this edit is looked at: an old one is nobody's fault now.
fn has_id_of(subject: &Subject<'_>, other: &Document) -> bool {
    let id = subject.after.text("citizen_id").filter(|id| citizen_id::parse(id).is_ok());
    id.is_some() && id != subject.before.text("citizen_id") && id == other.text("citizen_id")
}
