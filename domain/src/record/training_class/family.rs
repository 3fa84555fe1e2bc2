//! What the trainees have to say before their class ends: everybody is marked for every day.

use alloc::vec::Vec;

use crate::formats::date;
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::rule::{Problem, ProblemCode};
use crate::record::trainee::attendance;
use crate::record::training_class::is_skill;
use crate::value::Document;

/// Rules between a class and its trainees.
pub static FAMILY: FamilyRules = FamilyRules::check(check);

fn check(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    match subject.action {
        Some("finish") => undecided(subject.after).into_iter().chain(unfinished(subject, kin)).collect(),
        _ => Vec::new(),
    }
}

/// The decision on certificates, where there are to be any.
fn undecided(class: &Document) -> Option<Problem> {
    let is_missing = is_skill(class) && class.get("certificates_no").is_none();
    is_missing.then(|| Problem::new("certificates_no", ProblemCode::Required))
}

/// Why it is not at its end yet: the first day that is not marked, or nobody there at all.
fn unfinished(subject: &Subject<'_>, kin: &dyn Kin) -> Option<Problem> {
    let trainees: Vec<_> = kin.children(subject.id, Kind::Trainee);
    let trainees: Vec<_> = trainees.into_iter().map(|(_, doc): (RecordId, _)| doc).collect();
    if trainees.is_empty() {
        return Some(Problem::new("", ProblemCode::NoTrainees));
    }
    attendance::class_days(subject.after).into_iter().find_map(|day| {
        let unmarked = trainees.iter().filter(|doc| attendance::mark_on(doc, day).is_none()).count();
        let problem = || Problem::new("days", ProblemCode::Unmarked);
        (unmarked > 0).then(|| problem().with("n", unmarked).with("day", date::show(day)))
    })
}
