//! Which chunks the server says it lacks, as ranges: `0-3,7` in a header, pairs in JSON.

use alloc::vec::Vec;
use core::fmt;

/// Ranges of chunks, both ends included. A server may name any: what lies beyond the blob is cut
/// off where they are counted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Missing(pub Vec<(u32, u32)>);

impl Missing {
    /// Reads the header `Missing-Chunks`; `None` when it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let range = |part: &str| {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            let (from, to): (u32, u32) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
            (from <= to).then_some((from, to))
        };
        parts.map(range).collect::<Option<Vec<_>>>().map(Self)
    }

    /// The chunks among the first `count`, ascending, each once.
    pub fn among(&self, count: u32) -> Vec<u32> {
        let lacks = |chunk: &u32| self.0.iter().any(|(from, to)| (*from..=*to).contains(chunk));
        (0..count).filter(lacks).collect()
    }
}

/// As [`Missing::parse`] reads it.
impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (from, to)) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{from}")?;
            if from != to {
                write!(f, "-{to}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use super::Missing;

    #[test]
    fn ranges_are_read_and_cut_to_the_blob() {
        let read = |text: &str| Missing::parse(text).map(|missing| missing.among(8));
        assert_eq!(read("0-3,7"), Some(vec![0, 1, 2, 3, 7]));
        assert_eq!(read(" 6 - 4000000000 , 1, 1"), Some(vec![1, 6, 7]));
        assert_eq!(read(""), Some(vec![]));
        for wrong in ["x", "3-1", "-2", "1-2-3", "1;2"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_written_is_read_the_same() {
        for text in ["", "7", "0-3,7", "0-1,5,9-76"] {
            assert_eq!(Missing::parse(text).unwrap().to_string(), text);
        }
    }
}
