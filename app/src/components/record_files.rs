//! The photos and papers of a record, as far as the description of its kind names any.

use domain::id::RecordId;
use domain::permission::may_attach;
use domain::record::Kind;
use domain::record::files::{gives_back, takes_more};
use domain::value::Document;
use leptos::prelude::*;

use crate::components::paper_files::PaperFiles;
use crate::components::photo_strip::PhotoStrip;
use crate::components::visit::seen::{SeenBefore, is_evidence};
use crate::state::book::Book;

/// The photos and papers; nothing where there are none and this person may add none.
#[component]
pub fn RecordFiles(
    /// The record.
    about: RecordId,
    /// Its kind.
    kind: Kind,
    /// Its fields.
    #[prop(into)]
    doc: Signal<Document>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let files = kind.spec().files;
    let is_allowed = may_attach(role, kind);
    let may_add = Memo::new(move |_| is_allowed && doc.with(|doc| takes_more(kind, doc)));
    let may_delete = Memo::new(move |_| is_allowed && doc.with(|doc| gives_back(kind, doc)));
    let all = book.attachments(about);
    let is_shown = Memo::new(move |_| may_add.get() || all.with(|all| !all.is_empty()));
    view! {
        <Show when=move || is_shown.get() && !files.is_none()>
            {files.photos.map(|slots| view! { <PhotoStrip about slots may_add/> })}
            {(!files.papers.is_empty()).then(|| view! {
                <PaperFiles about slots=files.papers may_add may_delete/>
            })}
            {is_evidence(kind).then(|| view! { <SeenBefore record=about/> })}
        </Show>
    }
}
