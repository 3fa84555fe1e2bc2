//! Keeping a new picture or paper: made small, named by its hash, on the disk before its record is made.

use domain::attachment::blob::BlobName;
use domain::attachment::upload::{Lane, Owner, Upload};
use domain::id::RecordId;
use domain::record::Kind;
use domain::record::attachment::{MAX_BYTES, MAX_THUMB_BYTES};
use domain::validation::{Level, fields};
use domain::value::Document;
use leptos::prelude::{WithUntracked, untrack};
use thiserror::Error;

use crate::platform::clock::now;
use crate::platform::file_picker::Picked;
use crate::platform::picture::{Picture, shrink};
use crate::platform::position::{Beside, Fix};
use crate::platform::{hash, rng, storage_quota};
use crate::state::book::Book;
use crate::state::deeds;
use crate::state::desk::Desk;
use crate::state::view::SaveError;

/// A picture whose file is older than this was not taken just now: where the device is says nothing
/// about it.
const JUST_NOW_MS: i64 = 120_000;
/// Four fewer than a name may have: a picture gets another ending.
const LONGEST_NAME: usize = 196;
const UNITS_PER_DEGREE: f64 = 1e7;
const JPEG: &str = "image/jpeg";

/// What a paper may be, by the end of its name. The server looks at the bytes.
const PAPERS: [(&str, &str); 3] = [
    (".pdf", "application/pdf"),
    (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
];

/// Why a picture or paper was not kept.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum AttachError {
    /// More bytes than the server takes.
    #[error("the file has more than {MAX_BYTES} bytes")]
    TooLarge,
    /// Neither a picture this browser can read nor a paper of the kinds that are taken.
    #[error("neither a picture nor a paper of a known kind")]
    NotTaken,
    /// The device did not keep it.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// What is kept of a file.
struct Prepared {
    bytes: Vec<u8>,
    thumbnail: Option<Vec<u8>>,
    doc: Document,
    is_photo: bool,
}

impl Book {
    /// Keeps a file as an attachment of a record; answers when bytes and record are on the disk. A
    /// photo that was taken just now gets the place that is being measured beside.
    pub async fn attach(
        &self,
        about: RecordId,
        slot: &str,
        file: &Picked,
        place: Option<Beside>,
    ) -> Result<RecordId, AttachError> {
        let desk = self.desk().ok_or(SaveError::Closed)?;
        let parent = untrack(|| self.view(about)).ok_or(SaveError::Closed)?;
        let scope = self.me().with_untracked(|me| me.scope_of(Kind::Attachment, Some(&parent)));
        desk.make_room().await?;
        let Prepared { bytes, thumbnail, mut doc, is_photo } = prepare(file).await?;
        doc.set("about", Some(about.to_string().into()));
        doc.set("slot", Some(slot.into()).filter(|_| !slot.is_empty()));
        let is_fresh = is_photo && now().since(file.modified()) < JUST_NOW_MS;
        if let Some(place) = place.filter(|_| is_fresh) {
            doc = stamped(doc, place.soon().await);
        }
        let id = rng::record_id(now());
        let owner = Owner { record: id, scope: scope.clone() };
        let mut kept = Vec::new();
        let all = [(Lane::Thumbnails, "thumb_sha256", thumbnail), (Lane::Originals, "sha256", Some(bytes))];
        for (lane, field, bytes) in all {
            let Some(bytes) = bytes else { continue };
            let name = name_of(&bytes).await?;
            doc.set(field, Some(name.to_string().into()));
            match desk.keep(lane, name, &bytes, &owner).await {
                Ok(upload) => kept.push(upload),
                Err(error) => return Err(desk.give_up(kept, error).await.into()),
            }
        }
        match self.perform(vec![deeds::making(Kind::Attachment, id, scope, doc)]).await {
            Ok(()) => kept.into_iter().for_each(|upload| desk.uploads().join(upload)),
            Err(error) => return Err(desk.give_up(kept, error).await.into()),
        }
        desk.uploads().follow(&desk.driver().engine());
        Ok(id)
    }
}

impl Desk {
    /// Refuses where room is short, after dropping what the server has (PWA-8).
    async fn make_room(&self) -> Result<(), SaveError> {
        if !is_short().await {
            return Ok(());
        }
        self.uploads().prune().await;
        if is_short().await { Err(SaveError::Full) } else { Ok(()) }
    }

    /// Keeps bytes; where there is no room, once more after dropping what the server has.
    async fn keep(
        &self,
        lane: Lane,
        name: BlobName,
        bytes: &[u8],
        owner: &Owner,
    ) -> Result<Upload, SaveError> {
        let first = self.uploads().keep(lane, name, bytes, owner.clone()).await.map_err(SaveError::from);
        if first != Err(SaveError::Full) {
            return first;
        }
        self.uploads().prune().await;
        Ok(self.uploads().keep(lane, name, bytes, owner.clone()).await?)
    }

    async fn give_up(&self, kept: Vec<Upload>, error: SaveError) -> SaveError {
        for upload in kept {
            self.uploads().abandon(&upload).await;
        }
        error
    }
}

async fn is_short() -> bool {
    storage_quota::room().await.is_some_and(storage_quota::Room::is_short)
}

async fn name_of(bytes: &[u8]) -> Result<BlobName, SaveError> {
    let hash = hash::sha256(bytes).await;
    hash.map(BlobName).ok_or_else(|| SaveError::NotSaved("the browser counts no hash".to_owned()))
}

async fn prepare(file: &Picked) -> Result<Prepared, AttachError> {
    let name: String = file.name().chars().take(LONGEST_NAME).collect();
    let doc = Document::default().with("taken_at", file.modified().0);
    let lower = name.to_ascii_lowercase();
    if let Some((_, media_type)) = PAPERS.iter().find(|(end, _)| lower.ends_with(end)) {
        #[expect(clippy::cast_precision_loss, reason = "the limit is far below 2^53")]
        if file.size() > MAX_BYTES as f64 {
            return Err(AttachError::TooLarge);
        }
        let bytes = file.read().await.filter(|bytes| !bytes.is_empty()).ok_or(AttachError::NotTaken)?;
        let doc = doc.with("file_name", name).with("media_type", *media_type).with("bytes", count(&bytes));
        return Ok(Prepared { bytes, thumbnail: None, doc, is_photo: false });
    }
    let largest = usize::try_from(MAX_THUMB_BYTES).unwrap_or(usize::MAX);
    let Picture { original, thumbnail, width, height } =
        shrink(file, largest).await.ok_or(AttachError::NotTaken)?;
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let doc = doc
        .with("file_name", format!("{stem}.jpg"))
        .with("media_type", JPEG)
        .with("bytes", count(&original))
        .with("thumb_bytes", count(&thumbnail))
        .with("width", i64::from(width))
        .with("height", i64::from(height));
    Ok(Prepared { bytes: original, thumbnail: Some(thumbnail), doc, is_photo: true })
}

fn count(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}

/// With the place where it was taken; without one that no record may hold, such as outside the
/// province.
#[expect(clippy::cast_possible_truncation, reason = "degrees and metres on earth fit")]
fn stamped(doc: Document, fix: Option<Fix>) -> Document {
    let Some(fix) = fix else { return doc };
    let units = |degrees: f64| (degrees * UNITS_PER_DEGREE).round() as i64;
    let placed = doc
        .clone()
        .with("lat", units(fix.latitude))
        .with("lng", units(fix.longitude))
        .with("gps_accuracy_m", fix.accuracy.ceil() as i64);
    let is_right = fields(Kind::Attachment, &placed, now().day(), Level::Saved).is_empty();
    if is_right { placed } else { doc }
}
