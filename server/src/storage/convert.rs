//! Between the domain's rows and the columns of the tables.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::attachment::blob::BlobName;
use domain::change::{Change, Outcome};
use domain::id::{RecordId, ScopeId};
use domain::record::attachment::Attachment;
use domain::record::{Kind, KindName};
use domain::role::Role;
use domain::sync::authority::claims::Holders;
use domain::sync::authority::{Done, Loaded};
use domain::sync::checksum::Sum;
use domain::sync::placement::{Decision, Head, Life, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::blobs::{Link, LinkRow, Part, Proof, Received, Relinked, Upload, UploadKey, UploadRow};
use super::exchange::{Access, Push};
use super::rows::{ChangeRow, MutationRow, RecordRow, ScopeRow};
use super::{Result, StorageError};

/// A scope's counter, locked by this transaction.
pub struct Counter {
    pub head: Head,
    /// Hash of the newest journal entry.
    pub chain: Vec<u8>,
}

impl ScopeRow {
    pub fn read(self) -> (ScopeId, Counter) {
        let sum = Sum { count: self.live.cast_unsigned(), sum: self.checksum.cast_unsigned() };
        let head = Head {
            epoch: self.epoch.cast_unsigned(),
            ver: self.ver.cast_unsigned(),
            codes: self.codes.cast_unsigned(),
            sum,
            floor: self.floor.cast_unsigned(),
        };
        (ScopeId::from(self.id.as_str()), Counter { head, chain: self.chain })
    }
}

impl RecordRow {
    pub fn read(self) -> Result<(ScopeId, Row)> {
        let row = Row {
            id: RecordId(self.id),
            kind: KindName::from(self.kind.as_str()),
            parent: self.parent.map(RecordId),
            ver: self.ver.cast_unsigned(),
            fver: parse(&self.fver, "record")?,
            doc: parse(&self.doc, "record")?,
            life: match self.life.as_str() {
                "live" => Life::Live,
                "deleted" => Life::Deleted,
                "left" => Life::Left,
                _ => return Err(StorageError::Corrupt { what: "record" }),
            },
            made: parse(&self.made, "record")?,
            touched: parse(&self.touched, "record")?,
        };
        Ok((ScopeId::from(self.scope.as_str()), row))
    }
}

pub fn records(rows: &[&(ScopeId, Row)]) -> Result<Vec<RecordRow>> {
    let one = |(scope, row): &(ScopeId, Row)| {
        Ok(RecordRow {
            scope: scope.as_str().to_owned(),
            id: row.id.0,
            kind: row.kind.as_str().to_owned(),
            parent: row.parent.map(|id| id.0),
            ver: row.ver.cast_signed(),
            doc: write(&row.doc)?,
            fver: write(&row.fver)?,
            life: match row.life {
                Life::Live => "live",
                Life::Deleted => "deleted",
                Life::Left => "left",
            }
            .to_owned(),
            made: write(&row.made)?,
            touched: write(&row.touched)?,
        })
    };
    rows.iter().map(|row| one(row)).collect()
}

/// What the attachment records among these rows say of files.
pub fn relinked(rows: &[(ScopeId, Row)]) -> Relinked {
    let mut relinked = Relinked::default();
    for (scope, row) in rows.iter().filter(|(_, row)| row.kind.known() == Some(Kind::Attachment)) {
        let scope = scope.as_str();
        relinked.written.push((scope.to_owned(), row.id.0));
        if row.life != Life::Live {
            continue;
        }
        let attachment = Attachment::read(&row.doc);
        let original = link_row(scope, row, Part::Original, attachment.sha256, attachment.bytes);
        let thumbnail =
            link_row(scope, row, Part::Thumbnail, attachment.thumb_sha256, attachment.thumb_bytes);
        // A picture that is small enough to be its own thumbnail is one file, kept as the original.
        let thumbnail = thumbnail
            .filter(|thumbnail| original.as_ref().is_none_or(|original| original.name != thumbnail.name));
        relinked.links.extend(original.into_iter().chain(thumbnail));
    }
    relinked
}

fn link_row(
    scope: &str,
    row: &Row,
    part: Part,
    sha256: Option<String>,
    bytes: Option<i64>,
) -> Option<LinkRow> {
    let bytes = bytes.filter(|bytes| *bytes > 0)?;
    let name = sha256?.parse().ok()?;
    let author = row.made.by.user.0;
    Some(LinkRow { name, scope: scope.to_owned(), record: row.id.0, part, bytes, author })
}

/// As small hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn read_link(
    (scope, part, bytes, proven, is_own): (String, String, i64, bool, bool),
    held: &BTreeMap<ScopeId, Role>,
) -> Result<Link> {
    let corrupt = || StorageError::Corrupt { what: "link to a file" };
    let scope = ScopeId::from(scope.as_str());
    Ok(Link {
        proven: if proven { Proof::Shown } else { Proof::Missing },
        part: Part::from_code(&part).ok_or_else(corrupt)?,
        bytes: bytes.cast_unsigned(),
        is_own,
        role: held.get(&scope).copied(),
        scope,
    })
}

