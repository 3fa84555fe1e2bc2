//! Executes the effects of the upload queue and feeds its inputs, beside the exchange of records. It
//! follows the records: bytes go when the server has a record that names them, also one that moved away
//! from here, and are forgotten when no record does any more.

use std::cell::{Cell, Ref, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use domain::attachment::blob::BlobName;
use domain::attachment::message::{CallId, Effect, Failure, Holding, Input, Standing, Text};
use domain::attachment::queue::Queue;
use domain::attachment::upload::{Lane, Owner, Upload, UploadState};
use domain::clock::Millis;
use domain::id::RecordId;
use domain::ordering;
use domain::sync::batch::Durability;
use domain::sync::engine::{Engine, Phase};
use domain::sync::replica::Replica;
use wasm_bindgen_futures::spawn_local;

use super::BlobTransport;
use crate::platform::clock::now;
use crate::platform::timer::Timer;
use crate::store::{Blobs, StoreError};

/// What is said of bytes the device should have and has not.
const BYTES_LOST: &str = "bytes_lost";

/// The way of the pictures and papers of one book.
pub struct Uploads<S, T> {
    queue: RefCell<Queue>,
    /// Everything the store keeps, sent or not.
    known: RefCell<BTreeMap<BlobName, Upload>>,
    store: Rc<S>,
    transport: T,
    timer: RefCell<Option<Timer>>,
    is_closed: Cell<bool>,
    tell: Box<dyn Fn()>,
}

impl<S: Blobs + 'static, T: BlobTransport + 'static> Uploads<S, T> {
    /// Over what the store keeps, at rest. `tell` is called when something to be shown changed.
    pub fn new(
        uploads: Vec<Upload>,
        seed: u64,
        store: impl Into<Rc<S>>,
        transport: T,
        tell: impl Fn() + 'static,
    ) -> Rc<Self> {
        Rc::new(Self {
            queue: RefCell::new(Queue::new(uploads.iter().cloned(), seed)),
            known: RefCell::new(ordering::map(uploads.into_iter().map(|upload| (upload.name, upload)))),
            store: store.into(),
            transport,
            timer: RefCell::default(),
            is_closed: Cell::new(false),
            tell: Box::new(tell),
        })
    }

    /// The queue, for reading.
    pub fn queue(&self) -> Ref<'_, Queue> {
        self.queue.borrow()
    }

    /// What is known of a blob.
    pub fn known(&self, name: BlobName) -> Option<Upload> {
        self.known.borrow().get(&name).cloned()
    }

    /// Time to look whether something can be sent.
    pub fn wake(self: &Rc<Self>) {
        self.feed(Input::Wake);
    }

    /// The person signed in again.
    pub fn signed_in(self: &Rc<Self>) {
        self.feed(Input::SignedIn);
    }

    /// Sends refused bytes again.
    pub fn again(self: &Rc<Self>, name: BlobName) {
        self.change(name, UploadState::Pending);
        self.feed(Input::Again(name));
    }

    /// Follows the exchange of records: whether it has the line, and which records the server has.
    pub fn follow(self: &Rc<Self>, engine: &Engine) {
        let text = match engine.phase() {
            Phase::Pushing | Phase::Pulling | Phase::SignedOut => Text::Busy,
            Phase::Idle | Phase::Waiting { .. } => Text::Quiet,
        };
        let owners: Vec<Owner> = self.queue().uploads().flat_map(|upload| upload.owners.clone()).collect();
        for owner in owners {
            self.feed(Input::Record(owner.record, standing(engine.replica(), &owner)));
        }
        self.feed(Input::Text(text));
    }

    /// Forgets what the server has and no record here names any more.
    pub fn sweep(self: &Rc<Self>, replica: &Replica) {
        let is_gone =
            |owner: &Owner| matches!(standing(replica, owner), Standing::Gone | Standing::OutOfReach);
        let is_left = |upload: &&Upload| upload.is_sent() && upload.owners.iter().all(is_gone);
        let names = self.known.borrow().values().filter(is_left).map(|upload| upload.name).collect();
        self.forget(names);
    }

    /// Keeps bytes for a record that is about to be made; they are on the disk when this answers.
    /// The same bytes may belong to other records already.
    pub async fn keep(
        &self,
        lane: Lane,
        name: BlobName,
        bytes: &[u8],
        owner: Owner,
    ) -> Result<Upload, StoreError> {
        let mut owners = self.known(name).map(|upload| upload.owners).unwrap_or_default();
        owners.push(owner);
        let bytes_count = bytes.len() as u64;
        let state = UploadState::Pending;
        let upload = Upload { name, lane, bytes: bytes_count, owners, added: now(), state };
        self.store.keep(&upload, bytes, Durability::Strict).await?;
        Ok(upload)
    }

    /// The record was made: its bytes join the queue.
    pub fn join(self: &Rc<Self>, upload: Upload) {
        self.known.borrow_mut().insert(upload.name, upload.clone());
        self.feed(Input::Kept(upload));
    }

    /// The record was not made: its bytes are as if they had never been kept.
    pub async fn abandon(&self, upload: &Upload) {
        // What cannot be taken back now is swept at the next start.
        drop(match self.known(upload.name) {
            Some(before) => self.store.mark(&before).await,
            None => self.store.forget(upload.name).await,
        });
    }

    /// Gives up what was kept for a record that is not in the book any more, because the person wants
    /// so.
    pub fn discard(self: &Rc<Self>, record: RecordId) {
        let is_alone = |upload: &&Upload| upload.owners.iter().all(|owner| owner.record == record);
        let names = self.known.borrow().values().filter(is_alone).map(|upload| upload.name).collect();
        self.forget(names);
    }

    fn forget(self: &Rc<Self>, names: Vec<BlobName>) {
        for name in names {
            self.known.borrow_mut().remove(&name);
            self.feed(Input::Forgotten(name));
            let this = Rc::clone(self);
            // What stays on the disk is swept at the next start.
            spawn_local(async move { drop(this.store.forget(name).await) });
        }
    }

    /// Drops originals that the server has, to make room; their thumbnails stay.
    pub async fn prune(self: &Rc<Self>) {
        let is_spare = |upload: &&Upload| {
            upload.lane == Lane::Originals && matches!(upload.state, UploadState::Sent { .. })
        };
        let spare: Vec<Upload> = self.known.borrow().values().filter(is_spare).cloned().collect();
        for upload in spare {
            if self.store.drop_bytes(upload.name).await.is_ok() {
                self.change(upload.name, UploadState::Dropped);
            }
        }
    }

    /// Bytes of a blob: of this device, or of the server. A fetched thumbnail is kept, so that it is
    /// there without network too.
    pub async fn bytes(
        self: &Rc<Self>,
        lane: Lane,
        name: BlobName,
        owner: Owner,
    ) -> Result<Option<Vec<u8>>, Failure> {
        if let Ok(Some(bytes)) = self.store.bytes(name).await {
            return Ok(Some(bytes));
        }
        let fetched = self.transport.fetch(name).await?;
        if let Some(bytes) = fetched.as_ref().filter(|_| lane == Lane::Thumbnails && !self.is_closed.get()) {
            let state = UploadState::Sent { at: now() };
            let count = bytes.len() as u64;
            let upload = Upload { name, lane, bytes: count, owners: vec![owner], added: now(), state };
            if self.store.keep(&upload, bytes, Durability::Relaxed).await.is_ok() {
                self.known.borrow_mut().insert(name, upload);
            }
        }
        Ok(fetched)
    }

    /// Stops: nothing new begins.
    pub fn close(&self) {
        self.is_closed.set(true);
        self.timer.borrow_mut().take();
    }

    fn feed(self: &Rc<Self>, input: Input) {
        if self.is_closed.get() {
            return;
        }
        let effects = self.queue.borrow_mut().handle(now(), input);
        for effect in effects {
            match effect {
                Effect::Ask(id, name) => self.call(id, name, None),
                Effect::Send(id, name, chunk) => self.call(id, name, Some(chunk)),
                Effect::WakeAt(time) => self.ring_at(time),
                Effect::Sent(name) => self.change(name, UploadState::Sent { at: now() }),
                Effect::Refused(name, code) => self.change(name, UploadState::Refused { code }),
                Effect::Unwanted(name) => self.forget(vec![name]),
                Effect::Changed => (self.tell)(),
            }
        }
    }

    fn call(self: &Rc<Self>, id: CallId, name: BlobName, chunk: Option<u32>) {
        let this = Rc::clone(self);
        spawn_local(async move {
            let answer = match chunk {
                None => this.transport.ask(name).await,
                Some(chunk) => this.send(name, chunk).await,
            };
            this.feed(match answer {
                Ok(holding) => Input::Answered(id, holding),
                Err(failure) => Input::Failed(id, failure),
            });
        });
    }

    async fn send(&self, name: BlobName, chunk: u32) -> Result<Holding, Failure> {
        match self.store.chunk(name, chunk).await {
            Ok(Some(bytes)) => self.transport.send(name, chunk, bytes).await,
            Ok(None) | Err(StoreError::Unreadable(_)) => Err(Failure::Refused(BYTES_LOST.to_owned())),
            Err(_) => Err(Failure::Offline),
        }
    }

    fn ring_at(self: &Rc<Self>, time: Millis) {
        let this = Rc::downgrade(self);
        let timer = Timer::at(time, move || {
            if let Some(this) = this.upgrade() {
                this.feed(Input::Ring);
            }
        });
        // The timer that rings now is dropped here, after its call has begun.
        let before = self.timer.borrow_mut().replace(timer);
        drop(before);
    }

    /// Remembers a new state and writes it down. Where the disk refuses, the server is asked again at
    /// the next start.
    fn change(self: &Rc<Self>, name: BlobName, state: UploadState) {
        let changed = self.known.borrow_mut().get_mut(&name).map(|upload| {
            upload.state = state;
            upload.clone()
        });
        let Some(upload) = changed else { return };
        let this = Rc::clone(self);
        spawn_local(async move { drop(this.store.mark(&upload).await) });
    }
}

fn standing(replica: &Replica, owner: &Owner) -> Standing {
    let Owner { record, scope } = owner;
    if replica.is_on_server(*record) && replica.view(*record).is_some() {
        Standing::OnServer
    } else if replica.knows(*record) {
        Standing::Elsewhere
    } else if replica.is_whole(scope) {
        Standing::Gone
    } else if replica.meta.held.contains_key(scope) || replica.meta.pulled_at.is_none() {
        Standing::Elsewhere
    } else {
        Standing::OutOfReach
    }
}
