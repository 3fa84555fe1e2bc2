//! What a visit asks of its kin: photos and signatures before it is signed, the right record to correct.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::conclusion_of;
use super::lists::{Conclusion, FindingCode, PhotoSlot, SIGNATURE_FACILITY, SIGNATURE_INSPECTOR};
use crate::clock::Millis;
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::Choice;
use crate::record::reference::code_entry::has_foreign;
use crate::record::rule::{Problem, ProblemCode, number};
use crate::value::{Document, Value};

/// The rules.
pub const FAMILY: FamilyRules = FamilyRules::check(check);

/// The rules of what belongs to a visit: a signed one is closed to all of it.
pub const OF_VISIT: FamilyRules = FamilyRules::check(|subject, kin| {
    // What is being deleted says only in its former state what it belonged to.
    let named = |doc: &Document| doc.text("visit").or_else(|| doc.text("about"))?.parse().ok();
    let visit = named(subject.after).or_else(|| named(subject.before));
    let is_closed = subject.action.is_none() && visit.is_some_and(|id| is_signed(kin, id));
    if is_closed { Vec::from([Problem::new("", ProblemCode::VisitSigned)]) } else { Vec::new() }
});

fn check(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let mut problems = Vec::new();
    problems.extend(wrong_correction(subject, kin));
    problems.extend(wrong_project(subject, kin));
    problems.extend(foreign_findings(subject, kin));
    if subject.action == Some("sign") {
        problems.extend(lacks(subject.after, &slots(subject.id, kin)));
    }
    problems
}

/// What keeps a visit with these photos and signatures from being signed, besides its fields.
pub fn lacks(doc: &Document, slots: &[String]) -> Vec<Problem> {
    let has = |slot: &str| slots.iter().any(|there| there == slot);
    let mut problems = Vec::new();
    let missing = wanted_photos(doc).iter().filter(|slot| !has(slot.code())).count();
    if missing > 0 {
        problems.push(Problem::new("", ProblemCode::PhotosMissing).with("n", missing));
    }
    if !has(SIGNATURE_INSPECTOR) {
        problems.push(Problem::new("inspector_signed", ProblemCode::SignatureMissing));
    }
    let is_refused = doc.get("refusal_reason").is_some();
    if !has(SIGNATURE_FACILITY) && !is_refused && conclusion_of(doc) != Some(Conclusion::NotFound) {
        problems.push(Problem::new("facility_signed", ProblemCode::SignatureMissing));
    }
    problems
}

/// The photos a visit cannot be without: of a facility that is not there, only the empty place.
pub fn wanted_photos(doc: &Document) -> &'static [PhotoSlot] {
    match conclusion_of(doc) {
        Some(Conclusion::NotFound) => &[PhotoSlot::Overall],
        Some(Conclusion::Ok | Conclusion::OkWithRemarks | Conclusion::NotOk) | None => PhotoSlot::WANTED,
    }
}

/// The slots that the photos and signatures of a visit fill.
pub fn slots(visit: RecordId, kin: &dyn Kin) -> Vec<String> {
    let attached = kin.children(visit, Kind::Attachment);
    attached.iter().filter_map(|(_, doc)| doc.text("slot").map(ToOwned::to_owned)).collect()
}

/// Only a signed visit to the same facility can be corrected.
fn wrong_correction(subject: &Subject<'_>, kin: &dyn Kin) -> Option<Problem> {
    let corrected = subject.parent("corrects")?;
    let fits = kin.get(corrected).is_some_and(|(kind, doc)| {
        kind == Kind::Visit
            && corrected != subject.id
            && doc.text("stage") == Some("signed")
            && doc.text("facility") == subject.after.text("facility")
    });
    (!fits).then(|| Problem::new("corrects", ProblemCode::CorrectsWhat))
}

/// The project of another facility is not what was looked at.
fn wrong_project(subject: &Subject<'_>, kin: &dyn Kin) -> Option<Problem> {
    if subject.before.get("project") == subject.after.get("project") {
        return None;
    }
    let (kind, doc) = kin.get(subject.parent("project")?)?;
    let fits = kind == Kind::Project && doc.text("facility") == subject.after.text("facility");
    (!fits).then(|| Problem::new("project", ProblemCode::OtherFacility))
}

/// What is found is chosen from the list of the day; what was written before may stand.
fn foreign_findings(subject: &Subject<'_>, kin: &dyn Kin) -> Option<Problem> {
    let codes = |doc: &Document| -> Vec<String> {
        let rows = doc.get("findings").and_then(Value::as_list).unwrap_or_default();
        let code = |row: &Value| match row {
            Value::Map(row) => Some(row.get("code")?.as_text()?.to_owned()),
            Value::Bool(_) | Value::Int(_) | Value::Text(_) | Value::List(_) => None,
        };
        rows.iter().filter_map(code).collect()
    };
    let (before, after) = (codes(subject.before), codes(subject.after));
    let fresh: Vec<&str> = after.iter().filter(|code| !before.contains(code)).map(String::as_str).collect();
    // It may have been written down days ago, without network.
    let day =
        number(subject.after, "started_at").map_or(subject.today, |at| Millis(at).day().min(subject.today));
    let is_foreign = has_foreign(&FindingCode::LIST, &fresh, day, kin);
    is_foreign.then(|| Problem::new("findings", ProblemCode::CodeEnded))
}

fn is_signed(kin: &dyn Kin, id: RecordId) -> bool {
    kin.get(id).is_some_and(|(kind, doc)| kind == Kind::Visit && doc.text("stage") == Some("signed"))
}
