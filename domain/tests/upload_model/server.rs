//! A server that keeps chunks until a blob is whole.

use std::collections::{BTreeMap, BTreeSet};

use domain::attachment::blob::{BlobName, chunks};
use domain::attachment::message::Holding;
use domain::attachment::missing::Missing;
use domain::attachment::upload::Upload;
use domain::id::RecordId;

/// What a device asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Question {
    What,
    Chunk(u32),
}

#[derive(Default)]
pub struct Server {
    records: BTreeSet<RecordId>,
    got: BTreeMap<BlobName, BTreeSet<u32>>,
    complete: BTreeSet<BlobName>,
}

impl Server {
    pub fn take_record(&mut self, record: RecordId) {
        self.records.insert(record);
    }

    /// Nobody's any more: what belongs to it is not taken.
    pub fn delete_record(&mut self, record: RecordId) {
        self.records.remove(&record);
    }

    pub fn has_record(&self, record: RecordId) -> bool {
        self.records.contains(&record)
    }

    pub fn is_complete(&self, name: BlobName) -> bool {
        self.complete.contains(&name)
    }

    pub fn answer(&mut self, upload: &Upload, question: Question) -> Holding {
        if !upload.owners.iter().any(|owner| self.records.contains(&owner.record)) {
            return Holding::Unknown;
        }
        let count = chunks(upload.bytes);
        let got = self.got.entry(upload.name).or_default();
        if let Question::Chunk(chunk) = question {
            assert!(chunk < count, "chunk {chunk} of {count}");
            got.insert(chunk);
        }
        if got.len() == count as usize {
            self.complete.insert(upload.name);
            return Holding::Complete;
        }
        Holding::Partial(Missing((0..count).filter(|chunk| !got.contains(chunk)).map(|n| (n, n)).collect()))
    }
}
