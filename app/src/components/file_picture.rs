//! A picture of the book as it is drawn: from this device, from the server, or words in its place.

use domain::word;
use leptos::prelude::*;

use crate::i18n::{fill, t};
use crate::state::attachments::picture::{Picture, Size};
use crate::state::attachments::view::Attachment;
use crate::state::book::Book;

/// The original; the small picture until it is there.
#[component]
pub fn LargePicture(
    /// The file.
    file: Attachment,
    /// Its small picture.
    small: Signal<Picture>,
    /// What it shows.
    #[prop(into)]
    title: Signal<String>,
) -> impl IntoView {
    let large = expect_context::<Book>().blob_url(&file, Size::Original);
    move || match (large.get(), small.get()) {
        (Picture::Here(url), _) | (_, Picture::Here(url)) => drawn(&Picture::Here(url), &title.get()),
        (large, _) => drawn(&large, &title.get()),
    }
}

/// A picture that is there, or why it is not.
pub fn drawn(picture: &Picture, title: &str) -> AnyView {
    let words = match picture {
        Picture::Here(url) => {
            let alt = fill(word!("photo.alt"), &[("what", title)]);
            return view! { <img src=url.clone() alt=alt/> }.into_any();
        }
        Picture::Reading => word!("photo.reading"),
        Picture::OutOfReach => word!("photo.out_of_reach"),
        Picture::Nowhere => word!("photo.nowhere"),
    };
    view! { <span>{t(words)}</span> }.into_any()
}
