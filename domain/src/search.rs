//! Search in Vietnamese text that does not depend on marks, and still ranks exact marks first
//! (DOMAIN §9.5). It knows rows of text, not records.

mod fold;
mod nfc;

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

pub use fold::{fold_vi, lower};
pub use nfc::{nfc_vi, tones_last};

/// Stands between the fields of a row; folding never produces it.
const FIELD_END: char = '\n';

/// Shorter phrases have too many neighbours at edit distance one.
const SHORTEST_MISSPELT: usize = 4;

/// How well a row answers a query; the best comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rank {
    /// A field equals the query, marks included.
    ExactMarked,
    /// A field equals the query without marks.
    Exact,
    /// A field begins with the query, marks included.
    PrefixMarked,
    /// A field begins with the query without marks.
    Prefix,
    /// A later word begins with the query, marks included.
    WordMarked,
    /// A later word begins with the query, or a number ends with it.
    Word,
    /// Every word of the query begins some word of the row, in any order.
    Words,
    /// One letter differs, or i and y are exchanged.
    Near,
}

/// What a person typed, prepared once for many rows.
#[derive(Debug, Clone)]
pub struct Query {
    marked: String,
    folded: String,
    digits: Option<String>,
}

impl Query {
    /// Prepares the text of a search field.
    pub fn new(typed: &str) -> Query {
        let folded = fold_vi(typed);
        let is_number = folded.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
        let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
        Query {
            marked: fold::lower_words(&nfc_vi(typed)),
            folded,
            digits: (is_number && digits.len() >= 3).then_some(digits),
        }
    }

    /// Whether nothing was typed; an empty query matches every row alike.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Ranks one row, or tells that it does not match.
    pub fn rank(&self, row: &SearchText) -> Option<Rank> {
        self.rank_sure(row).or_else(|| self.is_near(row).then_some(Rank::Near))
    }

    /// Ranks one text that is not kept.
    pub fn rank_text(&self, text: &str) -> Option<Rank> {
        self.rank(&SearchText::new([text]))
    }

    fn rank_sure(&self, row: &SearchText) -> Option<Rank> {
        let plain = phrase_rank(&self.folded, &row.folded)
            .or_else(|| self.number_place(row))
            .map(|place| self.with_marks(place, row));
        plain.or_else(|| self.has_every_word(row).then_some(Rank::Words))
    }

    fn with_marks(&self, place: Place, row: &SearchText) -> Rank {
        let marked = phrase_rank(&self.marked, &row.marked) == Some(place);
        match (place, marked) {
            (Place::Whole, true) => Rank::ExactMarked,
            (Place::Whole, false) => Rank::Exact,
            (Place::Start, true) => Rank::PrefixMarked,
            (Place::Start, false) => Rank::Prefix,
            (Place::Word, true) => Rank::WordMarked,
            (Place::Word, false) => Rank::Word,
        }
    }

    /// A number typed with spaces, or by its last digits.
    fn number_place(&self, row: &SearchText) -> Option<Place> {
        let digits = self.digits.as_deref()?;
        row.folded
            .split(FIELD_END)
            .filter(|field| field.bytes().all(|byte| byte.is_ascii_digit()))
            .filter_map(|number| {
                if number == digits {
                    Some(Place::Whole)
                } else if number.starts_with(digits) {
                    Some(Place::Start)
                } else {
                    number.ends_with(digits).then_some(Place::Word)
                }
            })
            .min()
    }

    fn has_every_word(&self, row: &SearchText) -> bool {
        self.folded.contains(' ')
            && self.folded.split(' ').all(|word| phrase_rank(word, &row.folded).is_some())
    }

    fn is_near(&self, row: &SearchText) -> bool {
        let words = self.folded.split(' ').count();
        row.folded
            .split(FIELD_END)
            .any(|field| windows(field, words).any(|window| is_within_one(&self.folded, window)))
    }
}

/// The searched fields of one row, folded once when the row changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchText {
    folded: String,
    marked: String,
}

impl SearchText {
    /// Folds the fields of a row, the most telling first. Empty ones are left out.
    pub fn new<'a>(fields: impl IntoIterator<Item = &'a str>) -> SearchText {
        let mut text = SearchText::default();
        for field in fields {
            let folded = fold_vi(field);
            if folded.is_empty() {
                continue;
            }
            if !text.folded.is_empty() {
                text.folded.push(FIELD_END);
                text.marked.push(FIELD_END);
            }
            text.folded.push_str(&folded);
            text.marked.push_str(&fold::lower_words(&nfc_vi(field)));
        }
        text
    }
}

/// Many rows under keys, searched by scanning: 10,000 rows of a register take about a millisecond.
#[derive(Debug, Clone, Default)]
pub struct Searcher<K> {
    rows: Vec<(K, SearchText)>,
}

impl<K: Ord + Clone> Searcher<K> {
    /// No rows.
    pub const fn new() -> Searcher<K> {
        Searcher { rows: Vec::new() }
    }

