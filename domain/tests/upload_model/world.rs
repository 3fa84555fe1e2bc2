//! One device, its disk, a line and a server, event by event.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use domain::attachment::blob::{BlobName, span};
use domain::attachment::message::{CallId, Effect, Failure, Holding, Input, Standing, Step, Text};
use domain::attachment::queue::Queue;
use domain::attachment::upload::{Lane, Owner, Upload, UploadState};
use domain::clock::Millis;
use domain::id::{RecordId, ScopeId};

use crate::random::Random;
use crate::server::{Question, Server};

const START: Millis = Millis(1_790_000_000_000);
/// Bytes a second on a line of 64 kbit/s.
const SPEED: u64 = 8_000;
/// A device gives a call up after so long.
const PATIENCE_MS: i64 = 180_000;
const FIVE_MINUTES: i64 = 300_000;
/// Bytes of an original, about: a small picture, one from a camera, a scanned paper.
const ORIGINALS: [i64; 4] = [90_000, 400_000, 700_000, 1_500_000];

/// What in a hundred cases goes wrong.
#[derive(Clone, Copy)]
pub struct Line {
    /// A request that never arrives, after all its bytes were sent.
    pub lost: u64,
    /// An answer that never arrives.
    pub unanswered: u64,
    /// A request or an answer that arrives twice.
    pub doubled: u64,
    /// An event after which the battery dies.
    pub crashes: u64,
    /// A server in trouble.
    pub troubled: u64,
    /// A record that leaves the device, moved or deleted by somebody else.
    pub leaves: u64,
}

/// What a history came to.
#[derive(Default)]
pub struct Totals {
    pub kept: usize,
    pub arrived: usize,
    pub kept_bytes: u64,
    pub sent_bytes: u64,
    pub crashes: usize,
    pub failures: usize,
    pub doubled: usize,
    pub troubles: usize,
    /// Bytes forgotten because their record was deleted.
    pub unwanted: usize,
    /// Bytes that arrived though their record had left the device.
    pub followed: usize,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Event {
    /// A picture is on the disk.
    Taken(Upload),
    /// The text lane has brought a record to the server.
    RecordSent(RecordId),
    /// Somebody else moved a record out of this device's scopes, or deleted it.
    RecordGone(RecordId),
    RecordDeleted(RecordId),
    Text(Text),
    Ring,
    /// A request reaches the server; `run` is the run of the app that sent it.
    Request {
        run: u32,
        id: CallId,
        name: BlobName,
        question: Question,
    },
    Answer {
        run: u32,
        id: CallId,
        holding: Holding,
    },
    GivenUp {
        run: u32,
        id: CallId,
    },
    Trouble {
        run: u32,
        id: CallId,
    },
}

pub struct World {
    line: Line,
    random: Random,
    now: Millis,
    events: BTreeMap<u64, Event>,
    times: BinaryHeap<Reverse<(Millis, u64)>>,
    numbers: u64,
    disk: BTreeMap<BlobName, Upload>,
    /// What the device knows of each record.
    standings: BTreeMap<RecordId, Standing>,
    queue: Queue,
    text: Text,
    run: u32,
    server: Server,
    totals: Totals,
}

impl World {
    pub fn new(line: Line, seed: u64) -> Self {
        Self {
            line,
            random: Random::new(seed),
            now: START,
            events: BTreeMap::new(),
            times: BinaryHeap::new(),
            numbers: 0,
            disk: BTreeMap::new(),
            standings: BTreeMap::new(),
            queue: Queue::new([], seed),
            text: Text::Quiet,
            run: 0,
            server: Server::default(),
            totals: Totals::default(),
        }
    }

    /// Each has a thumbnail and an original, and its record goes by the text lane some time later.
    pub fn take_photos(&mut self, count: usize) {
        for _ in 0..count {
            let taken = self.below(600_000);
            let record = RecordId(self.random.uuid());
            let about = self.random.pick(&ORIGINALS).copied().unwrap_or_default();
            let sizes = [
                (Lane::Thumbnails, 8_000 + self.below(40_000)),
                (Lane::Originals, about + self.below(100_000)),
            ];
            for (lane, bytes) in sizes {
                let upload = Upload {
                    name: self.name(),
                    lane,
                    bytes: bytes as u64,
                    owners: vec![Owner { record, scope: ScopeId::commune("09292") }],
                    added: START + taken,
                    state: UploadState::Pending,
                };
                self.at(taken, Event::Taken(upload));
            }
            let sent = taken + self.below(120_000);
            self.at(sent, Event::RecordSent(record));
            self.at(sent - 500, Event::Text(Text::Busy));
            self.at(sent + 500, Event::Text(Text::Quiet));
            let gone = sent + self.below(1_200_000);
            if self.random.chance(self.line.leaves) {
                let is_deleted = self.random.chance(30);
                let event = if is_deleted { Event::RecordDeleted(record) } else { Event::RecordGone(record) };
                self.at(gone, event);
            }
        }
    }

