//! Pictures and papers of records as pages use them: what there is, how far each has come, the bytes to
//! show, and keeping a new one. A new one is called saved when its bytes and its record are on the disk.

pub mod attaching;
pub mod picture;
pub mod view;

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::attachment::blob::BlobName;
use domain::attachment::message::{Progress, Step, Trouble};
use domain::attachment::upload::{Lane, Owner, Upload};
use domain::id::RecordId;
use domain::record::Kind;
use domain::sync::batch::OutboxEntry;
use domain::value::{Document, Value};
use leptos::prelude::*;

use super::book::Book;
use super::desk::{Desk, is_unsent};
use super::view::{SaveError, SyncMark, View};
use crate::platform::files;
use view::{Attachment, FileMark};

impl Book {
    /// The pictures and papers of a record, the oldest first.
    pub fn attachments(&self, about: RecordId) -> Memo<Arc<[Attachment]>> {
        let book = *self;
        Memo::new(move |_| {
            let found = book.read(|desk| {
                desk.track_list(Kind::Attachment);
                desk.track_exchange();
                let ids = desk.index.borrow().children(about, Kind::Attachment);
                let views = ids.into_iter().filter_map(|id| desk.view(id));
                Arc::from(views.map(|view| desk.attachment(&view)).collect::<Vec<_>>())
            });
            found.unwrap_or_default()
        })
    }

    /// What of this device has not arrived: in the order it was kept.
    pub fn uploads(&self) -> Memo<Arc<[Attachment]>> {
        let book = *self;
        Memo::new(move |_| {
            let found = book.read(|desk| {
                desk.track_exchange();
                Arc::from(desk.unsent_files().into_iter().map(|id| desk.unsent_file(id)).collect::<Vec<_>>())
            });
            found.unwrap_or_default()
        })
    }

    /// Sends again what the server refused.
    pub fn send_file_again(&self, file: &Attachment) {
        self.read(|desk| file.names().for_each(|name| desk.uploads().again(name)));
    }

    /// Takes a picture or paper out of the book; its bytes go when the server has taken that.
    pub async fn detach(&self, id: RecordId, reason: Option<String>) -> Result<(), SaveError> {
        match untrack(|| self.view(id)) {
            Some(view) => self.delete_for(&view, reason).await,
            // The record went with its scope: there is nobody to tell.
            None => {
                self.read(|desk| desk.uploads().discard(id));
                Ok(())
            }
        }
    }

    /// Hands the bytes to the person as a file. False when they are not to be had now.
    pub async fn save_file(&self, file: &Attachment) -> bool {
        let Some(bytes) = self.file_bytes(file, Lane::Originals).await.ok().flatten() else { return false };
        files::save_bytes(&file.file_name, &file.media_type, &bytes)
    }
}

impl Desk {
    /// What the server does not have and could take: entries, and files that no entry stands for.
    pub(super) fn waiting(&self) -> usize {
        let files = self.unsent_files();
        let engine = self.driver().engine();
        let entries = engine.replica().outbox().filter(|entry| is_unsent(&entry.state));
        let entries = entries.filter(|entry| !is_part_of(entry, &files)).count();
        let files =
            files.iter().filter(|id| !matches!(self.unsent_file(**id).mark, FileMark::Refused { .. }));
        entries + files.count()
    }

    /// Files the server will not take.
    pub(super) fn refused_files(&self) -> usize {
        let is_refused = |upload: &&Upload| matches!(self.step(upload.name), Some(Step::Refused(_)));
        owners(self.uploads().queue().uploads().filter(is_refused)).len()
    }

    /// Whether something is on its way to the server.
    pub(super) fn is_sending(&self) -> bool {
        self.driver().engine().phase() == domain::sync::engine::Phase::Pushing
            || self.uploads().queue().is_busy()
    }

    /// The attachments of which bytes are on this device only; not those that were deleted here and
    /// whose deletion stands in the outbox.
    pub(super) fn unsent_files(&self) -> BTreeSet<RecordId> {
        let mut files = owners(self.uploads().queue().uploads());
        let engine = self.driver().engine();
        let replica = engine.replica();
        files.retain(|id| replica.view(*id).is_some() || !replica.knows(*id));
        files
    }

    fn unsent_file(&self, id: RecordId) -> Attachment {
        match self.view(id) {
            Some(view) => self.attachment(&view),
            None => self.lost_file(id),
        }
    }

