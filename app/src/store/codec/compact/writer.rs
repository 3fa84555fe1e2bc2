//! Writing.

use std::collections::BTreeMap;

use domain::change::{Actor, Change, ChangeOp, Stamp};
use domain::sync::batch::StoredRow;
use domain::value::Value;
use uuid::Uuid;

use super::{CHANGE, FALSE, GONE, INT, LIST, MAP, ROW, TEXT, TRUE};
use crate::store::pages::contents::Page;
use crate::store::pages::entry::Entry;

/// Bytes so far, and the names that stand in them.
pub(in crate::store::codec) struct Writer<'a> {
    bytes: Vec<u8>,
    names: Vec<&'a str>,
    /// Where the last name was found: records of a kind have the same names in the same order.
    found: usize,
}

impl<'a> Writer<'a> {
    pub(in crate::store::codec) fn new(first: u8) -> Self {
        Self { bytes: vec![first], names: Vec::new(), found: 0 }
    }

    pub(in crate::store::codec) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(in crate::store::codec) fn page(&mut self, page: &'a Page<'_>) {
        self.many(&page.rows, |to, row| to.row(row));
        self.many(&page.changes, |to, change| to.change(change));
    }

    pub(in crate::store::codec) fn log(&mut self, entries: &'a [Entry<'_>]) {
        self.many(entries, |to, entry| match entry {
            Entry::Row(row) => {
                to.bytes.push(ROW);
                to.row(row);
            }
            Entry::Gone(id) => {
                to.bytes.push(GONE);
                to.id(id.0);
            }
            Entry::Change(change) => {
                to.bytes.push(CHANGE);
                to.change(change);
            }
        });
    }

    fn row(&mut self, row: &'a StoredRow) {
        self.id(row.id.0);
        self.name(row.kind.as_str());
        self.number(row.ver);
        self.map(&row.doc.0, Self::value);
        self.stamp(&row.made);
        self.stamp(&row.touched);
    }

    fn change(&mut self, change: &'a Change) {
        self.number(change.ver);
        self.name(change.kind.as_str());
        self.id(change.record.0);
        self.bytes.push(match change.op {
            ChangeOp::Create => 0,
            ChangeOp::Put => 1,
            ChangeOp::Act => 2,
            ChangeOp::Delete => 3,
            ChangeOp::Leave => 4,
        });
        self.maybe(change.action.as_ref(), |to, action| to.name(action));
        self.map(&change.diff, |to, diff| {
            to.maybe(diff.old.as_ref(), Self::value);
            to.maybe(diff.new.as_ref(), Self::value);
        });
        self.actor(&change.actor);
        self.id(change.device.0);
        self.number(change.seq);
        self.int(change.at.0);
        self.int(change.received.0);
        self.maybe(change.reason.as_ref(), |to, reason| to.text(reason));
    }

    fn stamp(&mut self, stamp: &'a Stamp) {
        self.actor(&stamp.by);
        self.int(stamp.at.0);
    }

    fn actor(&mut self, actor: &'a Actor) {
        self.id(actor.user.0);
        self.name(&actor.name);
        self.name(actor.role.code());
    }

    fn value(&mut self, value: &'a Value) {
        match value {
            Value::Bool(false) => self.bytes.push(FALSE),
            Value::Bool(true) => self.bytes.push(TRUE),
            Value::Int(number) => {
                self.bytes.push(INT);
                self.int(*number);
            }
            Value::Text(text) => {
                self.bytes.push(TEXT);
                self.text(text);
            }
            Value::List(items) => {
                self.bytes.push(LIST);
                self.many(items, Self::value);
            }
            Value::Map(entries) => {
                self.bytes.push(MAP);
                self.map(entries, Self::value);
            }
        }
    }

    fn map<T>(&mut self, entries: &'a BTreeMap<String, T>, write: impl Fn(&mut Self, &'a T)) {
        self.number(entries.len() as u64);
        for (name, entry) in entries {
            self.name(name);
            write(self, entry);
        }
    }

    fn many<T>(&mut self, items: &'a [T], write: impl Fn(&mut Self, &'a T)) {
        self.number(items.len() as u64);
        items.iter().for_each(|item| write(self, item));
    }

    fn maybe<T>(&mut self, item: Option<&'a T>, write: impl Fn(&mut Self, &'a T)) {
        self.bytes.push(u8::from(item.is_some()));
        item.into_iter().for_each(|item| write(self, item));
    }

    /// A name the first time, its number after that; 0 says that a new one follows.
    fn name(&mut self, name: &'a str) {
        let next = self.found + 1;
        let further = (next..self.names.len()).chain(0..next);
        match further.into_iter().find(|at| self.names.get(*at) == Some(&name)) {
            Some(at) => {
                self.found = at;
                self.number(at as u64 + 1);
            }
            None => {
                self.found = self.names.len();
                self.names.push(name);
                self.number(0);
                self.text(name);
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn id(&mut self, id: Uuid) {
        self.bytes.extend_from_slice(id.as_bytes());
    }

    /// The sign is the last bit, so that small numbers are short on both sides of zero.
    fn int(&mut self, number: i64) {
        self.number((number.cast_unsigned() << 1) ^ (number >> 63).cast_unsigned());
    }

    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    fn number(&mut self, mut number: u64) {
        while number > 0x7F {
            self.bytes.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.bytes.push(number.to_le_bytes()[0]);
    }
}
