//! What the rules answer, in the words of the locales: a `message` for each answer that carries
//! figures. Answers without figures are choices and have their labels there.

mod days;
mod findings;
mod money;
mod papers;
mod scores;

use alloc::borrow::ToOwned;
use alloc::string::String;

use crate::record::field::Choice;
use crate::words::{self, Lang};

/// The label of a choice.
fn label<C: Choice>(choice: C, lang: Lang) -> String {
    text_of(&C::LIST.key(choice.as_code()), choice.as_code(), lang)
}

fn text_of(key: &str, otherwise: &str, lang: Lang) -> String {
    words::find(key).map_or(otherwise, |word| word.text(lang)).to_owned()
}
