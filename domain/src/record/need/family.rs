//! What a need's own records ask of its steps: it is chosen by the ranking of a round, or for a reason that
//! stands in the history.

use alloc::vec::Vec;

use super::DeclineReason;
use super::course::NeedAction;
use crate::record::Kind;
use crate::record::candidate::CandidateStage;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::Choice;
use crate::record::reference::code_entry::has_foreign;
use crate::record::rule::{Problem, ProblemCode};
use crate::selection::ranking::Standing;
use crate::value::Document;

pub(super) const FAMILY: FamilyRules = FamilyRules::check(check);

fn check(need: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let chosen = (need.action == Some(NeedAction::Shortlist.code())).then(|| choice(need, kin)).flatten();
    chosen.into_iter().chain(reason(need, kin)).collect()
}

/// The reason of a refusal is chosen from the list of the day.
fn reason(need: &Subject<'_>, kin: &dyn Kin) -> Option<Problem> {
    let codes: Vec<&str> = need.after.text("decline_reason").into_iter().collect();
    let is_new = need.before.get("decline_reason") != need.after.get("decline_reason");
    let is_foreign = is_new && has_foreign(&DeclineReason::LIST, &codes, need.today, kin);
    is_foreign.then(|| Problem::new("decline_reason", ProblemCode::CodeEnded))
}

/// The centre chooses what a round proposed. What was never ranked it chooses with a reason, and what the
/// ranking left out only a leader does, by another step.
fn choice(need: &Subject<'_>, kin: &dyn Kin) -> Option<Problem> {
    let mut candidates: Vec<Document> =
        kin.children(need.id, Kind::Candidate).into_iter().map(|(_, doc)| doc).collect();
    candidates.retain(|doc| doc.text("stage") != Some(CandidateStage::Removed.code()));
    let is_proposed = |doc: &Document| doc.text("standing") == Some(Standing::Proposed.code());
    let is_ranked = |doc: &Document| doc.get("standing").is_some();
    if candidates.iter().any(is_proposed) {
        return None;
    }
    if candidates.iter().any(|doc| !is_ranked(doc)) {
        return Some(Problem::new("", ProblemCode::NeedInRound));
    }
    if !candidates.is_empty() {
        return Some(Problem::new("", ProblemCode::NotProposed));
    }
    let has_reason = need.after.get("stage_note").is_some();
    (!has_reason).then(|| Problem::new("stage_note", ProblemCode::ReasonWanted))
}
