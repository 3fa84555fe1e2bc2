//! The open book behind its handle: driver, index, drafts, and one trigger per thing that may change
//! on a screen, so that an edit draws again only what shows it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::{Rc, Weak};
use std::sync::Arc;

use domain::attachment::upload::Upload;
use domain::change::{Actor, Stamp};
use domain::clock::Millis;
use domain::id::{RecordId, Scope};
use domain::ordering;
use domain::record::Kind;
use domain::sync::batch::{OutboxEntry, OutboxState, WriteBatch, WriteOp};
use domain::sync::engine::{Engine, Failure, Phase};
use domain::sync::replica::{Pending, Replica};
use domain::value::Document;
use leptos::prelude::*;

use super::index::{Index, Touched};
use super::view::{Me, SyncMark, View};
use crate::platform::clock::now;
use crate::platform::event::Listener;
use crate::platform::rng;
use crate::store::indexed_db::IndexedDb;
use crate::sync::account::Person;
use crate::sync::driver::{Driver, News};
use crate::sync::live::{Live, Standing};
use crate::sync::transport::Http;
use crate::sync::triggers;
use crate::sync::uploads::Uploads;

/// The driver of a real book.
pub type BookDriver = Driver<IndexedDb, Http>;
/// The way of its pictures and papers.
pub type BookUploads = Uploads<IndexedDb, Http>;

/// Failures in a row.
#[derive(Clone, Copy, Default)]
pub(super) struct Failures {
    pub(super) count: u32,
    pub(super) last: Option<(Millis, Failure)>,
}

/// An open book.
pub struct Desk {
    driver: Rc<BookDriver>,
    uploads: Rc<BookUploads>,
    pub(super) person: Person,
    pub(super) index: RefCell<Index>,
    pub(super) drafts: RefCell<BTreeMap<String, Document>>,
    pub(super) failures: Cell<Failures>,
    /// Entries to be sent when the running push began.
    pub(super) sending: Cell<usize>,
    /// The records each outbox entry shows on: known here after the entry is gone.
    shown_on: RefCell<Vec<(u64, Vec<RecordId>)>>,
    records: RefCell<BTreeMap<RecordId, ArcTrigger>>,
    lists: BTreeMap<Kind, ArcTrigger>,
    /// The outbox and the state of the exchange.
    exchange: ArcTrigger,
    me: RwSignal<Me>,
    online: RwSignal<bool>,
    /// Whether something was ever saved in this run.
    pub(super) first_save: Cell<bool>,
    live: Rc<Live>,
    _triggers: Vec<Listener>,
}

impl Desk {
    /// Opens the book of a person over an engine that holds what the store remembers.
    pub fn open(
        engine: Engine,
        store: IndexedDb,
        person: Person,
        drafts: Vec<(String, Document)>,
        kept: Vec<Upload>,
    ) -> Rc<Self> {
        let desk = Rc::new_cyclic(|desk: &Weak<Self>| {
            let store = Rc::new(store);
            let told = desk.clone();
            let uploads = Uploads::new(kept, rng::seed(), Rc::clone(&store), Http::default(), move || {
                if let Some(desk) = told.upgrade() {
                    desk.count_sending();
                    desk.exchange.notify();
                }
            });
            let hearing = desk.clone();
            let mut index = Index::default();
            let replica = engine.replica();
            let mut touched = Touched::default();
            for id in replica.ids() {
                take_up(&mut index, replica, id, &mut touched);
            }
            let shown_on =
                replica.outbox().map(|entry| (entry.mutation.seq, shown_on(replica, entry))).collect();
            let me = me(&person, replica);
            let driver = Driver::new(engine, store, Http::default(), move |news| {
                if let Some(desk) = hearing.upgrade() {
                    desk.hear(&news);
                }
            });
            let (told, over) = (desk.clone(), desk.clone());
            let live = Live::new(
                move |standing| told.upgrade().into_iter().for_each(|desk| desk.compare(&standing)),
                move || over.upgrade().into_iter().for_each(|desk| desk.driver.wake()),
            );
            Self {
                live,
                _triggers: triggers::attach(&driver, &uploads),
                driver,
                uploads,
                person,
                index: RefCell::new(index),
                drafts: RefCell::new(ordering::map(drafts)),
                failures: Cell::default(),
                sending: Cell::new(0),
                shown_on: RefCell::new(shown_on),
                records: RefCell::default(),
                lists: ordering::map(Kind::ALL.iter().map(|kind| (*kind, ArcTrigger::new()))),
                exchange: ArcTrigger::new(),
                me: RwSignal::new(me),
                online: RwSignal::new(false),
                first_save: Cell::new(false),
            }
        });
        desk.uploads.sweep(desk.driver.engine().replica());
        desk.uploads.follow(&desk.driver.engine());
        desk
    }

