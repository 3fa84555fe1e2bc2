//! Photos and papers that were seen before: the same bytes stand in another visit or another project (F15).

use domain::alert::{Photo, Reused, reused_photos};
use domain::id::RecordId;
use domain::ordering;
use domain::record::{Kind, parent};
use domain::word;
use leptos::prelude::*;

use crate::components::course::day_of;
use crate::components::file_words::is_signature_slot;
use crate::components::titles::title_of;
use crate::i18n::{fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::note::{Note, NoteLook};

/// Whether files of a kind are compared: what proves something of a project or a visit.
pub fn is_evidence(kind: Kind) -> bool {
    kind == Kind::Visit || kind.spec().parent == Some("project")
}

/// Which records repeat a file of which, the oldest being the original. One invoice may stand with two
/// papers of one project: that repeats nothing.
pub fn repeated_files(book: Book) -> Vec<(RecordId, RecordId)> {
    let mut files = book.scan(Kind::Attachment, |view| {
        let of = book.view(view.doc.text("about")?.parse().ok()?)?;
        let is_meant = is_evidence(of.kind) && !is_signature_slot(view.doc.text("slot").unwrap_or_default());
        let case = if of.kind == Kind::Visit { Some(of.id) } else { parent(of.kind, &of.doc) };
        let hash = view.doc.text("sha256")?.to_owned();
        Some((view.made.at, of.id, Photo { photo: view.id, visit: case?, hash })).filter(|_| is_meant)
    });
    ordering::sort_by_key(&mut files, |(at, _, file)| (*at, file.photo));
    let about = ordering::map(files.iter().map(|(_, of, file)| (file.photo, *of)));
    let files: Vec<Photo> = files.into_iter().map(|(_, _, file)| file).collect();
    let pair = |found: &Reused| Some((*about.get(&found.photo)?, *about.get(&found.repeats)?));
    let mut pairs: Vec<(RecordId, RecordId)> = reused_photos(&files).iter().filter_map(pair).collect();
    ordering::sort_by_key(&mut pairs, |pair| *pair);
    pairs.dedup();
    pairs
}

/// The records whose files this one repeats.
pub fn repeated_records(book: Book, record: RecordId) -> Vec<View> {
    let of_this = repeated_files(book).into_iter().filter(|(of, _)| *of == record);
    of_this.filter_map(|(_, original)| book.view(original)).collect()
}

/// Says which records have the same photo or paper.
#[component]
pub fn SeenBefore(
    /// The record.
    record: RecordId,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let found = Memo::new(move |_| repeated_records(book, record));
    move || {
        let found = found.get();
        (!found.is_empty()).then(|| {
            let links = found.into_iter().map(|view| {
                let title = title_of(&view);
                let on = day_of(&view.doc, "visited_on").map(domain::formats::date::show);
                let words = match on {
                    Some(date) => fill(word!("visit.photo_of"), &[("visit", &title), ("date", &date)]),
                    None => title,
                };
                view! { <p><a class="hit" href=routes::record(view.kind, view.id)>{words}</a></p> }
            });
            view! {
                <Note look=NoteLook::Bad>
                    <p>{t(word!("visit.photo_seen"))}</p>
                    {links.collect_view()}
                </Note>
            }
        })
    }
}
