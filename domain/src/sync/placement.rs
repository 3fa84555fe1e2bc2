//! Turns relative versions into those of the scope.
//!
//! What the server decides is pure and comes before the scope's counter is taken; the counter is
//! taken last, so that within a scope the order of versions is the order of commits (PROTOCOL §3).
//! Until then a version is an offset: the n-th change of this push in that scope.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::change::{Change, Outcome, Rejection, Stamp};
use crate::id::{RecordId, ScopeId};
use crate::record::{Kind, KindName};
use crate::sync::authority::claims::Claims;
use crate::sync::checksum::Sum;
use crate::sync::exchange::{PushResult, RowDelta};
use crate::value::{Document, Value};

/// A version: known, or an offset into this push. Every offset is newer than every known one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Mark {
    /// A version of the scope.
    Old(u64),
    /// The n-th change of this push in the scope, from 1.
    New(u64),
}

impl Mark {
    /// The version, once the scope's head before the push is known.
    pub fn after(self, head: u64) -> u64 {
        match self {
            Self::Old(ver) => ver,
            Self::New(offset) => head + offset,
        }
    }
}

/// Whether a row is part of its scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Life {
    /// It is.
    Live,
    /// It was deleted.
    Deleted,
    /// It moved to another scope.
    Left,
}

/// A record in one scope, as the server's storage holds it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: KindName,
    /// The record it belongs to: an indexed column.
    pub parent: Option<RecordId>,
    /// Version of the last change of it in this scope.
    pub ver: u64,
    /// Version of the last change of each field, cleared ones included.
    pub fver: BTreeMap<String, u64>,
    /// The fields.
    pub doc: Document,
    /// Whether it is part of the scope.
    pub life: Life,
    /// Who made it.
    pub made: Stamp,
    /// Who changed it last.
    pub touched: Stamp,
}

impl Row {
    /// What a device that has everything up to `after` does not have of this row.
    pub fn delta(&self, after: u64) -> RowDelta {
        let gone = self.life != Life::Live;
        let news = self.fver.iter().filter(|(_, ver)| **ver > after);
        let fields = news.map(|(field, _)| (field.clone(), self.doc.get(field).cloned()));
        RowDelta {
            id: self.id,
            kind: self.kind.clone(),
            ver: self.ver,
            fields: if gone { BTreeMap::new() } else { fields.collect() },
            gone,
            made: self.made.clone(),
            touched: self.touched.clone(),
        }
    }
}

/// A row to write, versions still relative.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowDraft {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: KindName,
    /// The record it belongs to.
    pub parent: Option<RecordId>,
    /// Version of the last change.
    pub ver: Mark,
    /// Version of each field.
    pub fver: BTreeMap<String, Mark>,
    /// The fields.
    pub doc: Document,
    /// Whether it is part of the scope.
    pub life: Life,
    /// Who made it.
    pub made: Stamp,
    /// Who changed it last.
    pub touched: Stamp,
    /// Version it had in the scope before, if it was live.
    pub was: Option<u64>,
}

/// A journal entry, its version still an offset.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeDraft {
    /// Offset in the scope.
    pub offset: u64,
    /// The entry; its `ver` is filled by placing.
    pub change: Change,
}

/// What became of a mutation, versions still relative.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// In effect at least in part.
    Effective {
        /// Version at which a pull shows it.
        at: Mark,
        /// Fields joined with somebody else's change.
        changed: BTreeSet<String>,
        /// Conflicts opened.
        conflicts: Vec<RecordId>,
    },
    /// Another mutation of the device comes first.
    Waiting(u64),
    /// Refused.
    Rejected(Rejection),
}

/// The answer to one mutation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Decided by an earlier push.
    Replayed(Outcome),
    /// Decided now; to be stored under this hash unless it waits.
    Decided {
        /// Scope the verdict's version belongs to.
        scope: ScopeId,
        /// SHA-256 of the mutation as received.
        hash: [u8; 32],
        /// The verdict.
        verdict: Verdict,
    },
    /// The counter was used for another mutation: nothing is stored.
    Reused,
}

/// What the server decided on a push, before the counters are taken.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Decision {
    /// One answer a mutation, in order.
    pub answers: Vec<(u64, Answer)>,
    /// Rows to write.
    pub rows: BTreeMap<(ScopeId, RecordId), RowDraft>,
    /// Journal entries by scope, in order.
    pub changes: BTreeMap<ScopeId, Vec<ChangeDraft>>,
    /// Keys that are given up and taken.
    pub claims: Claims,
    /// What rules between kin asked for and had not been looked up: the decision stands only when this is
    /// empty, and is else made again with it.
    pub missed: Looked,
}

/// What was looked up for rules between kin, or is to be.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Looked {
    /// Records.
    pub records: BTreeSet<RecordId>,
    /// Records, with all that belongs to each.
    pub children: BTreeSet<RecordId>,
    /// Kinds, with all their records.
    pub kinds: BTreeSet<Kind>,
}

impl Looked {
    /// Whether there is nothing to look up.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.children.is_empty() && self.kinds.is_empty()
    }

    /// Takes in what was looked up besides.
    pub fn join(&mut self, other: Self) {
        self.records.extend(other.records);
        self.children.extend(other.children);
        self.kinds.extend(other.kinds);
    }
}

/// A scope's counter row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Head {
    /// Life of the counter.
    pub epoch: u64,
    /// Newest version.
    pub ver: u64,
    /// Numbers of the register issued.
    pub codes: u64,
    /// Live records and their sum.
    pub sum: Sum,
    /// Traces of what is gone were dropped up to here: who stands before it copies the scope anew.
    pub floor: u64,
}

