//! The single values everything else is made of: text, money, formats, communes, words.

mod communes;
mod formats;
mod money;
mod search;
mod size_class;
mod words;
