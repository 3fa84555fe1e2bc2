//! What the working set says about unsent work, the exchange and a record's past, as plain values.

use std::collections::BTreeMap;

use domain::change::{Act, Change, ChangeOp, Diff, Op};
use domain::id::{RecordId, ScopeId};
use domain::ordering;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::sync::batch::{OutboxEntry, OutboxState, Position, StoredRow};
use domain::sync::engine::{Engine, Phase};
use domain::workflow;
use leptos::prelude::GetUntracked;

use super::attachments::is_part_of;
use super::desk::Desk;
use super::view::{
    Deed, Hindrance, HistoryEntry, Load, OutboxMark, OutboxView, SyncMark, SyncState, SyncWord, Wish,
};

impl Desk {
    /// What the server does not have, in the order it was made.
    pub(super) fn outbox(&self) -> Vec<OutboxView> {
        let engine = self.driver().engine();
        let is_pushing = engine.phase() == Phase::Pushing;
        let replica = engine.replica();
        let files = self.unsent_files();
        let view = |entry: &OutboxEntry| {
            if is_part_of(entry, &files) {
                return None;
            }
            let mark = match &entry.state {
                OutboxState::Sent { .. } | OutboxState::Kept { .. } => return None,
                OutboxState::Queued if is_pushing => OutboxMark::Sending,
                OutboxState::Queued => OutboxMark::Saved,
                OutboxState::Waiting { on } => OutboxMark::Waiting { on: *on },
                OutboxState::Parked(rejection) => OutboxMark::Review(rejection.clone()),
            };
            let mutation = &entry.mutation;
            let is_new =
                replica.confirmed(mutation.record).is_none() && !self.is_edited_before(&engine, entry);
            Some(OutboxView {
                seq: mutation.seq,
                kind: mutation.kind.known(),
                record: mutation.record,
                wish: wish(&mutation.op, is_new),
                at: mutation.at,
                mark,
            })
        };
        replica.outbox().filter_map(view).collect()
    }

    /// What the server does not have, refused entries and files included.
    pub(super) fn unsent(&self) -> usize {
        let files = self.unsent_files();
        let engine = self.driver().engine();
        let entries =
            engine.replica().outbox().filter(|entry| !matches!(entry.state, OutboxState::Sent { .. }));
        entries.filter(|entry| !is_part_of(entry, &files)).count() + files.len()
    }

    fn is_edited_before(&self, engine: &Engine, entry: &OutboxEntry) -> bool {
        let mutation = &entry.mutation;
        let earlier = engine.replica().outbox().take_while(|other| other.mutation.seq < mutation.seq);
        earlier.into_iter().any(|other| other.mutation.record == mutation.record)
    }

    /// Where the exchange stands.
    pub(super) fn sync_state(&self) -> SyncState {
        let engine = self.driver().engine();
        let replica = engine.replica();
        let waiting = self.waiting();
        let parked = replica.outbox().filter(|entry| matches!(entry.state, OutboxState::Parked(_))).count();
        let refused = parked + self.refused_files();
        // Who may not choose between two values is not asked to.
        let role = self.me().get_untracked().role;
        let chooses = may(role, Operation::Act, Kind::Conflict, Relation::OwnScope);
        let conflicts = if chooses { self.index.borrow().count_open_conflicts() } else { 0 };
        let review = refused + conflicts;
        let word = match self.is_sending() {
            true if waiting > 0 || engine.phase() == Phase::Pushing => {
                let total = self.sending.get().max(waiting);
                SyncWord::Sending { done: total - waiting, total }
            }
            _ if waiting > 0 => SyncWord::Saved,
            _ if review > 0 => SyncWord::Review(review),
            _ => SyncWord::Sent { at: replica.meta.pulled_at.max(replica.meta.sent_at) },
        };
        SyncState {
            word,
            waiting,
            review,
            refused,
            hindrance: self.hindrance(engine.phase()),
            pulled_at: replica.meta.pulled_at,
            sent_at: replica.meta.sent_at,
            offset_ms: replica.meta.offset_ms,
            copying: replica.positions().filter(|(_, position)| position.loading.is_some()).count(),
        }
    }

    /// How far the copy of each scope has come.
    pub(super) fn loads(&self) -> Vec<Load> {
        let engine = self.driver().engine();
        let replica = engine.replica();
        let load = |(scope, position): (&ScopeId, &Position)| {
            let here = replica.sum(scope).count;
            let (done, count) =
                position.loading.as_ref().map_or((here, here), |running| (running.done, running.count));
            Load { scope: scope.clone(), done, count, is_complete: position.loading.is_none() }
        };
        replica.positions().map(load).collect()
    }

    fn hindrance(&self, phase: Phase) -> Option<Hindrance> {
        let failures = self.failures.get();
        let (at, failure) = failures.last?;
        let retry_at = match phase {
            Phase::Waiting { until, .. } => Some(until),
            Phase::Idle | Phase::Pushing | Phase::Pulling | Phase::SignedOut => None,
        };
        Some(Hindrance { failure, at, tries: failures.count, retry_at })
    }