    /// How many rows are held.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row is held.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a row or replaces the one of the same key. Ascending keys are cheapest.
    pub fn put(&mut self, key: K, text: SearchText) {
        if self.rows.last().is_none_or(|(last, _)| *last < key) {
            self.rows.push((key, text));
            return;
        }
        match self.place(&key) {
            Ok(at) => {
                if let Some(row) = self.rows.get_mut(at) {
                    row.1 = text;
                }
            }
            Err(at) => self.rows.insert(at, (key, text)),
        }
    }

    /// Forgets a row.
    pub fn remove(&mut self, key: &K) {
        if let Ok(at) = self.place(key) {
            self.rows.remove(at);
        }
    }

    /// The matching keys, the best first, equals in the order of their keys. Near matches are
    /// looked for only when nothing else matches. An empty query brings every row.
    pub fn find(&self, query: &Query) -> Vec<(K, Rank)> {
        let sure = |row: &SearchText| query.rank_sure(row);
        let mut found = self.collect(sure);
        if found.is_empty() {
            found = self.collect(|row| query.is_near(row).then_some(Rank::Near));
        }
        crate::ordering::sort_by_key(&mut found, |(_, rank)| *rank);
        found
    }

    fn collect(&self, rank: impl Fn(&SearchText) -> Option<Rank>) -> Vec<(K, Rank)> {
        self.rows.iter().filter_map(|(key, row)| Some((key.clone(), rank(row)?))).collect()
    }

    fn place(&self, key: &K) -> Result<usize, usize> {
        self.rows.binary_search_by(|(row, _): &(K, SearchText)| -> Ordering { row.cmp(key) })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Whole,
    Start,
    Word,
}

/// The best place at which a phrase stands in a row of fields.
fn phrase_rank(phrase: &str, row: &str) -> Option<Place> {
    if phrase.is_empty() {
        return Some(Place::Start);
    }
    let mut best = None;
    for at in occurrences(phrase.as_bytes(), row.as_bytes()) {
        let before = at.checked_sub(1).and_then(|at| row.as_bytes().get(at));
        let after = row.as_bytes().get(at + phrase.len());
        let place = match (before, after) {
            (None | Some(b'\n'), None | Some(b'\n')) => return Some(Place::Whole),
            (None | Some(b'\n'), _) => Place::Start,
            (Some(b' '), _) => Place::Word,
            _ => continue,
        };
        best = best.into_iter().chain([place]).min();
    }
    best
}

/// Where a needle begins in a haystack. Looking for its rarest byte first skips most of the
/// text; `str::find` is several times slower on needles of a few bytes.
fn occurrences<'a>(needle: &'a [u8], hay: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let (offset, rare) =
        needle.iter().copied().enumerate().max_by_key(|(_, byte)| rarity(*byte)).unwrap_or((0, 0));
    let mut from = offset;
    core::iter::from_fn(move || {
        loop {
            let step = hay.get(from..)?.iter().position(|byte| *byte == rare)?;
            let start = from + step - offset;
            from += step + 1;
            if hay.get(start..start + needle.len()) == Some(needle) {
                return Some(start);
            }
        }
    })
}

/// Rough order of how seldom a byte stands in folded Vietnamese.
fn rarity(byte: u8) -> u8 {
    match byte {
        b' ' | b'n' | b'h' => 0,
        b'a' | b'o' | b'i' | b't' | b'g' | b'c' | b'u' => 1,
        b'e' | b'm' | b'l' | b'd' => 2,
        b'0'..=b'9' => 3,
        _ => 4,
    }
}

/// Runs of `count` words of a field.
fn windows(field: &str, count: usize) -> impl Iterator<Item = &str> {
    let starts = core::iter::once(0).chain(field.match_indices(' ').map(|(at, _)| at + 1));
    starts.filter_map(move |start| {
        let rest = field.get(start..)?;
        match rest.match_indices(' ').nth(count.checked_sub(1)?) {
            Some((end, _)) => rest.get(..end),
            None => (rest.split(' ').count() == count).then_some(rest),
        }
    })
}

/// Equal but for i and y, and for at most one letter more in phrases that are long enough.
fn is_within_one(typed: &str, text: &str) -> bool {
    let (typed, text) = (typed.as_bytes(), text.as_bytes());
    let alike = |pair: &(&u8, &u8)| sound(*pair.0) == sound(*pair.1);
    let head = typed.iter().zip(text).take_while(alike).count();
    let tail = |skip_typed: usize, skip_text: usize| {
        let typed = typed.get(head + skip_typed..).unwrap_or_default();
        let text = text.get(head + skip_text..).unwrap_or_default();
        typed.len() == text.len() && typed.iter().zip(text).all(|pair| alike(&pair))
    };
    if head == typed.len() && head == text.len() {
        return true;
    }
    typed.len() >= SHORTEST_MISSPELT && (tail(1, 1) || tail(1, 0) || tail(0, 1))
}

fn sound(byte: u8) -> u8 {
    if byte == b'y' { b'i' } else { byte }
}
