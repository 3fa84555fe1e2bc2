//! A table on its way into the book: read, looked at, written one record after the other. Nothing is written
//! before the person has seen what was read.

use std::collections::BTreeMap;

use domain::id::{RecordId, ScopeId};
use domain::ordering;
use domain::record::facility::identity::identity;
use domain::record::rule::{Problem, ProblemCode};
use domain::record::{self, Home, Kind};
use domain::sheet::{self, Headings, csv};
use domain::similar::{Identity, duplicate_reasons};
use domain::value::Document;
use leptos::prelude::{GetUntracked, untrack};

use super::book::Book;
use super::kin::{Coming, objections};
use super::names::BookNames;
use super::view::SaveError;
use crate::platform::clock::now;

/// The most rows at a time.
pub const MOST: usize = 1_000;

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number in the table, the headings being the first.
    pub number: usize,
    /// What was read.
    pub doc: Document,
    /// What is wrong; a row is written when nothing is.
    pub problems: Vec<Problem>,
    /// A facility of the book that may be the same.
    pub twin: Option<RecordId>,
}

/// A table that was read.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Headings nobody knows.
    pub unknown: Vec<String>,
    /// Whether a heading was known.
    pub has_columns: bool,
    /// How many rows the table has.
    pub total: usize,
    /// The rows, as many as are read at a time.
    pub rows: Vec<Row>,
}

/// Reads a table for a kind.
pub fn parse(book: Book, kind: Kind, text: &str) -> Parsed {
    untrack(|| {
        let role = book.me().get_untracked().role;
        let table = csv::read(text);
        let Some((first, rest)) = table.split_first() else {
            return Parsed { unknown: Vec::new(), has_columns: false, total: 0, rows: Vec::new() };
        };
        let headings = sheet::headings(kind, role, first);
        let has_columns = headings.columns.iter().any(Option::is_some);
        let rows = if has_columns { read(book, kind, &headings, rest) } else { Vec::new() };
        Parsed { unknown: headings.unknown, has_columns, total: rest.len(), rows }
    })
}

fn read(book: Book, kind: Kind, headings: &Headings, table: &[Vec<String>]) -> Vec<Row> {
    let names = BookNames::new(book);
    let today = now().day();
    let mut twins = Twins::new(book, kind);
    let rows = table.iter().take(MOST).enumerate();
    rows.map(|(at, cells)| {
        let mut line = sheet::read(kind, headings, cells, today, &names);
        let coming = Coming { id: None, kind, before: &Document::default(), after: &line.doc, action: None };
        line.problems.extend(objections(book, &coming));
        let twin = twins.look(&line.doc, &mut line.problems);
        Row { number: at + 2, doc: line.doc, problems: line.problems, twin }
    })
    .collect()
}

/// The facilities of the book and of the table so far, by commune: names are compared within one.
struct Twins {
    is_wanted: bool,
    known: Vec<(Option<RecordId>, Identity)>,
    tax_codes: BTreeMap<String, Option<RecordId>>,
}

impl Twins {
    fn new(book: Book, kind: Kind) -> Self {
        let is_wanted = kind == Kind::Facility;
        let all = if is_wanted {
            book.scan(kind, |view| {
                let stands = view.doc.text("merged_into").is_none();
                stands.then(|| (Some(view.id), identity(&view.doc)))
            })
        } else {
            Vec::new()
        };
        let tax_codes = ordering::map(all.iter().filter_map(|(id, own)| Some((own.tax_code.clone()?, *id))));
        Self { is_wanted, known: all, tax_codes }
    }

    /// A second facility with one tax code is not written; what else is alike is shown.
    fn look(&mut self, doc: &Document, problems: &mut Vec<Problem>) -> Option<RecordId> {
        if !self.is_wanted {
            return None;
        }
        let own = identity(doc);
        let taken = own.tax_code.as_ref().and_then(|code| self.tax_codes.get(code)).copied();
        if taken.is_some() {
            problems.push(Problem::new("tax_code", ProblemCode::TaxCodeTaken));
        }
        let alike = self.known.iter().find(|(_, other)| !duplicate_reasons(&own, other).is_empty());
        let twin = taken.flatten().or_else(|| alike.and_then(|(id, _)| *id));
        if let Some(code) = own.tax_code.clone() {
            self.tax_codes.entry(code).or_insert(None);
        }
        self.known.push((None, own));
        twin
    }
}

/// Writes one row to the book, in the scope where the record belongs.
pub async fn write(book: Book, kind: Kind, doc: Document) -> Result<RecordId, SaveError> {
    let me = book.me().get_untracked();
    let scope = match kind.spec().home {
        Home::Own => ScopeId::commune(doc.text("commune_code").unwrap_or_default()),
        Home::Reference | Home::Office | Home::Parent | Home::ParentOffices | Home::ParentOnceMoved => {
            let parent = record::parent(kind, &doc).and_then(|id| untrack(|| book.view(id)));
            me.scope_of(kind, parent.as_ref())
        }
    };
    book.create(kind, scope, doc).await
}
