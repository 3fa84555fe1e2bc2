//! Automatic alerts (DOMAIN §6): what a person should look at, as functions over plain facts. An
//! alert accuses nobody; it names the figures it rests on.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::{Datelike, Months, NaiveDate};

use crate::id::RecordId;
use crate::record::macros::choices;

choices! {
    /// An alert.
    AlertCode = "alert";
    /// A running project has sent no progress report by the 25th.
    NoReport = "no_report",
    /// An advance is paid, and nobody has visited for 60 days.
    NoVisit = "no_visit",
    /// The settlement dossier is late.
    SettlementLate = "settlement_late",
    /// Nothing is done when most of the time is over.
    NoResult = "no_result",
    /// A facility was supported twice or more in three years.
    Repeated = "repeated",
    /// Facilities of one owner.
    SameOwner = "same_owner",
    /// Facilities with one phone.
    SamePhone = "same_phone",
    /// Facilities with one bank account.
    SameAccount = "same_account",
    /// The same photo in two visits.
    PhotoReused = "photo_reused",
    /// A visit far from the place on record.
    FarPlace = "far_place",
    /// A visit found something severe, and nobody has answered it.
    Severe = "severe",
    /// A facility has registered one wish twice.
    RegisteredTwice = "registered_twice",
}

/// From when on to alert: what comes with the product, where the office has set nothing else
/// ([`crate::record::reference::threshold`]).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AlertRules {
    /// Day of the month by which the progress report has come.
    pub report_day: u32,
    /// Days without a visit after an advance.
    pub visit_days: i64,
    /// Share of the time, %, after which something must be done.
    pub result_pct: i64,
    /// So many supports of a facility.
    pub supports: usize,
    /// Within so many years.
    pub support_years: u32,
    /// Metres between a visit and the place on record.
    pub place_metres: i64,
}

impl AlertRules {
    /// The rules of DOMAIN §6.
    pub const USUAL: Self = Self {
        report_day: 25,
        visit_days: 60,
        result_pct: 80,
        supports: 2,
        support_years: 3,
        place_metres: 500,
    };
}

/// What the alerts about one project look at: one that has begun and is neither stopped nor closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ProjectPace {
    /// First day of work.
    pub started_on: Option<NaiveDate>,
    /// Planned last day.
    pub planned_end: Option<NaiveDate>,
    /// Day of the latest progress report.
    pub reported_on: Option<NaiveDate>,
    /// What is done by the latest report, %; nobody reported is nothing done.
    pub done_pct: Option<i64>,
    /// Day the latest advance was paid.
    pub advanced_on: Option<NaiveDate>,
    /// Day of the latest visit.
    pub visited_on: Option<NaiveDate>,
    /// Day of acceptance; from then on the work is no longer watched.
    pub accepted_on: Option<NaiveDate>,
    /// Last day the settlement dossier is in time.
    pub settlement_due: Option<NaiveDate>,
    /// Day it came in.
    pub settlement_on: Option<NaiveDate>,
}

/// An alert with the figure it rests on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alert {
    /// No progress report since this day.
    NoReport {
        /// First day of the month whose report is missing.
        month: NaiveDate,
    },
    /// No visit for so long.
    NoVisit {
        /// Days since the advance or the latest visit.
        days: i64,
    },
    /// The settlement dossier is so late.
    SettlementLate {
        /// Days.
        days: i64,
    },
    /// Nothing is done after so much of the time.
    NoResult {
        /// Share of the time that is over, %.
        elapsed_pct: i64,
    },
    /// Supported so often.
    Repeated {
        /// How often.
        times: usize,
    },
    /// A visit so far from the place on record.
    FarPlace {
        /// Metres.
        metres: i64,
    },
}

impl Alert {
    /// Its code.
    pub const fn code(self) -> AlertCode {
        match self {
            Self::NoReport { .. } => AlertCode::NoReport,
            Self::NoVisit { .. } => AlertCode::NoVisit,
            Self::SettlementLate { .. } => AlertCode::SettlementLate,
            Self::NoResult { .. } => AlertCode::NoResult,
            Self::Repeated { .. } => AlertCode::Repeated,
            Self::FarPlace { .. } => AlertCode::FarPlace,
        }
    }
}

/// All alerts about the pace of one project.
pub fn project_alerts(pace: &ProjectPace, today: NaiveDate, rules: &AlertRules) -> Vec<Alert> {
    let found = [
        no_report(pace, today, rules),
        no_visit(pace, today, rules),
        settlement_late(pace, today),
        no_result(pace, today, rules),
    ];
    found.into_iter().flatten().collect()
}

/// No progress report for the latest month whose day has come. A report that came late is one.
/// A project that began in that month owes its first report in the next.
pub fn no_report(pace: &ProjectPace, today: NaiveDate, rules: &AlertRules) -> Option<Alert> {
    let started = running_since(pace)?;
    let this_month = today.with_day(1)?;
    let month = if today.day() >= rules.report_day {
        this_month
    } else {
        this_month.checked_sub_months(Months::new(1))?
    };
    let is_missing = pace.reported_on.is_none_or(|day| day < month);
    (started < month && is_missing).then_some(Alert::NoReport { month })
}

/// An advance is paid and nobody has visited since, or for long.
pub fn no_visit(pace: &ProjectPace, today: NaiveDate, rules: &AlertRules) -> Option<Alert> {
    running_since(pace)?;
    let last_seen = pace.visited_on.into_iter().fold(pace.advanced_on?, NaiveDate::max);
    let days = today.signed_duration_since(last_seen).num_days();
    (days > rules.visit_days).then_some(Alert::NoVisit { days })
}

