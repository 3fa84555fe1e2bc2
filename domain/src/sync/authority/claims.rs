//! Keys that no two records share ([`crate::record::KindSpec::unique`]): who holds them, and the task that
//! is opened when a second record takes one. Nothing is refused and nothing is joined by itself: two devices
//! may have written the same facility down without network, and a person decides what they are.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::desk::{Case, Desk, Step};
use super::resolve::foreseen;
use super::writing::canonical;
use super::{LEVELS, Needed, PLACE, Received};
use crate::change::{ChangeOp, Mutation, Op};
use crate::formats::date;
use crate::id::{RecordId, ScopeId};
use crate::ordering;
use crate::record::duplicate::{DuplicateAction, DuplicateStage, Sign};
use crate::record::{self, Kind};
use crate::role::Role;
use crate::sync::placement::{Life, Row};
use crate::value::{Document, Value};

/// So many records are compared with a new one, the oldest first: a wrong number that half a commune shares
/// must not make a task of every pair.
const MOST_TWINS: usize = 8;

/// Which live records hold a key.
pub type Holders = BTreeMap<String, BTreeSet<RecordId>>;

/// What a push changes of the keys.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Claims {
    /// No longer held.
    pub given_up: BTreeSet<(String, RecordId)>,
    /// Held from now on.
    pub taken: BTreeSet<(String, RecordId)>,
}

/// The keys of a record, as storage keeps them: those of different kinds never meet.
pub fn keys(kind: Kind, doc: &Document) -> BTreeSet<String> {
    let Some(unique) = kind.spec().unique else { return BTreeSet::new() };
    ordering::set(unique(doc).into_iter().map(|key| format!("{}/{key}", kind.code())))
}

/// Names the keys that a push will take: storage looks them up, and holds them until it is written.
pub fn claims_wanted(muts: &[Received], rows: &[(ScopeId, Row)]) -> BTreeSet<String> {
    let stored = documents(rows);
    let mut docs = stored.clone();
    let mut seen: BTreeMap<RecordId, Values> = BTreeMap::new();
    let mut wanted = BTreeSet::new();
    for Received { mutation, .. } in muts {
        let Some((id, kind, sets)) = outcome_of(mutation, &docs) else { continue };
        if kind.spec().unique.is_none() {
            continue;
        }
        let (_, doc) = docs.entry(id).or_insert_with(|| (Some(kind), Document::default()));
        let before = keys(kind, doc);
        if stored.contains_key(&id) {
            seen.entry(id)
                .or_default()
                .extend(sets.iter().map(|(field, value)| (field.clone(), value.clone())));
        }
        for (field, value) in sets {
            doc.set(&field, value);
        }
        wanted.extend(keys(kind, doc).difference(&before).cloned());
    }
    for (id, values) in &seen {
        if let Some((Some(kind), doc)) = stored.get(id) {
            wanted.extend(mixed(*kind, doc, values).difference(&keys(*kind, doc)).cloned());
        }
    }
    wanted
}

type Values = Vec<(String, Option<Value>)>;

/// Keys of a stored record of which some of these values are written and others are not, because they were written
/// before or are in conflict: each value by itself, at each place.
fn mixed(kind: Kind, stored: &Document, values: &Values) -> BTreeSet<String> {
    let mut places = Vec::from([stored.clone()]);
    for (field, value) in values.iter().filter(|(field, _)| PLACE.contains(&field.as_str())) {
        let mut moved = stored.clone();
        moved.set(field, value.clone());
        places.push(moved);
    }
    let mut found = BTreeSet::new();
    for place in places {
        found.extend(keys(kind, &place));
        for (field, value) in values.iter().filter(|(field, _)| !PLACE.contains(&field.as_str())) {
            let mut doc = place.clone();
            doc.set(field, value.clone());
            found.extend(keys(kind, &doc));
        }
    }
    found
}

type Documents = BTreeMap<RecordId, (Option<Kind>, Document)>;

fn documents(rows: &[(ScopeId, Row)]) -> Documents {
    let live = rows.iter().filter(|(_, row)| row.life == Life::Live);
    ordering::map(live.map(|(_, row)| (row.id, (row.kind.known(), row.doc.clone()))))
}

