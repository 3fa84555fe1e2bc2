//! A list of papers neither grows nor changes once it stands; and what is handed in is there to be seen.

use alloc::vec::Vec;

use super::in_force::{differs, is_required};
use super::list::paper_id;
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::course::Sets;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::Choice;
use crate::record::reference::code_entry::has_foreign;
use crate::record::rule::{Problem, ProblemCode};
use crate::settlement::reason::ReturnReason;
use crate::settlement::template::ListPhase;
use crate::value::Value;

pub(super) const FAMILY: FamilyRules = FamilyRules { check, consequences };

/// What a paper says of itself.
const FIXED: [&str; 16] = [
    "project",
    "code",
    "label",
    "position",
    "phase",
    "kind",
    "condition",
    "form_no",
    "provider",
    "held",
    "template",
    "legal_ref",
    "frozen_on",
    "template_entry",
    "due_days",
    "due_working",
];

fn check(paper: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    if paper.after.0.is_empty() {
        return Vec::from([Problem::new("code", ProblemCode::ListFixed)]);
    }
    if paper.action == Some("return") {
        let reasons = paper.after.get("return_reasons").and_then(Value::as_list).unwrap_or_default();
        let codes: Vec<&str> = reasons.iter().filter_map(Value::as_text).collect();
        let is_foreign = has_foreign(&ReturnReason::LIST, &codes, paper.today, kin);
        return is_foreign
            .then(|| Problem::new("return_reasons", ProblemCode::CodeEnded))
            .into_iter()
            .collect();
    }
    if paper.action == Some("exclude") {
        let is_required =
            paper.parent("project").is_some_and(|id| is_required(paper.before, id, kin, paper.today));
        return is_required.then(|| Problem::new("", ProblemCode::PaperRequired)).into_iter().collect();
    }
    if paper.action == Some("provide") {
        let is_handed_over = paper.after.get("handed_on").is_some();
        let is_bare = !is_handed_over && kin.children(paper.id, Kind::Attachment).is_empty();
        return is_bare.then(|| Problem::new("", ProblemCode::PaperBare)).into_iter().collect();
    }
    if !paper.before.0.is_empty() {
        let changed = |field: &&&str| paper.before.get(field) != paper.after.get(field);
        let changed = FIXED.iter().filter(changed);
        return changed.map(|field| Problem::new(field, ProblemCode::ListFixed)).collect();
    }
    let Some(id) = paper.parent("project") else { return Vec::new() };
    let project = kin.get(id).map(|(_, doc)| doc);
    let phase = paper.after.text("phase").and_then(ListPhase::from_code);
    let is_early = phase.is_some_and(ListPhase::is_before_contract);
    let has_contract = is_early || project.as_ref().is_some_and(|doc| doc.get("contract_date").is_some());
    let is_named = paper.after.text("code").is_some_and(|code| paper_id(id, code) == paper.id);
    if !(has_contract && is_named) {
        return Vec::from([Problem::new("code", ProblemCode::ListFixed)]);
    }
    let is_other = project.is_some_and(|project| differs(paper.after, &project, kin));
    is_other.then(|| Problem::new("code", ProblemCode::ListOfAnotherTemplate)).into_iter().collect()
}

/// The term of the settlement is frozen with its list: the project keeps it.
fn consequences(paper: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    let is_settlement = paper.after.text("phase") == Some(ListPhase::Settle.code());
    let is_new = paper.before.0.is_empty();
    let (Some(days), Some(id)) = (paper.after.get("due_days"), paper.parent("project")) else {
        return Vec::new();
    };
    let is_known = kin.get(id).is_some_and(|(_, doc)| doc.get("settlement_days").is_some());
    if !is_settlement || !is_new || is_known {
        return Vec::new();
    }
    let mut sets = Sets::new();
    sets.insert("settlement_days".into(), Some(days.clone()));
    sets.insert("settlement_working".into(), paper.after.get("due_working").cloned());
    Vec::from([(id, sets)])
}
