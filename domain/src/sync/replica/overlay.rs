//! A record as the person sees it: the confirmed one with the unsent edits on top.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use super::Replica;
use crate::change::{Base, Mutation, Op, Stamp};
use crate::id::{RecordId, ScopeId};
use crate::record::{Kind, KindName};
use crate::sync::authority::PLACE;
use crate::sync::authority::resolve::foreseen;
use crate::sync::batch::OutboxState;
use crate::value::{Document, Value};
use crate::workflow;

/// How far a record's own edits have come: the worst of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Pending {
    /// Nothing unsent.
    None,
    /// The server has it, the pull has not shown it yet.
    Sent,
    /// On the device only.
    Saved,
    /// On its way to the disk: not to be called saved yet.
    Saving,
    /// Refused: a person decides.
    Review,
}

/// A record as the person sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct View {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: KindName,
    /// The scope edits of this person go to.
    pub scope: ScopeId,
    /// Confirmed version; 0 for a record the server has not shown yet.
    pub ver: u64,
    /// The fields.
    pub doc: Document,
    /// How far the own edits have come.
    pub pending: Pending,
    /// Who made it; absent until the server has it.
    pub made: Option<Stamp>,
    /// Who changed it last; absent until the server has it.
    pub touched: Option<Stamp>,
    /// Own unconfirmed mutation behind each field.
    pub own: BTreeMap<String, u64>,
}

impl View {
    /// The version a field is based on when it is edited from this view.
    pub fn base(&self, field: &str) -> Base {
        self.own.get(field).map_or(Base::Ver(self.ver), |seq| Base::Own { seq: *seq })
    }

    /// The version a workflow step is based on when it is decided from this view.
    pub fn act_base(&self) -> Base {
        self.own.values().max().map_or(Base::Ver(self.ver), |seq| Base::Own { seq: *seq })
    }
}

impl Replica {
    /// A record as the person sees it.
    pub fn view(&self, id: RecordId) -> Option<View> {
        let confirmed = self.confirmed(id);
        let seqs = self.overlay.get(&id);
        let first = seqs.and_then(|seqs| self.outbox.get(seqs.iter().next()?));
        let (kind, scope, ver) = match (confirmed, first) {
            (Some((scope, row)), _) => (row.kind.clone(), scope.clone(), row.ver),
            (None, Some(entry)) if entry.mutation.record == id => {
                (entry.mutation.kind.clone(), entry.mutation.scope.clone(), 0)
            }
            (None, _) => return None,
        };
        let mut view = View {
            id,
            kind,
            scope,
            ver,
            doc: self.confirmed_doc(id),
            pending: Pending::None,
            made: confirmed.map(|(_, row)| row.made.clone()),
            touched: confirmed.map(|(_, row)| row.touched.clone()),
            own: BTreeMap::new(),
        };
        let mut alive = confirmed.is_some();
        for entry in seqs.into_iter().flatten().filter_map(|seq| self.outbox.get(seq)) {
            let pending = match entry.state {
                OutboxState::Sent { .. } | OutboxState::Kept { .. } => Pending::Sent,
                OutboxState::Queued if self.is_unwritten(entry.mutation.seq) => Pending::Saving,
                OutboxState::Queued | OutboxState::Waiting { .. } => Pending::Saved,
                OutboxState::Parked(_) => Pending::Review,
            };
            view.pending = view.pending.max(pending);
            // A refused step is shown as refused, not as if it had happened.
            let refused = pending == Pending::Review && confirmed.is_some();
            if !refused {
                alive = self.lay_over(&mut view, &entry.mutation, pending)
                    && (alive || makes(&entry.mutation, id));
            }
        }
        alive.then_some(view)
    }

    /// Applies a mutation to a view; false when it deletes the record.
    fn lay_over(&self, view: &mut View, mutation: &Mutation, pending: Pending) -> bool {
        let own = |view: &mut View, field: &str| {
            if pending != Pending::Review {
                view.own.insert(field.into(), mutation.seq);
            }
        };
        match &mutation.op {
            Op::Delete(_) => return mutation.record != view.id,
            Op::Put(fields) => {
                for (field, edit) in fields {
                    view.doc.set(field, edit.value.clone());
                    own(view, field);
                }
                if view.ver == 0 {
                    let stage = view.kind.known().and_then(workflow::initial);
                    if let Some(stage) = stage {
                        view.doc.set("stage", Some(Value::text(stage)));
                    }
                    self.inherit(view);
                }
            }
            Op::Act(act) if mutation.record == view.id => {
                for (field, value) in &act.fields {
                    view.doc.set(field, Some(value.clone()));
                    own(view, field);
                }
                let kind = view.kind.known();
                let next = kind.and_then(|kind| workflow::next_stage(kind, &act.stage, &act.action));
                if let Some(next) = next {
                    view.doc.set("stage", Some(Value::text(next)));
                    own(view, "stage");
                }
            }
            Op::Act(act) => {
                // A conflict about this record was resolved here.
                let conflict = self.confirmed(mutation.record).map(|(_, row)| &row.doc);
                let sets = conflict.map(|conflict| foreseen(conflict, act)).unwrap_or_default();
                for (field, value) in sets {
                    view.doc.set(&field, value);
                    own(view, &field);
                }
            }
        }
        true
    }

    /// A record made here shows the commune of the record it belongs to, as the server will write.
    fn inherit(&self, view: &mut View) {
        let parent = view.kind.known().and_then(|kind| crate::record::parent(kind, &view.doc));
        if let Some(parent) = parent.and_then(|id| self.view(id)) {
            let place = match parent.kind.known() {
                Some(kind) => crate::record::place_of(kind, &parent.doc),
                None => PLACE.map(|field| (field, parent.doc.get(field).cloned())),
            };
            for (field, value) in place {
                view.doc.set(field, value);
            }
        }
    }
}

fn makes(mutation: &Mutation, id: RecordId) -> bool {
    mutation.record == id && matches!(mutation.op, Op::Put(_))
}

/// The records a mutation shows on: its own, and the one a resolved conflict is about.
pub(super) fn shown_on(replica: &Replica, mutation: &Mutation) -> Vec<RecordId> {
    let mut ids = alloc::vec![mutation.record];
    if mutation.kind.known() == Some(Kind::Conflict)
        && matches!(mutation.op, Op::Act(_))
        && let Some((_, row)) = replica.confirmed(mutation.record)
    {
        ids.extend(row.doc.text("record").and_then(|id| id.parse::<RecordId>().ok()));
    }
    ids
}
