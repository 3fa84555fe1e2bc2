//! Reading. `None` wherever the bytes are not what was written.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use uuid::Uuid;

use super::{COLUMNS, END, FALSE, INT, LIST, MAP, REPEATED, ROWS, TEXT, TRUE, column};
use crate::change::{Actor, Change, ChangeOp, Diff, Stamp};
use crate::clock::Millis;
use crate::id::{DeviceId, RecordId, UserId};
use crate::record::KindName;
use crate::role::Role;
use crate::sync::batch::StoredRow;
use crate::value::{Document, Value};

/// Deeper than any value: these are not our bytes.
const DEEPEST: usize = 100;

/// What is left of a column.
#[derive(Default)]
struct Column<'a> {
    bytes: &'a [u8],
    /// Texts still to come, each with its end.
    text: &'a [u8],
    /// Texts that stood in it.
    texts: Vec<&'a str>,
    /// The number before.
    before: u64,
}

/// The kind of a record and the fields it has, each by its number among the names.
#[derive(Clone, Default)]
struct Shape<'a> {
    kind: &'a str,
    fields: Vec<(usize, &'a str)>,
}

/// Bytes still to be read.
pub struct Reader<'a> {
    columns: Vec<Column<'a>>,
    at: usize,
    has_columns: bool,
    shapes: Vec<Shape<'a>>,
    actors: Vec<Actor>,
}

