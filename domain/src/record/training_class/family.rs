//! What a class needs before it ends: everybody is marked for every day and known by number, and the list they
//! signed is kept. Without these its settlement comes back (DOMAIN §2, R09).

use alloc::vec::Vec;

use crate::formats::date;
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::rule::{Problem, ProblemCode};
use crate::record::trainee::attendance;
use crate::record::training_class::{SIGNED_LIST, is_skill};
use crate::value::Document;

/// Rules between a class and its trainees.
pub static FAMILY: FamilyRules = FamilyRules::check(check);

fn check(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    match subject.action {
        Some("finish") => lacks(subject.id, subject.after, kin),
        _ => Vec::new(),
    }
}

/// What is missing before a class as it stands can end.
pub fn lacks(id: RecordId, class: &Document, kin: &dyn Kin) -> Vec<Problem> {
    let trainees: Vec<Document> = kin.children(id, Kind::Trainee).into_iter().map(|(_, doc)| doc).collect();
    let lacks =
        [undecided(class), unfinished(class, &trainees), unknown(&trainees), unsigned((id, class), kin)];
    lacks.into_iter().flatten().collect()
}

/// The decision on certificates, where there are to be any.
fn undecided(class: &Document) -> Option<Problem> {
    let is_missing = is_skill(class) && class.get("certificates_no").is_none();
    is_missing.then(|| Problem::new("certificates_no", ProblemCode::Required))
}

/// Why it is not at its end yet: the first day that is not marked, or nobody there at all.
fn unfinished(class: &Document, trainees: &[Document]) -> Option<Problem> {
    if trainees.is_empty() {
        return Some(Problem::new("", ProblemCode::NoTrainees));
    }
    attendance::class_days(class).into_iter().find_map(|day| {
        let unmarked = trainees.iter().filter(|doc| attendance::mark_on(doc, day).is_none()).count();
        let problem = || Problem::new("days", ProblemCode::Unmarked);
        (unmarked > 0).then(|| problem().with("n", unmarked).with("day", date::show(day)))
    })
}

/// Who is on the list shows a citizen id, or it is written why there is none.
fn unknown(trainees: &[Document]) -> Option<Problem> {
    let is_unknown = |doc: &&Document| doc.get("citizen_id").is_none() && doc.get("no_id_reason").is_none();
    let n = trainees.iter().filter(is_unknown).count();
    (n > 0).then(|| Problem::new("", ProblemCode::IdsMissing).with("n", n))
}

/// The list that everybody signed: a picture of it, or who keeps the paper.
fn unsigned((id, class): (RecordId, &Document), kin: &dyn Kin) -> Option<Problem> {
    let is_list = |(_, file): &(RecordId, Document)| file.text("slot") == Some(SIGNED_LIST);
    let is_there =
        class.get("signed_list_with").is_some() || kin.children(id, Kind::Attachment).iter().any(is_list);
    (!is_there).then(|| Problem::new("signed_list_with", ProblemCode::NoSignedList))
}
