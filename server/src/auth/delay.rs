//! Slows down guessing without locking anybody out.
//!
//! Counted per account and device, not per address: an office shares one. An enrolled device has
//! its own count, so a stranger guessing at the account cannot slow down its owner's tablet.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::clock::Millis;
use domain::id::DeviceId;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Bucket {
    Enrolled(String, DeviceId),
    /// Every device the account does not know, together.
    Stranger(String),
}

#[derive(Clone, Copy, Debug)]
struct Attempts {
    made: u32,
    next: Millis,
}

#[derive(Default)]
pub struct LoginDelay(Mutex<HashMap<Bucket, Attempts>>);

impl LoginDelay {
    const FREE: u32 = 4;
    const FIRST: i64 = 1_000;
    const LONGEST: i64 = 30_000;
    const FORGET: i64 = 15 * 60_000;
    const MOST_BUCKETS: usize = 10_000;

    /// Counts an attempt before it is made (so that many at once count too), or says how many
    /// milliseconds to wait. An attempt that was refused does not lengthen the wait.
    pub fn admit(&self, bucket: &Bucket, now: Millis) -> Result<(), i64> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= Self::MOST_BUCKETS {
            buckets.retain(|_, attempts| now.since(attempts.next) < Self::FORGET);
            if buckets.len() >= Self::MOST_BUCKETS {
                buckets.retain(|_, attempts| attempts.next > now);
            }
        }
        let attempts = buckets.entry(bucket.clone()).or_insert(Attempts { made: 0, next: now });
        if attempts.next > now {
            return Err(attempts.next.since(now));
        }
        if now.since(attempts.next) >= Self::FORGET {
            attempts.made = 0;
        }
        attempts.made += 1;
        attempts.next = now + Self::pause(attempts.made);
        Ok(())
    }

    /// Forgets what was counted after a right password.
    pub fn forgive(&self, bucket: &Bucket) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(bucket);
    }

    fn pause(made: u32) -> i64 {
        match made.checked_sub(Self::FREE) {
            None => 0,
            Some(doublings) => (Self::FIRST << doublings.min(10)).min(Self::LONGEST),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Millis = Millis(1_700_000_000_000);

    fn stranger() -> Bucket {
        Bucket::Stranger("lan".to_owned())
    }

    fn enrolled() -> Bucket {
        Bucket::Enrolled("lan".to_owned(), DeviceId(uuid::Uuid::from_u128(7)))
    }

    #[test]
    fn the_wait_grows_to_half_a_minute_and_no_further() {
        let seconds: Vec<_> = (1..=11).map(|made| LoginDelay::pause(made) / 1_000).collect();
        assert_eq!(seconds, [0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30]);
    }

    #[test]
    fn knocking_during_the_wait_does_not_lengthen_it() {
        let delay = LoginDelay::default();
        for _ in 0..4 {
            delay.admit(&stranger(), NOON).unwrap();
        }
        assert_eq!(delay.admit(&stranger(), NOON + 100), Err(900));
        assert_eq!(delay.admit(&stranger(), NOON + 900), Err(100));
        assert_eq!(delay.admit(&stranger(), NOON + 1_000), Ok(()));
    }

    #[test]
    fn a_stranger_does_not_slow_down_the_owner() {
        let delay = LoginDelay::default();
        for _ in 0..4 {
            delay.admit(&stranger(), NOON).unwrap();
        }
        assert!(delay.admit(&stranger(), NOON).is_err());
        assert!(delay.admit(&enrolled(), NOON).is_ok());
    }

    #[test]
    fn a_right_password_and_a_quarter_of_an_hour_both_forgive() {
        let delay = LoginDelay::default();
        for _ in 0..4 {
            delay.admit(&stranger(), NOON).unwrap();
        }
        delay.forgive(&stranger());
        for _ in 0..4 {
            delay.admit(&stranger(), NOON).unwrap();
        }
        let later = NOON + 20 * 60_000;
        for _ in 0..3 {
            delay.admit(&stranger(), later).unwrap();
        }
        assert!(delay.admit(&stranger(), later).is_ok(), "counted anew");
    }
}
