//! What the ledger of a project lets happen to a disbursement, and the sums that follow for the
//! project.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::account::{self, Around};
use super::lists::DisbursementStage;
use crate::id::RecordId;
use crate::ledger::advance::Need;
use crate::ledger::phase::MoneyPhase;
use crate::ledger::{EntryKind, EntryState};
use crate::ordering;
use crate::record::Kind;
use crate::record::course::Sets;
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::paper::in_force;
use crate::record::paper::list::Moment;
use crate::record::project::misuse;
use crate::record::rule::{Problem, ProblemCode, number};
use crate::record::visit::Visit;
use crate::record::visit::rules::{confirmed_volume, visits_of};
use crate::settlement::template::ListPhase;
use crate::value::{Document, Value};

pub(super) const FAMILY: FamilyRules = FamilyRules { check, consequences };

/// An entry that counts must fit the ledger of the others at every step that binds somebody.
fn check(own: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    let Some(id) = own.parent("project") else { return Vec::new() };
    let Some((_, project)) = kin.get(id) else { return Vec::new() };
    let (Some(entry), Some(kind)) = (account::entry(own.after), account::kind_of(own.after)) else {
        return Vec::new();
    };
    let mut others = account::entries(id, kin);
    others.retain(|(other, _)| *other != own.id);
    let mut ledger = account::ledger(&project, &others, kin);
    let (papers, reports) = (kin.children(id, Kind::Paper), kin.children(id, Kind::ProgressReport));
    let around = Around { project: &project, papers: &papers, reports: &reports, today: own.today };
    let mut standing = account::standing(around, own.after);
    // An advance that was asked for in time is paid also when the acceptance has come meanwhile.
    let is_on_its_way = entry.state == EntryState::Paid || own.before.get("confirmed_volume").is_some();
    if kind == EntryKind::Advance && standing.phase == MoneyPhase::Accepted && is_on_its_way {
        standing.phase = MoneyPhase::Working;
    }
    // What comes after the acceptance is a payment.
    if kind == EntryKind::Advance && standing.phase == MoneyPhase::Accepted {
        return Vec::from([Problem::new("entry", ProblemCode::AdvanceAfterAcceptance)]);
    }
    let list = match kind {
        EntryKind::Advance => Some(ListPhase::Advance),
        EntryKind::Payment => Some(ListPhase::Settle),
        EntryKind::Recovery => None,
    };
    if let Some(list) = list.filter(|_| own.action == Some("pay")) {
        let at = (Moment::Running, own.today);
        if let Some(code) = in_force::keeps_back((id, &project), list, kin, at) {
            return Vec::from([Problem::new("", code)]);
        }
        if let Some(severe) = misuse::objection((id, &project), own.after, kin) {
            return Vec::from([severe]);
        }
    }
    if own.action == Some("confirm_volume")
        && let Some(problem) = unseen(own, &project, id, kin)
    {
        return Vec::from([problem]);
    }
    match ledger.enter(kind, entry.state, entry.amount_vnd, &standing) {
        Ok(()) => Vec::new(),
        Err(limits) => limits.into_iter().map(account::objection).collect(),
    }
}

/// Where the text asks for a part of the work to be done, it was seen by a visit (DOMAIN §6), and no more is
/// confirmed than that; otherwise who confirms says why.
fn unseen(own: &Subject<'_>, project: &Document, id: RecordId, kin: &dyn Kin) -> Option<Problem> {
    let rule = account::terms(project, kin).rule?;
    let asks = rule.needs.iter().any(|need| matches!(need, Need::DoneOver(_)));
    if account::kind_of(own.after) != Some(EntryKind::Advance) || !asks {
        return None;
    }
    let is_explained = own.after.get("stage_note").is_some();
    let visits = visits_of((id, project), kin);
    let seen = visits.iter().filter_map(|(_, visit)| confirmed_volume(&Visit::read(visit))).max();
    let total = number(project, "total_investment").unwrap_or(0);
    let confirmed = number(own.after, "confirmed_volume").unwrap_or(0);
    let is_within =
        seen.is_some_and(|percent| i128::from(confirmed) * 100 <= i128::from(total) * i128::from(percent));
    let code = if seen.is_some() { ProblemCode::MoreThanSeen } else { ProblemCode::NoProgressVisit };
    (!is_within && !is_explained).then(|| Problem::new("confirmed_volume", code))
}

/// The project carries the sums of what was paid; a request gets its number.
fn consequences(own: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    let Some(id) = own.parent("project") else { return Vec::new() };
    let Some((_, project)) = kin.get(id) else { return Vec::new() };
    let entries = account::entries(id, kin);
    let sums = account::ledger(&project, &entries, kin).sums();
    let mut written = Vec::new();
    let totals =
        [("advanced", sums.advanced_vnd), ("paid", sums.paid_vnd), ("recovered", sums.recovered_vnd)];
    let is_new = |(field, sum): &(&str, i64)| number(&project, field).unwrap_or(0) != *sum;
    let news = totals.into_iter().filter(is_new);
    let sets = ordering::map(news.map(|(field, sum)| (field.to_owned(), Some(Value::Int(sum)))));
    if !sets.is_empty() {
        written.push((id, sets));
    }
    if account::stage(own.after) == DisbursementStage::Submitted && own.after.get("seq").is_none() {
        let last = entries.iter().filter_map(|(_, doc)| number(doc, "seq")).max().unwrap_or(0);
        written.push((own.id, Sets::from([("seq".to_owned(), Some(Value::Int(last + 1)))])));
    }
    written
}
