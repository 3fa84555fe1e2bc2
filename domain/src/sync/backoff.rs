//! How long to wait after a failure: doubling, at most five minutes, with jitter so that five
//! hundred tablets do not come back in the same second.

/// First wait.
const FIRST_MS: i64 = 2_000;
/// Longest wait.
const LONGEST_MS: i64 = 300_000;

/// Waiting time that grows with each failure in a row.
#[derive(Clone, Debug)]
pub struct Backoff {
    failures: u32,
    state: u64,
}

impl Backoff {
    /// A fresh one; `seed` comes from the platform's random numbers.
    pub fn new(seed: u64) -> Self {
        Self { failures: 0, state: seed | 1 }
    }

    /// Forgets the failures.
    pub fn succeed(&mut self) {
        self.failures = 0;
    }

    /// Counts a failure and tells how many milliseconds to wait: between half and the whole of
    /// the doubled time.
    pub fn fail(&mut self) -> i64 {
        let whole = FIRST_MS.saturating_mul(1 << self.failures.min(16)).min(LONGEST_MS);
        self.failures = self.failures.saturating_add(1);
        self.spread(whole)
    }

    /// A time between half and the whole of `whole`.
    pub fn spread(&mut self, whole: i64) -> i64 {
        // xorshift64: quality does not matter here, only that devices differ.
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        let half = whole / 2;
        let part = i64::try_from(self.state % 1_000).unwrap_or(0);
        half + half * part / 1_000
    }
}

#[cfg(test)]
mod tests {
    use super::{Backoff, LONGEST_MS};

    #[test]
    fn waits_grow_to_five_minutes_and_never_beyond() {
        let mut backoff = Backoff::new(7);
        let waits: alloc::vec::Vec<_> = (0..12).map(|_| backoff.fail()).collect();
        assert!(waits.iter().all(|wait| (1_000..=LONGEST_MS).contains(wait)), "{waits:?}");
        assert!(waits.last() > waits.first());
        backoff.succeed();
        assert!(backoff.fail() <= 2_000);
    }
}
