//! Reading. `None` wherever the bytes are not what was written.

use std::borrow::Cow;
use std::collections::BTreeMap;

use domain::change::{Actor, Change, ChangeOp, Diff, Stamp};
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, UserId};
use domain::record::KindName;
use domain::role::Role;
use domain::sync::batch::StoredRow;
use domain::value::{Document, Value};
use uuid::Uuid;

use super::{CHANGE, FALSE, GONE, INT, LIST, MAP, ROW, TEXT, TRUE};
use crate::store::pages::contents::Page;
use crate::store::pages::entry::Entry;

/// Deeper than any value: these are not our bytes.
const DEEPEST: usize = 100;

/// Bytes still to be read, and the names that stood in those before.
pub(in crate::store::codec) struct Reader<'a> {
    bytes: &'a [u8],
    names: Vec<&'a str>,
}

impl<'a> Reader<'a> {
    pub(in crate::store::codec) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, names: Vec::new() }
    }

    /// Whether everything was read.
    pub(in crate::store::codec) fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(in crate::store::codec) fn page(&mut self) -> Option<Page<'static>> {
        let rows = self.many(|from| from.row().map(Cow::Owned))?;
        let changes = self.many(|from| from.change().map(Cow::Owned))?;
        Some(Page { rows, changes })
    }

    pub(in crate::store::codec) fn log(&mut self) -> Option<Vec<Entry<'static>>> {
        self.many(|from| match from.byte()? {
            ROW => Some(Entry::Row(Cow::Owned(from.row()?))),
            GONE => Some(Entry::Gone(RecordId(from.id()?))),
            CHANGE => Some(Entry::Change(Cow::Owned(from.change()?))),
            _ => None,
        })
    }

    fn row(&mut self) -> Option<StoredRow> {
        Some(StoredRow {
            id: RecordId(self.id()?),
            kind: KindName::from(self.name()?),
            ver: self.number()?,
            doc: Document(self.map(|from| from.value(0))?),
            made: self.stamp()?,
            touched: self.stamp()?,
        })
    }

    fn change(&mut self) -> Option<Change> {
        Some(Change {
            ver: self.number()?,
            kind: KindName::from(self.name()?),
            record: RecordId(self.id()?),
            op: match self.byte()? {
                0 => ChangeOp::Create,
                1 => ChangeOp::Put,
                2 => ChangeOp::Act,
                3 => ChangeOp::Delete,
                4 => ChangeOp::Leave,
                _ => return None,
            },
            action: self.maybe(|from| from.name().map(str::to_owned))?,
            diff: self.map(|from| {
                Some(Diff { old: from.maybe(|from| from.value(0))?, new: from.maybe(|from| from.value(0))? })
            })?,
            actor: self.actor()?,
            device: DeviceId(self.id()?),
            seq: self.number()?,
            at: Millis(self.int()?),
            received: Millis(self.int()?),
            reason: self.maybe(|from| from.text().map(str::to_owned))?,
        })
    }

    fn stamp(&mut self) -> Option<Stamp> {
        Some(Stamp { by: self.actor()?, at: Millis(self.int()?) })
    }

    fn actor(&mut self) -> Option<Actor> {
        let (user, name) = (UserId(self.id()?), self.name()?.to_owned());
        Some(Actor { user, name, role: Role::from_code(self.name()?)? })
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        Some(match self.byte()? {
            FALSE => Value::Bool(false),
            TRUE => Value::Bool(true),
            INT => Value::Int(self.int()?),
            TEXT => Value::Text(self.text()?.to_owned()),
            LIST => Value::List(self.many(|from| from.value(depth + 1))?),
            MAP => Value::Map(self.map(|from| from.value(depth + 1))?),
            _ => return None,
        })
    }

    fn map<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<BTreeMap<String, T>> {
        let mut entries = BTreeMap::new();
        for _ in 0..self.number()? {
            let name = self.name()?.to_owned();
            entries.insert(name, read(self)?);
        }
        Some(entries)
    }

    fn many<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut items = Vec::new();
        for _ in 0..self.number()? {
            items.push(read(self)?);
        }
        Some(items)
    }

    fn maybe<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.byte()? {
            0 => Some(None),
            1 => read(self).map(Some),
            _ => None,
        }
    }

    fn name(&mut self) -> Option<&'a str> {
        match self.number()? {
            0 => {
                let name = self.text()?;
                self.names.push(name);
                Some(name)
            }
            number => self.names.get(usize::try_from(number - 1).ok()?).copied(),
        }
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = usize::try_from(self.number()?).ok()?;
        std::str::from_utf8(self.take(length)?).ok()
    }

    fn id(&mut self) -> Option<Uuid> {
        Uuid::from_slice(self.take(16)?).ok()
    }

    fn int(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }
}
