//! What pages of one record share: they follow its news without being drawn anew, so that what somebody has
//! begun to answer stays.

use domain::id::RecordId;
use domain::record::Kind;
use domain::words::Word;
use leptos::prelude::*;

use crate::i18n::t;
use crate::pages::not_found::Missing;
use crate::state::view::View;

/// Draws the page of a record once, and again only for another record; without one it says so.
pub fn framed(
    record: Memo<Option<View>>,
    missing: Word,
    draw: impl Fn(Signal<View>) -> AnyView + Send + 'static,
) -> impl IntoView {
    part(record, move || view! { <Missing title=t(missing)/> }.into_any(), draw)
}

/// The same for a part of a page.
pub fn part(
    record: Memo<Option<View>>,
    missing: impl Fn() -> AnyView + Send + 'static,
    draw: impl Fn(Signal<View>) -> AnyView + Send + 'static,
) -> impl IntoView {
    let identity = Memo::new(move |_| {
        record.with(|view| view.as_ref().map(|view| -> (Kind, RecordId) { (view.kind, view.id) }))
    });
    move || {
        // Asked in any case, so that the page follows when the record arrives.
        let is_here = identity.get().is_some();
        let Some(first) = record.get_untracked().filter(|_| is_here) else {
            return missing();
        };
        let id = first.id;
        draw(Signal::derive(move || {
            record.get().filter(|view| view.id == id).unwrap_or_else(|| first.clone())
        }))
    }
}
