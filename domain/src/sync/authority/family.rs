//! Rules between a record and its kin, asked of the desk as it would be after the change.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::PLACE;
use super::desk::{Case, Desk, Look, Step};
use super::writing::invalid;
use crate::change::{Mutation, Rejection};
use crate::id::RecordId;
use crate::record::course::Sets;
use crate::record::family::{Kin, Subject};
use crate::record::{self, Kind};
use crate::role::Role;
use crate::value::Document;

/// The desk with one record as it is about to become.
struct Foreseen<'a> {
    desk: &'a Desk<'a>,
    id: RecordId,
    kind: Kind,
    after: &'a Document,
}

impl Kin for Foreseen<'_> {
    fn get(&self, id: RecordId) -> Option<(Kind, Document)> {
        if id == self.id {
            return Some((self.kind, self.after.clone()));
        }
        self.desk.look_up(Look::Record(id));
        let case = self.desk.cases.get(&id).filter(|case| !case.deleted)?;
        Some((case.kind.known()?, case.doc.clone()))
    }

    fn children(&self, of: RecordId, kind: Kind) -> Vec<(RecordId, Document)> {
        self.desk.look_up(Look::Children(of));
        let belongs = |doc: &Document| record::parent(kind, doc) == Some(of);
        let stored = self.desk.cases.values().filter(|case: &&Case| {
            case.id != self.id && !case.deleted && case.kind.known() == Some(kind) && belongs(&case.doc)
        });
        let mut all: Vec<_> = stored.map(|case| (case.id, case.doc.clone())).collect();
        if self.kind == kind && belongs(self.after) {
            all.push((self.id, self.after.clone()));
        }
        all
    }

    fn all(&self, kind: Kind) -> Vec<(RecordId, Document)> {
        self.desk.look_up(Look::All(kind));
        let stored =
            self.desk.cases.values().filter(|case: &&Case| {
                case.id != self.id && !case.deleted && case.kind.known() == Some(kind)
            });
        let mut all: Vec<_> = stored.map(|case| (case.id, case.doc.clone())).collect();
        if self.kind == kind && !self.after.0.is_empty() {
            all.push((self.id, self.after.clone()));
        }
        all
    }
}

/// What is about to happen to a record.
pub(super) struct Coming<'a> {
    pub(super) id: RecordId,
    pub(super) kind: Kind,
    pub(super) before: &'a Document,
    pub(super) after: &'a Document,
    pub(super) action: Option<&'a str>,
}

impl<'a> Coming<'a> {
    fn subject(&self, desk: &Desk<'a>) -> Subject<'a> {
        Subject {
            id: self.id,
            before: self.before,
            after: self.after,
            action: self.action,
            today: desk.pusher.now.day(),
            by: Some(&desk.pusher.name),
            account: Some(desk.pusher.user),
        }
    }
}

impl Desk<'_> {
    /// A record that goes over to another one goes to its place.
    fn follow(&self, id: RecordId, sets: &mut Sets) {
        let parent = self.cases.get(&id).and_then(|case| case.kind.known()?.spec().parent);
        let host = parent.and_then(|field| sets.get(field)?.as_ref()?.as_text()?.parse::<RecordId>().ok());
        let Some(host) = host.and_then(|id| self.cases.get(&id)) else { return };
        sets.extend(PLACE.map(|field| (field.to_owned(), host.doc.get(field).cloned())));
    }

    /// Whether the kin let it happen.
    pub(super) fn check_family(&self, coming: &Coming<'_>) -> Result<(), Rejection> {
        let Some(rules) = coming.kind.spec().family else { return Ok(()) };
        let kin = Foreseen { desk: self, id: coming.id, kind: coming.kind, after: coming.after };
        let problems = (rules.check)(&coming.subject(self), &kin);
        let Some(first) = problems.first() else { return Ok(()) };
        let fields = problems.iter().map(|problem| problem.field.to_owned());
        Err(invalid(fields.filter(|field| !field.is_empty()).collect::<Vec<String>>(), first.code.code()))
    }

    /// Writes what follows for the kin from a change that is in effect.
    pub(super) fn carry_over(&mut self, mutation: &Mutation, role: Role, coming: &Coming<'_>) {
        let Some(rules) = coming.kind.spec().family else { return };
        let kin = Foreseen { desk: self, id: coming.id, kind: coming.kind, after: coming.after };
        for (id, mut sets) in (rules.consequences)(&coming.subject(self), &kin) {
            self.follow(id, &mut sets);
            let same = |case: &Case| sets.iter().all(|(field, value)| case.doc.get(field) == value.as_ref());
            if self.cases.get(&id).is_some_and(|case| !same(case)) {
                let moves = PLACE.iter().any(|field| sets.contains_key(*field));
                self.write(id, &Step::put(mutation, role, sets));
                if moves {
                    self.move_family(mutation, role, id);
                }
            }
        }
    }
}
