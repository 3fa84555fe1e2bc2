//! The found part of a text, underlined and tinted. Found without tone marks, shown with them.

use domain::search::fold_vi;
use leptos::prelude::*;

/// A text with the words of a query marked.
pub fn marked(text: &str, query: &str) -> AnyView {
    let wanted = fold_vi(query);
    let words: Vec<&str> = wanted.split_whitespace().collect();
    if words.is_empty() {
        return text.to_owned().into_any();
    }
    let parts = text
        .split_inclusive(char::is_whitespace)
        .map(|part| {
            let folded = fold_vi(part);
            let is_found = !folded.is_empty() && words.iter().any(|word| folded.starts_with(word));
            let bare = part.trim_end();
            if is_found {
                view! { <mark>{bare.to_owned()}</mark>" " }.into_any()
            } else {
                part.to_owned().into_any()
            }
        })
        .collect_view();
    parts.into_any()
}