    pub fn run_until_quiet(mut self) -> Totals {
        for _ in 0..100_000 {
            let Some(Reverse((time, number))) = self.times.pop() else { break };
            let Some(event) = self.events.remove(&number) else { continue };
            self.now = self.now.max(time);
            self.happen(event);
            if self.random.chance(self.line.crashes) {
                self.crash();
            }
        }
        assert!(self.times.is_empty(), "it never becomes quiet");
        self.totals.kept = self.disk.len();
        self.totals.kept_bytes = self.disk.values().map(|upload| upload.bytes).sum();
        self.totals.arrived = self.disk.values().filter(|upload| upload.is_sent()).count();
        assert_eq!(self.queue.uploads().count(), self.totals.kept - self.totals.arrived);
        self.totals
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Taken(upload) => {
                self.disk.insert(upload.name, upload.clone());
                self.feed(Input::Kept(upload));
            }
            Event::RecordSent(record) => {
                self.server.take_record(record);
                self.stands(record, Standing::OnServer);
            }
            Event::RecordGone(record) => self.stands(record, Standing::Gone),
            Event::RecordDeleted(record) => {
                self.server.delete_record(record);
                self.stands(record, Standing::Gone);
            }
            Event::Text(text) => {
                self.text = text;
                self.feed(Input::Text(text));
            }
            Event::Ring => self.feed(Input::Ring),
            Event::Request { run, id, name, question } => self.serve(run, id, name, question),
            Event::Answer { run, id, holding } if run == self.run => self.feed(Input::Answered(id, holding)),
            Event::GivenUp { run, id } if run == self.run => self.feed(Input::Failed(id, Failure::Offline)),
            Event::Trouble { run, id } if run == self.run => {
                self.feed(Input::Failed(id, Failure::Unreachable));
            }
            // The tab that asked is gone.
            Event::Answer { .. } | Event::GivenUp { .. } | Event::Trouble { .. } => {}
        }
        self.thumbnails_do_not_wait();
    }

    fn serve(&mut self, run: u32, id: CallId, name: BlobName, question: Question) {
        let Some(upload) = self.disk.get(&name) else { return };
        if self.random.chance(self.line.troubled) {
            self.totals.troubles += 1;
            return self.at(50, Event::Trouble { run, id });
        }
        let holding = self.server.answer(upload, question);
        if self.random.chance(self.line.unanswered) {
            self.totals.failures += 1;
            return self.at(PATIENCE_MS, Event::GivenUp { run, id });
        }
        let answer = Event::Answer { run, id, holding };
        if self.random.chance(self.line.doubled) {
            let later = 100 + self.below(60_000);
            self.at(later, answer.clone());
        }
        self.at(50, answer);
    }

    fn feed(&mut self, input: Input) {
        let effects = self.queue.handle(self.now, input);
        for effect in effects {
            match effect {
                Effect::Ask(id, name) => self.send(id, name, Question::What, 300),
                Effect::Send(id, name, chunk) => {
                    let bytes = self.disk.get(&name).map_or(0, |upload| upload.bytes);
                    let chunk_bytes = span(bytes, chunk).count() as u64;
                    self.totals.sent_bytes += chunk_bytes;
                    self.send(id, name, Question::Chunk(chunk), chunk_bytes);
                }
                Effect::WakeAt(at) => {
                    let wait = at.since(self.now);
                    assert!(wait <= FIVE_MINUTES, "waits {wait} ms");
                    self.at(wait, Event::Ring);
                }
                Effect::Sent(name) => {
                    assert!(self.server.is_complete(name), "called sent, and the server has it not");
                    if let Some(upload) = self.disk.get_mut(&name) {
                        upload.state = UploadState::Sent { at: self.now };
                        let is_gone =
                            |owner: &Owner| self.standings.get(&owner.record) == Some(&Standing::Gone);
                        self.totals.followed += usize::from(upload.owners.iter().all(is_gone));
                    }
                }
                Effect::Unwanted(name) => {
                    let forgotten = self.disk.remove(&name);
                    let owners = forgotten.iter().flat_map(|upload| &upload.owners);
                    for owner in owners {
                        assert!(!self.server.has_record(owner.record), "bytes of a live record were dropped");
                    }
                    self.totals.unwanted += 1;
                }
                Effect::Refused(name, code) => panic!("{name} was refused: {code}"),
                Effect::Changed => {}
            }
        }
    }

