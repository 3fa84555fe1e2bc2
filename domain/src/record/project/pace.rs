//! How a project keeps pace, as far as its own records tell. Visits are not among them: who knows
//! them adds them.

use chrono::NaiveDate;

use super::course::stage_of;
use crate::alert::ProjectPace;
use crate::ledger::EntryKind;
use crate::ledger::phase::MoneyPhase;
use crate::record::disbursement::account;
use crate::record::disbursement::lists::DisbursementStage;
use crate::record::paper::list::settlement_due;
use crate::record::rule::{day, number};
use crate::value::Document;

/// The day the latest advance among the disbursements of a project was paid.
pub fn advanced_on<'a>(disbursements: impl IntoIterator<Item = &'a Document>) -> Option<NaiveDate> {
    let is_paid = |doc: &&Document| {
        account::kind_of(doc) == Some(EntryKind::Advance) && account::stage(doc) == DisbursementStage::Paid
    };
    disbursements.into_iter().filter(is_paid).filter_map(|doc| day(doc, "paid_on")).max()
}

/// The pace of a project with its progress reports; nothing is told of one that is halted or over.
pub fn pace(project: &Document, reports: &[Document]) -> ProjectPace {
    match stage_of(project).map(MoneyPhase::of) {
        Some(MoneyPhase::Working | MoneyPhase::Accepted) => {}
        Some(MoneyPhase::Early | MoneyPhase::Settled | MoneyPhase::Halted) | None => {
            return ProjectPace::default();
        }
    }
    let sent = || reports.iter().filter(|report| matches!(report.text("stage"), Some("sent" | "noted")));
    let latest = sent().max_by_key(|report| day(report, "reported_on"));
    let done = latest.and_then(|report| number(report, "volume_pct"));
    ProjectPace {
        started_on: day(project, "started_on"),
        planned_end: day(project, "planned_end"),
        reported_on: latest.and_then(|report| day(report, "reported_on")),
        done_pct: number(project, "volume_pct").max(done),
        advanced_on: None,
        visited_on: None,
        accepted_on: day(project, "acceptance_date"),
        settlement_due: settlement_due(project),
        settlement_on: day(project, "settlement_dossier_on"),
    }
}