/// By how far a counter jumps when the database was restored from a backup: no version that a device saw
/// before is given to another change. What is left below it is the number of changes.
pub const GENERATION: u64 = 1 << 32;

impl Head {
    /// How many changes the scope has seen.
    pub const fn changes(&self) -> u64 {
        self.ver % GENERATION
    }
}

/// What is to be written, all versions known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Placed {
    /// The scopes' counter rows as they become.
    pub heads: BTreeMap<ScopeId, Head>,
    /// Rows.
    pub rows: Vec<(ScopeId, Row)>,
    /// Journal entries, oldest first in each scope.
    pub changes: Vec<(ScopeId, Change)>,
    /// Keys that are given up and taken.
    pub claims: Claims,
    /// Outcomes to be stored: counter, hash, outcome.
    pub outcomes: Vec<(u64, [u8; 32], Outcome)>,
    /// What the device hears.
    pub results: Vec<PushResult>,
}

impl Decision {
    /// The scopes whose counter must be taken, in the order in which to lock them.
    pub fn scopes(&self) -> impl Iterator<Item = &ScopeId> {
        self.changes.keys()
    }

    /// Fills in the versions. `heads` are the scopes' counter rows, locked, as they were before.
    pub fn place(self, heads: &BTreeMap<ScopeId, Head>) -> Placed {
        let mut placed = Placed { claims: self.claims, ..Placed::default() };
        let before = |scope: &ScopeId| heads.get(scope).copied().unwrap_or_default();
        for (scope, drafts) in self.changes {
            let mut head = before(&scope);
            for draft in drafts {
                let ver = head.ver + draft.offset;
                placed.changes.push((scope.clone(), Change { ver, ..draft.change }));
            }
            head.ver = placed.changes.last().map_or(head.ver, |(_, change)| change.ver);
            placed.heads.insert(scope, head);
        }
        let codes = issue_codes(&self.rows, &mut placed.heads);
        for ((scope, id), draft) in self.rows {
            let from = before(&scope).ver;
            let mut row = draft.place(from);
            if let Some(code) = codes.get(&id) {
                row.doc.set("code", Some(Value::text(code.clone())));
                row.fver.insert("code".into(), row.ver);
            }
            let head = placed.heads.entry(scope.clone()).or_insert_with(|| before(&scope));
            if let Some(was) = draft.was {
                head.sum.remove(id, was);
            }
            if row.life == Life::Live {
                head.sum.add(id, row.ver);
            }
            placed.rows.push((scope, row));
        }
        for (seq, answer) in self.answers {
            placed.results.push(match answer {
                Answer::Replayed(outcome) => PushResult { seq, replayed: true, outcome },
                Answer::Reused => PushResult {
                    seq,
                    replayed: false,
                    outcome: Outcome::Rejected(crate::change::RejectCode::SeqReused.into()),
                },
                Answer::Decided { scope, hash, verdict } => {
                    let outcome = verdict.place(before(&scope).ver);
                    if !matches!(outcome, Outcome::Waiting { .. }) {
                        placed.outcomes.push((seq, hash, outcome.clone()));
                    }
                    PushResult { seq, replayed: false, outcome }
                }
            });
        }
        placed
    }
}

/// The place in the number of a record that belongs to no commune.
const PROVINCE: &str = "TINH";

/// Facilities and projects made in this push get the next number of their commune's register
/// (DOMAIN §9.1). One register for the province would be one counter that every push waits for.
fn issue_codes(
    rows: &BTreeMap<(ScopeId, RecordId), RowDraft>,
    heads: &mut BTreeMap<ScopeId, Head>,
) -> BTreeMap<RecordId, String> {
    let mut codes = BTreeMap::new();
    for ((scope, id), draft) in rows {
        let Some(register) = draft.kind.known().and_then(|kind| kind.spec().register) else { continue };
        if draft.doc.get("code").is_some() {
            continue;
        }
        let commune = draft.doc.text("commune_code");
        if *scope != commune.map_or_else(ScopeId::office, ScopeId::commune) {
            continue;
        }
        let place = commune.unwrap_or(PROVINCE);
        if let Some(head) = heads.get_mut(scope) {
            head.codes += 1;
            codes.insert(*id, format!("{register}-{place}-{:04}", head.codes));
        }
    }
    codes
}

impl RowDraft {
    fn place(&self, head: u64) -> Row {
        Row {
            id: self.id,
            kind: self.kind.clone(),
            parent: self.parent,
            ver: self.ver.after(head),
            fver: self.fver.iter().map(|(field, mark)| (field.clone(), mark.after(head))).collect(),
            doc: self.doc.clone(),
            life: self.life,
            made: self.made.clone(),
            touched: self.touched.clone(),
        }
    }
}

impl Verdict {
    fn place(self, head: u64) -> Outcome {
        match self {
            Self::Waiting(on) => Outcome::Waiting { on },
            Self::Rejected(rejection) => Outcome::Rejected(rejection),
            Self::Effective { at, changed, conflicts } => {
                let ver = at.after(head);
                if !conflicts.is_empty() {
                    Outcome::Conflict { ver, ids: conflicts }
                } else if changed.is_empty() {
                    Outcome::Applied { ver }
                } else {
                    Outcome::Merged { ver, changed: changed.into_iter().collect() }
                }
            }
        }
    }
}
