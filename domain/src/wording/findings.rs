//! What the book says to a gate, in words.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::label;
use crate::record::candidate::findings::Finding;
use crate::words::Lang;

impl Finding {
    /// The finding with the names and figures in it.
    pub fn message(&self, lang: Lang) -> String {
        let figure = |(kind, percent): &(_, i64)| format!("{} {percent} %", label(*kind, lang));
        let figures = self.figures.iter().map(figure).collect::<Vec<_>>().join("; ");
        let what = if self.figures.is_empty() { &self.what } else { &figures };
        label(self.said, lang).replace("{what}", what)
    }
}
