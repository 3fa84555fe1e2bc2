//! A severe finding leads somewhere: a project that was found misusing its support is suspended, stopped or made to
//! pay back on the visit that found it, or a later visit has seen it put right. Until then nothing more is accepted,
//! paid or closed without a word why.

use alloc::vec::Vec;

use super::course::stage_of;
use crate::id::RecordId;
use crate::ledger::phase::MoneyPhase;
use crate::record::family::Kin;
use crate::record::rule::{Problem, ProblemCode};
use crate::record::stage::ProjectStage;
use crate::record::visit::Visit;
use crate::record::visit::course::VisitStage;
use crate::record::visit::lists::Severity;
use crate::record::visit::rules::visits_of;
use crate::value::Document;

/// The latest signed visit that found something severe and that nobody has answered.
pub fn unanswered((id, project): (RecordId, &Document), kin: &dyn Kin) -> Option<(RecordId, Visit)> {
    let stage = stage_of(project)?;
    let is_halted = stage == ProjectStage::Suspended || MoneyPhase::of(stage) == MoneyPhase::Halted;
    if is_halted || stage == ProjectStage::Closed {
        return None;
    }
    let visits: Vec<(RecordId, Visit)> =
        visits_of((id, project), kin).into_iter().map(|(id, doc)| (id, Visit::read(&doc))).collect();
    let signed = || visits.iter().filter(|(_, visit)| visit.stage == Some(VisitStage::Signed));
    let is_corrected = |id: RecordId| signed().any(|(_, visit)| visit.corrects == Some(id));
    let counted = signed().filter(|(id, _)| !is_corrected(*id));
    let (found, visit) = counted.max_by_key(|(id, visit)| (visit.visited_on, *id))?;
    let answered = project.text("halt_visit").and_then(|id| id.parse().ok());
    (is_severe(visit) && answered != Some(*found)).then(|| (*found, visit.clone()))
}

fn is_severe(visit: &Visit) -> bool {
    visit.findings.iter().flatten().any(|finding| finding.severity == Some(Severity::Severe))
}

/// What keeps a step from being taken beside it without a word.
pub fn objection(project: (RecordId, &Document), after: &Document, kin: &dyn Kin) -> Option<Problem> {
    let is_explained = after.get("stage_note").is_some();
    (!is_explained && unanswered(project, kin).is_some())
        .then(|| Problem::new("stage_note", ProblemCode::SevereFinding))
}
