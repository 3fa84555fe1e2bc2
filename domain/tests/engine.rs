//! The engine alone, call by call: what a simulation with a well-behaved wire does not reach.

use std::collections::BTreeMap;

use domain::change::{Base, Deed, FieldEdit, Op, Outcome, RejectCode};
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId};
use domain::record::Kind;
use domain::role::Role;
use domain::sync::batch::{OutboxState, Position, Saved};
use domain::sync::buckets::CompareAnswer;
use domain::sync::checksum::Sum;
use domain::sync::engine::{CallId, Effect, Engine, Failure, Input, Request, Response};
use domain::sync::exchange::{Cursor, Delta, PullAnswer, PushAnswer, PushResult, ScopePage};
use domain::sync::replica::Replica;
use uuid::Uuid;

const NOW: Millis = Millis(1_790_000_000_000);

fn deed(record: RecordId, op: Op) -> Deed {
    Deed { scope: ScopeId::commune("09292"), kind: Kind::Facility.into(), record, op, reason: None }
}

fn engine_with(edits: u64) -> Engine {
    let mut engine = Engine::new(Replica::fresh(DeviceId(Uuid::from_u128(1))), 7);
    for n in 1..=edits {
        let edit = FieldEdit { value: Some("Gốm".into()), base: Base::Ver(0), seen: None };
        let op = Op::Put(BTreeMap::from([("name".to_owned(), edit)]));
        let id = RecordId(Uuid::from_u128(u128::from(n)));
        let (_, effects) = engine.record(NOW, [deed(id, op)]);
        // The first of them starts a round, which this test leaves unanswered until all are written.
        for effect in effects {
            if let Effect::Commit(id, _) = effect {
                engine.handle(NOW, Input::Committed(id));
            }
        }
    }
    engine
}

/// Feeds effects back until the engine waits; `refuses` says which pushes the server cannot read.
fn run(engine: &mut Engine, refuses: impl Fn(&[u64]) -> bool) -> Vec<Vec<u64>> {
    let mut pushes = Vec::new();
    let mut now = NOW;
    let mut effects = engine.handle(now, Input::Wake);
    for _ in 0..200 {
        let mut next = Vec::new();
        for effect in effects {
            match effect {
                Effect::Commit(id, _) => next.extend(engine.handle(now, Input::Committed(id))),
                Effect::Call(id, Request::Push(push)) => {
                    let seqs: Vec<u64> = push.muts.iter().map(|mutation| mutation.seq).collect();
                    let answer = match refuses(&seqs) {
                        true => Input::Failed(id, Failure::Refused),
                        false => Input::Answered(id, taken(&seqs)),
                    };
                    pushes.push(seqs);
                    next.extend(engine.handle(now, answer));
                }
                Effect::Call(id, _) => next.extend(engine.handle(now, Input::Failed(id, Failure::Offline))),
                Effect::WakeAt(at) => {
                    now = at;
                    next.extend(engine.handle(now, Input::Wake));
                }
                Effect::Saved(_) | Effect::NotSaved(_) | Effect::Changed => {}
            }
        }
        if next.is_empty() {
            break;
        }
        effects = next;
    }
    pushes
}

fn taken(seqs: &[u64]) -> Response {
    let result =
        |seq: &u64| PushResult { seq: *seq, replayed: false, outcome: Outcome::Applied { ver: *seq } };
    Response::Push(PushAnswer { now: NOW, results: seqs.iter().map(result).collect() })
}

/// getodk/central would stop here for ever; B8: independent changes go on.
#[test]
fn a_mutation_the_server_cannot_read_goes_to_a_person_and_keeps_nobody_back() {
    let mut engine = engine_with(5);
    engine.handle(NOW, Input::Failed(CallId(2), Failure::Offline));
    let pushes = run(&mut engine, |seqs| seqs.contains(&3));
    let parked = |seq| match engine.replica().outbox_entry(seq).map(|entry| &entry.state) {
        Some(OutboxState::Parked(why)) => Some(why.code),
        _ => None,
    };
    assert_eq!(parked(3), Some(RejectCode::Unreadable), "{pushes:?}");
    let is_sent = |seq: &u64| {
        let entry = engine.replica().outbox_entry(*seq);
        entry.is_some_and(|entry| matches!(entry.state, OutboxState::Sent { .. }))
    };
    assert!([1, 2, 4, 5].iter().all(is_sent), "{pushes:?}");
    assert!(pushes.len() < 8, "{pushes:?}");
}

#[test]
fn edits_made_before_the_first_is_written_rest_on_it() {
    let mut engine = Engine::new(Replica::fresh(DeviceId(Uuid::from_u128(1))), 7);
    let id = RecordId(Uuid::from_u128(9));
    let doc = domain::testing::facility("Gốm", "09292");
    let fields = doc
        .0
        .into_iter()
        .map(|(field, value)| (field, FieldEdit { value: Some(value), base: Base::Ver(0), seen: None }));
    engine.record(NOW, [deed(id, Op::Put(fields.collect()))]);
    let seen = engine.replica().view(id).map(|view| view.base("name"));
    assert_eq!(seen, Some(Base::Own { seq: 1 }));
}

