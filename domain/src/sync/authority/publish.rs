//! Reference data that the server itself writes: no person, no merge, but the same journal and the
//! same cursors as everything else.

use alloc::collections::BTreeMap;

use super::desk::{Desk, Step};
use super::{Loaded, Pusher};
use crate::change::{ChangeOp, Mutation, Op};
use crate::id::{RecordId, ScopeId};
use crate::record::Kind;
use crate::role::Role;
use crate::sync::placement::Decision;
use crate::value::Document;

/// Makes what is missing and corrects what differs; fields the server does not know are left.
pub fn publish(pusher: &Pusher, records: &[(RecordId, Kind, Document)], loaded: &Loaded) -> Decision {
    let mut desk = Desk::open(pusher, loaded);
    for (id, kind, doc) in records {
        let known = desk.cases.get(id).map(|case| &case.doc);
        let news =
            doc.0.iter().filter(|(field, value)| known.and_then(|known| known.get(field)) != Some(*value));
        let sets: BTreeMap<_, _> = news.map(|(field, value)| (field.clone(), Some(value.clone()))).collect();
        if sets.is_empty() {
            continue;
        }
        let mutation = Mutation {
            seq: 0,
            scope: ScopeId::reference(),
            kind: (*kind).into(),
            record: *id,
            op: Op::Put(BTreeMap::new()),
            deps: alloc::vec![],
            at: pusher.now,
            reason: None,
        };
        let op = if known.is_some() { ChangeOp::Put } else { ChangeOp::Create };
        if op == ChangeOp::Create {
            desk.lay(*id, *kind, Role::Admin);
        }
        desk.write(*id, &Step { op, ..Step::put(&mutation, Role::Admin, sets) });
    }
    desk.close()
}
