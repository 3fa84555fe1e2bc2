//! How old the data on this device are.

use domain::word;
use leptos::prelude::*;

use crate::i18n::{ago, fill, t};
use crate::platform::clock::now;
use crate::state::book::Book;

/// “Cập nhật 2 giờ trước”.
#[component]
pub fn Updated() -> impl IntoView {
    let sync = expect_context::<Book>().sync_state();
    let words = move || match sync.get().and_then(|sync| sync.pulled_at) {
        Some(at) => fill(word!("sync.updated"), &[("age", &ago(at, now()))]),
        None => t(word!("sync.never_updated")).to_owned(),
    };
    view! { <span>{words}</span> }
}