#[test]
fn what_is_done_to_several_records_at_once_is_one_batch_all_or_nothing() {
    let two = || {
        (1..=2).map(|n| {
            let edit = FieldEdit { value: Some("Gốm".into()), base: Base::Ver(0), seen: None };
            deed(RecordId(Uuid::from_u128(n)), Op::Put(BTreeMap::from([("name".to_owned(), edit)])))
        })
    };
    let mut engine = engine_with(1);
    let (last, effects) = engine.record(NOW, two());
    let [Effect::Commit(batch, write)] = effects.as_slice() else { panic!("one write: {effects:?}") };
    assert_eq!((last, write.ops.len()), (3, 3), "two entries and the counter: {write:?}");
    let told = engine.handle(NOW, Input::CommitFailed(*batch));
    assert!(told.contains(&Effect::NotSaved(3)), "{told:?}");
    let kept: Vec<u64> = engine.replica().outbox().map(|entry| entry.mutation.seq).collect();
    assert_eq!(kept, [1], "neither is left of a write that failed");

    let (last, effects) = engine.record(NOW, two());
    let [Effect::Commit(batch, _)] = effects.as_slice() else { panic!("one write: {effects:?}") };
    assert!(engine.handle(NOW, Input::Committed(*batch)).contains(&Effect::Saved(last)));
    assert_eq!(engine.replica().outbox().count(), 3);
    assert_eq!(engine.record(NOW, []), (last, Vec::new()), "nothing done is nothing written");
}

/// The next call of a device that was told of a sum it does not have, and what came before it.
fn differs() -> Option<(Engine, CallId, Request)> {
    let scope = ScopeId::commune("09292");
    let position = Position { cursor: Cursor::at(1, 4), loading: None };
    let device = DeviceId(Uuid::from_u128(1));
    let saved = Saved { positions: vec![(scope.clone(), position)], ..Saved::default() };
    let mut engine = Engine::new(Replica::open(device, saved), 7);
    let delta = Delta {
        scope: scope.clone(),
        to: Cursor::at(1, 5),
        rows: Vec::new(),
        changes: Vec::new(),
        check: Some(Sum { count: 1, sum: 3 }),
    };
    let held = BTreeMap::from([(scope, Role::CommuneOfficer)]);
    let pages = vec![ScopePage::Delta(delta)];
    let answer = PullAnswer { now: NOW, held, pages, life: 0, more: false };
    let effects = engine.handle(NOW, Input::Wake);
    let (call, _) = call_of(&effects)?;
    let effects = engine.handle(NOW, Input::Answered(call, Response::Pull(answer)));
    let (call, request) = committed(&mut engine, effects)?;
    Some((engine, call, request))
}

fn call_of(effects: &[Effect]) -> Option<(CallId, Request)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Call(id, request) => Some((*id, request.clone())),
        _ => None,
    })
}

/// Takes every batch to the store; the call that follows.
fn committed(engine: &mut Engine, effects: Vec<Effect>) -> Option<(CallId, Request)> {
    let mut call = call_of(&effects);
    for effect in effects {
        if let Effect::Commit(id, _) = effect {
            call = call.or(call_of(&engine.handle(NOW, Input::Committed(id))));
        }
    }
    call
}

#[test]
fn a_sum_that_differs_is_looked_into_and_a_server_that_cannot_gives_the_scope_itself() {
    let (mut engine, call, request) = differs().unwrap();
    assert!(matches!(request, Request::Compare(ref asked) if asked.sums.len() == 256), "{request:?}");
    assert_eq!(engine.repaired(), 1);
    let effects = engine.handle(NOW, Input::Failed(call, Failure::Refused));
    assert_eq!(committed(&mut engine, effects), None, "it waits, as after every refusal");
    let asked = call_of(&engine.handle(NOW, Input::Wake)).unwrap().1;
    assert!(matches!(asked, Request::Pull(_)), "first which scopes are held: {asked:?}");
    let loading = engine.replica().position(&ScopeId::commune("09292")).unwrap().loading.clone();
    assert!(loading.is_some(), "then it is copied");
}

#[test]
fn where_most_buckets_differ_or_what_comes_does_not_help_the_scope_is_copied() {
    for differ in [1, 200] {
        let (mut engine, call, _) = differs().unwrap();
        let answer = CompareAnswer {
            scope: ScopeId::commune("09292"),
            head: Cursor::at(1, 5),
            check: Sum { count: 1, sum: 3 },
            differ,
            buckets: vec![9],
            rows: Vec::new(),
            changes: Vec::new(),
        };
        let effects = engine.handle(NOW, Input::Answered(call, Response::Compare(answer)));
        // What came is written, then the scope is begun anew, then it is asked for.
        let [Effect::Commit(mended, _), ..] = effects.as_slice() else { panic!("{effects:?}") };
        let effects = engine.handle(NOW, Input::Committed(*mended));
        let asked = committed(&mut engine, effects).unwrap().1;
        assert!(matches!(asked, Request::Copy { page: None, .. }), "{differ}: {asked:?}");
    }
}
