//! How bytes are named and cut: by their SHA-256, into chunks of one size.

use alloc::string::String;
use core::fmt;
use core::ops::Range;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// Bytes of a chunk; the last one of a blob may be shorter.
pub const CHUNK: u64 = 262_144;

/// The name of bytes: their SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobName(pub [u8; 32]);

/// A text that is no name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("not 64 hexadecimal digits in lower case")]
pub struct NotAName;

impl fmt::Display for BlobName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlobName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for BlobName {
    type Err = NotAName;

    fn from_str(text: &str) -> Result<Self, NotAName> {
        let mut name = [0; 32];
        if text.len() != 2 * name.len() {
            return Err(NotAName);
        }
        for (byte, pair) in name.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            for digit in pair {
                *byte = *byte << 4 | hex(*digit).ok_or(NotAName)?;
            }
        }
        Ok(Self(name))
    }
}

/// One spelling only, so that a name is also a key.
fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl Serialize for BlobName {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BlobName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

/// How many chunks so many bytes are cut into; at least one.
pub fn chunks(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(CHUNK)).unwrap_or(u32::MAX).max(1)
}

/// The bytes of the n-th chunk, from 0.
pub fn span(bytes: u64, chunk: u32) -> Range<u64> {
    let start = u64::from(chunk).saturating_mul(CHUNK).min(bytes);
    start..start.saturating_add(CHUNK).min(bytes)
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::{BlobName, CHUNK, NotAName, chunks, span};

    #[test]
    fn a_name_has_one_spelling() {
        let text = format!("{}0f", "ab".repeat(31));
        let name: BlobName = text.parse().unwrap();
        assert_eq!(name.0[31], 15);
        assert_eq!(name.to_string(), text);
        for wrong in [text.to_uppercase(), "ab".repeat(31), "xy".repeat(32), "ộ".repeat(21) + "a"] {
            assert_eq!(wrong.parse::<BlobName>(), Err(NotAName), "{wrong}");
        }
    }

    #[test]
    fn chunks_cover_the_bytes_without_gap() {
        for bytes in [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let mut end = 0;
            for chunk in 0..chunks(bytes) {
                assert_eq!(span(bytes, chunk).start, end);
                end = span(bytes, chunk).end;
            }
            assert_eq!(end, bytes);
        }
        assert!(span(CHUNK, 1).is_empty());
    }
}
