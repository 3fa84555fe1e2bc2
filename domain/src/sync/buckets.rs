//! A scope whose sum is not the server's is compared by 256 buckets of ids, and only what lies in those that
//! differ is fetched again: the whole scope is thousands of records, what differs is one.

use alloc::vec;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::id::{DeviceId, RecordId, ScopeId};
use crate::sync::checksum::Sum;
use crate::sync::exchange::{Cursor, RowDelta};

/// How many buckets a scope has.
pub const BUCKETS: usize = 256;
/// When more buckets differ than this, the scope is copied anew: it is no single record that is wrong.
pub const MOST_MENDED: u16 = 64;

/// Asks what differs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CompareRequest {
    /// Version of the wire format.
    pub wire: u16,
    /// The device.
    pub device: DeviceId,
    /// The scope.
    pub scope: ScopeId,
    /// What the device has, bucket by bucket.
    pub sums: Vec<Sum>,
}

/// Everything that lies in buckets that differ, or in the first of them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CompareAnswer {
    /// The scope.
    pub scope: ScopeId,
    /// Head of the scope when this was read.
    pub head: Cursor,
    /// Records and sum of the whole scope at that head.
    pub check: Sum,
    /// How many buckets differ.
    pub differ: u16,
    /// The buckets that are here, whole; when there are fewer than differ, ask again.
    pub buckets: Vec<u8>,
    /// Whole records.
    pub rows: Vec<RowDelta>,
    /// Their journal entries, without those that made them.
    pub changes: Vec<Change>,
}

/// The bucket of a record. The last byte of an id is random, the first ones are its time.
pub fn bucket(id: RecordId) -> u8 {
    let [.., last] = *id.0.as_bytes();
    last
}

/// What some records come to, bucket by bucket.
pub fn sums(records: impl Iterator<Item = (RecordId, u64)>) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); BUCKETS];
    for (id, ver) in records {
        if let Some(sum) = sums.get_mut(usize::from(bucket(id))) {
            sum.add(id, ver);
        }
    }
    sums
}

/// What a server answers with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Differing {
    /// How many buckets differ.
    pub differ: u16,
    /// Those to send.
    pub buckets: Vec<u8>,
    /// The records that lie in them.
    pub records: Vec<RecordId>,
}

/// Compares what a device has with what there is, and takes as many of the buckets that differ as hold no more
/// than so many records; one in any case.
pub fn differing(theirs: &[Sum], records: &[(RecordId, u64)], most: usize) -> Differing {
    let ours = sums(records.iter().copied());
    let differ = |bucket: &u8| ours.get(usize::from(*bucket)) != theirs.get(usize::from(*bucket));
    let all: Vec<u8> = (0..=u8::MAX).filter(differ).collect();
    let mut found = Differing { differ: 0, buckets: Vec::new(), records: Vec::new() };
    for at in all {
        found.differ += 1;
        let lie_here = records.iter().map(|(id, _)| *id).filter(|id| bucket(*id) == at);
        let lie_here: Vec<_> = lie_here.collect();
        if found.buckets.is_empty() || found.records.len() + lie_here.len() <= most {
            found.buckets.push(at);
            found.records.extend(lie_here);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn records(count: u128) -> Vec<(RecordId, u64)> {
        (1..=count).map(|n| (RecordId(Uuid::from_u128(n)), 7)).collect()
    }

    #[test]
    fn what_is_lost_wrong_or_too_much_is_found_in_its_bucket_and_nothing_else() {
        let ours = records(1_000);
        let mut theirs = ours.clone();
        theirs.remove(4);
        theirs[99].1 = 6;
        theirs.push((RecordId(Uuid::from_u128(0x77FF)), 3));
        let found = differing(&sums(theirs.into_iter()), &ours, 500);
        assert_eq!((found.differ, found.buckets.as_slice()), (3, [5, 101, 255].as_slice()));
        assert!(found.records.iter().all(|id| found.buckets.contains(&bucket(*id))));
        assert_eq!(found.records.len(), 11, "a thousand records are three or four to a bucket");
        assert_eq!(differing(&sums(ours.clone().into_iter()), &ours, 500).differ, 0);
    }

    #[test]
    fn as_many_buckets_as_fit_come_whole_and_always_one() {
        let ours = records(1_000);
        let nothing = sums(core::iter::empty());
        let some = differing(&nothing, &ours, 20);
        assert_eq!(
            (some.differ, some.buckets.len(), some.records.len()),
            (256, 5, 19),
            "three, then four each"
        );
        assert_eq!(differing(&nothing, &ours, 1).buckets, [0]);
        assert_eq!(differing(&[], &ours, 20).differ, 256, "who says nothing has nothing");
    }
}
