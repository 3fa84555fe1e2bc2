//! What a server answers to a copy. Each of them knows the pages that it made, until it dies; one that does not
//! know a page makes it again, as far as nothing in it has changed.

use std::collections::BTreeMap;

use domain::change::ChangeOp;
use domain::columns::{Reader, Writer};
use domain::id::{DeviceId, RecordId, ScopeId};
use domain::sync::batch::StoredRow;
use domain::sync::copying::{CopiedPage, Manifest, PageName, cut};
use domain::sync::exchange::Cursor;
use domain::sync::placement::{Life, Row};
use sha2::{Digest, Sha256};

use crate::database::Database;
use crate::plants::Plant;

/// Few rows a page, so that copies have many pages.
const LEAST: usize = 2;
const MOST: usize = 3;

/// The pages that each server has made.
pub type Kept = BTreeMap<(usize, ScopeId, String), Vec<u8>>;

impl Database {
    pub fn manifest(&mut self, server: usize, device: DeviceId, scope: &ScopeId) -> Option<Manifest> {
        self.accounts[&device].held.get(scope)?;
        let head = self.head(scope);
        let live: Vec<_> = self.live(scope).map(|row| (row.id, row.ver)).collect();
        let mut after = None;
        let mut pages = Vec::new();
        for page in cut(&live, LEAST, MOST) {
            let until = page[page.len() - 1].0;
            let name = self.keep(server, scope, after, until);
            pages.push(name);
            after = Some(until);
        }
        Some(Manifest {
            scope: scope.clone(),
            head: Cursor::at(head.epoch, head.ver),
            count: head.sum.count,
            pages,
        })
    }

    pub fn page(
        &mut self,
        server: usize,
        device: DeviceId,
        scope: &ScopeId,
        name: &PageName,
    ) -> Option<CopiedPage> {
        self.accounts[&device].held.get(scope)?;
        let key = (server, scope.clone(), name.hash.clone());
        if !self.kept.contains_key(&key) && self.keep(server, scope, name.after, name.until).hash != name.hash
        {
            return None;
        }
        let (rows, changes) = Reader::open(&self.kept[&key])?.page()?;
        Some(CopiedPage { scope: scope.clone(), hash: name.hash.clone(), rows, changes })
    }

    fn live<'a>(&'a self, scope: &'a ScopeId) -> impl Iterator<Item = &'a Row> {
        self.scope_rows(scope).filter(|row| row.life == Life::Live)
    }

    fn keep(&mut self, server: usize, scope: &ScopeId, after: Option<RecordId>, until: RecordId) -> PageName {
        let within = |id: RecordId| id <= until && after.is_none_or(|after| id > after);
        let rows: Vec<_> = self.live(scope).filter(|row| within(row.id)).map(stored).collect();
        let entries = self.tables.journal.iter().filter(|((of, _), _)| of == scope).map(|(_, change)| change);
        let told = entries.filter(|change| within(change.record) && change.op != ChangeOp::Create);
        let changes: Vec<_> = told.cloned().collect();
        let mut to = Writer::default();
        to.page(&rows, &changes);
        let bytes = to.into_bytes();
        let mut hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        if self.plant == Some(Plant::PageByPlace) {
            hash = format!("{after:?} {until}");
        }
        let key = (server, scope.clone(), hash.clone());
        self.kept.entry(key).or_insert(bytes);
        PageName { hash, rows: rows.len() as u64, after, until }
    }
}

fn stored(row: &Row) -> StoredRow {
    StoredRow {
        id: row.id,
        kind: row.kind.clone(),
        ver: row.ver,
        doc: row.doc.clone(),
        made: row.made.clone(),
        touched: row.touched.clone(),
    }
}
