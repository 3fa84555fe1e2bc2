//! When a device asks, sends and waits with its pictures and papers. [`Queue::handle`] takes what
//! happened and answers with what to do; it performs nothing itself.
//!
//! Three lanes: the text has its own engine and goes first; thumbnails go before originals; within
//! a lane the oldest goes first. Each lane has one call under way and its own wait after a failure,
//! so that the failure of one stops no other (B6). What the server lacks is asked before anything is
//! sent and after every call that brought no answer: no chunk is sent twice that has arrived.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::attachment::blob::{BlobName, chunks};
use crate::attachment::message::{
    CallId, Effect, Failure, Holding, Input, Progress, Standing, Step, Text, Trouble,
};
use crate::attachment::upload::{Lane, Upload, UploadState};
use crate::clock::Millis;
use crate::id::RecordId;
use crate::sync::backoff::Backoff;

/// How long a blob stands back that fails again and again while others do not.
const STAND_BACK_MS: i64 = 300_000;
/// So many failures in a row that are the server's own make a blob stand back.
const MOST_STUMBLES: u32 = 3;
/// What the server says when the chunks together are not what was announced.
const HASH_MISMATCH: &str = "hash_mismatch";
/// What is said of bytes that the server does not know and whose scope is not held any more.
pub const SCOPE_LOST: &str = "scope";
/// So often a blob that arrived damaged is sent anew; then the bytes on the device are damaged.
const MOST_MISMATCHES: u32 = 2;

struct Entry {
    upload: Upload,
    /// Chunks the server lacks; absent until it was asked.
    left: Option<Vec<u32>>,
    stumbles: u32,
    mismatches: u32,
    not_before: Millis,
    trouble: Option<(Millis, Failure)>,
}

impl Entry {
    fn new(upload: Upload) -> Self {
        Self { upload, left: None, stumbles: 0, mismatches: 0, not_before: Millis(0), trouble: None }
    }

    fn count(&self) -> u32 {
        chunks(self.upload.bytes)
    }
}

/// What a call asks, and for which blob.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    What,
    Chunk(u32),
}

struct LaneState {
    call: Option<(CallId, BlobName, Asked)>,
    backoff: Backoff,
    until: Option<Millis>,
}

/// The queue.
pub struct Queue {
    entries: BTreeMap<BlobName, Entry>,
    thumbnails: LaneState,
    originals: LaneState,
    records: BTreeMap<RecordId, Standing>,
    text: Text,
    is_signed_out: bool,
    calls: u64,
    alarm: Option<Millis>,
}

impl Queue {
    /// A queue over what the store remembers; what is sent takes no part. `seed` spreads the waits of
    /// many devices.
    pub fn new(uploads: impl IntoIterator<Item = Upload>, seed: u64) -> Self {
        let lane = |seed| LaneState { call: None, backoff: Backoff::new(seed), until: None };
        let mut queue = Self {
            entries: BTreeMap::new(),
            thumbnails: lane(seed),
            originals: lane(seed.rotate_left(32)),
            records: BTreeMap::new(),
            text: Text::Quiet,
            is_signed_out: false,
            calls: 0,
            alarm: None,
        };
        uploads.into_iter().for_each(|upload| queue.keep(upload));
        queue
    }

    /// The blobs that are not sent, refused ones included.
    pub fn uploads(&self) -> impl Iterator<Item = &Upload> {
        self.entries.values().map(|entry| &entry.upload)
    }

    /// Whether a call is under way.
    pub fn is_busy(&self) -> bool {
        self.thumbnails.call.is_some() || self.originals.call.is_some()
    }

    /// Whether a session is needed to go on.
    pub fn is_signed_out(&self) -> bool {
        self.is_signed_out
    }

    /// How far a blob has come; `None` when it is not in the queue: sent, or not kept here.
    pub fn progress(&self, name: BlobName) -> Option<Progress> {
        let entry = self.entries.get(&name)?;
        let lane = self.lane(entry.upload.lane);
        let asked = lane.call.filter(|(_, of, _)| *of == name).map(|(_, _, asked)| asked);
        let step = match (&entry.upload.state, asked) {
            (UploadState::Refused { code }, _) => Step::Refused(code.clone()),
            (_, Some(Asked::What)) => Step::Asking,
            (_, Some(Asked::Chunk(chunk))) => Step::Sending(chunk),
            (_, None) if !self.may_go(entry) => Step::Held,
            (_, None) => Step::Queued,
        };
        let count = entry.count();
        let left = entry.left.as_ref().map_or(count, |left| u32::try_from(left.len()).unwrap_or(count));
        let retry_at = lane.until.max(Some(entry.not_before).filter(|at| *at > Millis(0)));
        let trouble = entry.trouble.clone().map(|(at, failure)| Trouble { at, failure, retry_at });
        Some(Progress { step, done: count.saturating_sub(left), count, trouble })
    }

