//! The history of support of a facility (DOMAIN §9.1), computed from what names it: projects, what was
//! carried out for it, and what was imported from before the book.

use alloc::vec::Vec;

use chrono::{Datelike, NaiveDate};

use crate::alert::{self, Alert, AlertRules};
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::field::Choice;
use crate::record::project::rows::beneficiaries;
use crate::record::rule::{day, number};
use crate::record::stage::ProjectStage;
use crate::value::Document;

/// One support.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Support {
    /// Year it counts in, when one is known.
    pub year: Option<i64>,
    /// What was approved, or what it cost the budget.
    pub approved_vnd: Option<i64>,
    /// What was paid.
    pub paid_vnd: Option<i64>,
    /// Day from which it counts as given.
    pub given_on: Option<NaiveDate>,
}

/// Where a kind says what it gave: its days, the first known one counts, and its amounts.
struct Source {
    kind: Kind,
    years: &'static [&'static str],
    days: &'static [&'static str],
    approved: &'static [&'static str],
    paid: &'static [&'static str],
}

const SOURCES: [Source; 8] = [
    Source {
        kind: Kind::Project,
        years: &["plan_year"],
        days: &["decision_date"],
        approved: &["support_approved"],
        paid: &["advanced", "paid"],
    },
    Source {
        kind: Kind::OldSupport,
        years: &["year"],
        days: &["decision_date"],
        approved: &["amount"],
        paid: &["amount"],
    },
    Source { kind: Kind::FairBooth, years: &[], days: &["stage_since"], approved: &["supported"], paid: &[] },
    Source {
        kind: Kind::Consulting,
        years: &[],
        days: &["started_on", "ended_on"],
        approved: &["cost"],
        paid: &[],
    },
    Source {
        kind: Kind::Brand,
        years: &[],
        days: &["filed_on", "granted_on"],
        approved: &["cost"],
        paid: &[],
    },
    Source { kind: Kind::Showroom, years: &[], days: &["opened_on"], approved: &["cost"], paid: &[] },
    Source { kind: Kind::Startup, years: &[], days: &["registered_on"], approved: &["cost"], paid: &[] },
    Source {
        kind: Kind::Relocation,
        years: &[],
        days: &["contract_date"],
        approved: &["supported"],
        paid: &[],
    },
];

/// The kinds whose records tell of support.
pub fn kinds() -> impl Iterator<Item = Kind> {
    SOURCES.iter().map(|source| source.kind)
}

/// What a record tells of support; nothing of a project that was not approved, nor of what a project pays
/// for: that one tells it.
pub fn support_of(kind: Kind, doc: &Document) -> Option<Support> {
    let source = SOURCES.iter().find(|source| source.kind == kind)?;
    if kind != Kind::Project && doc.text("project").is_some() {
        return None;
    }
    if is_off(doc.text("stage")) {
        return None;
    }
    if kind == Kind::Project && number(doc, "support_approved").is_none() {
        return None;
    }
    let given_on = source.days.iter().find_map(|field| day(doc, field));
    let year = source.years.iter().find_map(|field| number(doc, field));
    let sum = |fields: &[&str]| fields.iter().filter_map(|field| number(doc, field)).reduce(|a, b| a + b);
    Some(Support {
        year: year.or(given_on.map(|day| i64::from(day.year()))),
        approved_vnd: sum(source.approved),
        paid_vnd: sum(source.paid),
        // An old list knows the year only: the support counts to its end.
        given_on: given_on.or(year.and_then(end_of_year)),
    })
}

/// What a facility has of a record: of a group project (DOMAIN §3.2) its own share, whichever of its
/// beneficiaries the project is filed under. What of the share is paid, the project does not tell.
pub fn support_for(facility: RecordId, kind: Kind, doc: &Document) -> Option<Support> {
    let whole = support_of(kind, doc)?;
    let group = if kind == Kind::Project { beneficiaries(doc) } else { Vec::new() };
    if group.is_empty() {
        return Some(whole);
    }
    let own = group.into_iter().find(|one| one.facility == Some(facility))?;
    Some(Support { approved_vnd: own.share, paid_vnd: None, ..whole })
}

/// Everyone a record supports: the one it is filed under, or each beneficiary of a group that is registered.
pub fn supported(kind: Kind, doc: &Document) -> Vec<RecordId> {
    let group = if kind == Kind::Project { beneficiaries(doc) } else { Vec::new() };
    if group.is_empty() {
        return crate::record::parent(kind, doc).into_iter().collect();
    }
    group.into_iter().filter_map(|one| one.facility).collect()
}

