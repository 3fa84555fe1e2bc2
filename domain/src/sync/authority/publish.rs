//! Reference data that the server itself writes: no person, no merge, but the same journal and the
//! same cursors as everything else.

use alloc::collections::BTreeMap;

use super::desk::{Desk, Step};
use super::{Loaded, Pusher};
use crate::change::{ChangeOp, Mutation, Op};
use crate::id::{RecordId, ScopeId};
use crate::record::Kind;
use crate::record::access::Access;
use crate::role::Role;
use crate::sync::placement::Decision;
use crate::value::Document;

/// Makes what is missing. What only the server writes is corrected where it differs; what the province may
/// replace or end is its own from then on. Fields the server does not know are left.
pub fn publish(pusher: &Pusher, records: &[(RecordId, Kind, Document)], loaded: &Loaded) -> Decision {
    let mut desk = Desk::open(pusher, loaded);
    for (id, kind, doc) in records {
        let known = desk.cases.get(id).map(|case| &case.doc);
        if known.is_some_and(|known| kind.spec().access != Access::Fixed && !is_untouched_draft(known, doc)) {
            continue;
        }
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

/// Whether an entry is as an earlier version published it, which did not say where it stands: nobody has
/// written or decided anything about it.
fn is_untouched_draft(known: &Document, published: &Document) -> bool {
    let mut others = published.0.iter().filter(|(field, _)| field.as_str() != "stage");
    known.get("stage").is_none()
        && published.get("stage").is_some()
        && others.all(|(field, value)| known.get(field) == Some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_touched_is_published_anew_with_its_stage() {
        let before = Document::default().with("number", "45/2012/NĐ-CP").with("status", "amended");
        let now = before.clone().with("stage", "in_force");
        assert!(is_untouched_draft(&before, &now));
        assert!(is_untouched_draft(&before.clone().with("commune_code", "1"), &now), "unknown fields stay");
        assert!(
            !is_untouched_draft(&before.clone().with("status", "expired"), &now),
            "the province wrote it"
        );
        assert!(!is_untouched_draft(&now, &now), "it stands somewhere");
        assert!(!is_untouched_draft(&before, &before), "there is nothing to say");
    }
}
