//! What a scope consists of when it is copied: pages named by what they hold. A page that was made is never
//! another one, so a copy goes on after any break, on any server, and takes no page twice.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::id::{RecordId, ScopeId};
use crate::sync::batch::StoredRow;
use crate::sync::exchange::Cursor;

/// A page has at least so many records, unless it is the last,
pub const LEAST: usize = 400;
/// and at most so many.
pub const MOST: usize = 500;
/// Between the two it ends at a record whose id says so, one of so many: what is made or deleted then moves
/// the ends of few pages.
const ENDS: u8 = 32;

/// What a scope consists of.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The scope.
    pub scope: ScopeId,
    /// Head of the scope when this was read.
    pub head: Cursor,
    /// Records of the whole scope: the measure of progress.
    pub count: u64,
    /// Its pages, by the ids of their records.
    pub pages: Vec<PageName>,
}

/// A page, by what it holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PageName {
    /// SHA-256 of its bytes as `columns` spells them, in hexadecimal digits.
    pub hash: String,
    /// How many records.
    pub rows: u64,
    /// They lie after this id,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<RecordId>,
    /// up to this one: a server that does not know the page makes it again.
    pub until: RecordId,
}

/// What a page holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CopiedPage {
    /// The scope.
    pub scope: ScopeId,
    /// The page.
    pub hash: String,
    /// Whole records.
    pub rows: Vec<StoredRow>,
    /// Their journal entries, without those that made them.
    pub changes: Vec<Change>,
}

/// Cuts records, which come by id, into pages.
pub fn cut(records: &[(RecordId, u64)], least: usize, most: usize) -> Vec<&[(RecordId, u64)]> {
    let mut pages = Vec::new();
    let mut left = records;
    while !left.is_empty() {
        let may_end = |(at, (id, _)): &(usize, &(RecordId, u64))| {
            at + 1 >= most || (at + 1 >= least && super::buckets::bucket(*id).is_multiple_of(ENDS))
        };
        let end = left.iter().enumerate().find(may_end).map_or(left.len(), |(at, _)| at + 1);
        let (page, rest) = left.split_at_checked(end).unwrap_or((left, &[]));
        pages.push(page);
        left = rest;
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn records(count: u64) -> Vec<(RecordId, u64)> {
        let id = |n: u64| RecordId(Uuid::from_u64_pair(n, n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 7));
        (1..=count).map(|n| (id(n), n)).collect()
    }

    #[test]
    fn every_record_lies_in_one_page_of_the_right_size() {
        let records = records(10_000);
        let pages = cut(&records, LEAST, MOST);
        assert_eq!(pages.concat(), records);
        let (last, others) = pages.split_last().unwrap();
        assert!(others.iter().all(|page| (LEAST..=MOST).contains(&page.len())));
        assert!(last.len() <= MOST);
        assert!(cut(&[], LEAST, MOST).is_empty());
    }

    #[test]
    fn a_record_that_goes_moves_the_ends_of_few_pages() {
        let all = records(20_000);
        let mut fewer = all.clone();
        fewer.remove(1_000);
        let before = cut(&all, LEAST, MOST);
        let after = cut(&fewer, LEAST, MOST);
        let others = after.iter().filter(|page| !before.contains(page)).count();
        assert!(others * 3 < after.len(), "{others} of {} pages are others", after.len());
    }
}