/// The record whose fields a mutation writes, as far as can be told before it is decided.
fn outcome_of(
    mutation: &Mutation,
    docs: &Documents,
) -> Option<(RecordId, Kind, BTreeMap<String, Option<Value>>)> {
    let kind = mutation.kind.known()?;
    match &mutation.op {
        Op::Put(fields) => {
            let sets = fields.iter().map(|(field, edit)| (field.clone(), canonical(edit.value.as_ref())));
            Some((mutation.record, kind, sets.collect()))
        }
        Op::Act(act) if kind == Kind::Conflict => {
            let (_, conflict) = docs.get(&mutation.record)?;
            let about = record::parent(kind, conflict)?;
            Some((about, docs.get(&about)?.0?, foreseen(conflict, act)))
        }
        Op::Act(act) => {
            let sets = act.fields.iter().map(|(field, value)| (field.clone(), canonical(Some(value))));
            Some((mutation.record, kind, sets.collect()))
        }
        Op::Delete(_) => None,
    }
}

/// Names what has to be loaded besides: who holds the keys, the tasks about each pair, into what a record
/// was merged; for two that become one, for a project that may go over to another facility and for a record that
/// a resolution moves, all that belongs to them.
pub fn further(muts: &[Received], rows: &[(ScopeId, Row)], claims: &Holders) -> Needed {
    let mut needed = Needed { records: hosts(rows).collect(), ..Needed::default() };
    let docs = documents(rows);
    for Received { mutation, .. } in muts {
        let written = outcome_of(mutation, &docs);
        // A resolution takes keys for the record it is about.
        let taker = written.as_ref().map_or(mutation.record, |(id, ..)| *id);
        if let Some((about, _, sets)) = written.filter(|(id, ..)| *id != mutation.record)
            && PLACE.iter().any(|field| sets.contains_key(*field))
        {
            needed.levels = LEVELS;
            needed.records.insert(about);
        }
        let held = claims.values().flat_map(|holders| holders.iter().take(MOST_TWINS + 1).copied());
        for other in held.filter(|other| *other != taker) {
            needed.records.insert(other);
            needed.records.insert(RecordId::of_pair(taker, other));
        }
        if mutation.kind.known() == Some(Kind::Amendment) {
            let given = rows.iter().filter(|(_, row)| row.id == mutation.record);
            let moved = given.filter(|(_, row)| row.doc.get("new_facility").is_some());
            for project in moved.filter_map(|(_, row)| record::parent(Kind::Amendment, &row.doc)) {
                needed.levels = LEVELS;
                needed.records.insert(project);
            }
        }
        if mutation.kind.known() == Some(Kind::ProductCertificate) {
            // A certificate has the level of the round that its product was in.
            let entries = rows.iter().filter(|(_, row)| row.kind.known() == Some(Kind::ProductEntry));
            let rounds = entries.filter_map(|(_, row)| row.doc.text("round")?.parse::<RecordId>().ok());
            needed.records.extend(rounds);
        }
        let merges = matches!(&mutation.op, Op::Act(act) if act.action == DuplicateAction::Merge.code());
        if mutation.kind.known() == Some(Kind::Duplicate) && merges {
            needed.levels = LEVELS;
            let tasks = rows.iter().filter(|(_, row)| row.id == mutation.record);
            for (_, task) in tasks {
                let named = ["record", "other"].into_iter().filter_map(|field| task.doc.text(field));
                needed.records.extend(named.filter_map(|id| id.parse::<RecordId>().ok()));
            }
        }
    }
    needed
}

/// The records into which these were merged.
fn hosts(rows: &[(ScopeId, Row)]) -> impl Iterator<Item = RecordId> + '_ {
    rows.iter().filter_map(|(_, row)| row.doc.text("merged_into")?.parse().ok())
}

