//! How a facility has reported on its projects (C8): the months in which a report was due, and those whose
//! report was there in time.

use alloc::vec::Vec;

use chrono::{Datelike, Months, NaiveDate};

use super::facts::Around;
use crate::alert::AlertRules;
use crate::record::Kind;
use crate::record::field::Choice;
use crate::record::progress_report::ReportStage;
use crate::record::rule::day;
use crate::value::Document;

/// Reports that were due, and those of them in time; `None` while what was reported is not at hand.
pub(super) fn reporting(around: &Around<'_>) -> Option<(i64, i64)> {
    let beside = around.beside?;
    let projects = beside.supports.iter().filter(|(kind, _, _)| *kind == Kind::Project);
    let counted = projects.map(|(_, id, project)| {
        let reports: Vec<&Document> =
            beside.reports.iter().filter(|(of, _)| of == id).map(|(_, report)| report).collect();
        of_project(project, &reports, around.today)
    });
    Some(counted.fold((0, 0), |(due, kept), (more_due, more_kept)| (due + more_due, kept + more_kept)))
}

/// From the first day of work to the acceptance, a report by the 25th of each month.
fn of_project(project: &Document, reports: &[&Document], today: NaiveDate) -> (i64, i64) {
    let Some(began) = day(project, "started_on") else { return (0, 0) };
    let last = day(project, "acceptance_date").unwrap_or(today).min(today);
    let mut by = began.with_day(AlertRules::USUAL.report_day);
    let (mut due, mut kept) = (0, 0);
    while let Some(deadline) = by.filter(|deadline| *deadline <= last) {
        if deadline >= began {
            due += 1;
            kept += i64::from(reports.iter().any(|report| is_in_time(report, deadline)));
        }
        by = deadline.checked_add_months(Months::new(1));
    }
    (due, kept)
}

/// Sent, about the month of this deadline, and drawn up by it.
fn is_in_time(report: &Document, deadline: NaiveDate) -> bool {
    let is_sent = match report.text("stage").and_then(ReportStage::from_code) {
        Some(ReportStage::Sent | ReportStage::Noted) => true,
        Some(ReportStage::Draft) | None => false,
    };
    let month = |day: NaiveDate| (day.year(), day.month());
    is_sent
        && day(report, "period").is_some_and(|period| month(period) == month(deadline))
        && day(report, "reported_on").is_some_and(|on| on <= deadline)
}
