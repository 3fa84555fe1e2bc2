//! The picture or paper itself on the page of its record.

use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::file_picture::LargePicture;
use crate::components::file_words::{file_mark, media_words, slot_label, what};
use crate::i18n::t;
use crate::state::attachments::picture::Size;
use crate::state::attachments::view::Attachment;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::Button;
use crate::ui::mark::Mark;

/// What belongs to the attachment of this view.
pub fn file_section(view: View) -> AnyView {
    view! { <FileSection view/> }.into_any()
}

#[component]
fn FileSection(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let id = view.id;
    let about = domain::record::parent(view.kind, &view.doc);
    let files = about.map(|about| book.attachments(about));
    let file = move || files?.with(|files| files.iter().find(|file| file.id == id).cloned());
    let state = move || {
        let (look, word) = file_mark(&file()?.mark)?;
        Some(view! { <p><Mark look word/></p> })
    };
    view! {
        {untrack(file).map(|file| view! { <Shown file/> })}
        {state}
    }
}

#[component]
fn Shown(file: Attachment) -> impl IntoView {
    let book = expect_context::<Book>();
    let title = what(&file);
    let picture = file.is_picture().then(|| {
        let (file, small) = (file.clone(), book.blob_url(&file, Size::Thumbnail));
        view! { <p class="whole-picture"><LargePicture file small title/></p> }
    });
    let said = [slot_label(&file.slot), Some(media_words(&file.media_type))];
    let said = said.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let save = move |()| {
        let file = file.clone();
        spawn_local(async move {
            book.save_file(&file).await;
        });
    };
    view! {
        <p class="muted">{said}</p>
        {picture}
        <div class="acts">
            <Button label=t(word!("photo.save_file")) look="sm" icon="download" on_press=save/>
        </div>
    }
}
