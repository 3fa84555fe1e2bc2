//! What the server decides on a push, as a pure function of what it has loaded.
//!
//! The server calls [`needed`], loads, calls [`decide`] inside its transaction and writes what
//! comes back; the simulation does the same with tables in memory. There is no other place where
//! a change is accepted.

pub mod claims;
mod conflict;
mod desk;
mod family;
mod joining;
pub mod publish;
pub mod resolve;
mod writing;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

use crate::change::{Act, Actor, Base, FieldEdit, Mutation, Op, Outcome, Stamp};
use crate::clock::Millis;
use crate::id::{DeviceId, RecordId, ScopeId, UserId};
use crate::record::{self, Home};
use crate::role::Role;
use crate::sync::placement::{Answer, Decision, Looked, Row};
use crate::value::Value;
use claims::Holders;
use desk::Desk;

/// Who pushes, and what they hold at this moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pusher {
    /// The device.
    pub device: DeviceId,
    /// The account.
    pub user: UserId,
    /// Name of the person.
    pub name: String,
    /// Scopes granted now, with the role there.
    pub held: BTreeMap<ScopeId, Role>,
    /// Time of the server.
    pub now: Millis,
    /// Whether the server was restored from a backup lately: what is missing may be on its way.
    pub recovering: bool,
}

/// How long after a restore the server waits for devices to send again what it has forgotten, before it
/// refuses what rests on it.
pub const RECOVERY_MS: i64 = 7 * 86_400_000;

/// A mutation as received, with the hash under which its outcome is stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Received {
    /// The mutation.
    pub mutation: Mutation,
    /// SHA-256 of its canonical spelling.
    pub hash: [u8; 32],
}

/// A decided mutation of an earlier push.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done {
    /// Hash of the mutation.
    pub hash: [u8; 32],
    /// Its outcome.
    pub outcome: Outcome,
}

/// What has to be loaded before a push can be decided.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Needed {
    /// Records, in every scope they are in; also the records they belong to and those that belong
    /// to them.
    pub records: BTreeSet<RecordId>,
    /// How many levels of those that belong to them: all, when something moves to another place.
    pub levels: usize,
    /// Outcomes of this device.
    pub seqs: BTreeSet<u64>,
}

/// What was loaded.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Loaded {
    /// Rows by scope.
    pub rows: Vec<(ScopeId, Row)>,
    /// Outcomes of this device.
    pub done: BTreeMap<u64, Done>,
    /// Who made the journal entries named by [`authors_wanted`].
    pub authors: BTreeMap<(ScopeId, u64), Stamp>,
    /// Who holds the keys named by [`claims::claims_wanted`].
    pub claims: Holders,
    /// What was looked up besides, found or not.
    pub looked: Looked,
}

/// The fields that say where a record lives, and with it all that belongs to it.
pub(crate) const PLACE: [&str; 2] = ["commune_code", "owner_account"];
/// A facility, its project, a class, a trainee, a photo.
const LEVELS: usize = 5;

/// Names what has to be loaded.
pub fn needed(muts: &[Received]) -> Needed {
    let mut needed = Needed { levels: 1, ..Needed::default() };
    for Received { mutation, .. } in muts {
        needed.seqs.insert(mutation.seq);
        needed.seqs.extend(&mutation.deps);
        needed.seqs.extend(bases(mutation).filter_map(own_seq));
        needed.records.insert(mutation.record);
        let spec = mutation.kind.known().map(record::Kind::spec);
        if let Op::Put(fields) = &mutation.op
            && PLACE.iter().any(|field| fields.contains_key(*field))
        {
            needed.levels = LEVELS;
        }
        if matches!(mutation.op, Op::Act(_)) && spec.is_some_and(|spec| spec.home == Home::ParentOnceMoved) {
            needed.levels = LEVELS;
        }
        if let (Op::Put(fields), Some(parent)) = (&mutation.op, spec.and_then(|spec| spec.parent)) {
            let value = fields.get(parent).and_then(|edit| edit.value.as_ref());
            needed.records.extend(value.and_then(Value::as_text).and_then(|id| id.parse::<RecordId>().ok()));
        }
    }
    needed
}

/// Names the records whose children are kin that a rule asks for: known only when the records
/// themselves are.
pub fn kin_wanted(muts: &[Received], rows: &[(ScopeId, Row)]) -> BTreeSet<RecordId> {
    let mut wanted = BTreeSet::new();
    for Received { mutation, .. } in muts {
        let Some(kind) = mutation.kind.known().filter(|kind| kind.spec().family.is_some()) else { continue };
        let stored = rows.iter().filter(|(_, row)| row.id == mutation.record);
        wanted.extend(stored.filter_map(|(_, row)| record::parent(kind, &row.doc)));
        if let (Op::Put(fields), Some(parent)) = (&mutation.op, kind.spec().parent) {
            let value = fields.get(parent).and_then(|edit| edit.value.as_ref());
            wanted.extend(value.and_then(Value::as_text).and_then(|id| id.parse::<RecordId>().ok()));
        }
    }
    wanted
}

