//! The sum by which a device and the server find out that they disagree.

use core::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::id::RecordId;

/// Number of live records of a scope, and the wrapping sum of a hash of each (id, version).
#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sum {
    /// Live records.
    pub count: u64,
    /// Sum of hashes.
    #[serde(with = "hex")]
    pub sum: u64,
}

impl Sum {
    /// Adds a live record.
    pub fn add(&mut self, id: RecordId, ver: u64) {
        self.count = self.count.wrapping_add(1);
        self.sum = self.sum.wrapping_add(hash(id, ver));
    }

    /// Takes a live record out.
    pub fn remove(&mut self, id: RecordId, ver: u64) {
        self.count = self.count.wrapping_sub(1);
        self.sum = self.sum.wrapping_sub(hash(id, ver));
    }
}

impl fmt::Debug for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{:016x}", self.count, self.sum)
    }
}

fn hash(id: RecordId, ver: u64) -> u64 {
    let digest = Sha256::new().chain_update(id.0.as_bytes()).chain_update(ver.to_be_bytes()).finalize();
    digest.iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// JSON readers keep 53 bits of a number: the sum travels as 16 hexadecimal digits.
mod hex {
    use alloc::borrow::Cow;
    use alloc::format;

    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(sum: &u64, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&format!("{sum:016x}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        let text = Cow::<str>::deserialize(from)?;
        u64::from_str_radix(&text, 16).map_err(de::Error::custom)
    }
}
