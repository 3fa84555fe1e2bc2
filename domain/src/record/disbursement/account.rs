//! The records of a project as its ledger: the entries, what they are bound to, and how the project
//! stands. The server asks it in the transaction, the page before it offers a step.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::lists::DisbursementStage;
use crate::id::RecordId;
use crate::ledger::advance::{AdvanceRule, Done, MoneyPaper, Need, Standing, rule_for};
use crate::ledger::phase::MoneyPhase;
use crate::ledger::{Entry, EntryKind, EntryState, Ledger, Limit, RatioOverride, Sums, Terms};
use crate::norm::NormItem;
use crate::record::Kind;
use crate::record::family::Kin;
use crate::record::field::Choice;
use crate::record::need::Activity;
use crate::record::paper::list::{Dossier, Moment};
use crate::record::project::course::stage_of;
use crate::record::project::lists::{Conclusion, Funding};
use crate::record::reference::threshold::advance_pct;
use crate::record::rule::{Problem, ProblemCode, day, number};
use crate::record::stage::ProjectStage;
use crate::settlement::template::ListPhase;
use crate::value::Document;

/// The disbursements of a project.
pub fn entries(project: RecordId, kin: &dyn Kin) -> Vec<(RecordId, Document)> {
    kin.children(project, Kind::Disbursement)
}

/// What an entry is; a newer version may know others.
pub fn kind_of(doc: &Document) -> Option<EntryKind> {
    doc.text("entry").and_then(EntryKind::from_code)
}

/// Where an entry is.
pub fn stage(doc: &Document) -> DisbursementStage {
    doc.text("stage").and_then(DisbursementStage::from_code).unwrap_or(DisbursementStage::Draft)
}

/// An entry as the ledger counts it; what is not asked for yet does not count.
pub fn entry(doc: &Document) -> Option<Entry> {
    let (state, amount) = match stage(doc) {
        DisbursementStage::Draft | DisbursementStage::Returned | DisbursementStage::Failed => return None,
        DisbursementStage::Submitted | DisbursementStage::VolumeConfirmed => {
            (EntryState::Pending, "requested")
        }
        DisbursementStage::Approved => (EntryState::Pending, "approved_amount"),
        DisbursementStage::Paid => (EntryState::Paid, "paid_amount"),
    };
    let kind = kind_of(doc)?;
    // An advance is asked for before the acceptance: whatever comes later is a payment.
    let phase = match kind {
        EntryKind::Advance => MoneyPhase::Working,
        EntryKind::Payment | EntryKind::Recovery => MoneyPhase::Accepted,
    };
    Some(Entry { kind, state, amount_vnd: number(doc, amount)?, phase })
}

/// What the money of a project is bound to: the rates are those of the day of its contract.
pub fn terms(project: &Document, kin: &dyn Kin) -> Terms {
    let activity = project.text("activity").and_then(Activity::from_code);
    let funding = project.text("funding").and_then(Funding::from_code);
    let item = project.text("norm_item").and_then(NormItem::from_code).unwrap_or(NormItem::Main);
    let rule = activity.zip(funding).and_then(|(activity, funding)| {
        let rule = rule_for(activity, item, funding)?;
        let signed_on = day(project, "contract_date");
        let set = signed_on.and_then(|on| advance_pct(activity, item, on, kin));
        Some(AdvanceRule { percent: set.unwrap_or(rule.percent), ..rule })
    });
    // One person types it, another must have seen its decision before it lets more go.
    let is_confirmed = project.get("advance_ratio_by").is_some();
    let counts = |percent: &i64| is_confirmed || rule.as_ref().is_some_and(|rule| *percent <= rule.percent);
    let ratio = number(project, "advance_ratio").filter(counts).map(|percent| RatioOverride {
        percent,
        decision_no: project.text("advance_ratio_no").unwrap_or_default().to_owned(),
    });
    Terms {
        // Without an activity there is no rule, and nothing is advanced.
        activity: activity.unwrap_or(Activity::Capacity),
        approved_vnd: number(project, "support_approved").unwrap_or(0),
        settled_vnd: number(project, "settlement_amount"),
        rule,
        ratio,
    }
}

/// The ledger of a project.
pub fn ledger(project: &Document, entries: &[(RecordId, Document)], kin: &dyn Kin) -> Ledger {
    let counted = entries.iter().filter_map(|(_, doc)| entry(doc));
    Ledger { terms: terms(project, kin), entries: counted.collect() }
}

/// What the disbursements of a project come to.
pub fn sums<'a>(disbursements: impl IntoIterator<Item = &'a Document>) -> Sums {
    Sums::of(&disbursements.into_iter().filter_map(entry).collect::<Vec<_>>())
}

