//! First copies: what a scope consists of, and its pages, made once and kept packed for a while. Pages are
//! found by scope, role and hash, never by the scope alone: what a role may not see is not in them.

mod kept;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use domain::change::Change;
use domain::clock::Millis;
use domain::columns::Writer;
use domain::id::{DeviceId, RecordId, ScopeId};
use domain::role::Role;
use domain::sync::batch::StoredRow;
use domain::sync::copying::{LEAST, MOST, Manifest, PageName, cut};
use domain::sync::exchange::Cursor;
use domain::sync::placement::{Head, Row};
use domain::value::Document;
use sha2::{Digest, Sha256};

pub use self::kept::Kept;
use self::kept::{Contents, Key};
use super::judge::held_now;
use super::{Sync, SyncError, check_device, compare, held, sight};
use crate::auth::Principal;
use crate::storage::exchange::{Access, Choice, Picking, Reach, Slice};

/// Brotli: the better half of what it can do, in a fifth of the time.
const QUALITY: u32 = 5;
const WINDOW: u32 = 22;

/// A page, packed with brotli.
pub struct PackedPage {
    pub hash: String,
    pub packed: Bytes,
}

/// A part of a scope that becomes a page, or is one already.
struct Part {
    contents: Contents,
    after: Option<RecordId>,
    until: RecordId,
    rows: u64,
    known: Option<String>,
}

/// Which records have to be read: those of parts that are no page yet.
struct Parts<'a> {
    now: Millis,
    kept: &'a Kept,
    scope: &'a ScopeId,
    /// Only this part of the scope.
    within: Option<&'a PageName>,
    found: Mutex<Vec<Part>>,
}

impl Reach for Parts<'_> {
    fn held(&self, access: &Access) -> Option<BTreeMap<ScopeId, Role>> {
        held_now(access, self.now)
    }
}

impl Choice for Parts<'_> {
    fn chosen(&self, role: Role, head: &Head, records: &[(RecordId, u64)]) -> Vec<RecordId> {
        let (first, pieces) = match self.within {
            None => (None, cut(records, LEAST, MOST)),
            Some(name) => {
                let begin = records.partition_point(|(id, _)| name.after.is_some_and(|after| *id <= after));
                let end = records.partition_point(|(id, _)| *id <= name.until);
                let piece = records.get(begin..end).filter(|piece| (1..=MOST).contains(&piece.len()));
                (name.after, piece.into_iter().collect())
            }
        };
        let (mut parts, mut wanted, mut after) = (Vec::new(), Vec::new(), first);
        for piece in pieces {
            let Some((until, _)) = piece.last() else { continue };
            let contents = Contents::of(self.scope, role, head.epoch, piece);
            let known = self.kept.page_of(&contents, self.now);
            if known.is_none() {
                wanted.extend(piece.iter().map(|(id, _)| *id));
            }
            parts.push(Part { contents, after, until: *until, rows: piece.len() as u64, known });
            after = Some(*until);
        }
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = parts;
        wanted
    }
}

impl Sync {
    /// What a scope consists of for this person. Its pages are made if they are not there.
    pub async fn manifest(
        &self,
        who: &Principal,
        device: DeviceId,
        scope: ScopeId,
        now: Millis,
    ) -> Result<Manifest, SyncError> {
        check_device(who, device)?;
        let (head, pages) = self.pages(who, &scope, None, now).await?;
        let head = head.unwrap_or_default();
        Ok(Manifest { scope, head: Cursor::at(head.epoch, head.ver), count: head.sum.count, pages })
    }

    /// A page by its name, as long as it is kept, or nothing in it has changed.
    pub async fn page(
        &self,
        who: &Principal,
        device: DeviceId,
        scope: &ScopeId,
        name: &PageName,
        now: Millis,
    ) -> Result<PackedPage, SyncError> {
        check_device(who, device)?;
        let role = held(who.role, &who.grants, now).remove(scope).ok_or(SyncError::ScopeNotHeld)?;
        let key = Key { scope: scope.clone(), role, hash: name.hash.clone() };
        if self.kept.page(&key, now).is_none() {
            self.pages(who, scope, Some(name), now).await?;
        }
        let packed = self.kept.page(&key, now).ok_or(SyncError::PageGone)?;
        Ok(PackedPage { hash: key.hash, packed })
    }

    async fn pages(
        &self,
        who: &Principal,
        scope: &ScopeId,
        within: Option<&PageName>,
        now: Millis,
    ) -> Result<(Option<Head>, Vec<PageName>), SyncError> {
        let parts = Parts { now, kept: &self.kept, scope, within, found: Mutex::default() };
        let picking = Picking { account: who.user, device: who.device, scope, choice: &parts };
        let slice = self.storage.pick(&picking).await?.ok_or(SyncError::SessionOver)?;
        let Slice::Rows { role, head, rows, changes } = slice else { return Err(SyncError::ScopeNotHeld) };
        let parts = parts.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (kept, scope) = (Arc::clone(&self.kept), scope.clone());
        let made = tokio::task::spawn_blocking(move || named(&kept, &scope, role, parts, rows, changes, now));
        Ok((head, made.await.map_err(SyncError::Packing)?))
    }
}

/// Names every part, and makes pages of those that are none yet.
fn named(
    kept: &Kept,
    scope: &ScopeId,
    role: Role,
    parts: Vec<Part>,
    rows: Vec<Row>,
    changes: Vec<Change>,
    now: Millis,
) -> Vec<PageName> {
    let mut rows = rows.into_iter().map(|row| seen(role, row)).peekable();
    let mut changes = compare::seen(role, changes);
    // A record's entries lie together, as the device keeps them.
    changes.sort_by_key(|change| (change.record, change.ver));
    let mut changes = changes.into_iter().peekable();
    let names = parts.into_iter().map(|part| {
        let hash = part.known.unwrap_or_else(|| {
            let until = part.until;
            let rows: Vec<_> = std::iter::from_fn(|| rows.next_if(|row| row.id <= until)).collect();
            let changes: Vec<_> =
                std::iter::from_fn(|| changes.next_if(|change| change.record <= until)).collect();
            let (hash, packed) = packed(&rows, &changes);
            kept.keep(Key { scope: scope.clone(), role, hash: hash.clone() }, part.contents, packed, now);
            hash
        });
        PageName { hash, rows: part.rows, after: part.after, until: part.until }
    });
    names.collect()
}

/// A record as a device of this role keeps it.
fn seen(role: Role, row: Row) -> StoredRow {
    let row = sight::row(role, row.delta(0));
    let fields = row.fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
    StoredRow {
        id: row.id,
        kind: row.kind,
        ver: row.ver,
        doc: Document(fields.collect()),
        made: row.made,
        touched: row.touched,
    }
}

fn packed(rows: &[StoredRow], changes: &[Change]) -> (String, Bytes) {
    let mut to = Writer::default();
    to.page(rows, changes);
    let bytes = to.into_bytes();
    let mut packed = Vec::new();
    let mut brotli = brotli::CompressorWriter::new(&mut packed, 4_096, QUALITY, WINDOW);
    // A vector takes whatever is written.
    let _ = brotli.write_all(&bytes);
    drop(brotli);
    let hash = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    (hash, Bytes::from(packed))
}

/// A page as it is, for who does not read brotli.
pub fn unpacked(packed: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut brotli::Decompressor::new(packed, 4_096), &mut bytes)?;
    Ok(bytes)
}
