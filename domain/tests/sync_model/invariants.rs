//! What must hold (docs/PROTOCOL.md §10).

use std::collections::{BTreeMap, BTreeSet};

use domain::change::{ChangeOp, Op, Outcome};
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId};
use domain::record::Kind;
use domain::record::field::MergePolicy;
use domain::sync::authority::claims;
use domain::sync::batch::{OutboxState, WriteOp};
use domain::sync::engine::Response;
use domain::sync::exchange::{PullAnswer, ScopePage};
use domain::sync::placement::{GENERATION, Life, Row};
use domain::value::Value;

use crate::database::Tables;
use crate::device::Device;
use crate::harm::{Outcome as Held, diverged, doubled, leaked, lost};
use crate::plants::Plant;
use crate::world::World;

/// What was seen so far, so that each step looks only at what is new.
#[derive(Default)]
pub struct Audit {
    last: BTreeMap<ScopeId, u64>,
    seen: BTreeSet<(ScopeId, DeviceId, u64, RecordId)>,
    /// Mutations of which a device was told that they are in effect.
    acknowledged: BTreeSet<(DeviceId, u64)>,
}

impl Audit {
    /// The book was put back to an older state: what is in it is looked at anew.
    pub fn begin_anew(&mut self) {
        self.last.clear();
        self.seen.clear();
    }

    /// 1. What a device is told to be in effect was decided.
    pub fn told(&mut self, tables: &Tables, keys: &[(DeviceId, u64)]) -> Held {
        self.acknowledged.extend(keys);
        match keys.iter().find(|key| !tables.done.contains_key(key)) {
            Some(key) => Err(lost(format!("{key:?} was acknowledged and is not on the server"))),
            None => Ok(()),
        }
    }
}

/// After every step: 1. the journal names nothing twice, and has no gap.
pub fn always(world: &mut World) -> Held {
    let World { audit, database, plant, .. } = world;
    for (scope, head) in &database.tables.heads {
        let last = audit.last.entry(scope.clone()).or_default();
        if *last == head.ver {
            continue;
        }
        let news = database.tables.journal.range((scope.clone(), *last + 1)..=(scope.clone(), u64::MAX));
        for ((_, ver), change) in news {
            // Versions are not consecutive where the book was put back, nor with the bug that skips some.
            let follows = ver % GENERATION == *last % GENERATION + 1;
            if !follows && *plant != Some(Plant::CounterFirst) {
                return Err(diverged(format!("{scope}: version {ver} follows {last}")));
            }
            *last = *ver;
            let makes = matches!(change.op, ChangeOp::Act | ChangeOp::Delete | ChangeOp::Create);
            if makes && !audit.seen.insert((scope.clone(), change.device, change.seq, change.record)) {
                return Err(doubled(format!(
                    "{scope}: mutation {} of {} stands twice",
                    change.seq, change.device
                )));
            }
        }
    }
    Ok(())
}

/// 3. No answer holds a row outside the scopes held at that moment.
pub fn no_leak(world: &World, device: DeviceId, answer: &PullAnswer) -> Held {
    let held = &world.database.accounts[&device].held;
    for page in &answer.pages {
        let (ScopePage::Delta(domain::sync::exchange::Delta { scope, .. })
        | ScopePage::Snapshot { scope, .. }) = page;
        if !held.contains_key(scope) {
            return Err(leaked(format!("{device} was sent {scope}")));
        }
    }
    Ok(())
}

/// 5. An answer applied a second time changes no record and moves no cursor back.
pub fn idempotent(device: &Device, now: Millis, again: &Response) -> Held {
    if device.commits.iter().any(|_| true) {
        return Ok(());
    }
    let replica = device.engine.replica();
    let batch = match again {
        Response::Pull(answer) if answer.held == replica.meta.held => replica.pull_batch(now, answer),
        Response::Pull(_)
        | Response::Push(_)
        | Response::Manifest(_)
        | Response::Page(_)
        | Response::Compare(_) => return Ok(()),
    };
    let writes = |op: &&WriteOp| matches!(op, WriteOp::PutRow(..) | WriteOp::DropRow(..));
    match batch.ops.iter().find(writes) {
        None => Ok(()),
        Some(op) => Err(diverged(format!("applied a second time, an answer writes {op:?}"))),
    }
}

/// When everybody has stopped and everything has arrived.
pub fn settled(world: &World) -> Held {
    agree(world)?;
    no_double_is_silent(world)?;
    what_belongs_lies_with_its_record(world)?;
    nothing_typed_is_lost(world)?;
    no_conflict_is_imagined(world)?;
    nothing_is_overwritten_unseen(world)
}

/// With so many others a record is compared; who writes one workshop down ten times is told enough.
const MOST_TASKS: usize = 8;

