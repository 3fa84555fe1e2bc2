//! What needs a person: records whose fields have two values, and changes the server refused.

use domain::id::RecordId;
use domain::record::Kind;
use domain::word;
use leptos::prelude::*;

use crate::components::conflict_note::disputes;
use crate::components::titles::title_of;
use crate::i18n::t;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::{OutboxMark, OutboxView};
use crate::ui::list_row::{ListRow, RowLook};
use crate::ui::mark::{Mark, MarkLook};

/// Records with open conflicts.
pub fn disputed(book: Book) -> Vec<RecordId> {
    let open = |kind| book.scan(kind, |view| (!view.conflicts.is_empty()).then_some(view.id));
    [Kind::Facility, Kind::Need, Kind::Project].into_iter().flat_map(open).collect()
}

/// Whether a person has to decide what becomes of an unsent change.
pub fn needs_review(item: &OutboxView) -> bool {
    matches!(item.mark, OutboxMark::Review(_))
}

/// A record whose fields have two values.
#[component]
pub fn DisputedRow(
    /// The record.
    id: RecordId,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let title = move || book.view(id).map(|view| title_of(&view));
    let fields = move || {
        let labels: Vec<String> = disputes(book, id).iter().map(|dispute| dispute.label()).collect();
        labels.join(", ")
    };
    view! {
        <ListRow
            href=routes::review(id)
            look=RowLook::Flagged
            title
            state=|| view! { <Mark look=MarkLook::REVIEW word=t(word!("sync.review_plain"))/> }
        >
            <span class="line">{fields}</span>
            <span class="line">{t(word!("conflict.short"))}</span>
        </ListRow>
    }
}
