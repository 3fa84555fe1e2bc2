//! Folding the log of a scope into the pages it touches: which pages, and what goes into them.

use domain::id::RecordId;

use super::contents::{Contents, Page};
use super::entry::Entry;
use super::key::Span;

/// Most pages that are written anew in one breath.
const BREATH: usize = 4;

/// Neighbouring pages and what goes into them.
#[derive(Debug)]
pub struct Group {
    /// The pages, in order; none where the scope has none yet.
    pub spans: Vec<Span>,
    /// Writes in order.
    pub entries: Vec<Entry<'static>>,
}

impl Group {
    /// The pages in place of the old ones, which are given in order.
    pub fn fold(self, old: Vec<Page<'static>>) -> Vec<(Span, Page<'static>)> {
        let mut contents = Contents::default();
        old.into_iter().for_each(|page| contents.lay(page));
        contents.apply(self.entries);
        contents.cut()
    }
}

/// Sorts writes by the pages they touch. A record belongs to the last page that begins before it, so
/// that pages written anew do not overlap either.
pub fn groups(spans: &[Span], entries: Vec<Entry<'static>>) -> Vec<Group> {
    if spans.is_empty() {
        return vec![Group { spans: Vec::new(), entries }];
    }
    let mut by_page: Vec<Vec<Entry<'static>>> = spans.iter().map(|_| Vec::new()).collect();
    for entry in entries {
        if let Some(of_page) = by_page.get_mut(home(spans, entry.record())) {
            of_page.push(entry);
        }
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut is_open = false;
    for (span, entries) in spans.iter().zip(by_page) {
        if entries.is_empty() {
            is_open = false;
            continue;
        }
        match groups.last_mut().filter(|group| is_open && group.spans.len() < BREATH) {
            Some(group) => {
                group.spans.push(*span);
                group.entries.extend(entries);
            }
            None => groups.push(Group { spans: vec![*span], entries }),
        }
        is_open = true;
    }
    groups
}

fn home(spans: &[Span], record: RecordId) -> usize {
    spans.partition_point(|span| span.first <= record).saturating_sub(1)
}