/// 6. Two live records that share a key have a task that tells of it.
fn no_double_is_silent(world: &World) -> Held {
    let live = |row: &&Row| row.life == Life::Live;
    let mut held: BTreeMap<String, BTreeSet<RecordId>> = BTreeMap::new();
    for row in world.database.tables.rows.values().filter(live) {
        let Some(kind) = row.kind.known() else { continue };
        for key in claims::keys(kind, &row.doc) {
            held.entry(key).or_default().insert(row.id);
        }
    }
    for (key, holders) in &held {
        if world.database.tables.claims.get(key) != Some(holders) {
            let noted = world.database.tables.claims.get(key);
            return Err(doubled(format!("{key} is held by {holders:?}, noted is {noted:?}")));
        }
        let told = |one: RecordId, other: RecordId| {
            let (older, newer) = (one.min(other), one.max(other));
            let task = RecordId::of_pair(older, newer);
            world.database.tables.rows.values().filter(live).any(|row| row.id == task)
        };
        for one in holders {
            let others = holders.iter().filter(|other| *other != one);
            let tasks = others.filter(|other| told(*one, **other)).count();
            // Of more than are compared, some may have gone since: their tasks tell of it too.
            if tasks < MOST_TASKS.min(holders.len() - 1) && tasks_of(world, *one) < MOST_TASKS {
                return Err(doubled(format!("{one} shares {key} with {holders:?}, told are {tasks}")));
            }
        }
    }
    Ok(())
}

fn tasks_of(world: &World, id: RecordId) -> usize {
    let id = id.to_string();
    let live = world.database.tables.rows.values().filter(|row| row.life == Life::Live);
    let tasks = live.filter(|row| row.kind.known() == Some(Kind::Duplicate));
    let about =
        tasks.filter(|task| ["record", "other"].iter().any(|field| task.doc.text(field) == Some(&id)));
    about.map(|task| task.id).collect::<BTreeSet<_>>().len()
}

/// 7. What belongs to a record is where that one is, also after two became one.
fn what_belongs_lies_with_its_record(world: &World) -> Held {
    let live = || world.database.tables.rows.values().filter(|row| row.life == Life::Live);
    for row in live().filter(|row| row.kind.known() == Some(Kind::Need)) {
        let parent = live().find(|parent| Some(parent.id) == row.parent);
        let parent = parent.ok_or_else(|| lost(format!("need {} belongs to nothing", row.id)))?;
        if ["commune_code", "owner_account"].iter().any(|field| parent.doc.get(field) != row.doc.get(field)) {
            return Err(diverged(format!("need {} is not where facility {} is", row.id, parent.id)));
        }
    }
    Ok(())
}

/// 2. Device and server agree in every scope, and no other scope is on the device.
fn agree(world: &World) -> Held {
    match world.devices.iter().find(|device| device.engine.repaired() > 0) {
        Some(device) => Err(diverged(format!("{} had to fetch anew what differed", device.id))),
        None => hold_the_same(world),
    }
}

/// Every record of every scope held, and no other.
pub fn hold_the_same(world: &World) -> Held {
    for device in &world.devices {
        let held = &world.database.accounts[&device.id].held;
        let replica = device.engine.replica();
        if let Some((scope, _)) = replica.rows().find(|(scope, _)| !held.contains_key(*scope)) {
            return Err(leaked(format!("{} still holds rows of {scope}", device.id)));
        }
        if let Some(scope) = device.scopes_on_disk().find(|scope| !held.contains_key(scope)) {
            return Err(leaked(format!("rows of {scope} lie on the disk of {}", device.id)));
        }
        for scope in held.keys() {
            let (mine, theirs) = (replica.sum(scope), world.database.head(scope).sum);
            if mine != theirs {
                return Err(diverged(format!("{scope}: {} has {mine:?}, the server {theirs:?}", device.id)));
            }
            for row in world.database.scope_rows(scope) {
                let found = replica.rows().find(|(of, mine)| *of == scope && mine.id == row.id);
                let live = row.life == domain::sync::placement::Life::Live;
                match found {
                    Some((_, mine)) if live && mine.doc == row.doc => {}
                    None if !live => {}
                    _ => {
                        return Err(diverged(format!(
                            "{scope}: {} differs on {}: {found:?}",
                            row.id, device.id
                        )));
                    }
                }
            }
        }
    }
    Ok(())
}

/// 4. Each value a person typed and was told saved is in effect at some version, or in a
///    conflict, or refused with a reason the person can see.
fn nothing_typed_is_lost(world: &World) -> Held {
    for device in &world.devices {
        let replica = device.engine.replica();
        for seq in &device.saved {
            let key = (device.id, *seq);
            if world.withdrawn.contains(&key) {
                continue;
            }
            let outcome = world.database.tables.done.get(&key).map(|done| &done.outcome);
            match outcome {
                None => match replica.outbox_entry(*seq).map(|entry| &entry.state) {
                    Some(OutboxState::Parked(_)) => {}
                    // It waits for a mutation the person took back: visible, not lost.
                    Some(OutboxState::Waiting { .. }) if !world.withdrawn.is_empty() => {}
                    other => {
                        return Err(lost(format!(
                            "{key:?} is neither decided nor waiting for a person: {other:?}"
                        )));
                    }
                },
                Some(Outcome::Rejected(_)) => {
                    let parked = replica.outbox_entry(*seq).map(|entry| &entry.state);
                    if !matches!(parked, Some(OutboxState::Parked(_))) {
                        return Err(lost(format!(
                            "{key:?} was refused and the person cannot see it: {parked:?}"
                        )));
                    }
                }
                Some(_) => values_are_kept(world, key)?,
            }
        }
    }
    Ok(())
}

