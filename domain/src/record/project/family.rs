//! What a project's own records ask of its steps: an estimate that adds up, papers that are there,
//! money that is not still on its way.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::formats::date;
use crate::id::RecordId;
use crate::ledger::Breach;
use crate::norm::support_max;
use crate::record::Kind;
use crate::record::course::Sets;
use crate::record::disbursement::account;
use crate::record::estimate_line;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::Choice;
use crate::record::paper::in_force;
use crate::record::paper::list::{Moment, settlement_until};
use crate::record::project::misuse;
use crate::record::project::norm_ask::norm_ask;
use crate::record::project::results;
use crate::record::recommendation::RecommendationStage;
use crate::record::reference::code_entry::working_days;
use crate::record::reference::cost_norm;
use crate::record::rule::{Problem, ProblemCode, day, number};
use crate::record::stage::ProjectStage;
use crate::record::visit::Visit;
use crate::record::visit::course::VisitStage;
use crate::record::visit::lists::VisitKind;
use crate::record::visit::rules::visits_of;
use crate::record::voucher::dossier::report;
use crate::settlement::template::ListPhase;
use crate::value::{Document, Value};

pub(super) const FAMILY: FamilyRules = FamilyRules { check, consequences };

fn check(project: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    match project.action {
        Some("submit") => {
            let mut problems = estimate(project, kin);
            problems.extend(commitments(project.after));
            problems.extend(keeps_back(project, kin, ListPhase::Register, Moment::Running));
            problems
        }
        Some("return") => unchecked(project, kin, ListPhase::Register, Moment::Running),
        Some("approve") => {
            let mut problems = grant(project, kin);
            problems.extend(keeps_back(project, kin, ListPhase::Appraise, Moment::Running));
            problems
        }
        Some("accept") => {
            let mut problems = keeps_back(project, kin, ListPhase::Accept, Moment::Running);
            problems.extend(results::missing(project, kin));
            problems.extend(misuse::objection((project.id, project.before), project.after, kin));
            problems
        }
        Some("start_settlement") => {
            let mut problems = keeps_back(project, kin, ListPhase::Settle, Moment::Running);
            problems.extend(found(project, kin));
            problems
        }
        Some("return_settlement") => unchecked(project, kin, ListPhase::Settle, Moment::Running),
        Some("settle") => {
            let mut problems = keeps_back(project, kin, ListPhase::Settle, Moment::Liquidating);
            problems.extend(unchecked(project, kin, ListPhase::Settle, Moment::Liquidating));
            problems.extend(money(project, kin));
            problems.extend(misuse::objection((project.id, project.before), project.after, kin));
            problems
        }
        Some("close") => {
            let severe = misuse::objection((project.id, project.before), project.after, kin);
            post_check(project, kin).into_iter().chain(severe).collect()
        }
        _ => Vec::new(),
    }
}

/// What is suspended or asked back keeps the visit that gave the reason; what is accepted, the last day of its
/// settlement.
fn consequences(project: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    let written = match project.action {
        Some("suspend" | "recover") => misuse::unanswered((project.id, project.before), kin)
            .map(|(visit, _)| ("halt_visit", visit.to_string())),
        Some("accept") => settlement_until(project.after, &working_days(project.today, kin))
            .map(|until| ("settlement_until", date::to_iso(until))),
        _ => None,
    };
    let sets = |(field, text): (&str, String)| Sets::from([(field.to_owned(), Some(Value::Text(text)))]);
    written.map(|written| (project.id, sets(written))).into_iter().collect()
}

/// An estimate that is there makes the very amounts that are asked for.
fn estimate(project: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let lines = kin.children(project.id, Kind::EstimateLine);
    if lines.is_empty() {
        return Vec::new();
    }
    let sums = estimate_line::sums(lines.iter().map(|(_, doc)| doc));
    let asked = [("support_requested", sums.support), ("counterpart", sums.counterpart)];
    let differs = asked.into_iter().filter(|(field, sum)| number(project.after, field) != Some(*sum));
    differs.map(|(field, _)| Problem::new(field, ProblemCode::EstimateDiffers)).collect()
}

/// Nobody sends a project without the two commitments (gates G3 and G4), be it made from a need or not.
fn commitments(project: &Document) -> Vec<Problem> {
    let has_counterpart = number(project, "counterpart").is_some_and(|amount| amount > 0);
    let asked = [("counterpart_committed", has_counterpart), ("no_double_support", true)];
    let is_open = |field: &str| project.get(field) != Some(&Value::Bool(true));
    let open = asked.into_iter().filter(|(field, is_asked)| *is_asked && is_open(field));
    open.map(|(field, _)| Problem::new(field, ProblemCode::NotCommitted)).collect()
}