pub fn read_upload(row: UploadRow) -> Result<Upload> {
    let name = row.sha256.try_into().map_err(|_| StorageError::Corrupt { what: "upload" })?;
    Ok(Upload {
        key: UploadKey { account: row.account, name: BlobName(name) },
        bytes: row.bytes.cast_unsigned(),
        received: Received::from_bytes(row.received),
        refusal: row.refusal,
        touched_at: row.touched_at,
    })
}

/// Adds loaded rows, each once.
pub fn collect(to: &mut BTreeMap<(ScopeId, RecordId), Row>, rows: Vec<RecordRow>) -> Result<()> {
    for row in rows {
        let (scope, row) = row.read()?;
        to.insert((scope, row.id), row);
    }
    Ok(())
}

/// Who holds which key.
pub fn holders(rows: Vec<(String, Uuid)>) -> Holders {
    let mut holders = Holders::new();
    for (key, record) in rows {
        holders.entry(key).or_default().insert(RecordId(record));
    }
    holders
}

/// The journal entries as stored, each with the hash of the one before: `h = SHA-256(h' ‖ entry)`.
pub fn chain(
    changes: &[(ScopeId, Change)],
    counters: &mut BTreeMap<ScopeId, Counter>,
) -> Result<Vec<ChangeRow>> {
    let mut rows = Vec::with_capacity(changes.len());
    for (scope, change) in changes {
        let counter = counters.get_mut(scope).ok_or(StorageError::Corrupt { what: "scope" })?;
        let entry = write(change)?;
        let next = link(&counter.chain, &entry);
        rows.push(ChangeRow {
            scope: scope.as_str().to_owned(),
            ver: change.ver.cast_signed(),
            record: change.record.0,
            entry,
            prev_hash: std::mem::replace(&mut counter.chain, next),
        });
    }
    Ok(rows)
}

/// The hash of an entry that follows `prev_hash`.
pub fn link(prev_hash: &[u8], entry: &str) -> Vec<u8> {
    Sha256::new().chain_update(prev_hash).chain_update(entry).finalize().to_vec()
}

pub fn mutations(push: &Push, outcomes: &[(u64, [u8; 32], Outcome)]) -> Result<Vec<MutationRow>> {
    let one = |(seq, hash, outcome): &(u64, [u8; 32], Outcome)| {
        let refused = matches!(outcome, Outcome::Rejected(_));
        let body = push.judge.mutation(*seq).filter(|_| refused).map(write).transpose()?;
        Ok(MutationRow {
            device: push.device.0,
            seq: seq.cast_signed(),
            hash: hash.to_vec(),
            outcome: write(outcome)?,
            body,
            received_at: push.received_at,
        })
    };
    outcomes.iter().map(one).collect()
}

pub fn read_outcome(row: (i64, Vec<u8>, String)) -> Result<(u64, Done)> {
    let (seq, hash, outcome) = row;
    let hash = hash.try_into().map_err(|_| StorageError::Corrupt { what: "mutation" })?;
    Ok((seq.cast_unsigned(), Done { hash, outcome: parse(&outcome, "mutation")? }))
}

pub fn read_change(entry: &str) -> Result<Change> {
    parse(entry, "change")
}

/// Runs the pure decision; a panic in it must cost one request, not the writer.
pub fn decide(push: &Push, access: &Access, loaded: &Loaded) -> Result<Option<Decision>> {
    catch_unwind(AssertUnwindSafe(|| push.judge.decide(access, loaded)))
        .map_err(|_| StorageError::DecisionPanicked)
}

fn parse<T: DeserializeOwned>(text: &str, what: &'static str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| StorageError::Corrupt { what })
}

fn write<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|_| StorageError::Corrupt { what: "value to write" })
}