fn values_are_kept(world: &World, key: (DeviceId, u64)) -> Held {
    let Some(mutation) = world.written.get(&key) else { return Ok(()) };
    let Op::Put(fields) = &mutation.op else { return Ok(()) };
    for (field, edit) in fields.iter().filter(|(_, edit)| edit.value != edit.seen) {
        let value = edit.value.clone().and_then(Value::canonical);
        let already = edit.seen.as_ref().and_then(Value::as_list).unwrap_or_default();
        let holds = |found: Option<&Value>| match (found, &value) {
            (Some(Value::List(all)), Some(Value::List(some))) => {
                some.iter().all(|item| all.contains(item) || already.contains(item))
            }
            (found, value) => found == value.as_ref(),
        };
        // What was written on a record that was merged meanwhile went to the one that stays.
        let host = value.as_ref().and_then(Value::as_text).and_then(|id| host_of(world, id));
        let kept = world.database.tables.journal.values().any(|change| {
            if change.record == mutation.record {
                let told = change.diff.get(field).and_then(|diff| diff.new.as_ref()).and_then(Value::as_text);
                if host.is_some() && told == host {
                    return true;
                }
                // Cleared is also what was never written in this book: a restore may have lost what was.
                if value.is_none() && change.op == ChangeOp::Create && !change.diff.contains_key(field) {
                    return true;
                }
                return change
                    .diff
                    .get(field)
                    .is_some_and(|diff| holds(diff.new.as_ref()) || holds(diff.old.as_ref()));
            }
            change.kind.known() == Some(Kind::Conflict)
                && change.diff.get("proposed").is_some_and(|diff| match &diff.new {
                    Some(Value::Map(values)) => holds(values.get(field)),
                    _ => false,
                })
        });
        if !kept {
            return Err(lost(format!("{key:?}: {field} = {value:?} is nowhere")));
        }
    }
    Ok(())
}

fn host_of<'a>(world: &'a World, id: &str) -> Option<&'a str> {
    // A facility that moved has a row without a document where it was.
    let mut live = world.database.tables.rows.values().filter(|row| row.life == Life::Live);
    let merged = live.find(|row| row.id.to_string() == id)?;
    merged.doc.text("merged_into")
}

/// A field that only a person may decide never changes under somebody who had seen another value.
fn nothing_is_overwritten_unseen(world: &World) -> Held {
    for change in world.database.tables.journal.values().filter(|change| change.op == ChangeOp::Put) {
        let Some(mutation) = world.written.get(&(change.device, change.seq)) else { continue };
        let (Op::Put(fields), Some(kind)) = (&mutation.op, mutation.kind.known()) else { continue };
        if mutation.record != change.record {
            continue;
        }
        for (field, diff) in &change.diff {
            let by_person = kind.spec().field(field).is_some_and(|spec| spec.policy == MergePolicy::Person);
            let Some(edit) = fields.get(field).filter(|_| by_person) else { continue };
            let seen = edit.seen.clone().and_then(Value::canonical);
            if diff.old != seen {
                return Err(lost(format!(
                    "{field}: {:?} was overwritten by somebody who had seen {seen:?}",
                    diff.old
                )));
            }
        }
    }
    Ok(())
}

/// A conflict is opened only where two people decided differently on what they had seen.
fn no_conflict_is_imagined(world: &World) -> Held {
    let made = world
        .database
        .tables
        .journal
        .values()
        .filter(|change| change.kind.known() == Some(Kind::Conflict) && change.op == ChangeOp::Create);
    for change in made {
        let told = |field: &str| change.diff.get(field).and_then(|diff| diff.new.as_ref());
        let (Some(Value::Text(cause)), Some(Value::Map(current)), Some(Value::List(fields))) =
            (told("cause"), told("current"), told("fields"))
        else {
            continue;
        };
        let Some(mutation) = world.written.get(&(change.device, change.seq)) else { continue };
        let Op::Put(edits) = &mutation.op else { continue };
        let names = || fields.iter().filter_map(Value::as_text);
        // With its record an older conflict comes into a further scope, by whoever moved that.
        let own = RecordId::derived(change.device, change.seq, names().next().unwrap_or_default());
        if change.record != own {
            continue;
        }
        let changed = names().any(|name| {
            let seen = edits.get(name).and_then(|edit| edit.seen.clone()).and_then(Value::canonical);
            current.get(name) != seen.as_ref()
        });
        if cause == "edited" && !changed {
            return Err(diverged(format!("{mutation:?} is called a conflict, and nobody else wrote")));
        }
    }
    Ok(())
}