    /// The driver.
    pub fn driver(&self) -> &Rc<BookDriver> {
        &self.driver
    }

    /// The way of the pictures and papers.
    pub fn uploads(&self) -> &Rc<BookUploads> {
        &self.uploads
    }

    pub(super) fn me(&self) -> RwSignal<Me> {
        self.me
    }

    pub(super) fn online(&self) -> RwSignal<bool> {
        self.online
    }

    /// From now on the running computation is repeated when this record changes.
    pub(super) fn track_record(&self, id: RecordId) {
        self.records.borrow_mut().entry(id).or_default().track();
    }

    pub(super) fn track_list(&self, kind: Kind) {
        if let Some(list) = self.lists.get(&kind) {
            list.track();
        }
    }

    pub(super) fn track_exchange(&self) {
        self.exchange.track();
    }

    /// A record as the person sees it now.
    pub(super) fn view(&self, id: RecordId) -> Option<View> {
        let engine = self.driver.engine();
        let replica = engine.replica();
        let seen = replica.view(id)?;
        let kind = seen.kind.known()?;
        let conflicts = self.index.borrow().open_conflicts(id);
        let mine = self.own_stamp(replica, id);
        Some(View {
            id,
            kind,
            sync: mark(seen.pending, engine.phase(), !conflicts.is_empty()),
            doc: seen.doc,
            scope: seen.scope,
            ver: seen.ver,
            made: seen.made.clone().unwrap_or_else(|| mine.clone()),
            touched: seen.touched.unwrap_or(mine),
            conflicts,
            own: seen.own,
        })
    }

    /// This person, at the time of their newest unconfirmed edit of a record.
    fn own_stamp(&self, replica: &Replica, id: RecordId) -> Stamp {
        let newest = replica.outbox().rfind(|entry| entry.mutation.record == id);
        Stamp { by: self.actor(), at: newest.map_or_else(now, |entry| entry.mutation.at) }
    }

    pub(super) fn actor(&self) -> Actor {
        Actor { user: self.person.id, name: self.person.name.clone(), role: self.person.role }
    }

    fn hear(&self, news: &News<'_>) {
        match news {
            News::Batch(batch) => {
                self.take_up(batch);
                if batch.ops.iter().any(is_loss) {
                    self.uploads.sweep(self.driver.engine().replica());
                }
                self.uploads.follow(&self.driver.engine());
            }
            News::State => {
                self.state_changed();
                self.uploads.follow(&self.driver.engine());
            }
            News::Call(result) => {
                self.call_ended(*result);
                if result.is_ok() {
                    self.live.listen();
                }
            }
        }
    }

    /// Asks for the news when the server is further than this device.
    fn compare(&self, standing: &Standing) {
        let is_behind = {
            let engine = self.driver.engine();
            let at = |scope| engine.replica().position(scope).map_or(0, |position| position.cursor.ver);
            standing.iter().any(|(scope, ver)| at(scope) < *ver)
        };
        if is_behind {
            self.driver.wake();
        }
    }

    fn call_ended(&self, result: Result<(), Failure>) {
        let reached = !matches!(result, Err(Failure::Offline | Failure::Unreachable));
        if self.online.get_untracked() != reached {
            self.online.set(reached);
        }
        let failures = match result {
            Ok(()) => Failures::default(),
            Err(failure) => Failures { count: self.failures.get().count + 1, last: Some((now(), failure)) },
        };
        self.failures.set(failures);
    }

    /// What waits is drawn anew, because its word depends on whether it is being sent.
    fn state_changed(&self) {
        let unsent: Vec<RecordId> = {
            let engine = self.driver.engine();
            let unsent = engine.replica().outbox().filter(|entry| is_unsent(&entry.state));
            unsent.map(|entry| entry.mutation.record).collect()
        };
        self.count_sending();
        self.notify_records(unsent);
        self.exchange.notify();
    }

    /// How much there was to send when the sending began.
    fn count_sending(&self) {
        if !self.is_sending() {
            self.sending.set(0);
        } else if self.sending.get() == 0 {
            self.sending.set(self.waiting());
        }
    }

    /// Takes up what a batch touched, record by record.
    fn take_up(&self, batch: &WriteBatch) {
        let (changed, held) = {
            let engine = self.driver.engine();
            let replica = engine.replica();
            let changed = self.changed_by(batch, replica);
            let mut index = self.index.borrow_mut();
            let mut touched = Touched::default();
            for id in &changed {
                take_up(&mut index, replica, *id, &mut touched);
            }
            // A record that is not sent yet shows the commune of the one it belongs to.
            touched.records.extend(changed.iter().flat_map(|id| index.named_by(*id)));
            let held = batch.ops.iter().any(|op| matches!(op, WriteOp::PutMeta(_)));
            ((changed, touched), held.then(|| me(&self.person, replica)))
        };
        let (changed, touched) = changed;
        self.notify_records(changed.into_iter().chain(touched.records).collect());
        for kind in touched.kinds {
            if let Some(list) = self.lists.get(&kind) {
                list.notify();
            }
        }
        if let Some(me) = held.filter(|me| self.me.with_untracked(|old| old != me)) {
            self.me.set(me);
        }
        self.exchange.notify();
    }

