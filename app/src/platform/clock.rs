//! The clock of the device. It is evidence, never order.

use domain::clock::Millis;

/// The time of the device.
pub fn now() -> Millis {
    // Whole milliseconds since 1970 fit into 53 bits for 285,000 years.
    #[expect(clippy::cast_possible_truncation, reason = "Date.now() is a whole number")]
    Millis(js_sys::Date::now() as i64)
}
