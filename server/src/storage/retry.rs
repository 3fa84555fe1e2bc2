//! Which refusals of a database are only bad luck, and how long to wait before trying again.

use std::time::Duration;

use super::StorageError;

/// Serialization failure, deadlock, lock not available, and a row another transaction inserted
/// in the moment between our look and our insert.
const UNLUCKY_POSTGRES: &[&str] = &["40001", "40P01", "55P03", "23505"];
/// SQLITE_BUSY and its variants BUSY_RECOVERY, BUSY_SNAPSHOT, BUSY_TIMEOUT.
const UNLUCKY_SQLITE: &[&str] = &["5", "261", "517", "773"];

/// The attempts one operation has left.
pub struct Attempts {
    made: u32,
    unlucky: &'static [&'static str],
}

impl Attempts {
    const MOST: u32 = 8;
    const STEP: Duration = Duration::from_millis(8);

    pub fn on_postgres() -> Self {
        Self { made: 0, unlucky: UNLUCKY_POSTGRES }
    }

    pub fn on_sqlite() -> Self {
        Self { made: 0, unlucky: UNLUCKY_SQLITE }
    }

    /// Waits and agrees to another attempt, or hands back why there will be none.
    pub async fn again(&mut self, error: StorageError) -> Result<(), StorageError> {
        let StorageError::Database(cause) = error else {
            return Err(error);
        };
        let code = cause.as_database_error().and_then(|refused| refused.code());
        if !code.is_some_and(|code| self.unlucky.contains(&code.as_ref())) {
            return Err(StorageError::Database(cause));
        }
        self.made += 1;
        if self.made >= Self::MOST {
            return Err(StorageError::Busy(cause));
        }
        tokio::time::sleep(self.pause(jitter())).await;
        Ok(())
    }

    /// Doubles with each attempt; `jitter` (0–255) spreads rivals over the second half.
    fn pause(&self, jitter: u8) -> Duration {
        let whole = Self::STEP * 2_u32.pow(self.made);
        whole / 2 + whole * u32::from(jitter) / 512
    }
}

fn jitter() -> u8 {
    let mut byte = [0_u8];
    // Without randomness the rivals only meet once more.
    let _ = getrandom::fill(&mut byte);
    byte[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_and_spread_over_half_of_themselves() {
        let pauses: Vec<_> = (1..4)
            .map(|made| {
                let attempts = Attempts { made, unlucky: &[] };
                (attempts.pause(0).as_millis(), attempts.pause(255).as_millis())
            })
            .collect();
        assert_eq!(pauses, [(8, 15), (16, 31), (32, 63)]);
    }
}