    /// Takes what happened, answers with what to do.
    pub fn handle(&mut self, now: Millis, input: Input) -> Vec<Effect> {
        let mut effects = Vec::new();
        match input {
            Input::Wake => self.stop_waiting(),
            Input::Ring => self.alarm = None,
            Input::SignedIn => {
                self.is_signed_out = false;
                self.stop_waiting();
            }
            Input::Text(text) if text == self.text => return effects,
            Input::Text(text) => self.text = text,
            Input::Kept(upload) => self.keep(upload),
            Input::Record(record, standing) => {
                if self.records.insert(record, standing) == Some(standing) {
                    return effects;
                }
                self.moved(record, standing);
            }
            Input::Again(name) => {
                if let Some(entry) = self.entries.get_mut(&name) {
                    *entry = Entry::new(Upload { state: UploadState::Pending, ..entry.upload.clone() });
                }
            }
            Input::Forgotten(name) => self.forget(name),
            Input::Answered(id, holding) => {
                if let Some((name, asked)) = self.returned(id) {
                    self.answered(now, name, asked, holding, &mut effects);
                }
            }
            Input::Failed(id, failure) => {
                if let Some((name, _)) = self.returned(id) {
                    self.failed(now, name, failure, &mut effects);
                }
            }
        }
        self.advance(now, &mut effects);
        effects.push(Effect::Changed);
        effects
    }

    /// Bytes that were refused are asked about once more when their record is gone: nobody sees the
    /// refusal at the record now, and they may be unwanted.
    fn moved(&mut self, record: RecordId, standing: Standing) {
        if standing != Standing::Gone {
            return;
        }
        for entry in self.entries.values_mut() {
            let is_of = entry.upload.owners.iter().any(|owner| owner.record == record);
            if is_of && entry.upload.state != UploadState::Pending {
                *entry = Entry::new(Upload { state: UploadState::Pending, ..entry.upload.clone() });
            }
        }
    }

    fn keep(&mut self, upload: Upload) {
        if upload.is_sent() {
            return;
        }
        match self.entries.get_mut(&upload.name) {
            Some(entry) => entry.upload = upload,
            None => drop(self.entries.insert(upload.name, Entry::new(upload))),
        }
    }

    fn forget(&mut self, name: BlobName) {
        self.entries.remove(&name);
        for lane in [&mut self.thumbnails, &mut self.originals] {
            // Whatever the call under way brings, nobody waits for it.
            lane.call = lane.call.filter(|(_, of, _)| *of != name);
        }
    }

    fn stop_waiting(&mut self) {
        self.thumbnails.until = None;
        self.originals.until = None;
        self.entries.values_mut().for_each(|entry| entry.not_before = Millis(0));
    }

    /// The blob a call was about, when the call is the one that is waited for.
    fn returned(&mut self, id: CallId) -> Option<(BlobName, Asked)> {
        let lanes = [&mut self.thumbnails, &mut self.originals];
        let lane = lanes.into_iter().find(|lane| lane.call.is_some_and(|(of, ..)| of == id))?;
        lane.call.take().map(|(_, name, asked)| (name, asked))
    }

    fn answered(
        &mut self,
        now: Millis,
        name: BlobName,
        asked: Asked,
        holding: Holding,
        effects: &mut Vec<Effect>,
    ) {
        let Some(entry) = self.entries.get_mut(&name) else { return };
        let at = |record| self.records.get(record).copied().unwrap_or(Standing::Elsewhere);
        let standings = || entry.upload.owners.iter().map(|owner| at(&owner.record));
        let is_unwanted = standings().all(|standing| standing == Standing::Gone);
        let is_lost = standings().all(|at| matches!(at, Standing::Gone | Standing::OutOfReach));
        let lane = match entry.upload.lane {
            Lane::Thumbnails => &mut self.thumbnails,
            Lane::Originals => &mut self.originals,
        };
        lane.backoff.succeed();
        lane.until = None;
        match (holding, asked) {
            (Holding::Complete, _) => {
                self.entries.remove(&name);
                effects.push(Effect::Sent(name));
            }
            (Holding::Partial(missing), asked) => {
                let left = missing.among(entry.count());
                entry.trouble = None;
                entry.left = match asked {
                    // All chunks are there and were not put together: one of them again moves it on.
                    Asked::What if left.is_empty() => Some(alloc::vec![entry.count() - 1]),
                    Asked::What => Some(left),
                    // A chunk that was taken and helped nothing is not sent again at once.
                    Asked::Chunk(sent) if left.is_empty() || left.contains(&sent) => {
                        entry.not_before = now + lane.backoff.spread(STAND_BACK_MS);
                        None
                    }
                    Asked::Chunk(_) => Some(left),
                };
            }
            (Holding::Unknown, _) if is_unwanted => {
                self.entries.remove(&name);
                effects.push(Effect::Unwanted(name));
            }
            (Holding::Unknown, _) if is_lost => {
                entry.upload.state = UploadState::Refused { code: SCOPE_LOST.to_owned() };
                effects.push(Effect::Refused(name, SCOPE_LOST.to_owned()));
            }
            (Holding::Unknown, _) => {
                entry.left = None;
                entry.not_before = now + lane.backoff.spread(STAND_BACK_MS);
            }
        }
    }

