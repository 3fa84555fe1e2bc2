//! What a field may hold: plain JSON without fractions, valid or not yet valid.
//!
//! Money is whole đồng, coordinates are 1e-7 degree, days are ISO text: nothing is rounded twice
//! by two machines. An absent field is not in the document; there is no null inside.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ordering;
use crate::search::nfc_vi;

/// The longest text a field may carry on the wire.
pub const MAX_TEXT: usize = 20_000;
/// The most entries of a list or map in one value.
pub const MAX_ENTRIES: usize = 2_000;
/// How deep lists and maps may be nested.
pub const MAX_DEPTH: usize = 4;

/// The value of one field.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number: count, đồng, 1e-7 degree, fixed-point number.
    Int(i64),
    /// Text, a code, an ISO day, an id, or whatever a person typed so far.
    Text(String),
    /// A set or a list of rows.
    List(Vec<Value>),
    /// One row of a list.
    Map(BTreeMap<String, Value>),
}

/// Why a value is not accepted whatever the field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Malformed {
    /// Longer or deeper than any field allows.
    TooLarge,
    /// Has a NUL, another control character, or a mark that turns the direction of writing.
    ForbiddenCharacter,
}

impl Value {
    /// Text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The text, when it is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bool(_) | Self::Int(_) | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The number, when it is one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            Self::Bool(_) | Self::Text(_) | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The entries, when it is a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            Self::Bool(_) | Self::Int(_) | Self::Text(_) | Self::Map(_) => None,
        }
    }

    /// The one spelling of a value: NFC, trimmed, empty = absent. Two people who typed the same
    /// word with different keyboards made no conflict.
    pub fn canonical(self) -> Option<Self> {
        match self {
            Self::Text(text) => {
                let text = nfc_vi(text.trim());
                (!text.is_empty()).then_some(Self::Text(text))
            }
            Self::List(items) => {
                let items: Vec<_> = items.into_iter().filter_map(Self::canonical).collect();
                (!items.is_empty()).then_some(Self::List(items))
            }
            Self::Map(entries) => {
                let entries = entries.into_iter().filter_map(|(key, value)| Some((key, value.canonical()?)));
                let entries = ordering::map(entries);
                (!entries.is_empty()).then_some(Self::Map(entries))
            }
            Self::Bool(_) | Self::Int(_) => Some(self),
        }
    }

    /// Checks what no field may ever hold.
    pub fn check(&self) -> Result<(), Malformed> {
        self.check_depth(0)
    }

    fn check_depth(&self, depth: usize) -> Result<(), Malformed> {
        if depth > MAX_DEPTH {
            return Err(Malformed::TooLarge);
        }
        match self {
            Self::Bool(_) | Self::Int(_) => Ok(()),
            Self::Text(text) => check_text(text),
            Self::List(items) if items.len() > MAX_ENTRIES => Err(Malformed::TooLarge),
            Self::List(items) => items.iter().try_for_each(|item| item.check_depth(depth + 1)),
            Self::Map(entries) if entries.len() > MAX_ENTRIES => Err(Malformed::TooLarge),
            Self::Map(entries) => entries
                .iter()
                .try_for_each(|(key, value)| check_text(key).and_then(|()| value.check_depth(depth + 1))),
        }
    }
}

/// Checks a text that came from outside.
pub fn check_text(text: &str) -> Result<(), Malformed> {
    if text.len() > MAX_TEXT {
        return Err(Malformed::TooLarge);
    }
    let bidi = |c: char| matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let forbidden = |c: char| (c.is_control() && c != '\n' && c != '\t') || bidi(c);
    if text.contains(forbidden) { Err(Malformed::ForbiddenCharacter) } else { Ok(()) }
}

/// A record's fields by name. It may hold what is not yet valid and fields of a newer version.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Document(pub BTreeMap<String, Value>);

impl Document {
    /// The value of a field.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    /// The text of a field, when it holds text.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.get(field).and_then(Value::as_text)
    }

    /// The number in a field, when it holds one.
    pub fn int(&self, field: &str) -> Option<i64> {
        self.get(field).and_then(Value::as_int)
    }

    /// Sets or, with `None`, clears a field.
    pub fn set(&mut self, field: &str, value: Option<Value>) {
        match value {
            Some(value) => {
                self.0.insert(field.to_owned(), value);
            }
            None => {
                self.0.remove(field);
            }
        }
    }

    /// The same document with one more field, for building.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.set(field, Some(value.into()));
        self
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Self::List(items)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(flag) => to.serialize_bool(*flag),
            Self::Int(number) => to.serialize_i64(*number),
            Self::Text(text) => to.serialize_str(text),
            Self::List(items) => items.serialize(to),
            Self::Map(entries) => entries.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true, false, a whole number, text, a list or an object")
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Int(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Value, E> {
        i64::try_from(number).map(Value::Int).map_err(|_| E::custom("number out of range"))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some((key, value)) = map.next_entry()? {
            entries.insert(key, value);
        }
        Ok(Value::Map(entries))
    }
}