impl<'a> Reader<'a> {
    /// Begins to read, in either spelling.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let (spelling, rest) = bytes.split_first()?;
        let whole = Column { bytes: rest, ..Column::default() };
        let has_columns = match *spelling {
            COLUMNS => true,
            ROWS => false,
            _ => return None,
        };
        let mut from =
            Self { columns: vec![whole], at: 0, has_columns, shapes: Vec::new(), actors: Vec::new() };
        if has_columns {
            let lengths = from.many(|from| Some([from.number()?, from.number()?]))?;
            let mut columns = Vec::new();
            for [bytes, text] in lengths {
                let bytes = from.take(usize::try_from(bytes).ok()?)?;
                let text = from.take(usize::try_from(text).ok()?)?;
                columns.push(Column { bytes, text, ..Column::default() });
            }
            if !from.is_at_end() {
                return None;
            }
            from.columns = columns;
        }
        Some(from)
    }

    /// Whether everything was read.
    pub fn is_at_end(&self) -> bool {
        self.columns.iter().all(|column| column.bytes.is_empty() && column.text.is_empty())
    }

    /// Records, then journal entries.
    pub fn page(&mut self) -> Option<(Vec<StoredRow>, Vec<Change>)> {
        Some((self.all(Self::row)?, self.all(Self::change)?))
    }

    /// As many as were written.
    pub fn all<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.turn(column::FRAME);
        self.many(read)
    }

    /// What follows.
    pub fn mark(&mut self) -> Option<u8> {
        self.turn(column::FRAME);
        self.byte()
    }

    /// The id of a record.
    pub fn id(&mut self) -> Option<RecordId> {
        if !self.has_columns {
            return self.uuid().map(RecordId);
        }
        self.turn(column::TIMES_OF_IDS);
        let first = self.further()?;
        self.turn(column::ENDS_OF_IDS);
        let second = u64::from_be_bytes(self.take(8)?.try_into().ok()?);
        Some(RecordId(Uuid::from_u64_pair(first, second)))
    }

    /// A record.
    pub fn row(&mut self) -> Option<StoredRow> {
        let id = self.id()?;
        let shape = self.shape()?;
        let ver = self.version()?;
        let doc = Document(self.fields(&shape, 0, |from| from.value(0))?);
        let kind = KindName::from(shape.kind);
        let made = self.stamp()?;
        let mut touched = Stamp { by: self.actor()?, at: made.at };
        self.turn(column::TOUCHED);
        let at = self.int()?;
        touched.at.0 = if self.has_columns { at.wrapping_add(made.at.0) } else { at };
        Some(StoredRow { id, kind, ver, doc, made, touched })
    }

    /// An entry of the journal.
    pub fn change(&mut self) -> Option<Change> {
        let ver = self.version()?;
        let mut shape = Shape::default();
        if !self.has_columns {
            shape.kind = self.name()?;
        }
        let record = self.id()?;
        if self.has_columns {
            shape = self.shape()?;
        }
        self.turn(column::ENTRIES);
        let op = match self.byte()? {
            0 => ChangeOp::Create,
            1 => ChangeOp::Put,
            2 => ChangeOp::Act,
            3 => ChangeOp::Delete,
            4 => ChangeOp::Leave,
            _ => return None,
        };
        let action = self.maybe(|from| from.name().map(str::to_owned))?;
        let diff = self.fields(&shape, 1, |from| {
            Some(Diff { old: from.maybe(|from| from.value(0))?, new: from.maybe(|from| from.value(0))? })
        })?;
        let actor = self.actor()?;
        self.turn(column::DEVICES);
        let device = DeviceId(self.uuid()?);
        self.turn(column::SEQS);
        let seq = self.number()?;
        let (at, received) = (self.time(column::TOLD)?, self.time(column::RECEIVED)?);
        self.turn(column::REASONS);
        let reason = self.maybe(|from| from.text().map(str::to_owned))?;
        let kind = KindName::from(shape.kind);
        Some(Change { ver, kind, record, op, action, diff, actor, device, seq, at, received, reason })
    }

    /// The kind, and in columns which fields there are.
    fn shape(&mut self) -> Option<Shape<'a>> {
        if !self.has_columns {
            return Some(Shape { kind: self.name()?, fields: Vec::new() });
        }
        self.turn(column::SHAPES);
        match self.number()? {
            0 => {
                self.turn(column::NAMES);
                let kind = self.name()?;
                let fields = self.many(|from| {
                    let number = from.name_number()?;
                    Some((number, *from.columns.get(from.at)?.texts.get(number)?))
                })?;
                let shape = Shape { kind, fields };
                if shape.fields.iter().all(|(_, name)| name.len() <= REPEATED) && kind.len() <= REPEATED {
                    self.shapes.push(shape.clone());
                }
                Some(shape)
            }
            number => self.shapes.get(usize::try_from(number - 1).ok()?).cloned(),
        }
    }

    /// What stands in the fields of a shape, each read in its column.
    fn fields<T>(
        &mut self,
        shape: &Shape<'a>,
        which: usize,
        read: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<BTreeMap<String, T>> {
        if !self.has_columns {
            return self.map(read);
        }
        let mut fields = BTreeMap::new();
        for (number, name) in &shape.fields {
            self.turn(column::FIELDS + 2 * number + which);
            fields.insert((*name).to_owned(), read(self)?);
        }
        Some(fields)
    }

    fn version(&mut self) -> Option<u64> {
        if !self.has_columns {
            return self.number();
        }
        self.turn(column::VERSIONS);
        self.further()
    }

    fn stamp(&mut self) -> Option<Stamp> {
        Some(Stamp { by: self.actor()?, at: self.time(column::MADE)? })
    }

    fn time(&mut self, times: usize) -> Option<Millis> {
        if !self.has_columns {
            return self.int().map(Millis);
        }
        self.turn(times);
        self.further().map(|time| Millis(time.cast_signed()))
    }

    fn actor(&mut self) -> Option<Actor> {
        self.turn(column::ACTORS);
        if self.has_columns {
            match self.number()? {
                0 => {}
                number => return self.actors.get(usize::try_from(number - 1).ok()?).cloned(),
            }
        }
        let (user, name) = (UserId(self.uuid()?), self.name()?.to_owned());
        let actor = Actor { user, name, role: Role::from_code(self.name()?)? };
        if self.has_columns && actor.name.len() <= REPEATED {
            self.actors.push(actor.clone());
        }
        Some(actor)
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        Some(match self.byte()? {
            FALSE => Value::Bool(false),
            TRUE => Value::Bool(true),
            INT => Value::Int(self.int()?),
            TEXT if self.has_columns => Value::Text(self.name()?.to_owned()),
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

    /// A text that comes again in its column.
    fn name(&mut self) -> Option<&'a str> {
        let number = self.name_number()?;
        self.columns.get(self.at)?.texts.get(number).copied()
    }

    fn name_number(&mut self) -> Option<usize> {
        let number = self.number()?;
        let Some(known) = number.checked_sub(1) else {
            let text = self.text()?;
            let texts = &mut self.columns.get_mut(self.at)?.texts;
            texts.push(text);
            return Some(texts.len() - 1);
        };
        let known = usize::try_from(known).ok()?;
        let text = self.columns.get(self.at)?.texts.get(known)?;
        // A long one that came again and again would be more than its bytes.
        (text.len() <= REPEATED || !self.has_columns).then_some(known)
    }

    fn text(&mut self) -> Option<&'a str> {
        let bytes = if self.has_columns {
            let text = &mut self.columns.get_mut(self.at)?.text;
            let length = text.iter().position(|byte| *byte == END)?;
            let (bytes, rest) = text.split_at_checked(length)?;
            *text = rest.get(1..)?;
            bytes
        } else {
            let length = usize::try_from(self.number()?).ok()?;
            self.take(length)?
        };
        core::str::from_utf8(bytes).ok()
    }

    fn uuid(&mut self) -> Option<Uuid> {
        Uuid::from_slice(self.take(16)?).ok()
    }

    /// A number that was told by how much it differs from the one before it.
    fn further(&mut self) -> Option<u64> {
        let difference = self.int()?;
        let before = &mut self.columns.get_mut(self.at)?.before;
        *before = before.wrapping_add(difference.cast_unsigned());
        Some(*before)
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
        self.take(1)?.first().copied()
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let bytes = &mut self.columns.get_mut(self.at)?.bytes;
        let (taken, rest) = bytes.split_at_checked(length)?;
        *bytes = rest;
        Some(taken)
    }

    /// Goes on in another column.
    fn turn(&mut self, column: usize) {
        if self.has_columns {
            self.at = column;
        }
    }
}
