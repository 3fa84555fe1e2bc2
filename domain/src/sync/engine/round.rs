//! One round: push, pull, copy.

use alloc::vec::Vec;

use super::{Effect, Engine, POLL_MS, Phase, Purpose, Request, Response};
use crate::clock::Millis;
use crate::id::ScopeId;
use crate::ordering;
use crate::sync::batch::{Durability, OutboxState, WriteBatch, WriteOp};
use crate::sync::buckets::{self, CompareRequest};
use crate::sync::checksum::Sum;
use crate::sync::copying::PageName;
use crate::sync::exchange::{PullAnswer, PullRequest, PushRequest, ScopePage};
use crate::wire::WIRE;

/// How often what differs is fetched again in one run of the app.
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
        self.differing.retain(|scope| self.replica.is_whole(scope));
        if let Some(scope) = self.differing.first().filter(|_| !self.relearn).cloned() {
            self.phase = Phase::Pulling;
            let (device, sums) = (self.replica.meta.device, self.replica.buckets(&scope));
            let request = CompareRequest { wire: WIRE, device, scope, sums };
            return alloc::vec![self.call(Request::Compare(request)), Effect::Changed];
        }
        if let Some((scope, page)) = self.unfinished_copy().filter(|_| !self.relearn) {
            self.phase = Phase::Pulling;
            let page = page.filter(|_| !self.outdated);
            let request = Request::Copy { device: self.replica.meta.device, scope, page };
            return alloc::vec![self.call(request), Effect::Changed];
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

    /// A scope that is being copied, and the page that comes next when it is known which there are.
    fn unfinished_copy(&self) -> Option<(ScopeId, Option<PageName>)> {
        self.replica.positions().find_map(|(scope, position)| {
            let pages = position.loading.as_ref()?.pages.as_ref();
            Some((scope.clone(), pages.and_then(|pages| pages.left.first()).cloned()))
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
            Response::Manifest(manifest) => {
                self.outdated = false;
                let batch = self.replica.manifest_batch(&manifest);
                alloc::vec![self.commit(Purpose::Copied, batch)]
            }
            Response::Page(page) => {
                let batch = self.replica.page_batch(page);
                alloc::vec![self.commit(Purpose::Copied, batch)]
            }
            Response::Compare(answer) => {
                let batch = self.replica.mend_batch(&answer);
                let whole = answer.buckets.len() == usize::from(answer.differ);
                let check = whole.then_some(answer.check);
                let purpose = Purpose::Mended { scope: answer.scope, differ: answer.differ, check };
                alloc::vec![self.commit(purpose, batch)]
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
            Purpose::Mended { scope, differ, check } => match self.mended(scope, *differ, *check) {
                Some(effect) => alloc::vec![effect],
                None => self.pull(),
            },
            Purpose::Pulled { more, checks } => {
                if self.finds_differing(checks) || *more {
                    self.pull()
                } else {
                    self.finish(now)
                }
            }
        };
        effects.push(Effect::Changed);
        effects
    }

    /// Whether a sum is not the server's: what differs is then looked for, the server's sum never just
    /// adopted. A scope that differs again and again is left, and the count tells.
    fn finds_differing(&mut self, checks: &[(ScopeId, Sum)]) -> bool {
        // A scope that is still being copied has no sum yet.
        let whole = checks.iter().filter(|(scope, _)| self.replica.is_whole(scope));
        let differ = whole.filter(|(scope, sum)| self.replica.sum(scope) != *sum);
        let differ: Vec<_> = differ.map(|(scope, _)| scope.clone()).collect();
        if differ.is_empty() {
            return false;
        }
        self.repaired += 1;
        if self.repaired > MOST_REPAIRS {
            return false;
        }
        self.differing.retain(|scope| !differ.contains(scope));
        self.differing.extend(differ);
        true
    }

    /// Goes on when some buckets were fetched again. Where that does not help, or nearly everything differs,
    /// the scope is copied anew.
    fn mended(&mut self, scope: &ScopeId, differ: u16, check: Option<Sum>) -> Option<Effect> {
        let helped = check.is_none_or(|check| self.replica.sum(scope) == check);
        if helped && differ <= buckets::MOST_MENDED {
            if check.is_some() {
                self.differing.retain(|of| of != scope);
            }
            return None;
        }
        let ops = self.replica.start_snapshot(scope);
        Some(self.commit(Purpose::Copied, WriteBatch { ops, durability: Durability::Relaxed }))
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
