//! The book as pages use it: a handle to copy. Reading gives signals and memos, writing answers when
//! the device has it on disk.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use domain::change::{Deed, Op};
use domain::id::{RecordId, ScopeId};
use domain::record::Kind;
use domain::sync::batch::{Durability, OutboxState, WriteBatch, WriteOp};
use domain::value::{Document, Malformed, Value, check_text};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;

use super::deeds;
use super::desk::Desk;
use super::view::{HistoryEntry, Hit, Load, Me, OutboxView, SaveError, SyncState, View};
use crate::platform::clock::now;
use crate::platform::{collation, files, page, rng, service_worker, storage_quota};

/// The one action of a conflict.
const RESOLVE: &str = "resolve";

/// The open book, in context.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Book {
    desk: StoredValue<Rc<Desk>, LocalStorage>,
    me: RwSignal<Me>,
    online: RwSignal<bool>,
    persisted: RwSignal<Option<bool>>,
    sync_state: Memo<Option<SyncState>>,
}

impl Book {
    /// A handle to an open book.
    pub(super) fn new(desk: Rc<Desk>) -> Self {
        let (me, online) = (desk.me(), desk.online());
        let desk = StoredValue::new_local(desk);
        let sync_state = Memo::new(move |_| {
            let desk = desk.try_get_value()?;
            desk.track_exchange();
            Some(desk.sync_state())
        });
        Self { desk, me, online, persisted: RwSignal::new(None), sync_state }
    }

    /// Who uses it.
    pub fn me(&self) -> Signal<Me> {
        self.me.into()
    }

    /// Whether the server answered last time it was asked.
    pub fn online(&self) -> Signal<bool> {
        self.online.into()
    }

    /// Whether the browser promised to keep what is stored; absent until it was asked, after the
    /// first save.
    pub fn persisted(&self) -> Signal<Option<bool>> {
        self.persisted.into()
    }

    /// A record; absent when it is not, or no longer, in this book.
    pub fn record(&self, id: RecordId) -> Memo<Option<View>> {
        let book = *self;
        Memo::new(move |_| book.view(id))
    }

    /// A record now, for handlers and for scans; in a reactive place it is tracked.
    pub fn view(&self, id: RecordId) -> Option<View> {
        self.read(|desk| {
            desk.track_record(id);
            desk.view(id)
        })
        .flatten()
    }

    /// Where this book came from: the start of addresses that are printed.
    pub fn origin(&self) -> String {
        page::origin()
    }

    /// Picks from all records of a kind, in the order of their titles. One dependency for all of
    /// them, not one for each: repeated when a record of the kind changes.
    pub fn scan<T>(&self, kind: Kind, mut pick: impl FnMut(View) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        self.each(kind, &mut |view| found.extend(pick(view)));
        found
    }

    /// Once for all the scans of the app: what is generic in them is as little as can be.
    fn each(&self, kind: Kind, look: &mut dyn FnMut(View)) {
        let views = self.read(|desk| {
            desk.track_list(kind);
            let ids = desk.index.borrow_mut().list(kind, collation::compare);
            ids.iter().filter_map(|id| desk.view(*id)).collect::<Vec<_>>()
        });
        views.unwrap_or_default().into_iter().for_each(look);
    }

    /// The records of a kind in the order of their titles.
    pub fn list(&self, kind: Kind) -> Memo<Arc<[RecordId]>> {
        let book = *self;
        Memo::new(move |_| {
            let list = book.read(|desk| {
                desk.track_list(kind);
                desk.index.borrow_mut().list(kind, collation::compare)
            });
            list.unwrap_or_default()
        })
    }

    /// Has what is being computed computed again when a record of this kind comes, changes or goes. A memo of
    /// the list would have to be read for that: to track one that nobody has read yet tracks nothing.
    pub fn track(&self, kind: Kind) {
        self.read(|desk| desk.track_list(kind));
    }

    /// The records of a kind that answer a query, the best first; all of them, by title, when
    /// nothing was typed. Repeated when a record of the kind changes.
    pub fn search(&self, kind: Kind, query: &str) -> Vec<Hit> {
        let found = self.read(|desk| {
            desk.track_list(kind);
            desk.index.borrow_mut().search(kind, query, collation::compare)
        });
        found.unwrap_or_default()
    }

    /// What happened to a record, newest first, what is unsent before all.
    pub fn history(&self, id: RecordId) -> Memo<Arc<[HistoryEntry]>> {
        let book = *self;
        Memo::new(move |_| {
            let history = book.read(|desk| {
                desk.track_record(id);
                Arc::from(desk.history(id))
            });
            history.unwrap_or_default()
        })
    }

    /// The records of a kind that name this one: needs of a facility, conflicts about a need.
    pub fn children(&self, parent: RecordId, kind: Kind) -> Memo<Arc<[RecordId]>> {
        let book = *self;
        Memo::new(move |_| {
            let children = book.read(|desk| {
                desk.track_list(kind);
                Arc::from(desk.index.borrow().children(parent, kind))
            });
            children.unwrap_or_default()
        })
    }

