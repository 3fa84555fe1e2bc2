//! When a device sends, pulls and waits. [`Engine::handle`] takes what happened and answers with
//! what to do; it performs nothing itself. The app's driver and the simulation execute the effects.
//!
//! A round is: push what is queued, in order, until nothing moves; pull until there is no more;
//! copy scopes that are new. One call is under way at a time, and what a call brought is part of
//! the working set only when the store has it.

mod round;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::change::{Deed, Op, RejectCode};
use crate::clock::Millis;
use crate::id::{DeviceId, ScopeId};
use crate::sync::authority;
use crate::sync::backoff::Backoff;
use crate::sync::batch::{Durability, OutboxEntry, OutboxState, WriteBatch, WriteOp};
use crate::sync::buckets::{CompareAnswer, CompareRequest};
use crate::sync::checksum::Sum;
use crate::sync::copying::{CopiedPage, Manifest, PageName};
use crate::sync::exchange::{PullAnswer, PullRequest, PushAnswer, PushRequest};
use crate::sync::replica::Replica;

/// Wait between rounds when all is quiet.
pub const POLL_MS: i64 = 60_000;

/// Names a batch on its way to the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct CommitId(pub u64);

/// Names a call on its way to the server. An answer to an older call is dropped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct CallId(pub u64);

/// A call to the server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Request {
    /// Sends mutations.
    Push(PushRequest),
    /// Asks for what is new.
    Pull(PullRequest),
    /// Asks what a scope consists of, or for one of its pages.
    Copy {
        /// The device, so that a copy begun for one person is not continued with another's rights.
        device: DeviceId,
        /// The scope.
        scope: ScopeId,
        /// The page.
        page: Option<PageName>,
    },
    /// Asks which buckets of a scope differ.
    Compare(CompareRequest),
}

/// What the server answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Response {
    /// To a push.
    Push(PushAnswer),
    /// To a pull.
    Pull(PullAnswer),
    /// What a scope consists of.
    Manifest(Manifest),
    /// One of its pages.
    Page(CopiedPage),
    /// To a comparison.
    Compare(CompareAnswer),
}

/// Why a call brought no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// No connection.
    Offline,
    /// Something answered, but not our server: a captive portal, a gateway, a server in trouble.
    Unreachable,
    /// The server does not know this session any more.
    SignedOut,
    /// The server refused the call as a whole.
    Refused,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Input {
    /// The app started, the network or the person came back, the timer rang, "Gửi ngay".
    Wake,
    /// The person signed in again.
    SignedIn,
    /// The store has a batch.
    Committed(CommitId),
    /// The store could not take a batch.
    CommitFailed(CommitId),
    /// An answer arrived.
    Answered(CallId, Response),
    /// A call failed.
    Failed(CallId, Failure),
}

/// What to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Give a batch to the store, then say [`Input::Committed`].
    Commit(CommitId, WriteBatch),
    /// Call the server, then say [`Input::Answered`] or [`Input::Failed`].
    Call(CallId, Request),
    /// Say [`Input::Wake`] at this time.
    WakeAt(Millis),
    /// A mutation is on the disk: it may be called saved.
    Saved(u64),
    /// A mutation is not on the disk and is forgotten: the person must be told.
    NotSaved(u64),
    /// The working set or the state of the exchange changed: draw again.
    Changed,
}

/// Where the exchange stands, for the sync bar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Nothing under way.
    Idle,
    /// Sending.
    Pushing,
    /// Receiving.
    Pulling,
    /// Waiting after a failure.
    Waiting {
        /// Why.
        failure: Failure,
        /// Until when.
        until: Millis,
    },
    /// Until the person signs in again.
    SignedOut,
}

/// Why a batch is on its way.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Purpose {
    Edit { first: u64, last: u64 },
    Resend(u64),
    Pushed { progress: bool },
    Pulled { more: bool, checks: Vec<(ScopeId, Sum)> },
    Copied,
    Mended { scope: ScopeId, differ: u16, check: Option<Sum> },
    Housekeeping,
}

/// The engine.
#[derive(Clone, Debug)]
pub struct Engine {
    replica: Replica,
    phase: Phase,
    backoff: Backoff,
    call: Option<CallId>,
    numbers: u64,
    commits: BTreeMap<CommitId, (Purpose, WriteBatch)>,
    /// Something was asked for while a round was under way.
    again: bool,
    /// The server refused to copy a scope: ask which scopes are held before copying on.
    relearn: bool,
    /// A page is to be had no longer: ask what the scope consists of now.
    outdated: bool,
    /// Scopes of which the sum differed, to be compared bucket by bucket.
    differing: Vec<ScopeId>,
    /// How often sums differed in this run of the app.
    repaired: u32,
    /// The mutations of the push under way.
    pushed: Vec<u64>,
    /// The most mutations per push; halved when the server calls a push too large.
    push_limit: usize,
}

