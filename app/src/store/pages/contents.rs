//! What lies in pages: records and journal entries, taken up write by write and cut into pages anew.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::change::Change;
use domain::id::RecordId;
use domain::ordering;
use domain::sync::batch::StoredRow;

use super::entry::Entry;
use super::key::Span;

/// Records and journal entries of a page: large enough that a book is few values, small enough that
/// one change does not write much anew.
pub const PAGE: usize = 250;
/// Longest page; what is longer is cut.
const LONGEST: usize = PAGE * 3 / 2;

/// Records and journal of a scope, or of a part of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contents<'a> {
    /// By id.
    pub rows: BTreeMap<RecordId, Cow<'a, StoredRow>>,
    /// By version.
    pub changes: BTreeMap<u64, Cow<'a, Change>>,
}

/// A page as it is stored, in the order of its records.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page<'a> {
    /// Confirmed records.
    pub rows: Vec<Cow<'a, StoredRow>>,
    /// Their journal.
    pub changes: Vec<Cow<'a, Change>>,
}

impl Page<'_> {
    fn len(&self) -> usize {
        self.rows.len() + self.changes.len()
    }

    /// From its first to its last record; `None` when it is empty.
    fn span(&self) -> Option<Span> {
        let rows = self.rows.first().into_iter().chain(self.rows.last()).map(|row| row.id);
        let changes = self.changes.first().into_iter().chain(self.changes.last());
        let ids = ordering::set(rows.chain(changes.map(|change| change.record)));
        Some(Span { first: *ids.first()?, last: *ids.last()? })
    }
}

impl<'a> Contents<'a> {
    /// Takes up a page.
    pub fn lay(&mut self, page: Page<'a>) {
        self.rows.extend(page.rows.into_iter().map(|row| (row.id, row)));
        self.changes.extend(page.changes.into_iter().map(|change| (change.ver, change)));
    }

    /// Takes up writes, in their order.
    pub fn apply(&mut self, entries: impl IntoIterator<Item = Entry<'a>>) {
        for entry in entries {
            match entry {
                Entry::Row(row) => drop(self.rows.insert(row.id, row)),
                Entry::Gone(id) => drop(self.rows.remove(&id)),
                Entry::Change(change) => drop(self.changes.insert(change.ver, change)),
            }
        }
    }

    /// Cuts it into pages that do not overlap. The last one may be short: records made later have
    /// larger ids, and it is the one that grows.
    pub fn cut(self) -> Vec<(Span, Page<'a>)> {
        let mut left = self.rows.len() + self.changes.len();
        let mut changes: Vec<_> = self.changes.into_values().collect();
        ordering::sort_by_key(&mut changes, |change| change.record);
        let (mut rows, mut changes) = (self.rows.into_values().peekable(), changes.into_iter().peekable());
        let (mut pages, mut page) = (Vec::new(), Page::default());
        loop {
            let next_row = rows.peek().map(|row| row.id);
            let next_change = changes.peek().map(|change| change.record);
            let Some(record) = next_row.into_iter().chain(next_change).min() else { break };
            if page.len() >= PAGE && left > LONGEST - PAGE {
                push(&mut pages, std::mem::take(&mut page));
            }
            let before = page.len();
            page.rows.extend(rows.next_if(|row| row.id == record));
            while let Some(change) = changes.next_if(|change| change.record == record) {
                page.changes.push(change);
            }
            left -= page.len() - before;
        }
        push(&mut pages, page);
        pages
    }
}

fn push<'a>(pages: &mut Vec<(Span, Page<'a>)>, page: Page<'a>) {
    if let Some(span) = page.span() {
        pages.push((span, page));
    }
}
