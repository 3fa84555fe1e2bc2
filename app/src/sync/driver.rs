//! Executes the engine's effects and feeds its inputs. Batches go to the store in the order they were
//! made: one after the other, or several strict ones at once; calls go out as the engine asks.

use std::cell::{Cell, Ref, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use domain::change::{Deed, Op};
use domain::clock::Millis;
use domain::sync::batch::{Durability, WriteBatch};
use domain::sync::engine::{CallId, CommitId, Effect, Engine, Failure, Input, Request};
use futures_channel::oneshot;
use wasm_bindgen_futures::spawn_local;

use super::Transport;
use crate::platform::clock::now;
use crate::platform::timer::Timer;
use crate::store::{Store, StoreError};

/// How long nothing is written before the store may put itself in order.
pub const QUIET_MS: i64 = 2_000;

/// What the driver tells whoever shows the book.
#[derive(Debug)]
pub enum News<'a> {
    /// The working set took up these writes, or gave them up.
    Batch(&'a WriteBatch),
    /// The state of the exchange changed.
    State,
    /// A call came to an end.
    Call(Result<(), Failure>),
}

type Answer = oneshot::Sender<Result<(), StoreError>>;

/// A batch on its way to the store, and who waits for it.
enum Job {
    Engine(CommitId, WriteBatch),
    Own(WriteBatch, Answer),
}

impl Job {
    fn batch(&self) -> &WriteBatch {
        match self {
            Self::Engine(_, batch) | Self::Own(batch, _) => batch,
        }
    }

    /// Whether a person waits for it: what was pulled is large, and nobody does.
    fn is_strict(&self) -> bool {
        self.batch().durability == Durability::Strict
    }
}

/// The driver of one book.
pub struct Driver<S, T> {
    engine: RefCell<Engine>,
    store: Rc<S>,
    transport: T,
    jobs: RefCell<VecDeque<Job>>,
    is_writing: Cell<bool>,
    is_closed: Cell<bool>,
    waiting: RefCell<Vec<(u64, Answer)>>,
    settled: RefCell<Vec<oneshot::Sender<()>>>,
    timer: RefCell<Option<Timer>>,
    quiet: RefCell<Option<Timer>>,
    tell: Box<dyn Fn(News<'_>)>,
}

impl<S: Store + 'static, T: Transport + 'static> Driver<S, T> {
    /// A driver at rest. `tell` hears the news; it may read the engine but not feed it.
    pub fn new(
        engine: Engine,
        store: impl Into<Rc<S>>,
        transport: T,
        tell: impl Fn(News<'_>) + 'static,
    ) -> Rc<Self> {
        Rc::new(Self {
            engine: RefCell::new(engine),
            store: store.into(),
            transport,
            jobs: RefCell::default(),
            is_writing: Cell::new(false),
            is_closed: Cell::new(false),
            waiting: RefCell::default(),
            settled: RefCell::default(),
            timer: RefCell::default(),
            quiet: RefCell::default(),
            tell: Box::new(tell),
        })
    }

    /// The engine, for reading.
    pub fn engine(&self) -> Ref<'_, Engine> {
        self.engine.borrow()
    }

    /// The store, for what lies beside the book.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// Time to look whether something can be sent or fetched.
    pub fn wake(self: &Rc<Self>) {
        self.feed(Input::Wake, None);
    }

    /// The person signed in again.
    pub fn signed_in(self: &Rc<Self>) {
        self.feed(Input::SignedIn, None);
    }

    /// Records what a person did, all of it or nothing; answers when it is on the disk, or is not and never
    /// will be.
    pub async fn record(self: &Rc<Self>, deeds: Vec<Deed>) -> Result<(), StoreError> {
        self.check_open()?;
        if deeds.is_empty() {
            return Ok(());
        }
        let (sender, receiver) = oneshot::channel();
        let (seq, effects) = self.engine.borrow_mut().record(now(), deeds);
        self.waiting.borrow_mut().push((seq, sender));
        for effect in &effects {
            if let Effect::Commit(_, batch) = effect {
                (self.tell)(News::Batch(batch));
            }
        }
        self.perform(effects, None);
        receiver.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Sends a refused mutation again, changed or as it was; answers when it is on the disk.
    pub async fn resend(self: &Rc<Self>, seq: u64, op: Option<Op>) -> Result<(), StoreError> {
        self.check_open()?;
        let (sender, receiver) = oneshot::channel();
        let resent = self.engine.borrow_mut().resend(now(), seq, op);
        let Some((new, effects)) = resent else { return Ok(()) };
        self.waiting.borrow_mut().push((new, sender));
        self.perform(effects, None);
        receiver.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Takes back what was not sent.
    pub fn withdraw(self: &Rc<Self>, seq: u64) {
        let effects = self.engine.borrow_mut().withdraw(seq);
        self.perform(effects, None);
    }

    /// Writes a batch that is not the engine's: drafts.
    pub async fn write(self: &Rc<Self>, batch: WriteBatch) -> Result<(), StoreError> {
        self.check_open()?;
        let (sender, receiver) = oneshot::channel();
        self.enqueue(Job::Own(batch, sender));
        receiver.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Stops: what is on its way to the store arrives, nothing new begins.
    pub async fn close(&self) {
        self.is_closed.set(true);
        self.timer.borrow_mut().take();
        self.quiet.borrow_mut().take();
        if self.is_writing.get() {
            let (sender, receiver) = oneshot::channel();
            self.settled.borrow_mut().push(sender);
            // Cancelled only together with the driver, which is settled too.
            let _cancelled = receiver.await;
        }
    }

    fn check_open(&self) -> Result<(), StoreError> {
        if self.is_closed.get() { Err(StoreError::Closed) } else { Ok(()) }
    }

    fn feed(self: &Rc<Self>, input: Input, cause: Option<StoreError>) {
        if self.is_closed.get() {
            return;
        }
        let effects = self.engine.borrow_mut().handle(now(), input);
        self.perform(effects, cause);
    }

    fn perform(self: &Rc<Self>, effects: Vec<Effect>, cause: Option<StoreError>) {
        for effect in effects {
            match effect {
                Effect::Commit(id, batch) => self.enqueue(Job::Engine(id, batch)),
                Effect::Call(id, request) => self.call(id, request),
                Effect::WakeAt(time) => self.wake_at(time),
                Effect::Saved(seq) => self.answer(seq, Ok(())),
                Effect::NotSaved(seq) => self.answer(seq, Err(cause.clone().unwrap_or(StoreError::Closed))),
                Effect::Changed => (self.tell)(News::State),
            }
        }
    }

    fn answer(&self, seq: u64, result: Result<(), StoreError>) {
        let mut waiting = self.waiting.borrow_mut();
        if let Some(at) = waiting.iter().position(|(of, _)| *of == seq) {
            let (_, sender) = waiting.swap_remove(at);
            // Nobody may be waiting any more: the page was left.
            drop(sender.send(result));
        }
    }

    fn wake_at(self: &Rc<Self>, time: Millis) {
        let this = Rc::downgrade(self);
        let timer = Timer::at(time, move || {
            if let Some(this) = this.upgrade() {
                this.wake();
            }
        });
        // The timer that rings now is dropped here, after its call has begun.
        let before = self.timer.borrow_mut().replace(timer);
        drop(before);
    }

    fn call(self: &Rc<Self>, id: CallId, request: Request) {
        let this = Rc::clone(self);
        spawn_local(async move {
            let answer = this.transport.call(&request).await;
            (this.tell)(News::Call(answer.as_ref().map(drop).map_err(|failure| *failure)));
            let input = match answer {
                Ok(response) => Input::Answered(id, response),
                Err(failure) => Input::Failed(id, failure),
            };
            this.feed(input, None);
        });
    }

    fn enqueue(self: &Rc<Self>, job: Job) {
        self.quiet.borrow_mut().take();
        self.jobs.borrow_mut().push_back(job);
        if self.is_writing.replace(true) {
            return;
        }
        let this = Rc::clone(self);
        spawn_local(async move {
            loop {
                let jobs = this.next_jobs();
                if jobs.is_empty() {
                    break;
                }
                this.run(jobs).await;
            }
            this.is_writing.set(false);
            for settled in this.settled.take() {
                let _nobody_waits = settled.send(());
            }
            this.await_quiet();
        });
    }

    fn await_quiet(&self) {
        if self.is_closed.get() {
            return;
        }
        let store = Rc::clone(&self.store);
        let timer = Timer::at(now() + QUIET_MS, move || {
            // Beside the jobs, so that no save waits for it. Where it fails nothing is lost, and the next
            // quiet moment is as good.
            spawn_local(async move { drop(store.fold().await) });
        });
        let before = self.quiet.borrow_mut().replace(timer);
        drop(before);
    }

    /// The next one. Strict ones that queued behind each other come together: a disk that takes seconds
    /// to say that it has something is asked once.
    fn next_jobs(&self) -> Vec<Job> {
        let mut jobs = self.jobs.borrow_mut();
        let strict = jobs.iter().take_while(|job| job.is_strict()).count();
        let next = strict.max(1).min(jobs.len());
        jobs.drain(..next).collect()
    }

    /// Writes jobs as one batch; where that is not possible, each by itself, so that none fails for another.
    async fn run(self: &Rc<Self>, jobs: Vec<Job>) {
        let are_written = jobs.len() > 1 && self.store.commit(&together(&jobs)).await.is_ok();
        for job in jobs {
            let written = if are_written { Ok(()) } else { self.store.commit(job.batch()).await };
            self.written(job, written);
        }
    }

    fn written(self: &Rc<Self>, job: Job, result: Result<(), StoreError>) {
        match job {
            // Nobody may be waiting any more: the page was left.
            Job::Own(_, sender) => drop(sender.send(result)),
            Job::Engine(id, batch) => {
                let (input, cause) = match result {
                    Ok(()) => (Input::Committed(id), None),
                    Err(error) => (Input::CommitFailed(id), Some(error)),
                };
                let effects = self.engine.borrow_mut().handle(now(), input);
                (self.tell)(News::Batch(&batch));
                self.perform_after_write(effects, cause);
            }
        }
    }

    /// A closed driver still tells who waits for the disk, and begins nothing.
    fn perform_after_write(self: &Rc<Self>, effects: Vec<Effect>, cause: Option<StoreError>) {
        let is_closed = self.is_closed.get();
        let answers =
            |effect: &Effect| matches!(effect, Effect::Saved(_) | Effect::NotSaved(_) | Effect::Changed);
        let effects = effects.into_iter().filter(|effect| !is_closed || answers(effect)).collect();
        self.perform(effects, cause);
    }
}

/// Strict batches as one.
fn together(jobs: &[Job]) -> WriteBatch {
    let ops = jobs.iter().flat_map(|job| job.batch().ops.iter().cloned()).collect();
    WriteBatch { ops, durability: Durability::Strict }
}