impl Engine {
    /// An engine over what the store remembers. `seed` spreads the waits of many devices.
    pub fn new(replica: Replica, seed: u64) -> Self {
        Self {
            replica,
            phase: Phase::Idle,
            backoff: Backoff::new(seed),
            call: None,
            numbers: 0,
            commits: BTreeMap::new(),
            again: false,
            relearn: false,
            outdated: false,
            differing: Vec::new(),
            repaired: 0,
            pushed: Vec::new(),
            push_limit: crate::sync::exchange::MAX_PUSH,
        }
    }

    /// The working set.
    pub fn replica(&self) -> &Replica {
        &self.replica
    }

    /// Where the exchange stands.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// How often the sum of a scope differed from the server's, in this run of the app.
    pub fn repaired(&self) -> u32 {
        self.repaired
    }

    /// Records what a person did, to one record or to several at once: all of it is kept or nothing. It is
    /// on the disk when [`Effect::Saved`] names the counter that comes back here, the last of them.
    pub fn record(&mut self, now: Millis, deeds: impl IntoIterator<Item = Deed>) -> (u64, Vec<Effect>) {
        let first = self.replica.newest_seq() + 1;
        let mut ops = Vec::new();
        for deed in deeds {
            let entry = self.replica.draft_entry(now, deed);
            ops.push(WriteOp::PutOutbox(entry.clone()));
            self.replica.announce(entry);
        }
        let last = self.replica.newest_seq();
        if ops.is_empty() {
            return (last, Vec::new());
        }
        ops.push(WriteOp::PutNextSeq(last + 1));
        let batch = WriteBatch { ops, durability: Durability::Strict };
        (last, alloc::vec![self.commit(Purpose::Edit { first, last }, batch)])
    }

    /// Takes back a mutation that the server does not have: queued, waiting or refused.
    pub fn withdraw(&mut self, seq: u64) -> Vec<Effect> {
        let withdrawable = |entry: &OutboxEntry| !matches!(entry.state, OutboxState::Sent { .. });
        // One that is being sent right now may already be decided.
        if self.phase == Phase::Pushing || !self.replica.outbox_entry(seq).is_some_and(withdrawable) {
            return Vec::new();
        }
        let ops = self.without(seq);
        let batch = WriteBatch { ops, durability: Durability::Strict };
        alloc::vec![self.commit(Purpose::Housekeeping, batch)]
    }

    /// Sends a refused mutation again under a new counter, changed by the person or as it was. What
    /// was refused only because it rests on this one goes along.
    pub fn resend(&mut self, now: Millis, seq: u64, op: Option<Op>) -> Option<(u64, Vec<Effect>)> {
        let refused = self.replica.outbox_entry(seq)?;
        if !matches!(refused.state, OutboxState::Parked(_)) {
            return None;
        }
        let mut first = refused.clone();
        first.mutation.op = op.unwrap_or(first.mutation.op);
        let mut family = alloc::vec![first];
        family.extend(self.replica.stranded(seq));
        let mut renamed = BTreeMap::new();
        let mut ops = Vec::new();
        for mut entry in family {
            let next = self.replica.reserve_seq();
            ops.push(WriteOp::DropOutbox(entry.mutation.seq));
            renamed.insert(entry.mutation.seq, next);
            authority::rename(&mut entry.mutation, &renamed);
            entry.mutation.at = now;
            entry.state = OutboxState::Queued;
            ops.push(WriteOp::PutOutbox(entry));
            ops.push(WriteOp::PutNextSeq(next + 1));
        }
        let new = *renamed.get(&seq)?;
        let batch = WriteBatch { ops, durability: Durability::Strict };
        Some((new, alloc::vec![self.commit(Purpose::Resend(new), batch)]))
    }

    /// Removes an entry from the outbox; what rests on it goes to a person.
    fn without(&self, seq: u64) -> Vec<WriteOp> {
        let mut ops = alloc::vec![WriteOp::DropOutbox(seq)];
        for mut entry in self.replica.dependents(seq) {
            entry.state = OutboxState::Parked(RejectCode::Dependency.into());
            ops.push(WriteOp::PutOutbox(entry));
        }
        ops
    }