    /// The records of a kind that belong to this one, now.
    pub fn children_now(&self, parent: RecordId, kind: Kind) -> Vec<RecordId> {
        self.read(|desk| desk.index.borrow().children(parent, kind)).unwrap_or_default()
    }

    /// What the server does not have, in the order it was made.
    pub fn outbox(&self) -> Memo<Arc<[OutboxView]>> {
        let book = *self;
        Memo::new(move |_| {
            let outbox = book.read(|desk| {
                desk.track_exchange();
                Arc::from(desk.outbox())
            });
            outbox.unwrap_or_default()
        })
    }

    /// Where the exchange with the server stands; absent when the book is closed.
    pub fn sync_state(&self) -> Memo<Option<SyncState>> {
        self.sync_state
    }

    /// Whether everything was here at least once.
    pub fn is_complete(&self) -> Signal<bool> {
        let state = self.sync_state;
        Signal::derive(move || state.get().is_some_and(|state| state.pulled_at.is_some()))
    }

    /// How far the copy of each scope has come.
    pub fn loads(&self) -> Memo<Vec<Load>> {
        let book = *self;
        Memo::new(move |_| {
            let loads = book.read(|desk| {
                desk.track_exchange();
                desk.loads()
            });
            loads.unwrap_or_default()
        })
    }

    /// Looks at once whether something can be sent or fetched.
    pub fn send_now(&self) {
        self.read(|desk| {
            desk.driver().wake();
            desk.uploads().wake();
        });
    }

    /// The draft of a form.
    pub fn draft(&self, key: &str) -> Option<Document> {
        self.read(|desk| desk.drafts.borrow().get(key).cloned()).flatten()
    }

    /// Keys of all drafts.
    pub fn drafts(&self) -> Vec<String> {
        self.read(|desk| desk.drafts.borrow().keys().cloned().collect()).unwrap_or_default()
    }

    /// Writes the draft of a form to the disk.
    pub async fn save_draft(&self, key: &str, draft: Document) -> Result<(), SaveError> {
        check(draft.0.iter().map(|(field, value)| (field, Some(value))))?;
        let desk = self.desk().ok_or(SaveError::Closed)?;
        desk.drafts.borrow_mut().insert(key.to_owned(), draft.clone());
        desk.write_draft(WriteOp::PutDraft(key.to_owned(), draft)).await
    }

    /// Waits until everything that was to be written before is on the disk, or is not.
    pub async fn settle(&self) {
        if let Some(desk) = self.desk() {
            drop(desk.driver().write(WriteBatch::default()).await);
        }
    }

    /// Takes a draft off the disk: it was saved to the book, or thrown away. One that stays is
    /// offered again, nothing worse.
    pub async fn drop_draft(&self, key: &str) {
        let Some(desk) = self.desk() else { return };
        desk.drafts.borrow_mut().remove(key);
        drop(desk.write_draft(WriteOp::DropDraft(key.to_owned())).await);
    }

    /// The name of a record that is about to be made.
    pub fn new_id() -> RecordId {
        rng::record_id(now())
    }

    /// Makes a record; answers when it is on the disk.
    pub async fn create(&self, kind: Kind, scope: ScopeId, doc: Document) -> Result<RecordId, SaveError> {
        let id = Self::new_id();
        self.perform(vec![deeds::making(kind, id, scope, doc)]).await?;
        Ok(id)
    }

    /// Writes fields of a record as the person saw it; `None` clears a field.
    pub async fn edit(&self, seen: &View, changed: BTreeMap<String, Option<Value>>) -> Result<(), SaveError> {
        self.edit_all(vec![(seen.clone(), changed)]).await
    }

    /// Writes fields of several records, in one write.
    pub async fn edit_all(
        &self,
        edits: Vec<(View, BTreeMap<String, Option<Value>>)>,
    ) -> Result<(), SaveError> {
        let desk = self.desk().ok_or(SaveError::Closed)?;
        let mut deeds = Vec::new();
        for (seen, changed) in edits.into_iter().filter(|(_, changed)| !changed.is_empty()) {
            let refused = desk.driver().engine().replica().refused_put(seen.id);
            let Some((seq, mut wanted)) = refused else {
                let fields = desk.driver().engine().replica().edits(&seen.seen(), changed);
                deeds.push(deeds::of(&seen, Op::Put(fields)));
                continue;
            };
            // What the server refused is mended and sent again, not sent a second time beside it.
            wanted.extend(changed);
            check(wanted.iter().map(|(field, value)| (field, value.as_ref())))?;
            let fields = desk.driver().engine().replica().edits(&seen.seen(), wanted);
            desk.driver().resend(seq, Some(Op::Put(fields))).await?;
        }
        self.perform(deeds).await
    }

    /// Moves a record through its course, as decided on what the person saw.
    pub async fn act(
        &self,
        seen: &View,
        action: &str,
        fields: BTreeMap<String, Value>,
        reason: Option<String>,
    ) -> Result<(), SaveError> {
        self.perform(vec![Deed { reason, ..deeds::acting(seen, action, fields) }]).await
    }

