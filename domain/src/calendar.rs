//! Working days and deadlines (DOMAIN §3.3, §4, §8): until when something is in time, and when to
//! remind of it. Holidays are data; it knows no record.

use alloc::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::legal::Source;
use crate::ordering;
use crate::record::macros::choices;

/// The working days of the State: Monday to Friday but for holidays. Tết moves with the moon and
/// days are exchanged by decision every year, so the lists come from the register of the office.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WorkingDays {
    off: BTreeSet<NaiveDate>,
    every_year: BTreeSet<(u32, u32)>,
    worked: BTreeSet<NaiveDate>,
}

impl WorkingDays {
    /// `off` are holidays, `worked` days at the weekend on which the office works instead; a day in
    /// both is worked.
    pub fn new(
        off: impl IntoIterator<Item = NaiveDate>,
        worked: impl IntoIterator<Item = NaiveDate>,
    ) -> Self {
        Self { off: ordering::set(off), every_year: BTreeSet::new(), worked: ordering::set(worked) }
    }

    /// With holidays that stand in the law for every year, each by its month and day.
    #[must_use]
    pub fn with_yearly(mut self, days: impl IntoIterator<Item = (u32, u32)>) -> Self {
        self.every_year = ordering::set(days);
        self
    }

    /// Whether the office works on this day.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let is_holiday = self.off.contains(&day) || self.every_year.contains(&(day.month(), day.day()));
        self.worked.contains(&day) || !(is_weekend || is_holiday)
    }

    /// The `count`-th working day after `from`, which itself does not count; `from` when `count` is
    /// 0, `None` beyond the end of the calendar.
    pub fn after(&self, from: NaiveDate, count: u16) -> Option<NaiveDate> {
        let mut day = from;
        for _ in 0..count {
            day = day.succ_opt()?;
            while !self.is_working(day) {
                day = day.succ_opt()?;
            }
        }
        Some(day)
    }

    /// How many working days lie after `from` up to and with `to`; 0 when `to` is not later.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> usize {
        from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| self.is_working(*day)).count()
    }
}

/// Whether a named day is still in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edge {
    /// "before the 25th": the 24th is the last day.
    Before,
    /// "not after 22/01": that day is the last.
    UpTo,
}

/// How a deadline follows from the day something happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Span {
    /// So many calendar days after it. A deadline that falls on a day off stays there.
    Days(u16),
    /// So many working days after it.
    WorkingDays(u16),
    /// A day of the month it happened in; in a shorter month the last one.
    DayOfMonth {
        /// 1–31.
        day: u32,
        /// Whether the day itself is in time.
        edge: Edge,
    },
    /// A day of its year, or of a later one.
    DayOfYear {
        /// 1–12.
        month: u32,
        /// 1–31.
        day: u32,
        /// 0 for the same year, 1 for the next.
        years_later: u8,
        /// Whether the day itself is in time.
        edge: Edge,
    },
    /// 31/12 of the n-th year, its own being the first.
    EndOfYear {
        /// 1 for the same year.
        nth: u8,
    },
}

choices! {
    /// What is due.
    Term = "term";
    /// Dossiers for next year's national plan, to the Department.
    PlanDossier = "plan_dossier",
    /// Registration of the national plan, to the ministry's unit.
    PlanRegistration = "plan_registration",
    /// Progress report of each month.
    MonthlyReport = "monthly_report",
    /// Report of a commune for each month.
    CommuneReport = "commune_report",
    /// Settlement dossier, counted from the acceptance.
    SettlementDossier = "settlement_dossier",
    /// Liquidation and settlement of the contract, counted from the year of the plan.
    Liquidation = "liquidation",
    /// Complaint about a voting, counted from the notice.
    Complaint = "complaint",
    /// Answer to a complaint, counted from its arrival.
    ComplaintAnswer = "complaint_answer",
    /// Voting of the region, counted from a valid dossier.
    RegionalVoting = "regional_voting",
    /// Last day of a certificate, counted from its issue.
    Certificate = "certificate",
}

/// From how many days before the deadline a person is reminded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notice {
    /// It is mentioned.
    pub soon_days: u16,
    /// It is urgent.
    pub due_days: u16,
}

impl Notice {
    /// A week ahead, and urgent for the last two days.
    pub const USUAL: Self = Self { soon_days: 7, due_days: 2 };
}

/// One deadline. All of them are settings: a circular may have moved them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeadlineRule {
    /// What is due.
    pub term: Term,
    /// When.
    pub span: Span,
    /// When to remind.
    pub notice: Notice,
    /// By which text.
    pub source: Source,
}

const fn rule(term: Term, span: Span, source: Source) -> DeadlineRule {
    DeadlineRule { term, span, notice: Notice::USUAL, source }
}

const fn before(day: u32, month: u32) -> Span {
    Span::DayOfYear { month, day, years_later: 0, edge: Edge::Before }
}

