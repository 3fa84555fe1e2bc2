//! What every store must do when it holds much and is put in order: nothing of it may be seen.

use std::rc::Rc;

use domain::id::ScopeId;
use domain::sync::batch::{Durability, WriteBatch, WriteOp};
use domain::testing::MemoryDisk;
use futures_channel::oneshot;
use wasm_bindgen_futures::spawn_local;

use super::{Harness, Random, change, position, row};
use crate::store::{Store, StoreError};

/// Records of a scope that many batches write to.
const RECORDS: u64 = 1_500;
/// Records of one batch of a first copy.
const COPIED: u64 = 400;

fn scope(random: &mut Random) -> ScopeId {
    ScopeId::commune(if random.below(4) == 0 { "07211" } else { "07210" })
}

fn relaxed(ops: Vec<WriteOp>) -> WriteBatch {
    WriteBatch { ops, durability: Durability::Relaxed }
}

/// A version names one change of one record for ever, as a server does it.
fn put_change(scope: &ScopeId, ver: u64) -> WriteOp {
    WriteOp::PutChange(scope.clone(), change(ver, u128::from(ver % RECORDS)))
}

fn put_row(scope: &ScopeId, number: u64, name: &str) -> WriteOp {
    WriteOp::PutRow(scope.clone(), row(u128::from(number), name))
}

/// A batch as a first copy, a pull or a lost right makes it.
fn batch(random: &mut Random) -> WriteBatch {
    let scope = scope(random);
    let name = format!("Cơ sở {}", random.below(1_000));
    let from = random.below(RECORDS);
    let ops: Vec<WriteOp> = match random.below(10) {
        0 => [WriteOp::DropScope(scope.clone())]
            .into_iter()
            .chain((0..COPIED).map(|number| put_row(&scope, number, &name)))
            .collect(),
        1 => (from..from + COPIED)
            .flat_map(|number| [put_row(&scope, number, &name), put_change(&scope, number)])
            .collect(),
        2 => vec![WriteOp::DropScope(scope.clone())],
        3 | 4 => (0..random.below(30))
            .map(|_| WriteOp::DropRow(scope.clone(), row(u128::from(random.below(RECORDS)), "").id))
            .collect(),
        _ => (0..random.below(90))
            .map(|_| match random.below(3) {
                0 => put_change(&scope, random.below(4 * RECORDS)),
                _ => put_row(&scope, random.below(RECORDS), &name),
            })
            .collect(),
    };
    let position = WriteOp::PutPosition(scope, position(from));
    relaxed(ops.into_iter().chain([position]).collect())
}

/// A large book under many batches is what the plain disk is, folded or not.
pub async fn a_large_book_is_kept_in_order_unseen(harness: &mut impl Harness) {
    for seed in [11, 12, 13] {
        let name = format!("book-{seed}");
        let store = harness.open(&name).await;
        let (mut disk, mut random) = (MemoryDisk::default(), Random::new(seed));
        for step in 0..40 {
            let batch = batch(&mut random);
            disk.commit(&batch);
            assert_eq!(store.commit(&batch).await, Ok(()), "seed {seed}, step {step}");
            if random.below(4) == 0 {
                assert_eq!(store.fold().await, Ok(()), "seed {seed}, step {step}");
                assert!(store.load().await == Ok(disk.load()), "seed {seed}, step {step}");
            }
        }
        assert!(store.load().await == Ok(disk.load()), "seed {seed}");
        drop(store);
        let store = harness.open(&name).await;
        assert_eq!(store.fold().await, Ok(()), "seed {seed}");
        assert!(store.load().await == Ok(disk.load()), "seed {seed}, opened anew");
    }
}

/// Two handles write and fold in turn, as a tab does that takes the book from another; a third one
/// looks, so that neither learns from looking.
pub async fn two_handles_write_and_fold_in_turn(harness: &mut impl Harness) {
    let handles = [harness.open("turns").await, harness.open("turns").await];
    let looks = harness.open("turns").await;
    let (mut disk, mut random) = (MemoryDisk::default(), Random::new(21));
    for step in 0..60 {
        let store = &handles[usize::from(random.below(2) == 0)];
        let batch = batch(&mut random);
        disk.commit(&batch);
        assert_eq!(store.commit(&batch).await, Ok(()), "step {step}");
        let other = &handles[usize::from(random.below(2) == 0)];
        if random.below(5) == 0 {
            assert_eq!(other.fold().await, Ok(()), "step {step}");
        }
        assert!(looks.load().await == Ok(disk.load()), "step {step}");
    }
}

