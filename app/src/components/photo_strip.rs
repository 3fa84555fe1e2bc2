//! The photos of a record: what is asked for and still missing, what there is, and taking more.

use std::sync::Arc;

use domain::formats::number::show_degrees;
use domain::id::RecordId;
use domain::permission::TakingOut;
use domain::record::Kind;
use domain::record::files::{Need, Slot};
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::file_deleting::{DeleteFile, FileDeleting};
use crate::components::file_error::{FileError, FileErrorLine};
use crate::components::file_picture::{LargePicture, drawn};
use crate::components::file_taking::FileTaking;
use crate::components::file_words::{
    file_mark, is_paper_slot, is_signature_slot, refusal, size, slot_label, trouble, what,
};
use crate::components::form_state::FormState;
use crate::i18n::{count, day, fill, t, time};
use crate::platform::file_picker::Wanted;
use crate::routes;
use crate::state::attachments::picture::Size;
use crate::state::attachments::view::{Attachment, FileMark, Place};
use crate::state::book::Book;
use crate::ui::button::{Button, ButtonLink};
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::photo_strip::{Photo, PhotoGrid, PhotoTile};
use crate::ui::section_head::Section;

/// Further photos, of whatever.
const OTHER: &str = "other";

/// One place of the strip.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Cell {
    Photo(RecordId),
    Missing(usize),
}

/// The photos of a record.
#[component]
pub fn PhotoStrip(
    /// The record.
    about: RecordId,
    /// What is asked for, in order.
    #[prop(optional)]
    slots: &'static [Slot],
    /// Whether photos may be taken and deleted now: not after a signature.
    #[prop(into)]
    may_add: Signal<bool>,
    /// The form on the same page, whose draft must be on the disk before the camera opens.
    #[prop(optional)]
    form: Option<FormState>,
    /// Heading, where the page numbers its parts.
    #[prop(optional, into)]
    title: Option<String>,
) -> impl IntoView {
    let title = title.unwrap_or_else(|| t(word!("photo.title")).to_owned());
    let error = FileError::none();
    let (taking, deleting) = (FileTaking::of(about, form, error), FileDeleting::telling(error));
    let files = expect_context::<Book>().attachments(about);
    let cells = Memo::new(move |_| files.with(|files| cells(files, slots)));
    let draw = move |cell: Cell| match cell {
        Cell::Photo(id) => view! { <Item files id deleting may_add/> }.into_any(),
        Cell::Missing(at) => {
            slots.get(at).map(|slot| view! { <Missing asked=*slot taking may_add/> }).into_any()
        }
    };
    let aside =
        move || view! { <span class="muted">{move || files.with(|files| counted(files, slots))}</span> };
    let is_bare = move || !may_add.get() && cells.with(Vec::is_empty);
    view! {
        <Section title aside>
            <PhotoGrid>
                <For each=move || cells.get() key=|cell| *cell children=draw/>
                <Show when=move || may_add.get()>
                    <PhotoTile
                        label=t(word!("photo.add"))
                        busy=taking.is_keeping(OTHER)
                        busy_label=t(word!("photo.saving"))
                        on_press=move |()| taking.take(OTHER, Wanted::Photo)
                    />
                </Show>
            </PhotoGrid>
            <Show when=is_bare>
                <p class="muted">{t(word!("photo.none"))}</p>
            </Show>
            <Show when=move || may_add.get()>
                <div class="photos-more">
                    <Button
                        label=t(word!("photo.choose"))
                        look="sm quiet"
                        on_press=move |()| taking.take(OTHER, Wanted::Pictures)
                    />
                </div>
            </Show>
            <FileErrorLine error/>
            <DeleteFile deleting/>
        </Section>
    }
}

/// The photos among the files of a record.
fn photos(files: &[Attachment]) -> impl Iterator<Item = &Attachment> {
    let is_photo = |file: &&Attachment| !is_paper_slot(&file.slot) && !is_signature_slot(&file.slot);
    files.iter().filter(|file| file.is_picture()).filter(is_photo)
}

/// Slot by slot the photos of it, or that it is missing; then all others.
fn cells(files: &[Attachment], slots: &[Slot]) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (at, slot) in slots.iter().enumerate() {
        let before = cells.len();
        cells.extend(photos(files).filter(|file| file.slot == slot.code).map(|file| Cell::Photo(file.id)));
        if cells.len() == before {
            cells.push(Cell::Missing(at));
        }
    }
    let is_other = |file: &&Attachment| slots.iter().all(|slot| slot.code != file.slot);
    cells.extend(photos(files).filter(is_other).map(|file| Cell::Photo(file.id)));
    cells
}

