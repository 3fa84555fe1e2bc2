//! What needs a person: records whose fields have two values, and changes the server refused.

use domain::clock::Millis;
use domain::id::RecordId;
use domain::ordering;
use domain::record::Kind;
use domain::record::conflict::is_open;
use domain::word;
use leptos::prelude::*;

use crate::components::conflict_note::{disputes, may_choose};
use crate::components::titles::title_of;
use crate::components::upload_rows::{file_title, is_refused};
use crate::i18n::{count, short_day, t, time};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::{OutboxMark, OutboxView, View};
use crate::ui::list_row::{ListRow, RowLook};
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;

/// Records with open conflicts, for who may decide them.
pub fn disputed(book: Book) -> Vec<RecordId> {
    if !may_choose(book) {
        return Vec::new();
    }
    let about = |view: View| view.doc.text("record").filter(|_| is_open(&view.doc))?.parse().ok();
    let about: Vec<RecordId> = book.scan(Kind::Conflict, about);
    ordering::set(about).into_iter().filter(|id| book.view(*id).is_some()).collect()
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

/// The section that lists them; nothing while there are none.
#[component]
pub fn Review(
    /// Records with open conflicts.
    review: Memo<Vec<RecordId>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let refused = Memo::new(move |_| {
        book.outbox()
            .with(|outbox| outbox.iter().filter(|item| needs_review(item)).cloned().collect::<Vec<_>>())
    });
    let uploads = book.uploads();
    let files = Memo::new(move |_| {
        uploads.with(|files| files.iter().filter(|file| is_refused(file)).cloned().collect::<Vec<_>>())
    });
    let total = move || review.with(Vec::len) + refused.with(Vec::len) + files.with(Vec::len);
    let conflicts = move || review.get().into_iter().map(|id| view! { <DisputedRow id/> }).collect_view();
    let parked = move || {
        let entries = refused.get().into_iter().map(|item| {
            let title = book.view(item.record).map(|view| title_of(&view)).unwrap_or_default();
            view! { <RefusedRow at=item.at title/> }
        });
        entries.collect_view()
    };
    let unwanted = move || {
        let rows = files
            .get()
            .into_iter()
            .map(|file| view! { <RefusedRow at=file.at title=file_title(book, &file)/> });
        rows.collect_view()
    };
    view! {
        <Show when=move || total() != 0>
            <Section
                title=t(word!("home.review"))
                aside=move || view! { <span class="muted">{move || count(word!("home.review_count"), total())}</span> }
            >
                <ul class="rows">{conflicts} {parked} {unwanted}</ul>
            </Section>
        </Show>
    }
}

/// Something the server did not take; the outbox says why.
#[component]
fn RefusedRow(at: Millis, #[prop(into)] title: String) -> impl IntoView {
    view! {
        <ListRow
            href=routes::OUTBOX
            look=RowLook::Flagged
            margin=(short_day(at.day()), time(at))
            title=move || title.clone()
            state=|| view! { <Mark look=MarkLook::REVIEW word=t(word!("sync.review_plain"))/> }
        >
            {t(word!("home.refused"))}
        </ListRow>
    }
}
