//! The one place of the server that asks what time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::clock::Millis;

pub fn now() -> Millis {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis(i64::try_from(since_1970.as_millis()).unwrap_or(i64::MAX))
}
