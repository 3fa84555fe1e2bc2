//! Pictures and papers in the outbox: how far each is, why it waits, and the ways out of a refusal.

use std::sync::Arc;

use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::file_deleting::FileDeleting;
use crate::components::file_words::{file_mark, refusal, size, trouble, what};
use crate::components::titles::title_of;
use crate::i18n::{fill, margin, number, t};
use crate::platform::clock::now;
use crate::state::attachments::view::{Attachment, FileMark};
use crate::state::book::Book;
use crate::ui::button::Button;
use crate::ui::list_row::{PlainRow, RowLook};
use crate::ui::mark::Mark;
use crate::ui::progress::Progress;
use crate::ui::section_head::Section;

/// Whether a person has to decide what becomes of a file.
pub fn is_refused(file: &Attachment) -> bool {
    match file.mark {
        FileMark::Refused { .. } => true,
        FileMark::Elsewhere
        | FileMark::Saved
        | FileMark::Sending { .. }
        | FileMark::Sent
        // The entry that was refused stands in the list itself.
        | FileMark::Review => false,
    }
}

/// The lanes after the text.
#[component]
pub fn UploadLanes(
    /// What of this device has not arrived.
    files: Memo<Arc<[Attachment]>>,
    /// The question before one is deleted.
    deleting: FileDeleting,
) -> impl IntoView {
    let waiting = Memo::new(move |_| {
        let is_waiting = |file: &&Attachment| !is_refused(file);
        files.with(|files| files.iter().filter(is_waiting).cloned().collect::<Vec<_>>())
    });
    let aside = move || {
        let all: u64 = waiting.with(|files| files.iter().filter_map(|file| file.bytes).sum());
        let n = number(waiting.with(Vec::len));
        let words = fill(word!("upload.count"), &[("n", &n), ("size", &size(all))]);
        view! { <span class="muted">{words}</span> }
    };
    let rows =
        move || waiting.get().into_iter().map(|file| view! { <UploadRow file deleting/> }).collect_view();
    view! {
        <Show when=move || waiting.with(|files| !files.is_empty())>
            <Section title=t(word!("upload.title")) aside>
                <ul class="rows">{rows}</ul>
            </Section>
        </Show>
    }
}

/// One file.
#[component]
pub fn UploadRow(
    /// The file.
    file: Attachment,
    /// The question before it is deleted.
    deleting: FileDeleting,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let (day_or_time, _) = margin(file.at, now());
    let beside = (day_or_time, file.bytes.map(size).unwrap_or_default());
    let title = file_title(book, &file);
    let mark = file_mark(&file.mark);
    let look = if is_refused(&file) { RowLook::Flagged } else { RowLook::Plain };
    let told = match &file.mark {
        FileMark::Refused { code } => Some(refusal(code)),
        FileMark::Sending { percent } => {
            Some(fill(word!("upload.sent_part"), &[("percent", &percent.to_string())]))
        }
        FileMark::Elsewhere | FileMark::Saved | FileMark::Sent | FileMark::Review => {
            file.trouble.as_ref().map(trouble)
        }
    };
    let bar = match file.mark {
        FileMark::Sending { percent } => {
            let label = fill(word!("upload.percent"), &[("percent", &percent.to_string())]);
            Some(view! { <Progress done=percent all=100 label class="part"/> })
        }
        FileMark::Elsewhere
        | FileMark::Saved
        | FileMark::Sent
        | FileMark::Refused { .. }
        | FileMark::Review => None,
    };
    let ways = is_refused(&file).then(|| view! { <WaysOut file deleting/> });
    view! {
        <PlainRow look margin=beside title state=move || mark.clone().map(|(look, word)| view! { <Mark look word/> })>
            <span class="line">{told}</span>
            {bar}
            {ways}
        </PlainRow>
    }
}

/// “Biển hiệu, HTX Gốm Trung Thôn”.
pub fn file_title(book: Book, file: &Attachment) -> String {
    let Some(about) = file.about else { return t(word!("upload.lost_scope")).to_owned() };
    let of = untrack(|| book.view(about)).map(|view| title_of(&view)).unwrap_or_default();
    fill(word!("upload.of"), &[("what", &what(file)), ("of", &of)])
}

#[component]
fn WaysOut(file: Attachment, deleting: FileDeleting) -> impl IntoView {
    let book = expect_context::<Book>();
    let may_send = file.about.is_some();
    let file = StoredValue::new(file);
    let again = move |()| file.with_value(|file| book.send_file_again(file));
    let save = move |()| {
        spawn_local(async move {
            if let Some(file) = file.try_get_value() {
                book.save_file(&file).await;
            }
        });
    };
    view! {
        <div class="acts">
            {may_send.then(|| view! {
                <Button label=t(word!("outbox.resend")) look="sm main" icon="sending" on_press=again/>
            })}
            <Button label=t(word!("photo.save_file")) look="sm" icon="download" on_press=save/>
            <Button
                label=t(word!("outbox.withdraw"))
                look="sm"
                icon="ret"
                on_press=move |()| deleting.ask(file.get_value())
            />
        </div>
    }
}
