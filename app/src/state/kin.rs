//! The records around one, as rules between kin ask for them: the book as it would be after a change.

use domain::id::RecordId;
use domain::record::family::{Kin, Subject};
use domain::record::rule::Problem;
use domain::record::{Kind, parent};
use domain::value::Document;
use leptos::prelude::{GetUntracked, untrack};

use super::book::Book;
use crate::platform::clock::now;

/// A change that is about to be made.
#[derive(Clone, Copy, Debug)]
pub struct Coming<'a> {
    /// The record; none while it is being made.
    pub id: Option<RecordId>,
    /// Its kind.
    pub kind: Kind,
    /// Before; empty while it is being made.
    pub before: &'a Document,
    /// After.
    pub after: &'a Document,
    /// The step that is taken, if it is one.
    pub action: Option<&'a str>,
}

/// Why the kin do not let it happen, as the server would say.
pub fn objections(book: Book, coming: &Coming<'_>) -> Vec<Problem> {
    let Some(rules) = coming.kind.spec().family else { return Vec::new() };
    let id = coming.id.unwrap_or(RecordId(uuid::Uuid::nil()));
    let me = book.me().get_untracked();
    let subject = Subject {
        id,
        before: coming.before,
        after: coming.after,
        action: coming.action,
        today: now().day(),
        by: Some(&me.name),
        account: Some(me.user),
    };
    (rules.check)(&subject, &Foreseen { book, id, kind: coming.kind, after: coming.after })
}

struct Foreseen<'a> {
    book: Book,
    id: RecordId,
    kind: Kind,
    after: &'a Document,
}

impl Kin for Foreseen<'_> {
    fn get(&self, id: RecordId) -> Option<(Kind, Document)> {
        if id == self.id {
            return Some((self.kind, self.after.clone()));
        }
        self.book.view(id).map(|view| (view.kind, view.doc))
    }

    fn children(&self, of: RecordId, kind: Kind) -> Vec<(RecordId, Document)> {
        let others = self.book.children_now(of, kind).into_iter().filter(|id| *id != self.id);
        let mut all: Vec<_> = others.filter_map(|id| Some((id, self.book.view(id)?.doc))).collect();
        if self.kind == kind && parent(kind, self.after) == Some(of) {
            all.push((self.id, self.after.clone()));
        }
        all
    }

    fn all(&self, kind: Kind) -> Vec<(RecordId, Document)> {
        untrack(|| InBook(self.book).all(kind))
    }
}

/// The book as it stands, for what a page computes: it is computed anew when a record of it changes.
#[derive(Clone, Copy)]
pub struct InBook(pub Book);

impl Kin for InBook {
    fn get(&self, id: RecordId) -> Option<(Kind, Document)> {
        self.0.view(id).map(|view| (view.kind, view.doc))
    }

    fn children(&self, of: RecordId, kind: Kind) -> Vec<(RecordId, Document)> {
        let children = self.0.children_now(of, kind).into_iter();
        children.filter_map(|id| Some((id, self.0.view(id)?.doc))).collect()
    }

    fn all(&self, kind: Kind) -> Vec<(RecordId, Document)> {
        let mut all = self.0.scan(kind, |view| Some((view.id, view.doc)));
        domain::ordering::sort_by_key(&mut all, |(id, _)| *id);
        all
    }
}
