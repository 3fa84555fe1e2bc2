//! Taking a picture or paper out of the book again: asked first, by its name and with what is lost.

use domain::permission::TakingOut;
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::file_error::FileError;
use crate::components::file_words::what;
use crate::i18n::{fill, t};
use crate::state::attachments::view::{Attachment, FileMark};
use crate::state::book::Book;
use crate::ui::dialog::{Dialog, Question};
use crate::ui::field::{About, TextField};

/// The question, a handle to copy.
#[derive(Clone, Copy)]
pub struct FileDeleting {
    told: FileError,
    asked: RwSignal<Option<Attachment>>,
    open: RwSignal<bool>,
    reason: RwSignal<String>,
}

impl FileDeleting {
    /// Nothing is asked yet.
    pub fn telling(told: FileError) -> Self {
        Self { told, asked: RwSignal::new(None), open: RwSignal::new(false), reason: RwSignal::default() }
    }

    /// Asks whether a file is to be deleted.
    pub fn ask(self, file: Attachment) {
        self.reason.set(String::new());
        self.asked.set(Some(file));
        self.open.set(true);
    }
}

/// The question before a file is deleted.
#[component]
pub fn DeleteFile(
    /// The question.
    deleting: FileDeleting,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let file = move || deleting.asked.get();
    let question = Signal::derive(move || {
        let what = file().map(|file| what(&file)).unwrap_or_default();
        let (title, main) = match file().is_some_and(|file| file.is_picture()) {
            true => (word!("photo.delete_title"), word!("photo.delete")),
            false => (word!("papers.delete_title"), word!("papers.delete")),
        };
        Question {
            title: fill(title, &[("what", &what)]),
            safe: t(word!("button.keep")).to_owned(),
            main: t(main).to_owned(),
        }
    });
    let stake = move || {
        let is_elsewhere =
            file().is_some_and(|file| matches!(file.mark, FileMark::Sent | FileMark::Elsewhere));
        t(if is_elsewhere { word!("photo.delete_sent") } else { word!("photo.delete_unsent") })
    };
    let me = book.me();
    let wants_reason = move || {
        let me = me.get();
        file().is_some_and(|file| file.taking_out(&me) == TakingOut::Reason)
    };
    let delete = move |()| {
        let Some(file) = deleting.asked.get_untracked() else { return };
        let reason =
            Some(deleting.reason.get_untracked().trim().to_owned()).filter(|reason| !reason.is_empty());
        if wants_reason() && reason.is_none() {
            deleting.told.tell(t(word!("problem.reason_wanted")));
            return;
        }
        spawn_local(async move {
            if book.detach(file.id, reason).await.is_err() {
                deleting.told.tell(t(word!("sync.not_saved")));
            }
        });
    };
    view! {
        <Dialog question open=deleting.open look="danger main" on_main=delete>
            <p>{stake}</p>
            <Show when=wants_reason>
                <TextField about=reason_field() on_text=move |text| deleting.reason.set(text)/>
            </Show>
        </Dialog>
    }
}

fn reason_field() -> About {
    About { id: "delete-reason".to_owned(), label: t(word!("papers.delete_reason")).to_owned(), help: None }
}
