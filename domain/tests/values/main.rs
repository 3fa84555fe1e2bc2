//! The single values everything else is made of: text, money, formats, communes, words.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

mod communes;
mod formats;
mod money;
mod search;
mod size_class;
mod words;