impl Desk<'_> {
    /// Compares the keys of a record with those of others, and opens what a person has to look at.
    pub(super) fn look_for_twins(&mut self, mutation: &Mutation, role: Role, id: RecordId) {
        let Some((kind, now)) = self.cases.get(&id).and_then(Case::keys) else { return };
        let had = self.keys.get(&id).cloned().unwrap_or_default();
        let mut twins: BTreeMap<RecordId, BTreeSet<Sign>> = BTreeMap::new();
        let stem = kind.code().len() + 1;
        for key in now.difference(&had) {
            let holders = self.claims.entry(key.clone()).or_default();
            for other in holders.iter().filter(|other| **other != id).take(MOST_TWINS) {
                let sign = Sign::of_key(key.get(stem..).unwrap_or_default());
                twins.entry(*other).or_default().insert(sign);
            }
            holders.insert(id);
        }
        for key in had.difference(&now) {
            if let Some(holders) = self.claims.get_mut(key) {
                holders.remove(&id);
            }
        }
        self.keys.insert(id, now);
        for (other, signs) in twins {
            self.open_duplicate(mutation, role, (id, other), &signs);
        }
    }

    /// Opens the task about a pair; one that was decided is opened again when something new points to it.
    fn open_duplicate(
        &mut self,
        mutation: &Mutation,
        role: Role,
        (one, other): (RecordId, RecordId),
        signs: &BTreeSet<Sign>,
    ) {
        let id = RecordId::of_pair(one, other);
        let codes = signs.iter().map(|sign| Value::text(sign.code()));
        if let Some(task) = self.cases.get(&id) {
            let known = task.doc.get("signs").and_then(Value::as_list).unwrap_or_default();
            let all = ordering::set(known.iter().cloned().chain(codes));
            let is_new = all.len() > known.len();
            if is_new && task.doc.text("stage") != Some(DuplicateStage::Merged.code()) {
                let mut sets = opened(self.pusher.now.day());
                sets.insert("signs".into(), Some(Value::List(all.into_iter().collect())));
                self.write(id, &Step::put(mutation, role, sets));
            }
            return;
        }
        let (Some(one), Some(other)) = (self.cases.get(&one), self.cases.get(&other)) else { return };
        if other.deleted {
            return;
        }
        let (newer, older) =
            if (one.made.at, one.id) > (other.made.at, other.id) { (one, other) } else { (other, one) };
        let place = newer.doc.get("commune_code").filter(|code| older.doc.get("commune_code") == Some(*code));
        let mut sets = opened(self.pusher.now.day());
        let list = ordering::set(codes).into_iter().collect();
        let fields: [(&str, Option<Value>); 5] = [
            ("record", Some(Value::text(newer.id.to_string()))),
            ("other", Some(Value::text(older.id.to_string()))),
            ("about_kind", Some(Value::text(newer.kind.as_str()))),
            ("signs", Some(Value::List(list))),
            // Two communes do not see each other's records: the offices that see both decide.
            ("commune_code", place.cloned()),
        ];
        sets.extend(fields.into_iter().map(|(field, value)| (field.to_string(), value)));
        sets.retain(|_, value| value.is_some());
        self.lay(id, Kind::Duplicate, role);
        self.write(id, &Step { op: ChangeOp::Create, ..Step::put(mutation, role, sets) });
    }
}

impl Case {
    /// Its kind and keys, when its kind has any; none of a deleted record.
    pub(super) fn keys(&self) -> Option<(Kind, BTreeSet<String>)> {
        let kind = self.kind.known().filter(|kind| kind.spec().unique.is_some())?;
        Some((kind, if self.deleted { BTreeSet::new() } else { keys(kind, &self.doc) }))
    }
}

/// What the written records give up and take, against what they held before the push.
pub(super) fn changed<'a>(
    cases: impl Iterator<Item = &'a Case>,
    before: &BTreeMap<RecordId, BTreeSet<String>>,
) -> Claims {
    let mut claims = Claims::default();
    let none = BTreeSet::new();
    for case in cases {
        let Some((_, now)) = case.keys() else { continue };
        let had = before.get(&case.id).unwrap_or(&none);
        claims.given_up.extend(had.difference(&now).map(|key| (key.clone(), case.id)));
        claims.taken.extend(now.difference(had).map(|key| (key.clone(), case.id)));
    }
    claims
}

fn opened(today: chrono::NaiveDate) -> BTreeMap<String, Option<Value>> {
    let fields: Vec<(&str, Option<Value>)> = alloc::vec![
        ("stage", Some(Value::text(DuplicateStage::Open.code()))),
        ("stage_since", Some(Value::Text(date::to_iso(today)))),
        ("stage_note", None),
        ("keep", None),
    ];
    fields.into_iter().map(|(field, value)| (field.to_string(), value)).collect()
}
