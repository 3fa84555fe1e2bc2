//! Writing, in columns.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::borrow::Borrow;

use uuid::Uuid;

use super::{COLUMNS, END, FALSE, INT, LIST, MAP, REPEATED, TEXT, TRUE, column};
use crate::change::{Actor, Change, ChangeOp};
use crate::clock::Millis;
use crate::id::RecordId;
use crate::record::KindName;
use crate::sync::batch::StoredRow;
use crate::value::Value;

/// Of the texts in a column so many are remembered: where there are more, they hardly come again.
const REMEMBERED: usize = 250;

/// A column so far.
#[derive(Default)]
struct Column<'a> {
    bytes: Vec<u8>,
    /// Texts, one after the other, each with its end.
    text: Vec<u8>,
    /// Texts that stand in it.
    texts: Vec<&'a str>,
    /// Where the last one was found: what is alike comes in the same order.
    found: usize,
    /// The number before.
    before: u64,
}

/// A kind and the fields a record of it has, with the numbers of their names.
struct Shape<'a> {
    kind: &'a str,
    fields: Vec<&'a str>,
    numbers: Vec<usize>,
}

/// Columns so far.
#[derive(Default)]
pub struct Writer<'a> {
    columns: Vec<Column<'a>>,
    at: usize,
    shapes: Vec<Shape<'a>>,
    actors: Vec<&'a Actor>,
}

impl<'a> Writer<'a> {
    /// Everything that was written.
    pub fn into_bytes(self) -> Vec<u8> {
        let mut head = Column { bytes: vec![COLUMNS], ..Column::default() };
        head.number(self.columns.len() as u64);
        for column in &self.columns {
            head.number(column.bytes.len() as u64);
            head.number(column.text.len() as u64);
        }
        let mut bytes = head.bytes;
        for column in self.columns {
            bytes.extend(column.bytes);
            bytes.extend(column.text);
        }
        bytes
    }

    /// Records, then journal entries.
    pub fn page<R: Borrow<StoredRow>, C: Borrow<Change>>(&mut self, rows: &'a [R], changes: &'a [C]) {
        self.count(rows.len());
        rows.iter().for_each(|row| self.row(row.borrow()));
        self.count(changes.len());
        changes.iter().for_each(|change| self.change(change.borrow()));
    }

    /// How many there are of what follows.
    pub fn count(&mut self, count: usize) {
        self.turn(column::FRAME).number(count as u64);
    }

    /// What follows.
    pub fn mark(&mut self, what: u8) {
        self.turn(column::FRAME).bytes.push(what);
    }

    /// The id of a record.
    pub fn id(&mut self, id: RecordId) {
        let (first, second) = id.0.as_u64_pair();
        self.turn(column::TIMES_OF_IDS).further(first);
        self.turn(column::ENDS_OF_IDS).bytes.extend_from_slice(&second.to_be_bytes());
    }

    /// A record.
    pub fn row(&mut self, row: &'a StoredRow) {
        self.id(row.id);
        let names = self.shape(&row.kind, row.doc.0.keys());
        self.turn(column::VERSIONS).further(row.ver);
        for (number, value) in names.into_iter().zip(row.doc.0.values()) {
            self.turn(column::FIELDS + 2 * number);
            self.value(value);
        }
        self.actor(&row.made.by);
        self.time(row.made.at, column::MADE);
        self.actor(&row.touched.by);
        // Most were not touched since.
        self.turn(column::TOUCHED).int(row.touched.at.0.wrapping_sub(row.made.at.0));
    }

    /// An entry of the journal.
    pub fn change(&mut self, change: &'a Change) {
        self.turn(column::VERSIONS).further(change.ver);
        self.id(change.record);
        let names = self.shape(&change.kind, change.diff.keys());
        let entry = self.turn(column::ENTRIES);
        entry.bytes.push(match change.op {
            ChangeOp::Create => 0,
            ChangeOp::Put => 1,
            ChangeOp::Act => 2,
            ChangeOp::Delete => 3,
            ChangeOp::Leave => 4,
        });
        entry.bytes.push(u8::from(change.action.is_some()));
        if let Some(action) = &change.action {
            entry.name(action);
        }
        for (number, diff) in names.into_iter().zip(change.diff.values()) {
            self.turn(column::FIELDS + 2 * number + 1);
            for side in [&diff.old, &diff.new] {
                self.here().bytes.push(u8::from(side.is_some()));
                side.iter().for_each(|value| self.value(value));
            }
        }
        self.actor(&change.actor);
        self.turn(column::DEVICES).uuid(change.device.0);
        self.turn(column::SEQS).number(change.seq);
        self.time(change.at, column::TOLD);
        self.time(change.received, column::RECEIVED);
        let reason = self.turn(column::REASONS);
        reason.bytes.push(u8::from(change.reason.is_some()));
        if let Some(text) = &change.reason {
            reason.text(text);
        }
    }

