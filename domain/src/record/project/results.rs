//! What a project leaves behind, as its acceptance asks for it (DOMAIN §2): the result that its activity is about, and
//! what that has to show.

use alloc::vec::Vec;

use crate::record::Kind;
use crate::record::family::{Kin, Subject};
use crate::record::field::Choice;
use crate::record::need::Activity;
use crate::record::project::lists::Conclusion;
use crate::record::rule::{Problem, ProblemCode};
use crate::value::{Document, Value};

const YES: Value = Value::Bool(true);
const NO: Value = Value::Bool(false);

/// What is missing before an acceptance; nothing where nothing came of the project.
pub(super) fn missing(project: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let conclusion = project.after.text("acceptance_conclusion").and_then(Conclusion::from_code);
    let Some(activity) = project.after.text("activity").and_then(Activity::from_code) else {
        return Vec::new();
    };
    if conclusion == Some(Conclusion::Fail) {
        return Vec::new();
    }
    let done = |kind: Kind| -> Vec<Document> {
        left(project, kind, kin).into_iter().filter(|doc| is_done(kind, doc)).collect()
    };
    let Some(main) = activity.leaves().first().copied() else { return Vec::new() };
    let found = done(main);
    let mut codes = Vec::new();
    if found.is_empty() {
        codes.push(ProblemCode::NoResult);
    }
    if activity == Activity::FairJoin && !found.is_empty() && !has_booth(project, kin) {
        codes.push(ProblemCode::NoBooth);
    }
    codes.extend(found.iter().filter_map(|doc| fault(main, doc)));
    let mut problems: Vec<Problem> = codes.into_iter().map(|code| Problem::new("", code)).collect();
    let is_explained = project.after.get("stage_note").is_some();
    let is_used = |doc: &Document| doc.get("is_new") == Some(&NO);
    if !is_explained && done(Kind::MachineItem).iter().any(is_used) {
        problems.push(Problem::new("stage_note", ProblemCode::MachineUsed));
    }
    problems
}

/// What a result has to show and does not.
fn fault(kind: Kind, doc: &Document) -> Option<ProblemCode> {
    let lacks = |field: &str| doc.get(field).is_none();
    match kind {
        Kind::PollutionWork if doc.get("meets_standard") != Some(&YES) => Some(ProblemCode::BelowStandard),
        Kind::PollutionWork if doc.get("for_cluster") == Some(&YES) && lacks("audit_no") => {
            Some(ProblemCode::NoAudit)
        }
        Kind::CleanerProduction if lacks("report_no") => Some(ProblemCode::NoReport),
        _ => None,
    }
}

/// Whether the facility had a booth at the fair of its project.
fn has_booth(project: &Subject<'_>, kin: &dyn Kin) -> bool {
    let is_its = |doc: &Document| doc.text("project").and_then(|id| id.parse().ok()) == Some(project.id);
    let of_its_fair = |booth: &Document| {
        let fair = booth.text("fair").and_then(|id| kin.get(id.parse().ok()?));
        fair.is_some_and(|(_, fair)| is_its(&fair))
    };
    let booths = project.parent("facility").map(|facility| kin.children(facility, Kind::FairBooth));
    let mut booths = booths.unwrap_or_default().into_iter().map(|(_, doc)| doc);
    booths.any(|booth| is_done(Kind::FairBooth, &booth) && (is_its(&booth) || of_its_fair(&booth)))
}

/// The records of a kind that belong to a project, or name it beside the facility they belong to or none.
fn left(project: &Subject<'_>, kind: Kind, kin: &dyn Kin) -> Vec<Document> {
    let found = match (kind.names(Kind::Project), kind.spec().parent_kind()) {
        (None, _) => kin.children(project.id, kind),
        (Some(_), Some(Kind::Facility)) => {
            project.parent("facility").map(|facility| kin.children(facility, kind)).unwrap_or_default()
        }
        (Some(_), _) => kin.all(kind),
    };
    let names_it = |doc: &Document| doc.text("project").and_then(|id| id.parse().ok()) == Some(project.id);
    found.into_iter().map(|(_, doc)| doc).filter(names_it).collect()
}

/// Whether a record tells of something that has been done: results have no course, a class has ended, a voting is
/// decided, the rest was reported.
fn is_done(kind: Kind, doc: &Document) -> bool {
    kind.spec().course.is_none()
        || matches!(doc.text("stage"), Some("reported" | "accepted" | "finished" | "decided" | "closed"))
}
