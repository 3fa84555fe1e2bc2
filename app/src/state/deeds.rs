//! What a person does, as deeds that [`super::book::Book::perform`] writes down together: all of them or none.

use std::collections::BTreeMap;

use domain::change::{Act, Base, Deed, FieldEdit, Op};
use domain::id::{RecordId, ScopeId};
use domain::ordering;
use domain::record::Kind;
use domain::value::{Document, Value};

use super::view::View;

/// Makes a record.
pub fn making(kind: Kind, record: RecordId, scope: ScopeId, doc: Document) -> Deed {
    let unseen = |value| FieldEdit { value: Some(value), base: Base::Ver(0), seen: None };
    let fields = ordering::map(doc.0.into_iter().map(|(field, value)| (field, unseen(value))));
    Deed { scope, kind: kind.into(), record, op: Op::Put(fields), reason: None }
}

/// Moves a record through its course, as decided on what the person saw.
pub fn acting(seen: &View, action: &str, fields: BTreeMap<String, Value>) -> Deed {
    let act = Act { action: action.to_owned(), stage: seen.stage(), base: seen.seen().act_base(), fields };
    of(seen, Op::Act(act))
}

/// Deletes a record as the person saw it.
pub fn deleting(seen: &View) -> Deed {
    of(seen, Op::Delete(seen.seen().act_base()))
}

/// Something done to a record that is there.
pub(super) fn of(seen: &View, op: Op) -> Deed {
    Deed { scope: seen.scope.clone(), kind: seen.kind.into(), record: seen.id, op, reason: None }
}