/// The deadlines as long as the Department has set no others.
pub static DEADLINES: [DeadlineRule; 10] = [
    rule(Term::PlanDossier, before(20, 5), Source::verified("TT 36/2013/TT-BCT Đ.10.1b")),
    rule(Term::PlanRegistration, before(15, 6), Source::verified("TT 36/2013/TT-BCT Đ.10.2b")),
    rule(
        Term::MonthlyReport,
        Span::DayOfMonth { day: 25, edge: Edge::Before },
        Source::verified("TT 36/2013/TT-BCT Đ.23.3a"),
    ),
    rule(Term::CommuneReport, Span::DayOfMonth { day: 20, edge: Edge::UpTo }, Source::PROPOSED),
    rule(Term::SettlementDossier, Span::Days(15), Source::verified("TT 36/2013/TT-BCT Đ.18.1")),
    rule(
        Term::Liquidation,
        Span::DayOfYear { month: 1, day: 22, years_later: 1, edge: Edge::UpTo },
        Source::verified("TT 36/2013/TT-BCT Đ.18.2"),
    ),
    rule(Term::Complaint, Span::WorkingDays(15), Source::verified("TT 26/2014/TT-BCT Đ.20")),
    rule(Term::ComplaintAnswer, Span::WorkingDays(10), Source::verified("TT 26/2014/TT-BCT Đ.20")),
    rule(Term::RegionalVoting, Span::WorkingDays(30), Source::verified("dichvucong.moit.gov.vn, DocId 24")),
    DeadlineRule {
        term: Term::Certificate,
        span: Span::EndOfYear { nth: 3 },
        notice: Notice { soon_days: 90, due_days: 14 },
        // Whether the year of issue counts as the first is to be confirmed.
        source: Source::unverified("TT 26/2014/TT-BCT Đ.17"),
    },
];

/// The rule of a term among those in force.
pub fn rule_of(rules: &[DeadlineRule], term: Term) -> Option<&DeadlineRule> {
    rules.iter().find(|rule| rule.term == term)
}

/// The last day that is in time; `None` for a day no calendar has.
pub fn deadline(span: Span, from: NaiveDate, days: &WorkingDays) -> Option<NaiveDate> {
    match span {
        Span::Days(count) => from.checked_add_days(Days::new(u64::from(count))),
        Span::WorkingDays(count) => days.after(from, count),
        Span::DayOfMonth { day, edge } => last_day(day_of_month(from, day)?, edge),
        Span::DayOfYear { month, day, years_later, edge } => {
            let year = from.year().checked_add(i32::from(years_later))?;
            last_day(NaiveDate::from_ymd_opt(year, month, day)?, edge)
        }
        Span::EndOfYear { nth } => {
            let year = from.year().checked_add(i32::from(nth))?.checked_sub(1)?;
            NaiveDate::from_ymd_opt(year, 12, 31)
        }
    }
}

/// The next time a deadline of the month or the year falls on or after `today`; `None` for those
/// that are counted from an event.
pub fn upcoming(span: Span, today: NaiveDate) -> Option<NaiveDate> {
    let days = WorkingDays::default();
    let (span, next) = match span {
        Span::DayOfMonth { .. } => (span, first_of_next_month(today)?),
        Span::DayOfYear { month, day, edge, years_later: _ } => (
            Span::DayOfYear { month, day, edge, years_later: 0 },
            NaiveDate::from_ymd_opt(today.year().checked_add(1)?, 1, 1)?,
        ),
        Span::Days(_) | Span::WorkingDays(_) | Span::EndOfYear { .. } => return None,
    };
    let here = deadline(span, today, &days).filter(|last| *last >= today);
    here.or_else(|| deadline(span, next, &days))
}

choices! {
    /// How loudly to remind.
    Urgency = "urgency";
    /// Not yet.
    Quiet = "quiet",
    /// Mention it.
    Soon = "soon",
    /// Urgent, the last day included.
    Due = "due",
    /// Late.
    Overdue = "overdue",
}

/// How a deadline stands today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reminder {
    /// Days until the last day; negative when it has passed.
    pub days_left: i64,
    /// How loudly to say it.
    pub urgency: Urgency,
}

/// How a deadline whose last day is `due` stands on `today`.
pub fn remind(due: NaiveDate, today: NaiveDate, notice: Notice) -> Reminder {
    let days_left = due.signed_duration_since(today).num_days();
    let urgency = if days_left < 0 {
        Urgency::Overdue
    } else if days_left <= i64::from(notice.due_days) {
        Urgency::Due
    } else if days_left <= i64::from(notice.soon_days) {
        Urgency::Soon
    } else {
        Urgency::Quiet
    };
    Reminder { days_left, urgency }
}

fn last_day(named: NaiveDate, edge: Edge) -> Option<NaiveDate> {
    match edge {
        Edge::Before => named.pred_opt(),
        Edge::UpTo => Some(named),
    }
}

fn first_of_next_month(day: NaiveDate) -> Option<NaiveDate> {
    let (year, month) = match day.month() {
        12 => (day.year().checked_add(1)?, 1),
        month => (day.year(), month + 1),
    };
    NaiveDate::from_ymd_opt(year, month, 1)
}

fn day_of_month(of: NaiveDate, day: u32) -> Option<NaiveDate> {
    if day == 0 {
        return None;
    }
    let last = first_of_next_month(of)?.pred_opt()?;
    of.with_day(day.min(last.day()))
}