    /// A record with how far its bytes have come.
    fn attachment(&self, view: &View) -> Attachment {
        let doc = &view.doc;
        let name = |field: &str| doc.text(field)?.parse::<BlobName>().ok();
        let text = |field: &str| doc.text(field).unwrap_or_default().to_owned();
        let (original, thumbnail) = (name("sha256"), name("thumb_sha256"));
        let parts: Vec<Part> =
            [original, thumbnail].into_iter().flatten().map(|name| self.part(name)).collect();
        Attachment {
            id: view.id,
            about: domain::record::parent(view.kind, doc),
            slot: text("slot"),
            caption: text("caption"),
            file_name: text("file_name"),
            media_type: text("media_type"),
            bytes: doc.get("bytes").and_then(Value::as_int).and_then(|bytes| u64::try_from(bytes).ok()),
            taken_at: doc.get("taken_at").and_then(Value::as_int).map(domain::clock::Millis),
            place: place(doc),
            at: view.made.at,
            by: Some(view.made.by.user),
            mark: mark(view.sync, &parts),
            trouble: parts.iter().find_map(Part::trouble),
            owner: Owner { record: view.id, scope: view.scope.clone() },
            original,
            thumbnail,
        }
    }

    /// Bytes without a record: it left the scopes of this person before they could be sent.
    fn lost_file(&self, id: RecordId) -> Attachment {
        let queue = self.uploads().queue();
        let is_mine = |upload: &&Upload| upload.owners.iter().any(|owner| owner.record == id);
        let mine: Vec<&Upload> = queue.uploads().filter(is_mine).collect();
        let parts: Vec<Part> = mine.iter().map(|upload| self.part(upload.name)).collect();
        let original = mine.iter().find(|upload| upload.lane == Lane::Originals);
        let owner =
            original.and_then(|upload| upload.owners.iter().find(|owner| owner.record == id).cloned());
        let owner = owner.unwrap_or_else(|| Owner { record: id, scope: domain::id::ScopeId::reference() });
        Attachment {
            bytes: original.map(|upload| upload.bytes),
            at: original.map(|upload| upload.added).unwrap_or_default(),
            mark: mark(SyncMark::Sent, &parts),
            trouble: parts.iter().find_map(Part::trouble),
            original: original.map(|upload| upload.name),
            ..Attachment::unknown(owner)
        }
    }

    fn part(&self, name: BlobName) -> Part {
        let known = self.uploads().known(name);
        Part {
            bytes: known.as_ref().map_or(0, |upload| upload.bytes),
            is_sent: known.as_ref().is_some_and(Upload::is_sent),
            progress: self.uploads().queue().progress(name),
        }
    }

    fn step(&self, name: BlobName) -> Option<Step> {
        self.uploads().queue().progress(name).map(|progress| progress.step)
    }
}

/// Whether an entry says nothing that its picture in the outbox does not say.
pub(super) fn is_part_of(entry: &OutboxEntry, files: &BTreeSet<RecordId>) -> bool {
    let is_put = matches!(entry.mutation.op, domain::change::Op::Put(_));
    is_put && is_unsent(&entry.state) && files.contains(&entry.mutation.record)
}

fn owners<'a>(uploads: impl Iterator<Item = &'a Upload>) -> BTreeSet<RecordId> {
    domain::ordering::set(uploads.flat_map(|upload| upload.owners.iter().map(|owner| owner.record)))
}

/// The original or the thumbnail.
struct Part {
    bytes: u64,
    is_sent: bool,
    progress: Option<Progress>,
}

impl Part {
    fn trouble(&self) -> Option<Trouble> {
        self.progress.as_ref()?.trouble.clone()
    }

    fn done(&self) -> u64 {
        match &self.progress {
            Some(progress) => self.bytes * u64::from(progress.done) / u64::from(progress.count),
            None => self.bytes,
        }
    }
}

fn mark(record: SyncMark, parts: &[Part]) -> FileMark {
    let steps = || parts.iter().filter_map(|part| part.progress.as_ref().map(|progress| &progress.step));
    let refused = steps().find_map(|step| match step {
        Step::Refused(code) => Some(code.clone()),
        Step::Held | Step::Queued | Step::Asking | Step::Sending(_) => None,
    });
    if let Some(code) = refused {
        return FileMark::Refused { code };
    }
    if record == SyncMark::Review {
        return FileMark::Review;
    }
    if steps().next().is_none() {
        return match (record, parts.iter().all(|part| part.is_sent)) {
            (SyncMark::Saved, _) => FileMark::Saved,
            (SyncMark::Sending, _) => FileMark::Sending { percent: 0 },
            (SyncMark::Sent | SyncMark::Review, true) => FileMark::Sent,
            (SyncMark::Sent | SyncMark::Review, false) => FileMark::Elsewhere,
        };
    }
    let (done, all) = parts.iter().fold((0, 0), |(done, all), part| (done + part.done(), all + part.bytes));
    let percent = u32::try_from(done * 100 / all.max(1)).unwrap_or(0).min(99);
    if steps().any(|step| matches!(step, Step::Asking | Step::Sending(_))) {
        FileMark::Sending { percent }
    } else {
        FileMark::Saved
    }
}

fn place(doc: &Document) -> Option<view::Place> {
    let int = |field: &str| doc.get(field).and_then(Value::as_int);
    Some(view::Place { lat: int("lat")?, lng: int("lng")?, accuracy_m: int("gps_accuracy_m") })
}