    /// The records a batch may have changed on the screen.
    fn changed_by(&self, batch: &WriteBatch, replica: &Replica) -> BTreeSet<RecordId> {
        let mut changed = BTreeSet::new();
        for op in &batch.ops {
            match op {
                WriteOp::PutRow(_, row) => drop(changed.insert(row.id)),
                WriteOp::DropRow(_, id) => drop(changed.insert(*id)),
                WriteOp::PutChange(_, change) => drop(changed.insert(change.record)),
                WriteOp::PutOutbox(entry) => {
                    let shown = shown_on(replica, entry);
                    changed.extend(shown.iter().copied());
                    let mut shown_on = self.shown_on.borrow_mut();
                    shown_on.retain(|(seq, _)| *seq != entry.mutation.seq);
                    shown_on.push((entry.mutation.seq, shown));
                }
                WriteOp::DropOutbox(seq) => {
                    let mut shown_on = self.shown_on.borrow_mut();
                    if let Some(at) = shown_on.iter().position(|(of, _)| of == seq) {
                        changed.extend(shown_on.swap_remove(at).1);
                    }
                }
                WriteOp::DropScope(_) => {
                    let index = self.index.borrow();
                    changed.extend(index.ids().filter(|id| replica.confirmed(*id).is_none()));
                }
                WriteOp::PutPosition(..)
                | WriteOp::PutNextSeq(_)
                | WriteOp::PutMeta(_)
                | WriteOp::PutDraft(..)
                | WriteOp::DropDraft(_) => {}
            }
        }
        changed
    }

    fn notify_records(&self, ids: Vec<RecordId>) {
        let triggers: Vec<ArcTrigger> = {
            let records = self.records.borrow();
            ids.iter().filter_map(|id| records.get(id).cloned()).collect()
        };
        triggers.iter().for_each(ArcTrigger::notify);
    }
}

/// Whether a record may be gone after this.
fn is_loss(op: &WriteOp) -> bool {
    match op {
        WriteOp::DropRow(..) | WriteOp::DropScope(_) | WriteOp::DropOutbox(_) => true,
        // Laid over the record no longer.
        WriteOp::PutOutbox(entry) if matches!(entry.state, OutboxState::Kept { .. }) => true,
        WriteOp::PutRow(..)
        | WriteOp::PutChange(..)
        | WriteOp::PutPosition(..)
        | WriteOp::PutOutbox(_)
        | WriteOp::PutNextSeq(_)
        | WriteOp::PutMeta(_)
        | WriteOp::PutDraft(..)
        | WriteOp::DropDraft(_) => false,
    }
}

/// Whether the server does not have it and could take it.
pub(super) fn is_unsent(state: &OutboxState) -> bool {
    matches!(state, OutboxState::Queued | OutboxState::Waiting { .. })
}

fn shown_on(replica: &Replica, entry: &OutboxEntry) -> Vec<RecordId> {
    let record = entry.mutation.record;
    // A resolved conflict shows on the record it is about.
    let conflict = replica.confirmed(record).filter(|(_, row)| row.kind.known() == Some(Kind::Conflict));
    let about = conflict.and_then(|(_, row)| row.doc.text("record")?.parse().ok());
    [record].into_iter().chain(about).collect()
}

fn take_up(index: &mut Index, replica: &Replica, id: RecordId, touched: &mut Touched) {
    let view = replica.view(id);
    let known = view.as_ref().and_then(|view| Some((view.kind.known()?, &view.doc)));
    index.put(id, known, touched);
}

fn mark(pending: Pending, phase: Phase, is_disputed: bool) -> SyncMark {
    match pending {
        Pending::Review => SyncMark::Review,
        Pending::Saving => SyncMark::Sending,
        Pending::Saved if phase == Phase::Pushing => SyncMark::Sending,
        Pending::Saved => SyncMark::Saved,
        Pending::None | Pending::Sent if is_disputed => SyncMark::Review,
        Pending::None | Pending::Sent => SyncMark::Sent,
    }
}

fn me(person: &Person, replica: &Replica) -> Me {
    let held = &replica.meta.held;
    let communes = held.keys().filter_map(|scope| match scope.scope() {
        Scope::Commune(code) => Some(code.to_owned()),
        Scope::Reference | Scope::Office | Scope::Owner(_) | Scope::Unknown => None,
    });
    Me {
        user: person.id,
        name: person.name.clone(),
        login: person.login.clone(),
        role: person.role,
        communes: communes.collect(),
        scopes: Arc::new(held.clone()),
    }
}