    fn failed(&mut self, now: Millis, name: BlobName, failure: Failure, effects: &mut Vec<Effect>) {
        let Some(entry) = self.entries.get_mut(&name) else { return };
        let lane = match entry.upload.lane {
            Lane::Thumbnails => &mut self.thumbnails,
            Lane::Originals => &mut self.originals,
        };
        entry.left = None;
        match &failure {
            Failure::Offline => lane.until = Some(now + lane.backoff.fail()),
            Failure::Unreachable => {
                lane.until = Some(now + lane.backoff.fail());
                entry.stumbles += 1;
                if entry.stumbles >= MOST_STUMBLES {
                    // It may be this blob that the server stumbles over: others have their turn.
                    entry.stumbles = 0;
                    entry.not_before = now + lane.backoff.spread(STAND_BACK_MS);
                }
            }
            Failure::SignedOut => self.is_signed_out = true,
            Failure::Refused(code) if code == HASH_MISMATCH && entry.mismatches + 1 < MOST_MISMATCHES => {
                entry.mismatches += 1;
            }
            Failure::Refused(code) => {
                entry.upload.state = UploadState::Refused { code: code.clone() };
                effects.push(Effect::Refused(name, code.clone()));
            }
        }
        entry.trouble = Some((now, failure));
    }

    /// Begins what can be begun.
    fn advance(&mut self, now: Millis, effects: &mut Vec<Effect>) {
        if self.text == Text::Quiet && !self.is_signed_out {
            for lane in Lane::ALL {
                // Thumbnails that only wait after a failure do not keep originals back.
                if lane == Lane::Originals && self.is_active(Lane::Thumbnails, now) {
                    continue;
                }
                effects.extend(self.begin(lane, now));
            }
        }
        let alarm = self.next_alarm(now);
        if alarm != self.alarm {
            self.alarm = alarm;
            effects.extend(alarm.map(Effect::WakeAt));
        }
    }

    fn begin(&mut self, lane: Lane, now: Millis) -> Option<Effect> {
        if self.lane(lane).call.is_some() {
            return None;
        }
        let name = self.next(lane, now)?;
        let first = self.entries.get(&name)?.left.as_ref().and_then(|left| left.first().copied());
        self.calls += 1;
        let id = CallId(self.calls);
        let (asked, effect) = match first {
            None => (Asked::What, Effect::Ask(id, name)),
            Some(chunk) => (Asked::Chunk(chunk), Effect::Send(id, name, chunk)),
        };
        match lane {
            Lane::Thumbnails => self.thumbnails.call = Some((id, name, asked)),
            Lane::Originals => self.originals.call = Some((id, name, asked)),
        }
        Some(effect)
    }

    fn is_active(&self, lane: Lane, now: Millis) -> bool {
        self.lane(lane).call.is_some() || self.next(lane, now).is_some()
    }

    /// The oldest of a lane that can go now.
    fn next(&self, lane: Lane, now: Millis) -> Option<BlobName> {
        if self.lane(lane).until.is_some_and(|until| until > now) {
            return None;
        }
        let ready = self.waiting(lane).filter(|entry| entry.not_before <= now);
        ready.map(|entry| (entry.upload.added, entry.upload.name)).min().map(|(_, name)| name)
    }

    /// When the next wait of a lane without a call ends.
    fn next_alarm(&self, now: Millis) -> Option<Millis> {
        if self.is_signed_out {
            return None;
        }
        let of_lane = |lane: Lane| {
            let state = self.lane(lane);
            if state.call.is_some() {
                return None;
            }
            let first = self.waiting(lane).map(|entry| entry.not_before).min()?;
            Some(first.max(state.until.unwrap_or(now)))
        };
        let alarms = Lane::ALL.into_iter().filter_map(of_lane);
        alarms.filter(|at| *at > now).min()
    }

    fn waiting(&self, lane: Lane) -> impl Iterator<Item = &Entry> {
        self.entries.values().filter(move |entry| {
            entry.upload.lane == lane && entry.upload.state == UploadState::Pending && self.may_go(entry)
        })
    }

    fn may_go(&self, entry: &Entry) -> bool {
        let mut standings = entry.upload.owners.iter().filter_map(|owner| self.records.get(&owner.record));
        standings.any(|standing| *standing != Standing::Elsewhere)
    }

    fn lane(&self, lane: Lane) -> &LaneState {
        match lane {
            Lane::Thumbnails => &self.thumbnails,
            Lane::Originals => &self.originals,
        }
    }
}