/// The records of a project that decide how it stands.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The project.
    pub project: &'a Document,
    /// Its papers.
    pub papers: &'a [(RecordId, Document)],
    /// Its progress reports.
    pub reports: &'a [(RecordId, Document)],
    /// The day.
    pub today: NaiveDate,
}

/// How a project stands for an entry. Only what is in the book counts as there: what a request says to have
/// attached is its own word.
pub fn standing(around: Around<'_>, entry: &Document) -> Standing {
    let Around { project, papers, reports, today } = around;
    let phase = stage_of(project).map_or(MoneyPhase::Early, MoneyPhase::of);
    let mut there = BTreeSet::new();
    let has = |field: &str| project.get(field).is_some();
    let conclusion = project.text("acceptance_conclusion").and_then(Conclusion::from_code);
    let known = [
        (MoneyPaper::ProjectContract, has("contract_no")),
        (MoneyPaper::Plan, has("group_plan_on")),
        (MoneyPaper::ProgressReport, reports.iter().any(|(_, doc)| is_sent(doc))),
        (MoneyPaper::VolumeReport, has("volume_report_on")),
        (MoneyPaper::Acceptance, has("acceptance_no") && conclusion != Some(Conclusion::Fail)),
    ];
    there.extend(known.into_iter().filter(|(_, is_there)| *is_there).map(|(paper, _)| paper));
    for phase in [ListPhase::Advance, ListPhase::Accept, ListPhase::Settle] {
        of_dossier(&mut there, phase, Dossier::read(project, papers, phase, (Moment::Running, today)));
    }
    Standing { phase, papers: there, done: done(project, reports, entry) }
}

fn of_dossier(there: &mut BTreeSet<MoneyPaper>, phase: ListPhase, dossier: Option<Dossier>) {
    let Some(dossier) = dossier else { return };
    let codes = [
        (MoneyPaper::Plan, "s10_plan"),
        (MoneyPaper::SupportContract, "s10_contract"),
        (MoneyPaper::Registration, "s10_registration"),
        (MoneyPaper::ResultReport, "s03"),
        (MoneyPaper::VolumeReport, "s04"),
        (MoneyPaper::Plan, "adv03"),
        (MoneyPaper::SupportContract, "adv02"),
        (MoneyPaper::ProgressReport, "adv04"),
        (MoneyPaper::ResultReport, "acc02"),
        (MoneyPaper::VolumeReport, "acc01"),
    ];
    there.extend(codes.into_iter().filter(|(_, code)| dossier.is_there(code)).map(|(paper, _)| paper));
    if phase == ListPhase::Settle && dossier.has_activity_papers() {
        there.insert(MoneyPaper::ActivityPapers);
    }
}

fn is_sent(report: &Document) -> bool {
    matches!(report.text("stage"), Some("sent" | "noted"))
}

/// What is done: as the Department confirmed, else as was reported.
fn done(project: &Document, reports: &[(RecordId, Document)], entry: &Document) -> Option<Done> {
    if let (Some(part), Some(whole)) =
        (number(entry, "confirmed_volume"), number(project, "total_investment"))
    {
        return Some(Done { part, whole });
    }
    let reported = reports.iter().map(|(_, doc)| doc).filter(|doc| is_sent(doc));
    let reported = reported.filter_map(|doc| number(doc, "volume_pct")).max();
    let part = reported.max(number(project, "volume_pct"))?;
    Some(Done { part, whole: 100 })
}

/// A limit of the ledger as a problem of an entry.
pub fn objection(limit: Limit) -> Problem {
    let (field, code) = match limit {
        Limit::Phase(MoneyPhase::Settled) => ("entry", ProblemCode::ProjectSettled),
        Limit::Phase(MoneyPhase::Halted) => ("entry", ProblemCode::MoneyHalted),
        Limit::Phase(MoneyPhase::Early | MoneyPhase::Working | MoneyPhase::Accepted) => {
            ("entry", ProblemCode::MoneyTooEarly)
        }
        Limit::NoRule => ("entry", ProblemCode::NoAdvanceRule),
        Limit::Need(Need::Paper(_)) => ("attached", ProblemCode::MoneyPaperMissing),
        Limit::Need(Need::DoneOver(_)) => ("attached", ProblemCode::TooLittleDone),
        Limit::AdvancePart { .. } => ("requested", ProblemCode::AdvanceOverLimit),
        Limit::Total { .. } => ("requested", ProblemCode::PaidOverApproved),
        Limit::Held { .. } => ("requested", ProblemCode::RecoveryOverPaid),
        Limit::Amount | Limit::NotPending => ("requested", ProblemCode::NoAmount),
    };
    Problem::new(field, code)
}

/// Whether a project is being paid out: what the accountants look at.
pub fn is_running(stage: ProjectStage) -> bool {
    matches!(MoneyPhase::of(stage), MoneyPhase::Working | MoneyPhase::Accepted)
}
