//! Random numbers of the operating system, and the ids made from them.

use domain::clock::Millis;
use domain::id::{DeviceId, RecordId};
use uuid::{Builder, Uuid};

use super::page::window;

/// An id of a record made now.
pub fn record_id(now: Millis) -> RecordId {
    RecordId(uuid_v7(now))
}

/// An id of a device that signs in for the first time.
pub fn device_id(now: Millis) -> DeviceId {
    DeviceId(uuid_v7(now))
}

/// A seed for what only has to differ between devices.
pub fn seed() -> u64 {
    u64::from_le_bytes(bytes())
}

fn uuid_v7(now: Millis) -> Uuid {
    Builder::from_unix_timestamp_millis(now.0.unsigned_abs(), &bytes()).into_uuid()
}

fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let filled = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    // Every browser that runs this has it; ids from zeros would be shared by all devices.
    assert!(filled.is_ok(), "the browser gives no random numbers");
    bytes
}
