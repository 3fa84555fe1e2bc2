//! The state of one record in the four words.

use domain::word;
use leptos::prelude::*;

use crate::i18n::t;
use crate::state::view::SyncMark;
use crate::ui::mark::{Mark, MarkLook};

/// How a state is drawn and said.
pub fn mark_of(mark: SyncMark) -> (MarkLook, &'static str) {
    match mark {
        SyncMark::Saved => (MarkLook::SAVED, t(word!("sync.saved"))),
        SyncMark::Sending => (MarkLook::SENDING, t(word!("sync.sending_plain"))),
        SyncMark::Sent => (MarkLook::SENT, t(word!("sync.sent"))),
        SyncMark::Review => (MarkLook::REVIEW, t(word!("sync.review_plain"))),
    }
}

/// The mark of a record.
#[component]
pub fn RecordMark(
    /// The state.
    #[prop(into)]
    mark: Signal<SyncMark>,
) -> impl IntoView {
    view! {
        <Mark
            look=Signal::derive(move || mark_of(mark.get()).0)
            word=Signal::derive(move || mark_of(mark.get()).1.to_owned())
        />
    }
}