/// More than was asked for, or than the norm of the day of the decision allows, is granted for a reason.
fn grant(project: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let Some(granted) = number(project.after, "support_approved") else { return Vec::new() };
    if project.after.get("stage_note").is_some() {
        return Vec::new();
    }
    let entries: Vec<Document> = kin.all(Kind::CostNorm).into_iter().map(|(_, doc)| doc).collect();
    let norms = cost_norm::in_use(&entries);
    let ceiling = norm_ask(project.after, project.today).and_then(|ask| support_max(&norms, &ask).ok());
    let asked = number(project.after, "support_requested");
    let limits = [
        (asked, ProblemCode::AboveAsked),
        (ceiling.map(|ceiling| ceiling.amount_vnd), ProblemCode::AboveNorm),
    ];
    let over = limits
        .into_iter()
        .filter(|(most, _)| most.is_some_and(|most| granted > most))
        .map(|(_, code)| Problem::new("support_approved", code));
    over.collect()
}

fn keeps_back(project: &Subject<'_>, kin: &dyn Kin, phase: ListPhase, moment: Moment) -> Vec<Problem> {
    let code = in_force::keeps_back((project.id, project.after), phase, kin, (moment, project.today));
    code.map(|code| Problem::new("", code)).into_iter().collect()
}

fn unchecked(project: &Subject<'_>, kin: &dyn Kin, phase: ListPhase, moment: Moment) -> Vec<Problem> {
    let found = in_force::unchecked((project.id, project.after), phase, kin, (moment, project.today));
    found.into_iter().collect()
}

/// What is settled covers what was received, and nothing is still asked for.
fn money(project: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let entries: Vec<(RecordId, Document)> = account::entries(project.id, kin);
    let ledger = account::ledger(project.after, &entries, kin);
    let sums = ledger.sums();
    let mut problems = Vec::new();
    if crate::ledger::breaches(&ledger).contains(&Breach::OverSettled) {
        problems.push(Problem::new("settlement_amount", ProblemCode::BelowPaid));
    }
    if sums.pending_vnd > 0 || sums.pending_recovery_vnd > 0 {
        problems.push(Problem::new("", ProblemCode::MoneyPending));
    } else if problems.is_empty() && number(project.after, "settlement_amount") > Some(sums.held_vnd()) {
        // After the liquidation nothing is paid any more: what is settled has been paid.
        problems.push(Problem::new("settlement_amount", ProblemCode::SettledUnpaid));
    }
    problems
}

/// What the checks find is mended before the dossier is sent, or sent with a reason.
fn found(project: &Subject<'_>, kin: &dyn Kin) -> Option<Problem> {
    let is_explained = project.after.get("stage_note").is_some();
    let n = report((project.id, project.after), kin, project.today).findings.len();
    (n > 0 && !is_explained).then(|| Problem::new("stage_note", ProblemCode::ChecksFound).with("n", n))
}

/// A project is archived after somebody went to see what became of it, and what they recommended is done
/// (DOMAIN §3.5 row 18).
fn post_check(project: &Subject<'_>, kin: &dyn Kin) -> Option<Problem> {
    let is_checked =
        project.before.text("stage").and_then(ProjectStage::from_code) == Some(ProjectStage::PostCheck);
    if !is_checked || project.after.get("facility").is_none() {
        return None;
    }
    let closed = day(project.after, "year_settlement_date");
    let visits = visits_of((project.id, project.after), kin);
    let is_post_check = |doc: &Document| {
        let visit = Visit::read(doc);
        visit.stage == Some(VisitStage::Signed)
            && visit.visit_kind == Some(VisitKind::PostCheck)
            && visit.visited_on.is_some_and(|on| closed.is_none_or(|closed| on >= closed))
    };
    if !visits.iter().any(|(_, visit)| is_post_check(visit)) {
        return Some(Problem::new("", ProblemCode::NoPostCheck));
    }
    let is_open =
        |(_, doc): &(RecordId, Document)| doc.text("stage") != Some(RecommendationStage::Verified.code());
    let open = visits
        .iter()
        .flat_map(|(visit, _)| kin.children(*visit, Kind::Recommendation))
        .any(|one| is_open(&one));
    open.then(|| Problem::new("", ProblemCode::RecommendationsOpen))
}
