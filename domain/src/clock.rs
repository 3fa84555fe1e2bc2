//! Instants and days. The time itself is always an argument; order is never taken from it.

use core::ops::{Add, Sub};

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

/// Viet Nam has one zone and no summer time.
const OFFSET_SECONDS: i32 = 7 * 3600;

impl Millis {
    /// Date and time of day in Viet Nam. Instants outside the calendar fall back to 1970.
    pub fn local(self) -> NaiveDateTime {
        let utc = DateTime::from_timestamp_millis(self.0).unwrap_or_default();
        FixedOffset::east_opt(OFFSET_SECONDS)
            .map_or_else(|| utc.naive_utc(), |zone| utc.with_timezone(&zone).naive_local())
    }

    /// The day in Viet Nam.
    pub fn day(self) -> NaiveDate {
        self.local().date()
    }

    /// Milliseconds from `earlier` to `self`, 0 when `earlier` is later.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).max(0)
    }
}

impl Add<i64> for Millis {
    type Output = Self;
    fn add(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

impl Sub<i64> for Millis {
    type Output = Self;
    fn sub(self, millis: i64) -> Self {
        Self(self.0.saturating_sub(millis))
    }
}

#[cfg(test)]
mod tests {
    use super::Millis;
    use alloc::string::ToString;

    #[test]
    fn the_day_changes_at_midnight_in_viet_nam() {
        let before = Millis(1_764_003_599_000);
        assert_eq!(before.local().to_string(), "2025-11-24 23:59:59");
        assert_eq!((before + 1_000).day().to_string(), "2025-11-25");
    }
}