    /// Chooses the values of conflicts, all of them or none: of each `side`, for a third value `resolution`, and
    /// `reason` in words.
    pub async fn resolve(&self, chosen: Vec<(View, BTreeMap<String, Value>)>) -> Result<(), SaveError> {
        let deeds = chosen.iter().map(|(conflict, fields)| deeds::acting(conflict, RESOLVE, fields.clone()));
        self.perform(deeds.collect()).await
    }

    /// Deletes a record as the person saw it.
    pub async fn delete(&self, seen: &View) -> Result<(), SaveError> {
        self.delete_for(seen, None).await
    }

    /// The same for a reason that stands in the history.
    pub async fn delete_for(&self, seen: &View, reason: Option<String>) -> Result<(), SaveError> {
        self.perform(vec![Deed { reason, ..deeds::deleting(seen) }]).await
    }

    /// Sends again, as it was, what the server refused.
    pub async fn resend(&self, seq: u64) -> Result<(), SaveError> {
        let desk = self.desk().ok_or(SaveError::Closed)?;
        Ok(desk.driver().resend(seq, None).await?)
    }

    /// Takes back what was not sent.
    pub fn withdraw(&self, seq: u64) {
        self.read(|desk| desk.driver().withdraw(seq));
    }

    /// Hands the unsent work to the person as a file. False when the browser did not take it.
    pub fn export_outbox(&self) -> bool {
        self.read(|desk| {
            let name = format!("so-khuyen-cong-{}-{}.json", desk.person.login, now().day());
            desk.export().is_some_and(|text| files::save(&name, "application/json", &text))
        })
        .unwrap_or(false)
    }

    /// What the server does not have, refused entries and pictures included.
    pub fn unsent(&self) -> usize {
        self.read(Desk::unsent).unwrap_or(0)
    }

    /// Stops and closes; what is on its way to the disk arrives first.
    pub(super) async fn close(&self) {
        if let Some(desk) = self.desk() {
            desk.uploads().close();
            desk.driver().close().await;
            self.desk.dispose();
        }
    }

    /// The server knows the person again.
    pub(super) fn signed_in(&self) {
        self.read(|desk| {
            desk.driver().signed_in();
            desk.uploads().signed_in();
        });
    }

    /// Writes down what the person did, to one record or to several at once: all of it or nothing, in one write.
    pub async fn perform(&self, deeds: Vec<Deed>) -> Result<(), SaveError> {
        for Deed { op, reason, .. } in &deeds {
            match op {
                Op::Put(fields) => check(fields.iter().map(|(field, edit)| (field, edit.value.as_ref())))?,
                Op::Act(act) => check(act.fields.iter().map(|(field, value)| (field, Some(value))))?,
                Op::Delete(_) => {}
            }
            if reason.as_deref().is_some_and(|reason| check_text(reason).is_err()) {
                return Err(SaveError::Malformed { field: "reason".to_owned() });
            }
        }
        let desk = self.desk().ok_or(SaveError::Closed)?;
        desk.driver().record(deeds).await?;
        if !desk.first_save.replace(true) {
            self.ask_to_persist();
        }
        if !self.online.get_untracked() {
            spawn_local(service_worker::ask_for_wake());
        }
        Ok(())
    }

    /// The browser is asked when there is something to lose (B1).
    fn ask_to_persist(&self) {
        let persisted = self.persisted;
        spawn_local(async move {
            let answer = storage_quota::persist().await;
            persisted.try_set(answer);
        });
    }

    pub(super) fn desk(&self) -> Option<Rc<Desk>> {
        self.desk.try_get_value()
    }

    pub(super) fn read<T>(&self, read: impl FnOnce(&Desk) -> T) -> Option<T> {
        self.desk().map(|desk| read(&desk))
    }
}

/// What an exported file holds.
#[derive(Serialize)]
struct Export<'a> {
    format: &'static str,
    login: &'a str,
    device: domain::id::DeviceId,
    at: domain::clock::Millis,
    outbox: Vec<&'a domain::sync::batch::OutboxEntry>,
}

impl Desk {
    async fn write_draft(&self, op: WriteOp) -> Result<(), SaveError> {
        let batch = WriteBatch { ops: vec![op], durability: Durability::Strict };
        Ok(self.driver().write(batch).await?)
    }

    fn export(&self) -> Option<String> {
        let engine = self.driver().engine();
        let replica = engine.replica();
        let export = Export {
            format: "so-khuyen-cong-outbox-1",
            login: &self.person.login,
            device: replica.meta.device,
            at: now(),
            outbox: replica
                .outbox()
                .filter(|entry| !matches!(entry.state, OutboxState::Sent { .. }))
                .collect(),
        };
        serde_json::to_string_pretty(&export).ok()
    }
}

/// The server refuses these from everybody; here the person can still see which field it is.
fn check<'a>(mut fields: impl Iterator<Item = (&'a String, Option<&'a Value>)>) -> Result<(), SaveError> {
    let is_malformed = |(_, value): &(&String, Option<&Value>)| {
        let checked: Result<(), Malformed> = value.map_or(Ok(()), Value::check);
        checked.is_err()
    };
    match fields.find(is_malformed) {
        Some((field, _)) => Err(SaveError::Malformed { field: field.clone() }),
        None => Ok(()),
    }
}
