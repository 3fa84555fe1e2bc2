//! Keys of pages and of the log. Those of one scope stand together, so that a scope is dropped by one
//! range; and they say what must be known of a value before it is read: which records a page holds,
//! where a log value stands and whether something went with it.

use domain::id::{RecordId, ScopeId};

/// Between the parts of a key: below every character a scope may hold.
pub const SEPARATOR: char = '\u{1F}';
/// The character after the separator: where the keys of a scope end.
pub const END: char = '\u{20}';

/// Where the log says where the store stands: no key of a scope is without separator.
pub const HEAD: &str = "head";

/// The records a page holds, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Span {
    /// The first.
    pub first: RecordId,
    /// The last.
    pub last: RecordId,
}

impl Span {
    /// From the least to the greatest of some records.
    pub fn around(records: impl Iterator<Item = RecordId>) -> Option<Self> {
        records.fold(None, |span, id| match span {
            None => Some(Self { first: id, last: id }),
            Some(span) => Some(Self { first: span.first.min(id), last: span.last.max(id) }),
        })
    }
}

/// Whether a log value takes records away. Until it is folded they still lie in their page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Loss {
    /// It does.
    Some,
    /// It does not.
    None,
}

/// Where a log value stands, the order of its scope.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// Counted on by every log value of the store.
    pub number: u64,
    /// Whether records go with it.
    pub loss: Loss,
}

/// First and last key a scope may have, the last one excluded.
pub fn range(scope: &ScopeId) -> (String, String) {
    (format!("{scope}{SEPARATOR}"), format!("{scope}{END}"))
}

/// The key of a page.
pub fn of_page(scope: &ScopeId, span: Span) -> String {
    format!("{scope}{SEPARATOR}{}{SEPARATOR}{}", span.first, span.last)
}

/// The scope and the records of a page.
pub fn page(key: &str) -> Option<(ScopeId, Span)> {
    let (rest, last) = key.rsplit_once(SEPARATOR)?;
    let (scope, first) = rest.rsplit_once(SEPARATOR)?;
    Some((ScopeId::from(scope), Span { first: first.parse().ok()?, last: last.parse().ok()? }))
}

/// The key of a log value.
pub fn of_log(scope: &ScopeId, place: Place) -> String {
    let loss = match place.loss {
        Loss::Some => "-",
        Loss::None => "",
    };
    format!("{scope}{SEPARATOR}{:016x}{loss}", place.number)
}

/// The scope and the place of a log value.
pub fn log(key: &str) -> Option<(ScopeId, Place)> {
    let (scope, place) = key.rsplit_once(SEPARATOR)?;
    let (number, loss) = place.strip_suffix('-').map_or((place, Loss::None), |number| (number, Loss::Some));
    Some((ScopeId::from(scope), Place { number: u64::from_str_radix(number, 16).ok()?, loss }))
}