    /// The past of a record, newest first, what is unsent before all.
    pub(super) fn history(&self, id: RecordId) -> Vec<HistoryEntry> {
        let engine = self.driver().engine();
        let replica = engine.replica();
        let own = replica.outbox().rev().filter(|entry| entry.mutation.record == id);
        let own = own.filter_map(|entry| self.own_entry(&engine, entry));
        let confirmed: Vec<&Change> = replica.history(id).collect();
        let is_told = confirmed.iter().any(|change| change.op == ChangeOp::Create);
        let made = replica.confirmed(id).filter(|_| !is_told);
        let made = made.and_then(|(_, row)| self.making(row));
        let confirmed = confirmed.into_iter().rev().filter_map(|change| self.confirmed_entry(change));
        own.chain(confirmed).chain(made).collect()
    }

    /// A copied record comes without the entry that made it: who and when stand on the row.
    fn making(&self, row: &StoredRow) -> Option<HistoryEntry> {
        Some(HistoryEntry {
            kind: row.kind.known()?,
            deed: Deed::Create,
            diff: BTreeMap::new(),
            name: row.made.by.name.clone(),
            role: row.made.by.role,
            is_me: row.made.by.user == self.person.id,
            at: row.made.at,
            received: Some(row.made.at),
            reason: None,
            sync: SyncMark::Sent,
        })
    }

    fn own_entry(&self, engine: &Engine, entry: &OutboxEntry) -> Option<HistoryEntry> {
        let mutation = &entry.mutation;
        let kind = mutation.kind.known()?;
        let is_new =
            engine.replica().confirmed(mutation.record).is_none() && !self.is_edited_before(engine, entry);
        let (deed, diff) = match &mutation.op {
            Op::Put(fields) => {
                let diff = fields.iter().map(|(field, edit)| {
                    (field.clone(), Diff { old: edit.seen.clone(), new: edit.value.clone() })
                });
                (if is_new { Deed::Create } else { Deed::Put }, ordering::map(diff))
            }
            Op::Act(act) => (own_act(kind, act), taken(act)),
            Op::Delete(_) => (Deed::Delete, BTreeMap::new()),
        };
        let sync = match entry.state {
            OutboxState::Sent { .. } | OutboxState::Kept { .. } => SyncMark::Sent,
            OutboxState::Parked(_) => SyncMark::Review,
            OutboxState::Queued | OutboxState::Waiting { .. } if engine.phase() == Phase::Pushing => {
                SyncMark::Sending
            }
            OutboxState::Queued | OutboxState::Waiting { .. } => SyncMark::Saved,
        };
        let actor = self.actor();
        Some(HistoryEntry {
            kind,
            deed,
            diff,
            name: actor.name,
            role: actor.role,
            is_me: true,
            at: mutation.at,
            received: None,
            reason: mutation.reason.clone(),
            sync,
        })
    }

    fn confirmed_entry(&self, change: &Change) -> Option<HistoryEntry> {
        let stage = |side: fn(&Diff) -> &Option<domain::value::Value>| {
            side(change.diff.get("stage")?).as_ref()?.as_text().map(str::to_owned)
        };
        let deed = match change.op {
            ChangeOp::Create => Deed::Create,
            ChangeOp::Put => Deed::Put,
            ChangeOp::Delete => Deed::Delete,
            ChangeOp::Leave => Deed::Leave,
            ChangeOp::Act => Deed::Act {
                action: change.action.clone().unwrap_or_default(),
                from: stage(|diff| &diff.old),
                to: stage(|diff| &diff.new),
            },
        };
        Some(HistoryEntry {
            kind: change.kind.known()?,
            deed,
            diff: change.diff.clone(),
            name: change.actor.name.clone(),
            role: change.actor.role,
            is_me: change.actor.user == self.person.id,
            at: change.at,
            received: Some(change.received),
            reason: change.reason.clone(),
            sync: SyncMark::Sent,
        })
    }
}

fn wish(op: &Op, is_new: bool) -> Wish {
    match op {
        Op::Put(_) if is_new => Wish::New,
        Op::Put(fields) => Wish::Edit(fields.keys().cloned().collect()),
        Op::Act(act) => Wish::Act(act.action.clone()),
        Op::Delete(_) => Wish::Delete,
    }
}

fn own_act(kind: Kind, act: &Act) -> Deed {
    Deed::Act {
        action: act.action.clone(),
        from: Some(act.stage.clone()),
        to: workflow::next_stage(kind, &act.stage, &act.action).map(str::to_owned),
    }
}

fn taken(act: &Act) -> BTreeMap<String, Diff> {
    let diff = |value: &domain::value::Value| Diff { old: None, new: Some(value.clone()) };
    ordering::map(act.fields.iter().map(|(field, value)| (field.clone(), diff(value))))
}
