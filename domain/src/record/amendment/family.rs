//! What an adjustment asks of its project, and what it does to it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::authority;
use super::lists::{AmendmentPaper, AmendmentStage, Change};
use super::{has, stops};
use crate::formats::date;
use crate::id::RecordId;
use crate::ledger::{Breach, Sums};
use crate::record::Kind;
use crate::record::course::Sets;
use crate::record::disbursement::account;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::Choice;
use crate::record::project::course::{holder, stage_of};
use crate::record::project::lists::Conclusion;
use crate::record::rule::{Problem, ProblemCode, number};
use crate::record::stage::ProjectStage;
use crate::value::{Document, Value};

pub(super) const FAMILY: FamilyRules = FamilyRules { check, consequences };

/// The fields a granted adjustment gives its project, and where they come from.
const GIVES: [(&str, &str); 9] = [
    ("support_approved", "new_support"),
    ("total_investment", "new_total"),
    ("planned_end", "new_end"),
    ("facility", "new_facility"),
    ("activity", "new_activity"),
    ("place", "new_place"),
    ("partner", "new_partner"),
    ("adjustment_no", "decision_no"),
    ("adjustment_date", "decision_date"),
];

/// What a change needs to say before it can be granted; one that was asked for before the book held these
/// goes back to be put right.
const SAYS: [(Change, &str); 5] = [
    (Change::Beneficiary, "new_facility"),
    (Change::Activity, "new_activity"),
    (Change::Place, "new_place"),
    (Change::Partner, "new_partner"),
    (Change::Stop, "stop_reason"),
];

fn check(amendment: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let Some((id, project)) = project(amendment, kin) else { return Vec::new() };
    match amendment.action {
        Some("submit") => {
            changeable(&project, amendment.after).into_iter().chain(host(amendment, kin)).collect()
        }
        Some("grant") => {
            let mut problems: Vec<Problem> = changeable(&project, amendment.after).into_iter().collect();
            let unsaid = SAYS.iter().filter(|(change, field)| {
                has(amendment.after, *change) && amendment.after.get(field).is_none()
            });
            problems.extend(unsaid.map(|(_, field)| Problem::new(field, ProblemCode::Required)));
            problems.extend(host(amendment, kin));
            let ledger = account::ledger(&given(&project, amendment.after), &account::entries(id, kin), kin);
            let breaches = crate::ledger::breaches(&ledger);
            if breaches.contains(&Breach::OverApproved) || breaches.contains(&Breach::AdvanceOverPart) {
                problems.push(Problem::new("new_support", ProblemCode::BelowPaid));
            }
            problems.extend(stopping(amendment.after, &ledger.sums()));
            problems
        }
        _ => Vec::new(),
    }
}

/// Only what is under contract and not accepted is changed; a stop also ends what is suspended, or what
/// failed its acceptance.
fn changeable(project: &Document, amendment: &Document) -> Option<Problem> {
    let conclusion = project.text("acceptance_conclusion").and_then(Conclusion::from_code);
    let is_open = match stage_of(project) {
        Some(ProjectStage::Contracted | ProjectStage::InProgress | ProjectStage::Adjusting) => true,
        Some(ProjectStage::Suspended) => stops(amendment),
        Some(ProjectStage::Accepted) => stops(amendment) && conclusion == Some(Conclusion::Fail),
        _ => false,
    };
    (!is_open).then(|| Problem::new("changes", ProblemCode::AmendmentTooEarly))
}

/// The new beneficiary is a facility of the book, and not one that was merged into another.
fn host(amendment: &Subject<'_>, kin: &dyn Kin) -> Option<Problem> {
    let named = amendment.after.text("new_facility")?.parse().ok().and_then(|id| kin.get(id));
    let is_host = named.is_some_and(|(kind, doc)| kind == Kind::Facility && doc.get("merged_into").is_none());
    (!is_host).then(|| Problem::new("new_facility", ProblemCode::NotInBook))
}