/// Whether nothing came of it.
fn is_off(stage: Option<&str>) -> bool {
    let Some(stage) = stage else { return false };
    match ProjectStage::from_code(stage) {
        Some(ProjectStage::Rejected | ProjectStage::Withdrawn | ProjectStage::Cancelled) => true,
        // Activities have a course of their own, with the same word for its early end.
        Some(_) | None => stage == "cancelled",
    }
}

fn end_of_year(year: i64) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, 12, 31)
}

/// Whether a facility was supported more than once in the years the alert looks back.
pub fn repeated(history: &[Support], today: NaiveDate, rules: &AlertRules) -> Option<Alert> {
    let days: Vec<NaiveDate> = history.iter().filter_map(|support| support.given_on).collect();
    alert::repeated(&days, today, rules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    use crate::value::Value;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default()
    }

    fn project(stage: &str, on: &str) -> Document {
        Document::default()
            .with("stage", stage)
            .with("plan_year", 2025)
            .with("support_approved", 300_000_000)
            .with("decision_date", on)
            .with("advanced", 210_000_000)
            .with("paid", 40_000_000)
    }

    #[test]
    fn a_project_counts_once_it_is_approved_and_goes_on() {
        let support = support_of(Kind::Project, &project("in_progress", "2025-03-02")).unwrap();
        assert_eq!((support.year, support.paid_vnd), (Some(2025), Some(250_000_000)));
        assert_eq!(support_of(Kind::Project, &project("cancelled", "2025-03-02")), None);
        assert_eq!(support_of(Kind::Project, &Document::default().with("plan_year", 2025)), None);
    }

    #[test]
    fn each_of_a_group_has_its_share() {
        let (one, other, stranger) = (
            RecordId::named("facility", "1"),
            RecordId::named("facility", "2"),
            RecordId::named("facility", "3"),
        );
        let row = |name: &str, facility: Option<RecordId>, share: i64| {
            let row = Document::default().with("name", name).with("share", share);
            let row = facility.map_or(row.clone(), |id| row.with("facility", id.to_string()));
            Value::Map(row.0)
        };
        let shares = Value::List(Vec::from([
            row("Mộc Hà", Some(one), 100_000_000),
            row("Mộc Lan", Some(other), 150_000_000),
            row("Chưa đăng ký", None, 50_000_000),
        ]));
        let group = project("in_progress", "2025-03-02")
            .with("facility", one.to_string())
            .with("beneficiaries", shares);
        let share = |id| support_for(id, Kind::Project, &group).and_then(|support| support.approved_vnd);
        assert_eq!((share(one), share(other), share(stranger)), (Some(100_000_000), Some(150_000_000), None));
        assert_eq!(support_for(one, Kind::Project, &group).unwrap().paid_vnd, None);
        assert_eq!(supported(Kind::Project, &group), [one, other]);
        let alone = project("in_progress", "2025-03-02").with("facility", one.to_string());
        assert_eq!(supported(Kind::Project, &alone), [one]);
        assert_eq!(support_for(one, Kind::Project, &alone).unwrap().paid_vnd, Some(250_000_000));
    }

    #[test]
    fn what_a_project_pays_for_is_told_by_the_project() {
        let brand = Document::default().with("cost", 35_000_000).with("filed_on", "2024-05-02");
        assert!(support_of(Kind::Brand, &brand).is_some());
        assert_eq!(support_of(Kind::Brand, &brand.with("project", "x")), None);
        assert_eq!(support_of(Kind::Facility, &Document::default()), None);
    }

    #[test]
    fn old_and_new_support_together_are_noticed() {
        let old = Document::default().with("year", 2024).with("amount", 90_000_000);
        let history: Vec<Support> =
            [support_of(Kind::OldSupport, &old), support_of(Kind::Project, &project("closed", "2025-03-02"))]
                .into_iter()
                .flatten()
                .collect();
        assert_eq!(repeated(&history, today(), &AlertRules::USUAL), Some(Alert::Repeated { times: 2 }));
        assert_eq!(repeated(&history[1..], today(), &AlertRules::USUAL), None);
        let wider = AlertRules { supports: 3, ..AlertRules::USUAL };
        assert_eq!(repeated(&history, today(), &wider), None, "the office has set three");
    }
}