/// Two handles write at the same moment, as the last batch of a tab that loses the book and the first of
/// the one that takes it: both are kept.
pub async fn two_handles_write_at_once(harness: &mut impl Harness) {
    let (one, two) = (Rc::new(harness.open("at-once").await), harness.open("at-once").await);
    let mut disk = MemoryDisk::default();
    for round in 0..20 {
        let scope = ScopeId::commune("07210");
        // Pages of their own in every fifth round, else log values.
        let many = if round % 5 == 0 { 80 } else { 3 };
        let [first, second] = [0, 1].map(|who| {
            let from = (2 * round + who) * 100;
            relaxed((from..from + many).map(|number| put_row(&scope, number, "Gốm")).collect())
        });
        disk.commit(&first);
        disk.commit(&second);
        let (tell, hears) = oneshot::channel();
        let writes = Rc::clone(&one);
        spawn_local(async move {
            drop(tell.send(writes.commit(&first).await));
        });
        assert_eq!(two.commit(&second).await, Ok(()), "round {round}");
        assert_eq!(hears.await, Ok(Ok(())), "round {round}");
        assert!(two.load().await == Ok(disk.load()), "round {round}");
    }
}

/// What is written while a fold is under way is not lost, and does not wait for its end.
pub async fn a_fold_loses_nothing_written_meanwhile(harness: &mut impl Harness) {
    for seed in [31, 32, 33, 34] {
        let store = Rc::new(harness.open(&format!("meanwhile-{seed}")).await);
        let (mut disk, mut random) = (MemoryDisk::default(), Random::new(seed));
        for round in 0..8 {
            // A record that goes makes a fold worth it.
            let gone = relaxed(vec![WriteOp::DropRow(ScopeId::commune("07210"), row(round, "").id)]);
            for batch in [batch(&mut random), gone] {
                disk.commit(&batch);
                assert_eq!(store.commit(&batch).await, Ok(()));
            }
            let (tell, hears) = oneshot::channel();
            let folding = Rc::clone(&store);
            spawn_local(async move {
                drop(tell.send(folding.fold().await));
            });
            for _ in 0..random.below(6) {
                let batch = batch(&mut random);
                disk.commit(&batch);
                assert_eq!(store.commit(&batch).await, Ok(()), "seed {seed}, round {round}");
            }
            assert_eq!(hears.await, Ok(Ok(())), "seed {seed}, round {round}");
            assert!(store.load().await == Ok(disk.load()), "seed {seed}, round {round}");
        }
    }
}

/// A fold that does not fit leaves everything as it was, wherever it failed, and is made up for later.
pub async fn a_fold_that_fails_leaves_everything(harness: &mut impl Harness) {
    let store = harness.open("fails").await;
    let scope = ScopeId::commune("07210");
    let mut disk = MemoryDisk::default();
    let copied: Vec<_> = (0..RECORDS).map(|number| put_row(&scope, number, "Gốm")).collect();
    let changed = (0..RECORDS).step_by(100).map(|number| put_row(&scope, number, "Gốm Phù Lãng"));
    let gone = WriteOp::DropRow(scope.clone(), row(700, "").id);
    for batch in [relaxed(copied), relaxed(changed.chain([gone]).collect())] {
        disk.commit(&batch);
        assert_eq!(store.commit(&batch).await, Ok(()));
    }
    for writes in 0..40 {
        harness.fill_after(writes);
        let folded = store.fold().await;
        harness.make_room();
        assert!(matches!(folded, Ok(()) | Err(StoreError::Full)), "{folded:?}");
        assert!(store.load().await == Ok(disk.load()), "cut off after {writes} writes");
        if folded.is_ok() {
            return;
        }
    }
    panic!("a fold of a few pages is no more than 40 writes");
}