/// “2/3 ảnh bắt buộc”, or how many there are.
fn counted(files: &[Attachment], slots: &[Slot]) -> String {
    let required = || slots.iter().filter(|slot| slot.need == Need::Required);
    let total = required().count();
    if total == 0 {
        return count(word!("photo.count"), photos(files).count());
    }
    let done = required().filter(|slot| photos(files).any(|file| file.slot == slot.code)).count();
    fill(word!("photo.required_count"), &[("done", &done.to_string()), ("total", &total.to_string())])
}

/// A photo that is asked for and not there.
#[component]
fn Missing(asked: Slot, taking: FileTaking, may_add: Signal<bool>) -> impl IntoView {
    let label = slot_label(asked.code).unwrap_or(asked.code);
    let (look, word) = match asked.need {
        Need::Required => (MarkLook::MISSING, word!("photo.missing_required")),
        Need::Wished => (MarkLook::TODO, word!("photo.missing")),
    };
    let state = move || view! { <Mark look word=t(word)/> };
    move || match may_add.get() {
        true => view! {
            <PhotoTile
                label
                busy=taking.is_keeping(asked.code)
                busy_label=t(word!("photo.saving"))
                state
                on_press=move |()| taking.take(asked.code, Wanted::Photo)
            />
        }
        .into_any(),
        false => view! { <li><b class="line">{label}</b>{state()}</li> }.into_any(),
    }
}

/// A photo that is there.
#[component]
fn Item(
    files: Memo<Arc<[Attachment]>>,
    id: RecordId,
    deleting: FileDeleting,
    may_add: Signal<bool>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let find = move || files.with(|files| files.iter().find(|file| file.id == id).cloned());
    let file = Memo::new(move |_| find());
    let small = untrack(find).map(|file| book.blob_url(&file, Size::Thumbnail));
    let open = RwSignal::new(false);
    let title = Signal::derive(move || file.get().map(|file| what(&file)).unwrap_or_default());
    let label = Signal::derive(move || {
        let word = if open.get() { word!("photo.close") } else { word!("photo.open") };
        title.with(|what| fill(word, &[("what", what)]))
    });
    let picture = move || {
        small.map(|small| match open.get() {
            true => untrack(find).map(|file| view! { <LargePicture file small title/> }).into_any(),
            false => drawn(&small.get(), &title.get()),
        })
    };
    let state = move || {
        let (look, word) = file.get().and_then(|file| file_mark(&file.mark))?;
        Some(view! { <Mark look word/> })
    };
    view! {
        <Photo title label picture state open>
            {move || file.get().map(|file| view! { <About file deleting may_add/> })}
        </Photo>
    }
}

/// What else is known of a photo, and what can be done.
#[component]
fn About(file: Attachment, deleting: FileDeleting, may_add: Signal<bool>) -> impl IntoView {
    let book = expect_context::<Book>();
    let id = file.id;
    let kept = StoredValue::new(file.clone());
    let save = move |()| {
        spawn_local(async move {
            if let Some(file) = kept.try_get_value() {
                book.save_file(&file).await;
            }
        });
    };
    let lines = lines(&file).into_iter().map(|line| view! { <p class="muted">{line}</p> }).collect_view();
    let is_mine = file.taking_out(&book.me().get_untracked()) != TakingOut::No;
    let may_delete = move || {
        (is_mine && may_add.get()).then(|| {
            let delete = move |()| deleting.ask(kept.get_value());
            view! {
                <ButtonLink
                    label=t(word!("button.edit"))
                    href=routes::record_edit(Kind::Attachment, id)
                    look="sm"
                    icon="pen"
                />
                <Button label=t(word!("photo.delete")) look="sm danger" icon="x" on_press=delete/>
            }
        })
    };
    view! {
        {lines}
        <div class="acts">
            <Button label=t(word!("photo.save_file")) look="sm" icon="download" on_press=save/>
            {may_delete}
        </div>
    }
}

fn lines(file: &Attachment) -> Vec<String> {
    let taken =
        file.taken_at.map(|at| fill(word!("photo.taken_at"), &[("time", &time(at)), ("day", &day(at))]));
    let failed = match &file.mark {
        FileMark::Refused { code } => Some(refusal(code)),
        FileMark::Elsewhere
        | FileMark::Saved
        | FileMark::Sending { .. }
        | FileMark::Sent
        | FileMark::Review => file.trouble.as_ref().map(trouble),
    };
    [taken, file.place.map(place), file.bytes.map(size), failed].into_iter().flatten().collect()
}

fn place(place: Place) -> String {
    let (lat, lng) = (show_degrees(place.lat), show_degrees(place.lng));
    match place.accuracy_m {
        Some(metres) => fill(
            word!("photo.place_accuracy"),
            &[("lat", &lat), ("lng", &lng), ("metres", &metres.to_string())],
        ),
        None => fill(word!("photo.place"), &[("lat", &lat), ("lng", &lng)]),
    }
}
