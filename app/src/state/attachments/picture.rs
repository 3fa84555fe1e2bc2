//! The bytes of a picture as an address to draw: from this device, or from the server when it has them.

use domain::attachment::message::Failure;
use domain::attachment::upload::Lane;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Attachment;
use crate::platform::object_url::ObjectUrl;
use crate::state::book::Book;

/// A thumbnail is always this; an original is on the server too.
const JPEG: &str = "image/jpeg";

/// Which picture is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// The small one.
    Thumbnail,
    /// The one that was kept.
    Original,
}

/// What there is to draw.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Picture {
    /// It is being read.
    Reading,
    /// At this address, for as long as it is shown.
    Here(String),
    /// Not on this device, and the server was not reached: it is tried again when it is.
    OutOfReach,
    /// Not on this device and not on the server yet.
    Nowhere,
}

impl Book {
    /// A picture to draw. Where it belongs to a part of the page, its address ends with that part.
    pub fn blob_url(&self, file: &Attachment, size: Size) -> Signal<Picture> {
        let book = *self;
        let file = StoredValue::new(file.clone());
        let shown = RwSignal::new(Picture::Reading);
        let url = StoredValue::new_local(None::<ObjectUrl>);
        let online = self.online();
        Effect::new(move |_| {
            online.track();
            let Some(file) = file.try_get_value() else { return };
            if url.with_value(Option::is_some) {
                return;
            }
            spawn_local(async move {
                let (picture, made) = book.read_picture(&file, size).await;
                if url.try_set_value(made).is_none() {
                    shown.try_set(picture);
                }
            });
        });
        shown.into()
    }

    async fn read_picture(&self, file: &Attachment, size: Size) -> (Picture, Option<ObjectUrl>) {
        let (lane, media_type) = match size {
            Size::Thumbnail => (Lane::Thumbnails, JPEG),
            Size::Original => (Lane::Originals, file.media_type.as_str()),
        };
        match self.file_bytes(file, lane).await {
            Ok(Some(bytes)) => match ObjectUrl::of(&bytes, media_type) {
                Some(url) => (Picture::Here(url.href().to_owned()), Some(url)),
                None => (Picture::Nowhere, None),
            },
            Ok(None) => (Picture::Nowhere, None),
            Err(_) => (Picture::OutOfReach, None),
        }
    }

    pub(super) async fn file_bytes(&self, file: &Attachment, lane: Lane) -> Result<Option<Vec<u8>>, Failure> {
        let name = match lane {
            Lane::Thumbnails => file.thumbnail,
            Lane::Originals => file.original,
        };
        let (Some(desk), Some(name)) = (self.desk(), name) else { return Ok(None) };
        desk.uploads().bytes(lane, name, file.owner.clone()).await
    }
}
