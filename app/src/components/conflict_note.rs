//! A note in a detail that two values of a field wait for a person.

use domain::id::RecordId;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::word;
use leptos::prelude::*;

use crate::components::conflict_view::Dispute;
use crate::i18n::{fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::ui::note::{Note, NoteLook};

/// The open conflicts of a record, as they are read by this person.
pub fn disputes(book: Book, record: RecordId) -> Vec<Dispute> {
    let me = book.me().get();
    let conflicts = book.view(record).map(|view| view.conflicts).unwrap_or_default();
    conflicts.into_iter().filter_map(|id| Dispute::read(id, &book.view(id)?.doc, &me)).collect()
}

/// Whether this person may choose between two values; who may not reads who does.
pub fn may_choose(book: Book) -> bool {
    may(book.me().get().role, Operation::Act, Kind::Conflict, Relation::OwnScope)
}

/// One note for all open conflicts of a record.
#[component]
pub fn ConflictNote(
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let book = expect_context::<Book>();
    move || {
        let open = disputes(book, record);
        if open.is_empty() {
            return None;
        }
        let lines = open
            .into_iter()
            .map(|dispute| {
                view! {
                    <p>
                        <b>{fill(word!("facility.two_values"), &[("field", &dispute.label())])}</b>
                        <br/>
                        {dispute.both()}
                    </p>
                }
            })
            .collect_view();
        Some(view! {
            <Note look=NoteLook::Bad>
                {lines}
                {if may_choose(book) {
                    view! { <p><a class="hit" href=routes::review(record)>{t(word!("facility.choose_value"))}</a></p> }.into_any()
                } else {
                    view! { <p>{t(word!("conflict.others_choose"))}</p> }.into_any()
                }}
            </Note>
        })
    }
}
