//! Rules between the fields of a visit, and what looks odd in it.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::Visit;
use super::lists::{Conclusion, VisitKind};
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::family::Kin;
use crate::record::rule::{Problem, ProblemCode, Rule, at_most};
use crate::value::Document;

/// A position less certain than this should be measured again.
pub const COARSE_METRES: i64 = 50;
/// A device that claims to know its place better than this was told it.
const TOO_EXACT_METRES: f64 = 0.5;
/// A position older than this is not where the device stands now.
const TOO_OLD_MS: i64 = 5 * 60_000;

/// The rules.
pub const RULES: &[Rule] = &[
    Rule::new(ProblemCode::VisitEndsBeforeStart, &["ended_at", "started_at"], |doc, _| {
        at_most(doc, "started_at", "ended_at")
    }),
    Rule::new(ProblemCode::HalfPlace, &["lat", "lng"], |doc, _| {
        doc.get("lat").is_some() == doc.get("lng").is_some()
    }),
    Rule::new(ProblemCode::OkWithFindings, &["conclusion", "findings"], |doc, _| {
        super::conclusion_of(doc) != Some(Conclusion::Ok) || doc.get("findings").is_none()
    }),
    Rule::new(ProblemCode::SignedAndRefused, &["refusal_reason", "facility_signed"], |doc, _| {
        doc.get("refusal_reason").is_none() || doc.get("facility_signed").is_none()
    }),
    Rule::new(ProblemCode::NothingAndSomething, &["environment"], |doc, _| !says_nothing_and_more(doc)),
];

fn says_nothing_and_more(doc: &Document) -> bool {
    let seen = super::Visit::read(doc).environment.unwrap_or_default();
    seen.len() > 1 && seen.contains(&super::lists::Environment::Nothing)
}

/// Whether a measured position looks made up. A browser does not say that a position was faked, only
/// how exact it claims to be and when it was taken.
pub fn is_mock(accuracy_metres: f64, age_ms: i64) -> bool {
    accuracy_metres < TOO_EXACT_METRES || age_ms.saturating_abs() > TOO_OLD_MS
}

/// What looks odd in a position; nothing of it is in the way. What it gives reason to find is in
/// [`super::proposals`].
pub fn warnings(visit: &Visit) -> Vec<Problem> {
    let mut odd = Vec::new();
    if visit.gps_accuracy_m.is_some_and(|metres| metres > COARSE_METRES) {
        odd.push(Problem::new("gps_accuracy_m", ProblemCode::GpsAccuracy));
    }
    if visit.gps_mock == Some(true) {
        odd.push(Problem::new("gps_mock", ProblemCode::PositionMock));
    }
    odd
}

/// The visits to a project, as far as it is somebody's.
pub fn visits_of((id, project): (RecordId, &Document), kin: &dyn Kin) -> Vec<(RecordId, Document)> {
    let facility = project.text("facility").and_then(|facility| facility.parse().ok());
    let id = id.to_string();
    let mut visits = facility.map(|facility| kin.children(facility, Kind::Visit)).unwrap_or_default();
    visits.retain(|(_, visit)| visit.text("project") == Some(id.as_str()));
    visits
}

/// The share of the investment that a signed visit confirms as done, %: what the advance waits for.
pub fn confirmed_volume(visit: &Visit) -> Option<i64> {
    let is_signed = visit.stage == Some(super::course::VisitStage::Signed);
    let is_progress = visit.visit_kind == Some(VisitKind::Progress);
    visit.volume_pct.filter(|_| is_signed && is_progress)
}
