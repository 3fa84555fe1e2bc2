//! What lists, searches and links ask for, kept beside the working set and changed record by record:
//! title order, one folded text per record, and which records name which. Plain data, no signals.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::id::RecordId;
use domain::ordering;
use domain::record::conflict::is_open;
use domain::record::field::{FieldType, Weight};
use domain::record::{Kind, parent};
use domain::search::{Query, SearchText, Searcher};
use domain::value::{Document, Value};

use super::view::Hit;

/// The index of a book.
#[derive(Default)]
pub struct Index {
    kinds: BTreeMap<Kind, OfKind>,
    entries: BTreeMap<RecordId, Entry>,
    /// Records by a record they name.
    named_by: BTreeMap<RecordId, BTreeSet<RecordId>>,
}

struct OfKind {
    texts: Searcher<RecordId>,
    /// In title order while `is_sorted`.
    order: Vec<RecordId>,
    is_sorted: bool,
    shared: Option<Arc<[RecordId]>>,
}

impl Default for OfKind {
    fn default() -> Self {
        Self { texts: Searcher::new(), order: Vec::new(), is_sorted: true, shared: None }
    }
}

struct Entry {
    kind: Kind,
    title: String,
    names: BTreeSet<RecordId>,
    is_open: bool,
}

/// What an update touched.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Kinds whose list changed.
    pub kinds: BTreeSet<Kind>,
    /// Records that a changed record names, or named before.
    pub records: BTreeSet<RecordId>,
}

impl Index {
    /// Takes up a record as it is now, `None` when it is gone.
    pub fn put(&mut self, id: RecordId, now: Option<(Kind, &Document)>, touched: &mut Touched) {
        let before = self.entries.remove(&id);
        if let Some(entry) = &before {
            for named in &entry.names {
                if let Some(by) = self.named_by.get_mut(named) {
                    by.remove(&id);
                }
            }
            touched.records.extend(entry.names.iter().copied());
        }
        let Some((kind, doc)) = now else {
            if let Some(entry) = before {
                self.of(entry.kind).remove(id);
                touched.kinds.insert(entry.kind);
            }
            return;
        };
        let entry = Entry { kind, title: title(kind, doc), names: names(kind, doc), is_open: is_open(doc) };
        touched.records.extend(entry.names.iter().copied());
        touched.kinds.insert(kind);
        for named in &entry.names {
            self.named_by.entry(*named).or_default().insert(id);
        }
        let of = self.of(kind);
        of.texts.put(id, SearchText::new(texts(kind, doc).iter().map(String::as_str)));
        match &before {
            None => of.order.push(id),
            Some(before) if before.title == entry.title => {}
            Some(_) => of.is_sorted = false,
        }
        if before.is_none() {
            of.is_sorted = false;
            of.shared = None;
        }
        self.entries.insert(id, entry);
    }

    /// The records of a kind in the order of their titles.
    pub fn list(&mut self, kind: Kind, compare: impl Fn(&str, &str) -> Ordering) -> Arc<[RecordId]> {
        let of = self.kinds.entry(kind).or_default();
        if !of.is_sorted {
            let title = |id: &RecordId| self.entries.get(id).map_or("", |entry| entry.title.as_str());
            ordering::sort_by(&mut of.order, |a, b| compare(title(a), title(b)).then_with(|| a.cmp(b)));
            of.is_sorted = true;
            of.shared = None;
        }
        Arc::clone(of.shared.get_or_insert_with(|| of.order.as_slice().into()))
    }

    /// The records that answer a query, the best first, equals by title.
    pub fn search(&mut self, kind: Kind, typed: &str, compare: impl Fn(&str, &str) -> Ordering) -> Vec<Hit> {
        let order = self.list(kind, compare);
        let query = Query::new(typed);
        if query.is_empty() {
            return order.iter().map(|id| Hit { id: *id, rank: None }).collect();
        }
        let places = ordering::map(order.iter().enumerate().map(|(at, id)| (*id, at)));
        let mut found = self.of(kind).texts.find(&query);
        ordering::sort_by_key(&mut found, |(id, rank)| (*rank, places.get(id).copied()));
        found.into_iter().map(|(id, rank)| Hit { id, rank: Some(rank) }).collect()
    }

    /// The records of a kind that name this one.
    pub fn children(&self, id: RecordId, kind: Kind) -> Vec<RecordId> {
        let by = self.named_by.get(&id).into_iter().flatten();
        by.filter(|child| self.entries.get(child).is_some_and(|entry| entry.kind == kind)).copied().collect()
    }

    /// Open conflicts about a record.
    pub fn open_conflicts(&self, id: RecordId) -> Vec<RecordId> {
        let is_open = |conflict: &RecordId| self.entries.get(conflict).is_some_and(|entry| entry.is_open);
        self.children(id, Kind::Conflict).into_iter().filter(is_open).collect()
    }

    /// How many conflicts are open in the whole book.
    pub fn count_open_conflicts(&self) -> usize {
        self.entries.values().filter(|entry| entry.kind == Kind::Conflict && entry.is_open).count()
    }

    /// Every record taken up.
    pub fn ids(&self) -> impl Iterator<Item = RecordId> + '_ {
        self.entries.keys().copied()
    }

    /// Every record that names this one, of whatever kind.
    pub fn named_by(&self, id: RecordId) -> impl Iterator<Item = RecordId> + '_ {
        self.named_by.get(&id).into_iter().flatten().copied()
    }

    fn of(&mut self, kind: Kind) -> &mut OfKind {
        self.kinds.entry(kind).or_default()
    }
}

impl OfKind {
    fn remove(&mut self, id: RecordId) {
        self.texts.remove(&id);
        self.order.retain(|other| *other != id);
        self.shared = None;
    }
}

fn title(kind: Kind, doc: &Document) -> String {
    doc.text(kind.spec().title).unwrap_or_default().to_owned()
}

fn names(kind: Kind, doc: &Document) -> BTreeSet<RecordId> {
    let fields = kind.spec().fields.iter().filter(|field| matches!(field.ty, FieldType::Ref(_)));
    let named = fields.filter_map(|field| doc.text(field.name)?.parse().ok());
    ordering::set(named.chain(parent(kind, doc)))
}

/// What a record is found by, the most telling first.
fn texts(kind: Kind, doc: &Document) -> Vec<String> {
    let mut fields: Vec<_> = kind.spec().fields.iter().filter(|field| field.weight != Weight::None).collect();
    ordering::sort_by_key(&mut fields, |field| std::cmp::Reverse(field.weight));
    let mut found = Vec::new();
    for value in fields.iter().filter_map(|field| doc.get(field.name)) {
        collect(value, &mut found);
    }
    found
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Text(text) => found.push(text.clone()),
        Value::Int(number) => found.push(number.to_string()),
        Value::List(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Map(row) => row.values().for_each(|item| collect(item, found)),
        Value::Bool(_) => {}
    }
}