    fn send(&mut self, id: CallId, name: BlobName, question: Question, bytes: u64) {
        self.an_original_begins_after_the_thumbnails(name);
        let run = self.run;
        if self.random.chance(self.line.lost) {
            self.totals.failures += 1;
            return self.at(PATIENCE_MS, Event::GivenUp { run, id });
        }
        let takes = i64::try_from(bytes * 1_000 / SPEED).unwrap_or(i64::MAX);
        let request = Event::Request { run, id, name, question };
        if self.random.chance(self.line.doubled) {
            self.totals.doubled += 1;
            let later = takes + self.below(30_000);
            self.at(later, request.clone());
        }
        self.at(takes, request);
    }

    /// The tab ends; the next one knows what the disk has.
    fn crash(&mut self) {
        self.totals.crashes += 1;
        self.run += 1;
        let seed = self.random.next();
        self.queue = Queue::new(self.disk.values().cloned(), seed);
        self.feed(Input::Text(self.text));
        for (record, standing) in self.standings.clone() {
            self.feed(Input::Record(record, standing));
        }
    }

    fn stands(&mut self, record: RecordId, standing: Standing) {
        self.standings.insert(record, standing);
        self.feed(Input::Record(record, standing));
    }

    fn an_original_begins_after_the_thumbnails(&self, name: BlobName) {
        if self.lane(name) == Some(Lane::Originals) {
            let under_way =
                |upload: &&Upload| matches!(self.step(upload.name), Some(Step::Asking | Step::Sending(_)));
            let thumbnail = self.thumbnails().find(under_way);
            assert_eq!(thumbnail, None, "an original began beside a thumbnail");
        }
    }

    /// Of the thumbnails that can go one is under way, whatever the originals do.
    fn thumbnails_do_not_wait(&self) {
        let waits = |upload: &Upload| {
            let progress = self.queue.progress(upload.name);
            progress.is_some_and(|progress| {
                let retry_at = progress.trouble.and_then(|trouble| trouble.retry_at);
                progress.step == Step::Queued && retry_at.is_none_or(|at| at <= self.now)
            })
        };
        let under_way = self
            .thumbnails()
            .any(|upload| matches!(self.step(upload.name), Some(Step::Asking | Step::Sending(_))));
        let lane_waits = self.thumbnails().any(|upload| {
            let trouble = self.queue.progress(upload.name).and_then(|progress| progress.trouble);
            trouble.and_then(|trouble| trouble.retry_at).is_some_and(|at| at >= self.now)
        });
        let is_idle = self.text == Text::Quiet && !under_way && !lane_waits;
        assert!(!(is_idle && self.thumbnails().any(waits)), "a thumbnail waits for nothing");
    }

    fn thumbnails(&self) -> impl Iterator<Item = &Upload> {
        self.queue.uploads().filter(|upload| upload.lane == Lane::Thumbnails)
    }

    fn lane(&self, name: BlobName) -> Option<Lane> {
        self.disk.get(&name).map(|upload| upload.lane)
    }

    fn step(&self, name: BlobName) -> Option<Step> {
        self.queue.progress(name).map(|progress| progress.step)
    }

    fn at(&mut self, wait: i64, event: Event) {
        self.numbers += 1;
        self.events.insert(self.numbers, event);
        self.times.push(Reverse((self.now + wait, self.numbers)));
    }

    fn below(&mut self, n: i64) -> i64 {
        i64::try_from(self.random.below(usize::try_from(n).unwrap_or(1))).unwrap_or(0)
    }

    fn name(&mut self) -> BlobName {
        let mut name = [0; 32];
        name.fill_with(|| self.random.next().to_le_bytes()[0]);
        BlobName(name)
    }
}
