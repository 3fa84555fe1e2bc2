//! What everybody did, in the order of time: the events that are then pushed as real mutations.

use std::collections::BTreeMap;

use domain::clock::Millis;
use domain::id::{RecordId, ScopeId};
use domain::record::Kind;
use domain::value::{Document, Value};

use super::accounts::Actor;
use crate::attachments::painted::Subject;

/// One thing that somebody did to a record.
#[derive(Clone, Debug)]
pub struct Event {
    pub actor: &'static Actor,
    pub at: Millis,
    pub scope: ScopeId,
    pub kind: Kind,
    pub record: RecordId,
    /// The facility it is about: what concerns one family stays in order between people.
    pub family: RecordId,
    pub deed: Deed,
}

#[derive(Clone, Debug)]
pub enum Deed {
    Make(Document),
    Edit(Edit),
    Act { action: &'static str, stage: &'static str, fields: BTreeMap<String, Value> },
}

/// Changed fields, with what the person had seen of the record when the editing began.
#[derive(Clone, Debug)]
pub struct Edit {
    pub fields: Vec<Field>,
    pub seen_at: Millis,
}

/// A field as it was seen and as it was left.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: &'static str,
    pub seen: Option<Value>,
    pub value: Option<Value>,
}

impl Field {
    /// The field of a document, changed.
    pub fn changed(doc: &Document, name: &'static str, value: impl Into<Value>) -> Self {
        Self { name, seen: doc.get(name).cloned(), value: Some(value.into()) }
    }
}

/// Everything that happened.
#[derive(Clone, Debug, Default)]
pub struct Script {
    pub events: Vec<Event>,
    /// What a photo shows, and the number that makes it its own.
    pub photos: BTreeMap<RecordId, (Subject, u64)>,
}

impl Script {
    pub fn add(&mut self, event: Event) {
        self.events.push(event);
    }

    /// In the order of time; what happened at once stays as it was told.
    pub fn in_order(mut self) -> Vec<Event> {
        self.events.sort_by_key(|event| event.at);
        self.events
    }
}

/// Fields of an action or a document, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Fields(pub BTreeMap<String, Value>);

impl Fields {
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }
}