    /// The kind and the fields there are, the first time; its number after that. Answers with the number of
    /// each name.
    fn shape(&mut self, kind: &'a KindName, fields: impl Iterator<Item = &'a String>) -> Vec<usize> {
        let (kind, fields) = (kind.as_str(), fields.map(String::as_str).collect::<Vec<_>>());
        let known = self.shapes.iter().position(|shape| shape.kind == kind && shape.fields == fields);
        self.turn(column::SHAPES).number(known.map_or(0, |at| at as u64 + 1));
        if let Some(shape) = known.and_then(|at| self.shapes.get(at)) {
            return shape.numbers.clone();
        }
        let names = self.turn(column::NAMES);
        names.name(kind);
        names.number(fields.len() as u64);
        let numbers: Vec<usize> = fields.iter().map(|field| names.name(field)).collect();
        if fields.iter().chain([&kind]).all(|name| name.len() <= REPEATED) {
            self.shapes.push(Shape { kind, fields, numbers: numbers.clone() });
        }
        numbers
    }

    fn time(&mut self, time: Millis, times: usize) {
        self.turn(times).further(time.0.cast_unsigned());
    }

    fn actor(&mut self, actor: &'a Actor) {
        let known = self.actors.iter().position(|known| *known == actor);
        let to = self.turn(column::ACTORS);
        to.number(known.map_or(0, |at| at as u64 + 1));
        if known.is_none() {
            to.uuid(actor.user.0);
            to.name(&actor.name);
            to.name(actor.role.code());
            if actor.name.len() <= REPEATED {
                self.actors.push(actor);
            }
        }
    }

    fn value(&mut self, value: &'a Value) {
        let to = self.here();
        match value {
            Value::Bool(false) => to.bytes.push(FALSE),
            Value::Bool(true) => to.bytes.push(TRUE),
            Value::Int(number) => {
                to.bytes.push(INT);
                to.int(*number);
            }
            Value::Text(text) => {
                to.bytes.push(TEXT);
                to.name(text);
            }
            Value::List(items) => {
                to.bytes.push(LIST);
                to.number(items.len() as u64);
                items.iter().for_each(|item| self.value(item));
            }
            Value::Map(entries) => self.map(entries),
        }
    }

    fn map(&mut self, entries: &'a BTreeMap<String, Value>) {
        let to = self.here();
        to.bytes.push(MAP);
        to.number(entries.len() as u64);
        for (name, entry) in entries {
            self.here().name(name);
            self.value(entry);
        }
    }

    /// Goes on in another column.
    fn turn(&mut self, column: usize) -> &mut Column<'a> {
        self.at = column;
        self.here()
    }

    fn here(&mut self) -> &mut Column<'a> {
        let at = self.at;
        if self.columns.len() <= at {
            self.columns.resize_with(at + 1, Column::default);
        }
        &mut self.columns[at]
    }
}

impl<'a> Column<'a> {
    /// A text the first time, its number after that; 0 says that a new one follows. Answers with the number.
    fn name(&mut self, name: &'a str) -> usize {
        let known = self.find(name);
        self.number(known.map_or(0, |at| at as u64 + 1));
        if known.is_none() {
            self.text(name);
            self.texts.push(name);
            self.found = self.texts.len() - 1;
        }
        self.found
    }

    fn find(&mut self, name: &str) -> Option<usize> {
        if name.len() > REPEATED {
            return None;
        }
        let next = self.found + 1;
        let known = self.texts.len().min(REMEMBERED);
        let mut further = (next..known).chain(0..next.min(known));
        let found = further.find(|at| self.texts.get(*at) == Some(&name))?;
        self.found = found;
        Some(found)
    }

    fn text(&mut self, text: &str) {
        self.text.extend_from_slice(text.as_bytes());
        self.text.push(END);
    }

    fn uuid(&mut self, id: Uuid) {
        self.bytes.extend_from_slice(id.as_bytes());
    }

    /// A number by how much it differs from the one before.
    fn further(&mut self, number: u64) {
        self.int(number.wrapping_sub(self.before).cast_signed());
        self.before = number;
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