/// A stop is decided, not agreed on, and says what becomes of the money.
fn stopping(amendment: &Document, sums: &Sums) -> Vec<Problem> {
    if !stops(amendment) {
        return Vec::new();
    }
    let paper = amendment.text("paper").and_then(AmendmentPaper::from_code);
    let annexed =
        (paper == Some(AmendmentPaper::Annex)).then(|| Problem::new("paper", ProblemCode::StopByDecision));
    let held = sums.held_vnd();
    let back = match number(amendment, "recovery") {
        None if held > 0 => Some(Problem::new("recovery", ProblemCode::RecoveryUnsaid)),
        Some(back) if back > held => Some(Problem::new("recovery", ProblemCode::RecoveryOverPaid)),
        None | Some(_) => None,
    };
    annexed.into_iter().chain(back).collect()
}

fn consequences(amendment: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    let Some((id, project)) = project(amendment, kin) else { return Vec::new() };
    let mut written = Vec::new();
    let mut sets = Sets::new();
    match amendment.action {
        Some("submit") => {
            let decides = authority::of(&project, amendment.after);
            let own = ("authority".to_owned(), Some(Value::text(decides.code())));
            written.push((amendment.id, Sets::from([own])));
            move_to(&mut sets, &project, ProjectStage::InProgress, ProjectStage::Adjusting, amendment);
        }
        Some("grant") => {
            sets.extend(gifts(amendment.after).map(|(field, value)| (field.to_owned(), Some(value))));
            if amendment.after.get("new_activity").is_some_and(|new| Some(new) != project.get("activity")) {
                // A part of the former activity has no norm in the new one.
                sets.extend(["norm_item", "norm_case"].map(|field| (field.to_owned(), None)));
            }
            if stops(amendment.after) {
                stop(&mut sets, amendment);
            } else {
                resume(&mut sets, &project, id, amendment, kin);
            }
        }
        Some("refuse" | "withdraw" | "return") => resume(&mut sets, &project, id, amendment, kin),
        _ => {}
    }
    if !sets.is_empty() {
        written.push((id, sets));
    }
    written
}

fn project(amendment: &Subject<'_>, kin: &dyn Kin) -> Option<(RecordId, Document)> {
    let id = amendment.parent("project")?;
    Some((id, kin.get(id)?.1))
}

/// The project as a granted adjustment leaves it.
fn given(project: &Document, amendment: &Document) -> Document {
    let mut given = project.clone();
    for (field, value) in gifts(amendment) {
        given.set(field, Some(value));
    }
    given
}

fn gifts(amendment: &Document) -> impl Iterator<Item = (&'static str, Value)> {
    GIVES.into_iter().filter_map(|(field, from)| Some((field, amendment.get(from)?.clone())))
}

/// The project ends where it stands, by this decision and with this money to pay back.
fn stop(sets: &mut Sets, amendment: &Subject<'_>) {
    let from = |field: &str| amendment.after.get(field).cloned();
    stand(sets, ProjectStage::Stopped, amendment);
    sets.extend([
        ("halt_no".to_owned(), from("decision_no")),
        ("halt_date".to_owned(), from("decision_date")),
        ("stage_reason".to_owned(), from("stop_reason")),
        ("stage_note".to_owned(), None),
        ("due_on".to_owned(), None),
        ("recovery_amount".to_owned(), from("recovery")),
    ]);
}

/// The project goes on when no other adjustment is open.
fn resume(sets: &mut Sets, project: &Document, id: RecordId, amendment: &Subject<'_>, kin: &dyn Kin) {
    let is_open = |doc: &Document| {
        let stage = doc.text("stage").and_then(AmendmentStage::from_code);
        matches!(stage, Some(AmendmentStage::Submitted | AmendmentStage::Confirmed))
    };
    let others = kin.children(id, Kind::Amendment);
    if !others.iter().any(|(other, doc)| *other != amendment.id && is_open(doc)) {
        move_to(sets, project, ProjectStage::Adjusting, ProjectStage::InProgress, amendment);
    }
}

fn move_to(
    sets: &mut Sets,
    project: &Document,
    from: ProjectStage,
    to: ProjectStage,
    amendment: &Subject<'_>,
) {
    if stage_of(project) == Some(from) {
        stand(sets, to, amendment);
    }
}

fn stand(sets: &mut Sets, to: ProjectStage, amendment: &Subject<'_>) {
    let text = |text: String| Some(Value::Text(text));
    sets.insert("stage".to_owned(), text(to.code().to_owned()));
    sets.insert("stage_since".to_owned(), text(date::to_iso(amendment.today)));
    sets.insert("holder".to_owned(), text(holder(to).code().to_owned()));
}