/// Names further records that a rule between kin may read: those that the record, or the one it belongs
/// to, names in its fields. A product names its round.
pub fn named_wanted(muts: &[Received], rows: &[(ScopeId, Row)]) -> BTreeSet<RecordId> {
    let mut wanted = BTreeSet::new();
    for Received { mutation, .. } in muts {
        let Some(kind) = mutation.kind.known().filter(|kind| kind.spec().family.is_some()) else { continue };
        let stored = |id| rows.iter().map(|(_, row)| row).filter(move |row| row.id == id);
        if let Op::Put(fields) = &mutation.op {
            let values = fields.iter().filter_map(|(name, edit)| Some((name.as_str(), edit.value.as_ref()?)));
            wanted.extend(named_in(kind, values));
        }
        let own = stored(mutation.record).filter_map(|row| record::parent(kind, &row.doc));
        let put = match &mutation.op {
            Op::Put(fields) => kind
                .spec()
                .parent
                .and_then(|parent| fields.get(parent)?.value.as_ref()?.as_text()?.parse().ok()),
            Op::Act(_) | Op::Delete(_) => None,
        };
        for id in own.chain(put).chain([mutation.record]).collect::<BTreeSet<RecordId>>() {
            for row in stored(id) {
                let Some(kind) = row.kind.known() else { continue };
                wanted.extend(named_in(kind, row.doc.0.iter().map(|(name, value)| (name.as_str(), value))));
            }
        }
    }
    let known: BTreeSet<RecordId> = rows.iter().map(|(_, row)| row.id).collect();
    wanted.difference(&known).copied().collect()
}

fn named_in<'a>(
    kind: record::Kind,
    fields: impl Iterator<Item = (&'a str, &'a Value)>,
) -> impl Iterator<Item = RecordId> {
    fields.filter_map(move |(name, value)| {
        let is_ref = matches!(kind.spec().field(name)?.ty, record::field::FieldType::Ref(_));
        value.as_text().filter(|_| is_ref)?.parse().ok()
    })
}

/// Names the journal entries whose authors a conflict would quote: rarely any.
pub fn authors_wanted(muts: &[Received], rows: &[(ScopeId, Row)]) -> BTreeSet<(ScopeId, u64)> {
    let mut wanted = BTreeSet::new();
    for Received { mutation, .. } in muts {
        let Op::Put(fields) = &mutation.op else { continue };
        let row = rows.iter().find(|(scope, row)| *scope == mutation.scope && row.id == mutation.record);
        let Some((scope, row)) = row else { continue };
        for (field, edit) in fields {
            let ver = row.fver.get(field).copied().unwrap_or(0);
            if matches!(edit.base, Base::Ver(base) if ver > base) {
                wanted.insert((scope.clone(), ver));
            }
        }
        // An own earlier mutation as base does not tell the version: quote the last change.
        if fields.values().any(|edit| own_seq(edit.base).is_some()) {
            wanted.extend(row.fver.values().map(|ver| (scope.clone(), *ver)));
        }
    }
    wanted
}

/// Decides every mutation, in order; one that is refused stops only those that depend on it.
pub fn decide(pusher: &Pusher, muts: &[Received], loaded: &Loaded) -> Decision {
    let mut desk = Desk::open(pusher, loaded);
    for received in muts {
        let seq = received.mutation.seq;
        let answer = match loaded.done.get(&seq) {
            Some(done) if done.hash == received.hash => Answer::Replayed(done.outcome.clone()),
            Some(_) => Answer::Reused,
            None if desk.has_decided(seq) => Answer::Reused,
            None => {
                let verdict = desk.judge(&received.mutation);
                desk.remember(seq, verdict.clone());
                Answer::Decided { scope: received.mutation.scope.clone(), hash: received.hash, verdict }
            }
        };
        desk.answer(seq, answer);
    }
    desk.close()
}

/// The versions a mutation rests on.
fn bases(mutation: &Mutation) -> impl Iterator<Item = Base> + '_ {
    let (fields, single): (Option<&BTreeMap<String, FieldEdit>>, Option<Base>) = match &mutation.op {
        Op::Put(fields) => (Some(fields), None),
        Op::Delete(base) => (None, Some(*base)),
        Op::Act(Act { base, .. }) => (None, Some(*base)),
    };
    fields.into_iter().flat_map(|fields| fields.values().map(|edit| edit.base)).chain(single)
}

/// Whether a mutation cannot be decided without this earlier one of its device.
pub fn rests_on(mutation: &Mutation, seq: u64) -> bool {
    mutation.deps.contains(&seq) || bases(mutation).filter_map(own_seq).any(|own| own == seq)
}

/// Gives a mutation, and those it rests on, their new counters.
pub fn rename(mutation: &mut Mutation, renamed: &BTreeMap<u64, u64>) {
    let rename = |seq: &mut u64| {
        if let Some(new) = renamed.get(seq) {
            *seq = *new;
        }
    };
    let rebase = |base: &mut Base| {
        if let Base::Own { seq } = base {
            rename(seq);
        }
    };
    rename(&mut mutation.seq);
    mutation.deps.iter_mut().for_each(rename);
    match &mut mutation.op {
        Op::Put(fields) => fields.values_mut().for_each(|edit| rebase(&mut edit.base)),
        Op::Delete(base) | Op::Act(Act { base, .. }) => rebase(base),
    }
}

fn own_seq(base: Base) -> Option<u64> {
    match base {
        Base::Own { seq } => Some(seq),
        Base::Ver(_) => None,
    }
}

/// The person, in the role held in a scope.
fn actor(pusher: &Pusher, role: Role) -> Actor {
    Actor { user: pusher.user, name: pusher.name.clone(), role }
}
