//! The papers of a record: their files by name, size and state, and adding more.

use std::sync::Arc;

use domain::id::RecordId;
use domain::permission::TakingOut;
use domain::record::Kind;
use domain::record::files::SCAN;
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::file_deleting::{DeleteFile, FileDeleting};
use crate::components::file_error::{FileError, FileErrorLine};
use crate::components::file_taking::FileTaking;
use crate::components::file_words::{file_mark, is_paper_slot, refusal, size, slot_label, trouble};
use crate::i18n::{count, day, t};
use crate::platform::file_picker::Wanted;
use crate::routes;
use crate::state::attachments::view::{Attachment, FileMark};
use crate::state::book::Book;
use crate::ui::button::{Button, ButtonLink};
use crate::ui::list_row::PlainRow;
use crate::ui::mark::Mark;
use crate::ui::section_head::Section;

/// The papers of a record. A picture is one of them when its slot is; see [`is_paper_slot`].
#[component]
pub fn PaperFiles(
    /// The record.
    about: RecordId,
    /// What papers there may be, a button for each.
    slots: &'static [&'static str],
    /// Whether papers may be added now.
    #[prop(into)]
    may_add: Signal<bool>,
    /// Whether papers may be taken out now.
    #[prop(into)]
    may_delete: Signal<bool>,
) -> impl IntoView {
    let error = FileError::none();
    let (taking, deleting) = (FileTaking::of(about, None, error), FileDeleting::telling(error));
    let all = expect_context::<Book>().attachments(about);
    let files = Memo::new(move |_| all.with(|all| papers(all)));
    let aside = move || view! { <span class="muted">{move || count(word!("papers.count"), files.with(|all| all.len()))}</span> };
    let rows = move || {
        files.get().iter().map(|file| view! { <Row file=file.clone() deleting may_delete/> }).collect_view()
    };
    let add = move || {
        let buttons = slots.iter().map(|slot| {
            let label = if *slot == SCAN { None } else { slot_label(slot) };
            view! {
                <Button
                    label=label.unwrap_or(t(word!("papers.add")))
                    look="sm"
                    icon="plus"
                    busy=taking.is_keeping(slot)
                    busy_label=t(word!("papers.saving")).to_owned()
                    on_press=move |()| taking.take(slot, Wanted::Papers)
                />
            }
        });
        buttons.collect_view()
    };
    view! {
        <Section title=t(word!("papers.title")) aside>
            <Show
                when=move || files.with(|all| !all.is_empty())
                fallback=|| view! { <p class="muted gap-before">{t(word!("papers.none"))}</p> }
            >
                <ul class="rows">{rows}</ul>
            </Show>
            <Show when=move || may_add.get()>
                <div class="acts">
                    {add()}
                    <Button
                        label=t(word!("papers.photograph"))
                        look="sm"
                        icon="camera"
                        busy=taking.is_keeping(SCAN)
                        busy_label=t(word!("papers.saving")).to_owned()
                        on_press=move |()| taking.take(SCAN, Wanted::Photo)
                    />
                    <span class="muted">{t(word!("papers.help"))}</span>
                </div>
            </Show>
            <FileErrorLine error/>
            <DeleteFile deleting/>
        </Section>
    }
}

fn papers(files: &[Attachment]) -> Arc<[Attachment]> {
    files.iter().filter(|file| !file.is_picture() || is_paper_slot(&file.slot)).cloned().collect()
}

#[component]
fn Row(file: Attachment, deleting: FileDeleting, may_delete: Signal<bool>) -> impl IntoView {
    let book = expect_context::<Book>();
    let parts = [
        slot_label(&file.slot).map(str::to_owned),
        Some(file.caption.clone()).filter(|caption| !caption.is_empty()),
        file.bytes.map(size),
        Some(day(file.at)),
    ];
    let line = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let failed = match &file.mark {
        FileMark::Refused { code } => Some(refusal(code)),
        FileMark::Elsewhere
        | FileMark::Saved
        | FileMark::Sending { .. }
        | FileMark::Sent
        | FileMark::Review => file.trouble.as_ref().map(trouble),
    };
    let mark = file_mark(&file.mark);
    let mark = mark.map(|(look, word)| view! { <p><Mark look word/></p> });
    let title = file.file_name.clone();
    let href = routes::record(Kind::Attachment, file.id);
    let look =
        file.is_picture().then(|| view! { <ButtonLink label=t(word!("papers.look")) href look="sm"/> });
    let is_mine = file.taking_out(&book.me().get_untracked()) != TakingOut::No;
    let kept = StoredValue::new(file);
    let save = move |()| {
        spawn_local(async move {
            if let Some(file) = kept.try_get_value() {
                book.save_file(&file).await;
            }
        });
    };
    let delete = move || {
        (is_mine && may_delete.get()).then(|| {
            let ask = move |()| deleting.ask(kept.get_value());
            view! { <Button label=t(word!("papers.delete")) look="sm danger" icon="x" on_press=ask/> }
        })
    };
    view! {
        <PlainRow title>
            <span class="line muted">{line}</span>
            {mark}
            <span class="line">{failed}</span>
            <div class="acts">
                {look}
                <Button label=t(word!("photo.save_file")) look="sm" icon="download" on_press=save/>
                {delete}
            </div>
        </PlainRow>
    }
}