    /// Takes what happened, answers with what to do.
    pub fn handle(&mut self, now: Millis, input: Input) -> Vec<Effect> {
        match input {
            Input::Wake => self.wake(),
            Input::SignedIn => {
                if self.phase == Phase::SignedOut {
                    self.phase = Phase::Idle;
                }
                self.wake()
            }
            Input::Committed(id) => match self.commits.remove(&id) {
                None => Vec::new(),
                Some((purpose, batch)) => self.committed(now, &purpose, &batch),
            },
            Input::CommitFailed(id) => match self.commits.remove(&id) {
                None => Vec::new(),
                Some((Purpose::Edit { first, last }, _)) => self.not_saved(first, last),
                Some((Purpose::Resend(seq), _)) => alloc::vec![Effect::NotSaved(seq), Effect::Changed],
                Some((Purpose::Housekeeping, _)) => alloc::vec![Effect::Changed],
                Some(_) => self.fail(now, Failure::Unreachable),
            },
            Input::Answered(id, response) if self.call == Some(id) => {
                self.call = None;
                self.answered(now, response)
            }
            Input::Failed(id, failure) if self.call == Some(id) => {
                self.call = None;
                self.fail(now, failure)
            }
            Input::Answered(..) | Input::Failed(..) => Vec::new(),
        }
    }

    fn not_saved(&mut self, first: u64, last: u64) -> Vec<Effect> {
        let mut ops = Vec::new();
        for seq in first..=last {
            // Only what rests on it is written; the entry itself never was.
            ops.extend(self.without(seq).into_iter().skip(1).filter(|op| !is_among(op, first, last)));
        }
        for seq in first..=last {
            self.replica.drop_outbox(seq);
        }
        let mut effects = alloc::vec![Effect::NotSaved(last), Effect::Changed];
        if !ops.is_empty() {
            let batch = WriteBatch { ops, durability: Durability::Strict };
            effects.push(self.commit(Purpose::Housekeeping, batch));
        }
        effects
    }

    /// A mutation that the server will not even read goes to a person; it must not keep back those
    /// behind it.
    fn set_aside(&mut self, seq: u64) -> Vec<Effect> {
        let entry = self.replica.outbox_entry(seq).cloned();
        let parked = entry
            .map(|entry| OutboxEntry { state: OutboxState::Parked(RejectCode::Unreadable.into()), ..entry });
        let ops = parked.map(WriteOp::PutOutbox).into_iter().collect();
        let batch = WriteBatch { ops, durability: Durability::Strict };
        alloc::vec![self.commit(Purpose::Pushed { progress: true }, batch)]
    }

    /// Puts another working set in place, so that a simulation can plant a bug.
    #[cfg(feature = "testing")]
    pub fn plant(&mut self, replica: Replica) {
        self.replica = replica;
    }

    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn commit(&mut self, purpose: Purpose, batch: WriteBatch) -> Effect {
        let id = CommitId(self.number());
        self.commits.insert(id, (purpose, batch.clone()));
        Effect::Commit(id, batch)
    }

    fn call(&mut self, request: Request) -> Effect {
        let id = CallId(self.number());
        self.call = Some(id);
        Effect::Call(id, request)
    }

    fn wake(&mut self) -> Vec<Effect> {
        match self.phase {
            Phase::Idle | Phase::Waiting { .. } => self.start(),
            Phase::Pushing | Phase::Pulling => {
                self.again = true;
                Vec::new()
            }
            Phase::SignedOut => Vec::new(),
        }
    }

    fn fail(&mut self, now: Millis, failure: Failure) -> Vec<Effect> {
        if failure == Failure::SignedOut {
            self.phase = Phase::SignedOut;
            return alloc::vec![Effect::Changed];
        }
        let mut effects = Vec::new();
        if failure == Failure::Refused {
            match (self.phase, self.pushed.as_slice()) {
                (Phase::Pushing, [single]) => return self.set_aside(*single),
                (Phase::Pushing, many) => self.push_limit = (many.len() / 2).max(1),
                _ => {
                    effects.extend(self.copies_instead());
                    self.relearn = true;
                    self.outdated = true;
                }
            }
        }
        let until = now + self.backoff.fail();
        self.phase = Phase::Waiting { failure, until };
        effects.extend([Effect::WakeAt(until), Effect::Changed]);
        effects
    }

    /// A server that compares no buckets gives the scope itself, to who still holds it.
    fn copies_instead(&mut self) -> Option<Effect> {
        if self.relearn || self.differing.is_empty() {
            return None;
        }
        let scope = self.differing.remove(0);
        let batch = WriteBatch { ops: self.replica.start_snapshot(&scope), ..WriteBatch::default() };
        Some(self.commit(Purpose::Housekeeping, batch))
    }
}

/// Whether a write is of an entry with one of these counters.
fn is_among(op: &WriteOp, first: u64, last: u64) -> bool {
    matches!(op, WriteOp::PutOutbox(entry) if (first..=last).contains(&entry.mutation.seq))
}
