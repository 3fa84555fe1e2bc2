//! One round: push, pull, copy.

use alloc::vec::Vec;

use super::{Effect, Engine, POLL_MS, Phase, Purpose, Request, Response};
use crate::clock::Millis;
use crate::id::{RecordId, ScopeId};
use crate::ordering;
use crate::sync::batch::{Durability, OutboxState, WriteBatch, WriteOp};
use crate::sync::checksum::Sum;
use crate::sync::exchange::{PullAnswer, PullRequest, PushRequest, ScopePage};
use crate::wire::WIRE;

/// How often scopes are copied anew in one run of the app.
const MOST_REPAIRS: u32 = 3;

/// The sums the server sent along.
fn checks(answer: &PullAnswer) -> Vec<(ScopeId, Sum)> {
    let deltas = answer.pages.iter().filter_map(|page| match page {
        ScopePage::Delta(delta) => Some((delta.scope.clone(), delta.check?)),
        ScopePage::Snapshot { .. } => None,
    });
    deltas.collect()
}

impl Engine {
    /// Begins a round.
    pub(super) fn start(&mut self) -> Vec<Effect> {
        self.again = false;
        self.push()
    }

    /// Sends what is queued; what waits for another mutation goes along, in order.
    fn push(&mut self) -> Vec<Effect> {
        let unsent = self.replica.outbox().filter(|entry| {
            matches!(entry.state, OutboxState::Queued | OutboxState::Waiting { .. })
                && !self.replica.is_unwritten(entry.mutation.seq)
        });
        let muts: Vec<_> = unsent.take(self.push_limit).map(|entry| entry.mutation.clone()).collect();
        if muts.is_empty() {
            return self.pull();
        }
        self.pushed = muts.iter().map(|mutation| mutation.seq).collect();
        self.phase = Phase::Pushing;
        let request = PushRequest { wire: WIRE, device: self.replica.meta.device, muts };
        alloc::vec![self.call(Request::Push(request)), Effect::Changed]
    }

    fn pull(&mut self) -> Vec<Effect> {
        if let Some((scope, after)) = self.unfinished_copy().filter(|_| !self.relearn) {
            self.phase = Phase::Pulling;
            return alloc::vec![
                self.call(Request::Snapshot { device: self.replica.meta.device, scope, after }),
                Effect::Changed
            ];
        }
        self.phase = Phase::Pulling;
        let request = PullRequest {
            wire: WIRE,
            device: self.replica.meta.device,
            cursors: ordering::map(self.replica.positions().map(|(scope, at)| (scope.clone(), at.cursor))),
            newest_seq: self.replica.newest_seq(),
        };
        alloc::vec![self.call(Request::Pull(request)), Effect::Changed]
    }

    fn unfinished_copy(&self) -> Option<(ScopeId, Option<RecordId>)> {
        self.replica.positions().find_map(|(scope, position)| {
            let loading = position.loading.as_ref()?;
            Some((scope.clone(), loading.after))
        })
    }

    pub(super) fn answered(&mut self, now: Millis, response: Response) -> Vec<Effect> {
        match response {
            Response::Push(answer) => {
                let progress = answer
                    .results
                    .iter()
                    .any(|result| !matches!(result.outcome, crate::change::Outcome::Waiting { .. }));
                let batch = self.replica.push_batch(now, &answer.results);
                alloc::vec![self.commit(Purpose::Pushed { progress }, batch)]
            }
            Response::Pull(answer) => {
                self.relearn = false;
                let batch = self.replica.pull_batch(now, &answer);
                let copies = answer.pages.iter().any(|page| matches!(page, ScopePage::Snapshot { .. }));
                let purpose = Purpose::Pulled { more: answer.more || copies, checks: checks(&answer) };
                alloc::vec![self.commit(purpose, batch)]
            }
            Response::Snapshot(page) => {
                let batch = self.replica.snapshot_batch(&page);
                alloc::vec![self.commit(Purpose::Copied, batch)]
            }
        }
    }

    pub(super) fn committed(&mut self, now: Millis, purpose: &Purpose, batch: &WriteBatch) -> Vec<Effect> {
        self.replica.commit(batch);
        // A server that began another life may have forgotten what it was sent.
        let pulled = matches!(purpose, Purpose::Pulled { .. } | Purpose::Copied);
        let sends_again =
            |op: &WriteOp| matches!(op, WriteOp::PutOutbox(entry) if entry.state == OutboxState::Queued);
        self.again |= pulled && batch.ops.iter().any(sends_again);
        let mut effects = match purpose {
            Purpose::Edit { last: seq, .. } | Purpose::Resend(seq) => {
                let mut effects = alloc::vec![Effect::Saved(*seq)];
                effects.extend(self.wake());
                effects
            }
            Purpose::Housekeeping => Vec::new(),
            Purpose::Pushed { progress: true } => {
                self.backoff.succeed();
                self.push()
            }
            Purpose::Pushed { progress: false } | Purpose::Copied => self.pull(),
            Purpose::Pulled { more, checks } => match self.repair(checks) {
                Some(effect) => alloc::vec![effect],
                None if *more => self.pull(),
                None => self.finish(now),
            },
        };
        effects.push(Effect::Changed);
        effects
    }

    /// Copies a scope anew when its sum is not the server's: the server's sum is never just
    /// adopted. A scope that differs again and again is left, and the count tells.
    fn repair(&mut self, checks: &[(ScopeId, Sum)]) -> Option<Effect> {
        let differs = checks.iter().filter(|(scope, sum)| self.replica.sum(scope) != *sum);
        let ops: Vec<_> = differs.flat_map(|(scope, _)| self.replica.start_snapshot(scope)).collect();
        if ops.is_empty() {
            return None;
        }
        self.repaired += 1;
        if self.repaired > MOST_REPAIRS {
            return None;
        }
        let batch = WriteBatch { ops, durability: Durability::Relaxed };
        Some(self.commit(Purpose::Copied, batch))
    }

    fn finish(&mut self, now: Millis) -> Vec<Effect> {
        self.backoff.succeed();
        self.push_limit = crate::sync::exchange::MAX_PUSH;
        self.phase = Phase::Idle;
        if self.again {
            return self.start();
        }
        alloc::vec![Effect::WakeAt(now + self.backoff.spread(POLL_MS))]
    }
}