/// The settlement dossier has not come in time.
pub fn settlement_late(pace: &ProjectPace, today: NaiveDate) -> Option<Alert> {
    let days = today.signed_duration_since(pace.settlement_due?).num_days();
    (pace.settlement_on.is_none() && days > 0).then_some(Alert::SettlementLate { days })
}

/// Nothing is done although most of the time is over.
pub fn no_result(pace: &ProjectPace, today: NaiveDate, rules: &AlertRules) -> Option<Alert> {
    let started = running_since(pace)?;
    let planned = pace.planned_end?.signed_duration_since(started).num_days();
    let elapsed = today.signed_duration_since(started).num_days();
    if planned <= 0 || elapsed < 0 || pace.done_pct.is_some_and(|done| done > 0) {
        return None;
    }
    let elapsed_pct = elapsed.saturating_mul(100) / planned;
    (elapsed_pct >= rules.result_pct).then_some(Alert::NoResult { elapsed_pct })
}

/// A facility was supported more than once within some years, counted back from `today`.
pub fn repeated(approved_on: &[NaiveDate], today: NaiveDate, rules: &AlertRules) -> Option<Alert> {
    let since = today.checked_sub_months(Months::new(rules.support_years.saturating_mul(12)))?;
    let times = approved_on.iter().filter(|day| **day > since && **day <= today).count();
    (times >= rules.supports).then_some(Alert::Repeated { times })
}

/// A place, in 1e-7 degree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Latitude.
    pub lat_e7: i64,
    /// Longitude.
    pub lng_e7: i64,
}

/// A visit was made far from the place on record.
pub fn far_place(visit: Place, record: Place, rules: &AlertRules) -> Option<Alert> {
    let metres = metres_between(visit, record);
    (metres > rules.place_metres).then_some(Alert::FarPlace { metres })
}

/// Straight distance in metres. At the latitude of the province a degree is 111.2 km northwards and
/// 103.6 km eastwards; the error is below 1 %.
pub fn metres_between(one: Place, other: Place) -> i64 {
    let metres = |from: i64, to: i64, per_degree: i128| (i128::from(to) - i128::from(from)) * per_degree;
    let north = metres(one.lat_e7, other.lat_e7, 111_200) / 10_000_000;
    let east = metres(one.lng_e7, other.lng_e7, 103_600) / 10_000_000;
    i64::try_from((north * north + east * east).isqrt()).unwrap_or(i64::MAX)
}

/// What may tie one facility to another. Texts are in their stored form; `None` and empty tie to
/// nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ties {
    /// The facility.
    pub facility: RecordId,
    /// What the owner is known by: the citizen id.
    pub owner: Option<String>,
    /// All phones.
    pub phones: Vec<String>,
    /// Bank account.
    pub account: Option<String>,
}

/// Facilities that share something. What they share is personal and not repeated here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tied {
    /// What they share.
    pub code: AlertCode,
    /// The facilities, two or more, in the order of their ids.
    pub facilities: Vec<RecordId>,
}

/// Every group of facilities with one owner, one phone or one bank account.
pub fn tied(facilities: &[Ties]) -> Vec<Tied> {
    let mut found = Vec::new();
    let of_owner = |ties: &Ties| ties.owner.iter().cloned().collect();
    let of_account = |ties: &Ties| ties.account.iter().cloned().collect();
    found.extend(groups(AlertCode::SameOwner, facilities, &of_owner));
    found.extend(groups(AlertCode::SamePhone, facilities, &|ties| ties.phones.clone()));
    found.extend(groups(AlertCode::SameAccount, facilities, &of_account));
    found
}

fn groups(
    code: AlertCode,
    facilities: &[Ties],
    values: &dyn Fn(&Ties) -> Vec<String>,
) -> impl Iterator<Item = Tied> {
    let mut holders: BTreeMap<String, Vec<RecordId>> = BTreeMap::new();
    for ties in facilities {
        for value in values(ties).into_iter().filter(|value| !value.trim().is_empty()) {
            let holders = holders.entry(value).or_default();
            if !holders.contains(&ties.facility) {
                holders.push(ties.facility);
            }
        }
    }
    let shared = holders.into_values().filter(|holders| holders.len() > 1);
    shared.map(move |facilities| Tied {
        code,
        facilities: crate::ordering::set(facilities).into_iter().collect(),
    })
}

/// A photo of a visit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Photo {
    /// The photo.
    pub photo: RecordId,
    /// The visit it was taken on.
    pub visit: RecordId,
    /// SHA-256 of its bytes, hexadecimal.
    pub hash: String,
}

/// A photo that was seen before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reused {
    /// The photo.
    pub photo: RecordId,
    /// The photo of another visit it repeats.
    pub repeats: RecordId,
}

/// Photos of these that repeat one of another visit, in the order given; the first one is the
/// original. The same photo twice in one visit is a slip, not an alert.
pub fn reused_photos(photos: &[Photo]) -> Vec<Reused> {
    let mut first: BTreeMap<&str, &Photo> = BTreeMap::new();
    let mut found = Vec::new();
    for photo in photos.iter().filter(|photo| !photo.hash.is_empty()) {
        let original = first.entry(photo.hash.as_str()).or_insert(photo);
        if original.visit != photo.visit {
            found.push(Reused { photo: photo.photo, repeats: original.photo });
        }
    }
    found
}

/// First day of a project whose work is still watched.
fn running_since(pace: &ProjectPace) -> Option<NaiveDate> {
    match pace.accepted_on {
        Some(_) => None,
        None => pace.started_on,
    }
}
