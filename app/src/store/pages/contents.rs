//! What lies in pages: records and journal entries, taken up write by write and cut into pages anew.
//! Sorted once at the end: a map for each would weigh more in the browser than all the rest of this.

use std::borrow::Cow;

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

/// Records and journal of a scope, or of a part of it, as one write after the other left them.
#[derive(Default)]
pub struct Contents<'a> {
    rows: Vec<(RecordId, Option<Cow<'a, StoredRow>>)>,
    changes: Vec<Cow<'a, Change>>,
}

/// A page: records in the order of their ids, and their journal in the order of the records. Of a whole
/// scope, the journal stands in its own order.
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
        let ends = [
            self.rows.first().map(|row| row.id),
            self.rows.last().map(|row| row.id),
            self.changes.first().map(|change| change.record),
            self.changes.last().map(|change| change.record),
        ];
        Span::around(ends.into_iter().flatten())
    }
}

impl<'a> Contents<'a> {
    /// Takes up a page.
    pub fn lay(&mut self, page: Page<'a>) {
        self.rows.extend(page.rows.into_iter().map(|row| (row.id, Some(row))));
        self.changes.extend(page.changes);
    }

    /// Takes up writes, in their order.
    pub fn apply(&mut self, entries: impl IntoIterator<Item = Entry<'a>>) {
        for entry in entries {
            match entry {
                Entry::Row(row) => self.rows.push((row.id, Some(row))),
                Entry::Gone(id) => self.rows.push((id, None)),
                Entry::Change(change) => self.changes.push(change),
            }
        }
    }

    /// What is there after all that: of a record its last write, of a version its last entry.
    pub fn settle(mut self) -> Page<'a> {
        ordering::sort_by_key(&mut self.rows, |row| row.0);
        ordering::sort_by_key(&mut self.changes, |change| change.ver);
        let mut page = Page::default();
        let mut rows = self.rows.into_iter().peekable();
        while let Some((id, row)) = rows.next() {
            if rows.peek().is_none_or(|(next, _)| *next != id) {
                page.rows.extend(row);
            }
        }
        let mut changes = self.changes.into_iter().peekable();
        while let Some(change) = changes.next() {
            if changes.peek().is_none_or(|next| next.ver != change.ver) {
                page.changes.push(change);
            }
        }
        page
    }

    /// Cuts it into pages that do not overlap. The last one may be short: records made later have
    /// larger ids, and it is the one that grows.
    pub fn cut(self) -> Vec<(Span, Page<'a>)> {
        let mut whole = self.settle();
        let mut left = whole.len();
        ordering::sort_by_key(&mut whole.changes, |change| change.record);
        let mut rows = whole.rows.into_iter().peekable();
        let mut changes = whole.changes.into_iter().peekable();
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
