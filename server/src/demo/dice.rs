//! Repeatable chance: the same seed throws the same province, on every machine and in every year.

use domain::id::{DeviceId, RecordId, UserId};
use uuid::{Builder, Uuid};

/// Ids of records look as if made one a minute from here on, so that they sort by age.
const FIRST_ID_AT: u64 = 1_735_689_600_000;
const ID_EVERY: u64 = 60_000;

/// A generator of numbers (SplitMix64).
#[derive(Clone, Debug)]
pub struct Dice {
    state: u64,
    ids: u64,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self { state: seed, ids: 0 }
    }

    /// A stream of its own for a part with this name: more throws in one part leave the others alone.
    pub fn fork(&self, name: &str) -> Self {
        let mixed = name.bytes().fold(self.state ^ 0xCBF2_9CE4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
        Self::new(mixed)
    }

    fn throw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = low.abs_diff(high).saturating_add(1);
        low.saturating_add_unsigned(self.throw() % span)
    }

    pub fn percent(&mut self, chance: i64) -> bool {
        self.between(1, 100) <= chance
    }

    /// One of the items; every table here has at least one.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let at = usize::try_from(self.throw() % items.len().max(1) as u64).unwrap_or(0);
        &items[at]
    }

    /// `count` different items, in the order of the table.
    pub fn some<'a, T>(&mut self, items: &'a [T], count: usize) -> Vec<&'a T> {
        let mut left = count.min(items.len());
        let mut chosen = Vec::with_capacity(left);
        for (at, item) in items.iter().enumerate() {
            let rest = i64::try_from(items.len() - at).unwrap_or(1);
            if self.between(1, rest) <= i64::try_from(left).unwrap_or(0) {
                chosen.push(item);
                left -= 1;
            }
        }
        chosen
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = usize::try_from(self.throw() % (at as u64 + 1)).unwrap_or(0);
            items.swap(at, other);
        }
    }

    pub fn record(&mut self) -> RecordId {
        self.ids += 1;
        RecordId(self.uuid(FIRST_ID_AT + self.ids * ID_EVERY))
    }

    pub fn user(&mut self) -> UserId {
        UserId(self.uuid(FIRST_ID_AT))
    }

    pub fn device(&mut self) -> DeviceId {
        DeviceId(self.uuid(FIRST_ID_AT))
    }

    fn uuid(&mut self, millis: u64) -> Uuid {
        let mut random = [0; 10];
        let thrown = self.throw().to_be_bytes().into_iter().chain(self.throw().to_be_bytes());
        random.iter_mut().zip(thrown).for_each(|(to, from)| *to = from);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn numbers_stay_in_their_range_and_reach_both_ends() {
        let mut dice = Dice::new(1);
        let thrown: Vec<i64> = (0..200).map(|_| dice.between(-1, 3)).collect();
        assert_eq!(thrown.iter().min(), Some(&-1));
        assert_eq!(thrown.iter().max(), Some(&3));
    }

    #[test]
    fn streams_repeat_and_differ_by_name() {
        let ids = |name: &str| {
            let mut dice = Dice::new(7).fork(name);
            [dice.record(), dice.record()]
        };
        assert_eq!(ids("needs"), ids("needs"));
        assert_ne!(ids("needs"), ids("projects"));
        assert!(ids("needs").is_sorted());
    }

    #[test]
    fn some_are_different_items_in_order() {
        let items = [1, 2, 3, 4, 5];
        let mut dice = Dice::new(3);
        for count in 0..=6 {
            let chosen = dice.some(&items, count);
            assert_eq!(chosen.len(), count.min(5));
            assert!(chosen.is_sorted_by(|left, right| left < right));
        }
    }
}
