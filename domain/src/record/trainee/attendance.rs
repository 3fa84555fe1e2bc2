//! Attendance as sets of days: one set for each way a person can be marked.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::formats::date;
use crate::ordering;
use crate::record::marker::{FieldKind, PastDays};
use crate::value::{Document, Value};

/// How a person is marked for a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    /// There.
    Present,
    /// Missing.
    Absent,
    /// Away with leave.
    Excused,
}

/// The fields that hold the days of each mark.
pub const FIELDS: [&str; 3] = [Mark::Present.field(), Mark::Absent.field(), Mark::Excused.field()];

impl Mark {
    /// Every mark in the order it is offered.
    pub const ALL: [Self; 3] = [Self::Present, Self::Absent, Self::Excused];

    /// The field of a trainee that holds the days of this mark.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Present => "present_on",
            Self::Absent => "absent_on",
            Self::Excused => "excused_on",
        }
    }

    /// The identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Absent => "absent",
            Self::Excused => "excused",
        }
    }

    /// The mark with this identifier.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.code() == code)
    }
}

/// The days of a set field.
pub fn days_of(doc: &Document, field: &str) -> BTreeSet<NaiveDate> {
    doc.get(field).and_then(PastDays::read).unwrap_or_default()
}

/// The days on which a class meets.
pub fn class_days(class: &Document) -> BTreeSet<NaiveDate> {
    days_of(class, "days")
}

/// How a trainee is marked for a day; the first mark, where there are two.
pub fn mark_on(trainee: &Document, day: NaiveDate) -> Option<Mark> {
    Mark::ALL.into_iter().find(|mark| days_of(trainee, mark.field()).contains(&day))
}

/// The days for which a trainee is marked twice.
pub fn twice(trainee: &Document) -> BTreeSet<NaiveDate> {
    let mut seen = BTreeSet::new();
    let all = FIELDS.into_iter().flat_map(|field| days_of(trainee, field));
    ordering::set(all.filter(|day| !seen.insert(*day)))
}

/// What has to be written so that a trainee is marked so for a day; with `None` the mark is taken away.
pub fn marking(trainee: &Document, day: NaiveDate, wanted: Option<Mark>) -> Vec<(String, Option<Value>)> {
    let change = |mark: Mark| {
        let mut days = days_of(trainee, mark.field());
        let is_changed = if wanted == Some(mark) { days.insert(day) } else { days.remove(&day) };
        is_changed.then(|| (mark.field().to_owned(), stored(&days)))
    };
    Mark::ALL.into_iter().filter_map(change).collect()
}

/// The stored form of a set of days.
pub fn stored(days: &BTreeSet<NaiveDate>) -> Option<Value> {
    let days: Vec<Value> = days.iter().map(|day| Value::Text(date::to_iso(*day))).collect();
    (!days.is_empty()).then_some(Value::List(days))
}

/// How many are marked how for a day.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Count {
    /// There.
    pub present: usize,
    /// Missing.
    pub absent: usize,
    /// Away with leave.
    pub excused: usize,
    /// Not marked yet.
    pub unmarked: usize,
}

impl Count {
    /// Counts the marks of a day.
    pub fn of<'a>(trainees: impl Iterator<Item = &'a Document>, day: NaiveDate) -> Self {
        let mut count = Self::default();
        for trainee in trainees {
            match mark_on(trainee, day) {
                Some(Mark::Present) => count.present += 1,
                Some(Mark::Absent) => count.absent += 1,
                Some(Mark::Excused) => count.excused += 1,
                None => count.unmarked += 1,
            }
        }
        count
    }

    /// How many are marked.
    pub fn marked(self) -> usize {
        self.present + self.absent + self.excused
    }

    /// How many there are.
    pub fn all(self) -> usize {
        self.marked() + self.unmarked
    }
}

/// The part of the days of a class on which a trainee was there, %, rounded down.
pub fn share(trainee: &Document, days: &BTreeSet<NaiveDate>) -> usize {
    let present = days_of(trainee, Mark::Present.field());
    (present.intersection(days).count() * 100).checked_div(days.len()).unwrap_or(0)
}
