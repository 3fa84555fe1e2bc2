//! The words of a language in memory: lines of the file that the build script writes, in the order of their keys.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use once_cell::race::OnceBox;

use super::{ForeignWords, HASH_EN, HASH_VI, KEYS, Lang, hash};

/// Key and text.
type Entry = (&'static str, &'static str);

static VI: OnceBox<Vec<Entry>> = OnceBox::new();
static EN: OnceBox<Vec<Entry>> = OnceBox::new();

fn place(lang: Lang) -> &'static OnceBox<Vec<Entry>> {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}

pub(super) fn install(lang: Lang, file: String) -> Result<(), ForeignWords> {
    let expected = match lang {
        Lang::Vi => HASH_VI,
        Lang::En => HASH_EN,
    };
    if hash::of(&file) != expected {
        return Err(ForeignWords);
    }
    if words_of(lang).is_none() {
        let entries = parse(file.leak()).ok_or(ForeignWords)?;
        // Who came first had the same words.
        drop(place(lang).set(Box::new(entries)));
    }
    Ok(())
}

/// A line for each key: the key, a tab, the text.
fn parse(file: &'static str) -> Option<Vec<Entry>> {
    let entries: Vec<Entry> = file.lines().map(|line| line.split_once('\t')).collect::<Option<_>>()?;
    (entries.len() == KEYS.len()).then_some(entries)
}

pub(super) fn words_of(lang: Lang) -> Option<&'static [Entry]> {
    let place = place(lang);
    if place.get().is_none() {
        drop(place.set(Box::new(parse(compiled(lang)?)?)));
    }
    place.get().map(Vec::as_slice)
}

/// The file of a language, where it is part of the program.
#[cfg(any(not(target_arch = "wasm32"), feature = "testing"))]
fn compiled(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Vi => include_str!(concat!(env!("OUT_DIR"), "/words/vi.txt")),
        Lang::En => include_str!(concat!(env!("OUT_DIR"), "/words/en.txt")),
    })
}

/// In the browser the app fetches the one language that is read.
#[cfg(not(any(not(target_arch = "wasm32"), feature = "testing")))]
fn compiled(_: Lang) -> Option<&'static str> {
    None
}

/// The words of a language, or of any other that is here.
fn nearest(lang: Lang) -> &'static [Entry] {
    let mut here = Lang::ALL.into_iter().filter_map(words_of);
    words_of(lang).or_else(|| here.next()).unwrap_or_default()
}

/// The key and the text of the word with this number.
pub(super) fn entry(lang: Lang, number: u16) -> Entry {
    nearest(lang).get(usize::from(number)).copied().unwrap_or_default()
}

/// The number of the word with this key.
pub(super) fn position(key: &str) -> Option<u16> {
    let index = nearest(Lang::default()).binary_search_by_key(&key, |(key, _)| key).ok()?;
    u16::try_from(index).ok()
}
