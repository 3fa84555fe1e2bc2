//! Working days and deadlines at their edges.

use std::fmt::Write as _;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::calendar::{
    DEADLINES, Edge, Notice, Reminder, Span, Term, Urgency, WorkingDays, deadline, remind, rule_of, upcoming,
};
use domain::formats::date;
use expect_test::expect_file;
use proptest::prelude::*;

use super::day;

/// Tết of the year of the horse: from Monday 16/02 to Friday 20/02/2026, Saturday 28/02 worked instead.
fn tet_2026() -> WorkingDays {
    WorkingDays::new((16..=20).map(|of| day(&format!("{of}/2/2026"))), [day("28/2/2026")])
}

fn last_day(term: Term, from: &str) -> String {
    let rule = rule_of(&DEADLINES, term).unwrap();
    date::show(deadline(rule.span, day(from), &tet_2026()).unwrap())
}

#[test]
fn the_deadlines_are_these() {
    let mut out = String::new();
    for rule in &DEADLINES {
        let _ = writeln!(
            out,
            "{} | {:?} | remind {} and {} days before | {} ({})",
            rule.term.code(),
            rule.span,
            rule.notice.soon_days,
            rule.notice.due_days,
            rule.source.legal_ref,
            rule.source.certainty.code(),
        );
    }
    expect_file!["../tables/deadlines.txt"].assert_eq(&out);
    let terms: Vec<Term> = DEADLINES.iter().map(|rule| rule.term).collect();
    assert_eq!(terms, Term::ALL, "each term once, in the order of the list");
}

#[test]
fn before_a_day_ends_the_day_before_and_not_after_it_on_the_day() {
    assert_eq!(last_day(Term::PlanDossier, "3/2/2026"), "19/05/2026");
    assert_eq!(last_day(Term::PlanRegistration, "3/2/2026"), "14/06/2026");
    assert_eq!(last_day(Term::MonthlyReport, "3/2/2026"), "24/02/2026");
    assert_eq!(last_day(Term::MonthlyReport, "28/2/2026"), "24/02/2026");
    assert_eq!(last_day(Term::Liquidation, "31/12/2026"), "22/01/2027");
    assert_eq!(last_day(Term::Liquidation, "1/1/2026"), "22/01/2027");
}

#[test]
fn the_settlement_dossier_is_due_fifteen_calendar_days_after_acceptance() {
    assert_eq!(last_day(Term::SettlementDossier, "10/2/2026"), "25/02/2026");
    assert_eq!(last_day(Term::SettlementDossier, "20/12/2026"), "04/01/2027");
}

#[test]
fn a_complaint_counts_working_days_over_tet() {
    // From Thursday 12/02: Friday, then nothing until Monday 23/02.
    assert_eq!(last_day(Term::ComplaintAnswer, "12/2/2026"), "04/03/2026");
    assert_eq!(last_day(Term::Complaint, "12/2/2026"), "11/03/2026");
}

#[test]
fn a_certificate_ends_with_the_third_year_counting_its_own() {
    assert_eq!(last_day(Term::Certificate, "1/1/2025"), "31/12/2027");
    assert_eq!(last_day(Term::Certificate, "31/12/2025"), "31/12/2027");
}

#[test]
fn a_weekend_a_holiday_and_a_day_worked_instead() {
    let days = tet_2026();
    let table = [
        ("13/2/2026", true),
        ("14/2/2026", false),
        ("15/2/2026", false),
        ("16/2/2026", false),
        ("23/2/2026", true),
        ("28/2/2026", true),
        ("1/3/2026", false),
    ];
    for (text, is_working) in table {
        assert_eq!(days.is_working(day(text)), is_working, "{text}");
    }
    assert_eq!(days.after(day("13/2/2026"), 1), Some(day("23/2/2026")));
    assert_eq!(days.after(day("14/2/2026"), 0), Some(day("14/2/2026")));
    assert_eq!(days.between(day("13/2/2026"), day("23/2/2026")), 1);
    assert_eq!(days.between(day("23/2/2026"), day("13/2/2026")), 0);
}

