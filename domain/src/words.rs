//! Every word a person reads, in both languages, from `locales/{vi,en}`. It knows no record and no screen.
//!
//! `word!("home.title")` is checked when the code is compiled; [`find`] serves keys that come
//! from descriptions, such as `field.facility.name`. The texts are compiled in, except in the
//! browser: there the app fetches the file of one language and gives it to [`install`].

mod hash;
mod table;

use alloc::string::String;

use thiserror::Error;

// KEYS, which only the compiler looks into, and the hash of each language's file.
include!(concat!(env!("OUT_DIR"), "/words_table.rs"));

/// A language the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Lang {
    /// Vietnamese, the language of the product.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// All languages, in the order in which they are offered.
    pub const ALL: [Lang; 2] = [Lang::Vi, Lang::En];

    /// The tag for the `lang` attribute of a page.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    /// The language of a tag such as `en-GB`; `None` for one that is not spoken here.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag);
        Lang::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }
}

/// One entry of the locales: a key that is known to exist in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Word(u16);

impl Word {
    /// The word of a key written in the source; an unknown key stops compilation. Use `word!`.
    #[doc(hidden)]
    pub const fn known(key: &str) -> Word {
        let mut low = 0;
        let mut high = KEYS.len();
        while low < high {
            let middle = low + (high - low) / 2;
            match compare(key, KEYS[middle]) {
                0 => return Word(middle as u16),
                -1 => high = middle,
                _ => low = middle + 1,
            }
        }
        panic!("{}", key)
    }

    /// The key of this word.
    pub fn key(self) -> &'static str {
        table::entry(Lang::default(), self.0).0
    }

    /// The text in a language, with its `{params}` still open. In the browser a language that is
    /// not installed is answered in the one that is.
    pub fn text(self, lang: Lang) -> &'static str {
        table::entry(lang, self.0).1
    }

    /// The text in a language with its `{params}` filled.
    pub fn fill(self, lang: Lang, params: &[(&str, &str)]) -> String {
        fill(self.text(lang), params)
    }
}

/// A file that does not hold the words of this build, whole and unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the words are damaged or those of another version")]
pub struct ForeignWords;

/// Takes in the file of a language that the build made, for as long as the program runs.
pub fn install(lang: Lang, file: String) -> Result<(), ForeignWords> {
    table::install(lang, file)
}

/// Whether the words of a language are here.
pub fn is_installed(lang: Lang) -> bool {
    table::words_of(lang).is_some()
}

/// The word of a key that is made while the program runs; `None` when the locales lack it.
pub fn find(key: &str) -> Option<Word> {
    table::position(key).map(Word)
}

/// All words in the order of their keys.
pub fn all() -> impl Iterator<Item = Word> {
    (0_u16..).take(KEYS.len()).map(Word)
}

/// Replaces each `{name}` by its value. A name without a value stays as it is, so that the
/// fault is seen; values are not searched for further names.
pub fn fill(text: &str, params: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match params.iter().find(|(param, _)| *param == name) {
            Some((_, value)) => filled.push_str(value),
            None => {
                filled.push('{');
                filled.push_str(name);
                filled.push('}');
            }
        }
        rest = tail;
    }
    filled.push_str(rest);
    filled
}

/// `str::cmp` is not yet callable at compile time.
const fn compare(left: &str, right: &str) -> i8 {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut at = 0;
    while at < left.len() && at < right.len() {
        if left[at] < right[at] {
            return -1;
        }
        if left[at] > right[at] {
            return 1;
        }
        at += 1;
    }
    if left.len() < right.len() {
        -1
    } else if left.len() > right.len() {
        1
    } else {
        0
    }
}

/// The [`Word`] of a key, checked when the code is compiled.
///
/// ```
/// use domain::{word, words::Lang};
/// assert_eq!(word!("sync.saved").text(Lang::Vi), "Đã lưu trên máy");
/// ```
#[macro_export]
macro_rules! word {
    ($key:literal) => {
        const { $crate::words::Word::known($key) }
    };
}
