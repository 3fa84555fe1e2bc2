//! Which pages and which log values there are, as their keys say; and where the writes of a batch go.

use domain::id::ScopeId;

use super::contents::{Contents, PAGE, Page};
use super::entry::{Entry, Part};
use super::key::{self, Loss, Place, Span};

/// Fewest entries that are written as a page of their own.
const WORTH_A_PAGE: usize = PAGE / 4;
/// Most log values that wait to be folded: each costs a book that opens a tenth of a millisecond.
const MOST_VALUES: usize = 32;

/// Where the store stands. It is written with every batch, so that who prepared a write over something
/// older notices.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Head {
    /// Log values written so far.
    pub number: u64,
    /// How often pages were made or dropped.
    pub generation: u64,
}

impl Head {
    /// As it is stored: no secret, and compared while a transaction is open, so no vault seals it.
    pub fn to_bytes(self) -> [u8; 16] {
        ((u128::from(self.number) << 64) | u128::from(self.generation)).to_be_bytes()
    }

    /// As it was stored.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let both = u128::from_be_bytes(bytes.try_into().ok()?);
        let half = |part: u128| u64::try_from(part & u128::from(u64::MAX)).ok();
        Some(Self { number: half(both >> 64)?, generation: half(both)? })
    }
}

/// What there is.
#[derive(Debug, Default)]
pub struct Directory {
    /// Where the store stands.
    pub head: Head,
    pages: Vec<(ScopeId, Vec<Span>)>,
    log: Vec<(ScopeId, Vec<Place>)>,
}

/// Where the writes of a batch go.
#[derive(Debug, Default)]
pub struct Plan<'a> {
    /// Scopes of which everything goes first.
    pub fresh: Vec<ScopeId>,
    /// Pages beside those there are.
    pub pages: Vec<(ScopeId, Span, Page<'a>)>,
    /// Log values, in order.
    pub log: Vec<(ScopeId, Place, Vec<Entry<'a>>)>,
    /// Where the store stands then.
    pub head: Head,
}

impl Directory {
    /// What keys say, which are in order; `None` when one of them is not ours.
    pub fn read(head: Head, pages: &[String], log: &[String]) -> Option<Self> {
        let mut directory = Self { head, ..Self::default() };
        for found in pages {
            let (scope, span) = key::page(found)?;
            join(&mut directory.pages, scope).push(span);
        }
        for found in log.iter().filter(|key| *key != key::HEAD) {
            let (scope, place) = key::log(found)?;
            join(&mut directory.log, scope).push(place);
        }
        Some(directory)
    }

    /// The pages of a scope, in order.
    pub fn pages(&self, scope: &ScopeId) -> &[Span] {
        of(&self.pages, scope)
    }

    /// The log values of a scope, in order.
    pub fn log(&self, scope: &ScopeId) -> &[Place] {
        of(&self.log, scope)
    }

    /// The scopes whose log is worth folding now: all of them when records are to go, or when so much
    /// waits that a start would feel it.
    pub fn due(&self) -> Vec<ScopeId> {
        let places = || self.log.iter().flat_map(|(_, places)| places);
        let is_due = places().count() > MOST_VALUES || places().any(|place| place.loss == Loss::Some);
        if is_due { self.log.iter().map(|(scope, _)| scope.clone()).collect() } else { Vec::new() }
    }

    /// Where the writes of a batch go: many that lie beside all that is there become pages, everything
    /// else is logged.
    pub fn plan<'a>(&self, parts: Vec<Part<'a>>) -> Plan<'a> {
        let mut plan = Plan { head: self.head, ..Plan::default() };
        for Part { scope, is_fresh, entries } in parts {
            if is_fresh {
                plan.fresh.push(scope.clone());
            }
            if entries.len() >= WORTH_A_PAGE && (is_fresh || self.has_room(&scope, &entries)) {
                let mut contents = Contents::default();
                contents.apply(entries);
                plan.pages.extend(contents.cut().into_iter().map(|(span, page)| (scope.clone(), span, page)));
                continue;
            }
            let mut left = entries.into_iter().peekable();
            while left.peek().is_some() {
                let entries: Vec<Entry<'_>> = left.by_ref().take(PAGE).collect();
                let is_loss = entries.iter().any(|entry| matches!(entry, Entry::Gone(_)));
                let loss = if is_loss { Loss::Some } else { Loss::None };
                plan.head.number += 1;
                plan.log.push((scope.clone(), Place { number: plan.head.number, loss }, entries));
            }
        }
        if !(plan.fresh.is_empty() && plan.pages.is_empty()) {
            plan.head.generation += 1;
        }
        plan
    }

    /// Whether no log lies over these records and no page around them.
    fn has_room(&self, scope: &ScopeId, entries: &[Entry<'_>]) -> bool {
        let Some(span) = Span::around(entries.iter().map(Entry::record)) else { return false };
        let is_apart = |page: &Span| page.last < span.first || span.last < page.first;
        self.log(scope).is_empty() && self.pages(scope).iter().all(is_apart)
    }
}

/// What belongs to a scope. Keys come in order, so what belongs together comes together.
pub fn join<T: Default>(list: &mut Vec<(ScopeId, T)>, scope: ScopeId) -> &mut T {
    let at = list.partition_point(|(other, _)| *other < scope);
    if list.get(at).is_none_or(|(other, _)| *other != scope) {
        list.insert(at, (scope, T::default()));
    }
    &mut list[at].1
}

fn of<'a, T>(list: &'a [(ScopeId, Vec<T>)], scope: &ScopeId) -> &'a [T] {
    list.iter().find(|(of, _)| of == scope).map_or(&[], |(_, found)| found)
}
