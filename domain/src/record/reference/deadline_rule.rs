//! A deadline with its dates (DOMAIN §3.3): from what it is counted and when people are reminded.
//! TT 36/2013, TT 26/2014; all are settings, because later circulars may have moved them.

use alloc::borrow::Cow;

use chrono::NaiveDate;

use crate::calendar::{DEADLINES, DeadlineRule, Edge, Notice, Span, Term, rule_of};
use crate::legal::{Certainty, Source};
use crate::record::access::Access;
use crate::record::family::Kin;
use crate::record::field::{Purpose, Weight};
use crate::record::macros::choices;
use crate::record::marker::{Day, Flag, LegalTextRef, One, Text, Whole};
use crate::record::reference::{COURSE, FAMILY, ReferenceStage, applies_on, entry};
use crate::record::rule::{ProblemCode, Rule, day, in_order};
use crate::record::{Home, Kind};
use crate::value::Document;

choices! {
    /// How a deadline is counted.
    SpanForm = "span_form";
    /// Calendar days after the event.
    Days = "days",
    /// Working days after the event.
    WorkingDays = "working_days",
    /// A day of the month.
    DayOfMonth = "day_of_month",
    /// A day of the year.
    DayOfYear = "day_of_year",
    /// The end of the n-th year.
    EndOfYear = "end_of_year",
}

/// The rules.
pub const RULES: &[Rule] =
    &[Rule::new(ProblemCode::EndBeforeStart, &["valid_to", "valid_from"], |doc, _| {
        in_order(doc, "valid_from", "valid_to")
    })];

entry! {
    /// A deadline with its dates (DOMAIN §3.3): from what it is counted and when people are reminded.
    DeadlineSetting = Kind::DeadlineSetting, "deadline_rule";
    title: term;
    home: Home::Reference;
    access: Access::Reference;
    course: ReferenceStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    list: &["form", "count", "valid_from"];
    retention_years: 10;
    groups: &["rule", "validity", "course"];

    /// What is due.
    term: One<Term> = required().purpose(Purpose::Casework).group("rule");
    /// How it is counted.
    form: One<SpanForm> = required().purpose(Purpose::Casework).group("rule");
    /// Days, or years.
    count: Whole<0, 3_650> = purpose(Purpose::Casework).group("rule");
    /// Day of the month.
    day: Whole<1, 31> = purpose(Purpose::Casework).group("rule");
    /// Month.
    month: Whole<1, 12> = purpose(Purpose::Casework).group("rule");
    /// Whether the day itself is too late.
    before: Flag = purpose(Purpose::Casework).group("rule");
    /// Days before it to remind.
    soon_days: Whole<0, 365> = purpose(Purpose::Casework).group("rule");
    /// First day it is for.
    valid_from: Day = required().together("validity").purpose(Purpose::Casework).group("validity");
    /// Last day; absent while nothing has taken its place.
    valid_to: Day = together("validity").purpose(Purpose::Casework).group("validity");
    /// The act and its article, as people cite it.
    legal_ref: Text<2, 200> = required().purpose(Purpose::Casework).search(Weight::Weak).group("validity");
    /// The act in the library.
    legal_text: LegalTextRef = purpose(Purpose::Casework).group("validity");
    /// How far it was checked.
    certainty: One<Certainty> = purpose(Purpose::Casework).group("validity");
}

/// The rule of a term in force on a day, the newest of several; the one that comes with the product while the
/// office has none.
pub fn in_force(term: Term, on: NaiveDate, kin: &dyn Kin) -> Option<DeadlineRule> {
    let entries = kin.all(Kind::DeadlineSetting);
    let of_term =
        entries.iter().filter(|(_, doc)| doc.text("term") == Some(term.code()) && applies_on(doc, on));
    let newest = of_term.max_by_key(|(_, doc)| day(doc, "valid_from"));
    newest.and_then(|(_, doc)| rule(doc)).or_else(|| rule_of(&DEADLINES, term).cloned())
}

/// The rule an entry says, for the calendar; `None` while something that it needs is missing.
pub fn rule(doc: &Document) -> Option<DeadlineRule> {
    let entry = DeadlineSetting::read(doc);
    let edge = if entry.before == Some(true) { Edge::Before } else { Edge::UpTo };
    let days = || u16::try_from(entry.count?).ok();
    let part = |value: Option<i64>| value.and_then(|value| u32::try_from(value).ok());
    let years = || u8::try_from(entry.count.unwrap_or(0)).ok();
    let span = match entry.form? {
        SpanForm::Days => Span::Days(days()?),
        SpanForm::WorkingDays => Span::WorkingDays(days()?),
        SpanForm::DayOfMonth => Span::DayOfMonth { day: part(entry.day)?, edge },
        SpanForm::DayOfYear => {
            Span::DayOfYear { month: part(entry.month)?, day: part(entry.day)?, years_later: years()?, edge }
        }
        SpanForm::EndOfYear => Span::EndOfYear { nth: years()? },
    };
    let soon_days = entry.soon_days.and_then(|days| u16::try_from(days).ok());
    Some(DeadlineRule {
        term: entry.term?,
        span,
        notice: Notice { soon_days: soon_days.unwrap_or(Notice::USUAL.soon_days), ..Notice::USUAL },
        source: Source {
            legal_ref: Cow::Owned(entry.legal_ref?),
            certainty: entry.certainty.unwrap_or(Certainty::Unverified),
        },
    })
}
