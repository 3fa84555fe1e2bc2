//! Days and office hours in Viet Nam, counted back from the day of loading: demo data never age.

use domain::clock::Millis;

use super::dice::Dice;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
const ZONE: i64 = 7 * 60 * MINUTE;

/// A day in Viet Nam.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Day(i64);

impl Day {
    pub fn of(at: Millis) -> Self {
        Self((at.0 + ZONE).div_euclid(DAY))
    }

    #[must_use]
    pub fn minus(self, days: i64) -> Self {
        Self(self.0 - days)
    }

    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// This day, or the Monday after it.
    #[must_use]
    pub fn working(self) -> Self {
        // 01/01/1970 was a Thursday.
        match (self.0 + 3).rem_euclid(7) {
            5 => self.plus(2),
            6 => self.plus(1),
            _ => self,
        }
    }

    pub fn at(self, hour: i64, minute: i64) -> Millis {
        Millis(self.0 * DAY - ZONE + (hour * 60 + minute) * MINUTE)
    }

    /// Some time between half past seven and five.
    pub fn in_office_hours(self, dice: &mut Dice) -> Millis {
        self.at(7, dice.between(30, 9 * 60 + 55))
    }

    /// As stored: `2026-11-24`.
    pub fn iso(self) -> String {
        self.at(12, 0).day().to_string()
    }

    pub fn year(self) -> i64 {
        self.iso().split('-').next().and_then(|year| year.parse().ok()).unwrap_or(1970)
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::Millis;

    use super::Day;

    #[test]
    fn a_day_begins_at_midnight_in_viet_nam() {
        let last = Millis(1_764_003_599_000);
        assert_eq!(Day::of(last).iso(), "2025-11-24");
        assert_eq!(Day::of(last + 1_000).iso(), "2025-11-25");
        assert_eq!(Day::of(last).plus(1).at(0, 0), last + 1_000);
        assert_eq!(Day::of(last).year(), 2025);
    }

    #[test]
    fn nobody_works_at_the_weekend() {
        // 24/11/2025 is a Monday.
        let monday = Day::of(Millis(1_764_003_599_000));
        assert_eq!(monday.working(), monday);
        assert_eq!(monday.minus(1).working(), monday);
        assert_eq!(monday.minus(2).working(), monday);
        assert_eq!(monday.minus(3).working(), monday.minus(3));
    }
}