#[test]
fn the_next_time_is_today_or_later() {
    let monthly = Span::DayOfMonth { day: 25, edge: Edge::Before };
    assert_eq!(upcoming(monthly, day("24/12/2026")), Some(day("24/12/2026")));
    assert_eq!(upcoming(monthly, day("25/12/2026")), Some(day("24/1/2027")));
    let first = Span::DayOfMonth { day: 1, edge: Edge::Before };
    assert_eq!(upcoming(first, day("1/2/2027")), Some(day("28/2/2027")));
    let last = Span::DayOfMonth { day: 31, edge: Edge::UpTo };
    assert_eq!(upcoming(last, day("5/4/2027")), Some(day("30/4/2027")), "April has no 31st");
    let yearly = Span::DayOfYear { month: 1, day: 22, years_later: 1, edge: Edge::UpTo };
    assert_eq!(upcoming(yearly, day("22/1/2027")), Some(day("22/1/2027")));
    assert_eq!(upcoming(yearly, day("23/1/2027")), Some(day("22/1/2028")));
    assert_eq!(upcoming(Span::Days(15), day("1/1/2027")), None, "it is counted from an event");
}

#[test]
fn a_setting_no_calendar_has_gives_no_deadline() {
    let days = WorkingDays::default();
    let yearly = |month, day| Span::DayOfYear { month, day, years_later: 0, edge: Edge::UpTo };
    assert_eq!(deadline(yearly(2, 30), day("1/1/2026"), &days), None);
    assert_eq!(deadline(yearly(13, 1), day("1/1/2026"), &days), None);
    let monthly = Span::DayOfMonth { day: 0, edge: Edge::UpTo };
    assert_eq!(deadline(monthly, day("1/1/2026"), &days), None);
    assert_eq!(deadline(Span::Days(1), NaiveDate::MAX, &days), None);
    assert_eq!(deadline(Span::WorkingDays(1), NaiveDate::MAX, &days), None);
}

#[test]
fn a_reminder_grows_louder() {
    let due = day("25/2/2026");
    let table = [
        ("17/2/2026", 8, Urgency::Quiet),
        ("18/2/2026", 7, Urgency::Soon),
        ("22/2/2026", 3, Urgency::Soon),
        ("23/2/2026", 2, Urgency::Due),
        ("25/2/2026", 0, Urgency::Due),
        ("26/2/2026", -1, Urgency::Overdue),
    ];
    for (today, days_left, urgency) in table {
        assert_eq!(remind(due, day(today), Notice::USUAL), Reminder { days_left, urgency }, "{today}");
    }
    let certificate = rule_of(&DEADLINES, Term::Certificate).unwrap();
    let ninety_before = remind(day("31/12/2027"), day("2/10/2027"), certificate.notice);
    assert_eq!(ninety_before, Reminder { days_left: 90, urgency: Urgency::Soon });
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..4_000).prop_map(|days| day("1/1/2020") + Days::new(days))
}

proptest! {
    #[test]
    fn the_nth_working_day_is_a_working_day_with_n_of_them_up_to_it(
        from in any_day(),
        count in 1_u16..60,
        off in proptest::collection::vec(any_day(), 0..40),
    ) {
        let days = WorkingDays::new(off, []);
        let reached = days.after(from, count).unwrap();
        prop_assert!(days.is_working(reached));
        prop_assert!(!matches!(reached.weekday(), Weekday::Sat | Weekday::Sun));
        prop_assert_eq!(days.between(from, reached), usize::from(count));
    }

    #[test]
    fn a_holiday_never_brings_a_deadline_nearer(from in any_day(), holiday in any_day(), count in 0_u16..60) {
        let plain = WorkingDays::default().after(from, count);
        let with_holiday = WorkingDays::new([holiday], []).after(from, count);
        prop_assert!(plain <= with_holiday);
    }

    #[test]
    fn what_comes_next_is_never_past_nor_farther_than_a_year(
        today in any_day(),
        month in 1_u32..=12,
        of in 1_u32..=28,
    ) {
        for edge in [Edge::Before, Edge::UpTo] {
            let yearly = upcoming(Span::DayOfYear { month, day: of, years_later: 0, edge }, today).unwrap();
            prop_assert!(today <= yearly && yearly <= today + Days::new(366));
            let monthly = upcoming(Span::DayOfMonth { day: of, edge }, today).unwrap();
            prop_assert!(today <= monthly && monthly <= today + Days::new(31));
        }
    }
}
