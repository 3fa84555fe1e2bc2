//! Taking pictures and papers for a record: what the strip of photos and the list of papers have in
//! common.

use domain::id::RecordId;
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::file_error::FileError;
use crate::components::file_words::is_paper_slot;
use crate::components::form_state::FormState;
use crate::i18n::t;
use crate::platform::file_picker::{Wanted, pick};
use crate::platform::position::Beside;
use crate::state::attachments::attaching::AttachError;
use crate::state::book::Book;
use crate::state::view::SaveError;

/// What is being taken for a record, a handle to copy.
#[derive(Clone, Copy)]
pub struct FileTaking {
    book: Book,
    about: RecordId,
    form: Option<FormState>,
    /// The slots a file is being kept for.
    keeping: RwSignal<Vec<&'static str>>,
    told: FileError,
}

impl FileTaking {
    /// For a record; `form` is what stands on the same page half filled.
    pub fn of(about: RecordId, form: Option<FormState>, told: FileError) -> Self {
        Self { book: expect_context::<Book>(), about, form, keeping: RwSignal::default(), told }
    }

    /// Whether a file is being kept for this slot.
    pub fn is_keeping(self, slot: &'static str) -> Signal<bool> {
        Signal::derive(move || self.keeping.with(|slots| slots.contains(&slot)))
    }

    /// Asks the person and keeps what they give. The draft of the page is on the disk before the
    /// camera opens: the system may end the app behind it (PWA-10). The next slot need not wait until
    /// this one is kept: finding the place of a photo may take a while.
    pub fn take(self, slot: &'static str, wanted: Wanted) {
        if self.keeping.with_untracked(|slots| slots.contains(&slot)) {
            return;
        }
        spawn_local(async move {
            if let Some(form) = self.form {
                form.settle().await;
            }
            // Where a paper was photographed says nothing.
            let mut place = (wanted == Wanted::Photo && !is_paper_slot(slot)).then(Beside::begin);
            let files = pick(wanted).await;
            self.keeping.try_update(|slots| slots.push(slot));
            self.told.clear();
            for file in files {
                if let Err(error) = self.book.attach(self.about, slot, &file, place.take()).await {
                    self.told.tell(error_words(wanted, &error));
                }
            }
            self.keeping.try_update(|slots| slots.retain(|busy| *busy != slot));
        });
    }
}

fn error_words(wanted: Wanted, error: &AttachError) -> &'static str {
    let word = match (error, wanted) {
        (AttachError::TooLarge, _) => word!("papers.too_large"),
        (AttachError::NotTaken, Wanted::Papers) => word!("papers.not_taken"),
        (AttachError::NotTaken, Wanted::Photo | Wanted::Pictures | Wanted::Tables) => {
            word!("photo.not_taken")
        }
        (AttachError::Save(SaveError::Full), Wanted::Papers) => word!("papers.storage_full"),
        (AttachError::Save(SaveError::Full), _) => word!("sync.storage_full"),
        (AttachError::Save(_), Wanted::Papers) => word!("papers.not_saved"),
        (AttachError::Save(_), _) => word!("photo.not_saved"),
    };
    t(word)
}
