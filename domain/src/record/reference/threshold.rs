//! Figures the office sets (DOMAIN §4.1, §5, §6): after how many days an alert is raised, how many score, how much is
//! advanced. They are entries of the shared lists with an amount, each from its day on; what comes with the product
//! counts while there is none.

use alloc::format;

use chrono::NaiveDate;

use super::code_entry::{CodeListName, amount_on};
use crate::alert::AlertRules;
use crate::norm::NormItem;
use crate::record::family::Kin;
use crate::record::macros::choices;
use crate::record::need::Activity;

choices! {
    /// A figure the office sets.
    Threshold = "threshold";
    /// Day of the month by which a progress report has come.
    ReportDay = "report_day",
    /// Days without a visit after an advance.
    VisitDays = "visit_days",
    /// Share of the time, %, after which something must be done.
    ResultPct = "result_pct",
    /// So many supports of a facility are told.
    Supports = "supports",
    /// Within so many years.
    SupportYears = "support_years",
    /// Metres between a visit and the place on record.
    PlaceMetres = "place_metres",
    /// So many score a candidate, at least.
    Scorers = "scorers",
}

impl Threshold {
    /// The figure that comes with the product.
    pub const fn usual(self) -> i64 {
        let rules = AlertRules::USUAL;
        match self {
            Self::ReportDay => rules.report_day as i64,
            Self::VisitDays => rules.visit_days,
            Self::ResultPct => rules.result_pct,
            Self::Supports => rules.supports as i64,
            Self::SupportYears => rules.support_years as i64,
            Self::PlaceMetres => rules.place_metres,
            Self::Scorers => crate::selection::rubric::LEAST_SCORERS as i64,
        }
    }

    /// The figure in force on a day.
    pub fn on(self, on: NaiveDate, kin: &dyn Kin) -> i64 {
        amount_on(CodeListName::Threshold, self.code(), on, kin).unwrap_or(self.usual())
    }
}

/// When to alert, by the figures of a day.
pub fn alert_rules(on: NaiveDate, kin: &dyn Kin) -> AlertRules {
    let of = |threshold: Threshold| threshold.on(on, kin);
    let whole = |threshold: Threshold| u32::try_from(of(threshold)).unwrap_or_default();
    AlertRules {
        report_day: whole(Threshold::ReportDay).clamp(1, 28),
        visit_days: of(Threshold::VisitDays),
        result_pct: of(Threshold::ResultPct),
        supports: usize::try_from(of(Threshold::Supports)).unwrap_or_default().max(1),
        support_years: whole(Threshold::SupportYears),
        place_metres: of(Threshold::PlaceMetres),
    }
}

/// The code of an advance: the activity, with its part where that has a rate of its own.
pub fn advance_code(activity: Activity, item: NormItem) -> alloc::string::String {
    match item {
        NormItem::Main => activity.code().into(),
        _ => format!("{}.{}", activity.code(), item.code()),
    }
}

/// The share of the support, %, that the office lets be advanced on a day; `None` where it has set none.
pub fn advance_pct(activity: Activity, item: NormItem, on: NaiveDate, kin: &dyn Kin) -> Option<i64> {
    let of = |code: &str| amount_on(CodeListName::AdvanceRate, code, on, kin);
    of(&advance_code(activity, item)).or_else(|| of(activity.code()))
}
