//! The records of the book as cells of a table name them: by number, tax code or title, found once and kept
//! while a table is read.

use std::cell::RefCell;
use std::collections::BTreeMap;

use domain::id::RecordId;
use domain::record::Kind;
use domain::search::fold_vi;
use domain::sheet::Names;
use domain::value::Document;

use super::book::Book;

type Found = BTreeMap<String, Vec<RecordId>>;

/// The names of the book.
pub struct BookNames {
    book: Book,
    kinds: RefCell<BTreeMap<Kind, Found>>,
}

impl BookNames {
    /// The names of a book; nothing is read before it is asked for.
    pub fn new(book: Book) -> Self {
        Self { book, kinds: RefCell::default() }
    }

    fn read(&self, kind: Kind) -> Found {
        let mut found = Found::new();
        let all = self.book.scan(kind, |view| Some((view.id, names_of(kind, &view.doc))));
        for (id, names) in all {
            for name in names.into_iter().chain([id.to_string()]) {
                let ids = found.entry(fold_vi(&name)).or_default();
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
        }
        found
    }
}

fn names_of(kind: Kind, doc: &Document) -> Vec<String> {
    let fields = ["code", "tax_code", kind.spec().title];
    fields.iter().filter_map(|field| doc.text(field)).map(str::to_owned).collect()
}

impl Names for BookNames {
    fn name(&self, id: RecordId) -> Option<String> {
        let view = self.book.view(id)?;
        let code = view.doc.text("code").or_else(|| view.doc.text(view.kind.spec().title));
        code.map(str::to_owned)
    }

    fn find(&self, kind: Kind, name: &str) -> Vec<RecordId> {
        let mut kinds = self.kinds.borrow_mut();
        let found = kinds.entry(kind).or_insert_with(|| self.read(kind));
        found.get(&fold_vi(name)).cloned().unwrap_or_default()
    }
}
