//! What every store must do, as one suite: run on the twin in memory and on the browser's database.
//! `store_contract!` makes one test of each promise.

pub mod blobs;
pub mod folding;
mod sample;

use domain::id::ScopeId;
use domain::sync::batch::{Durability, WriteBatch, WriteOp};
use domain::testing::MemoryDisk;

use super::{Blobs, Store, StoreError};
pub use sample::{Random, change, entry, meta, position, row};

/// Records of the large batch.
const MANY: u64 = 10_000;
/// Batches of the random walk.
const WALK: u32 = 120;

/// A place where stores are opened and made to fail.
pub trait Harness {
    /// The store under test.
    type Store: Store + Blobs + 'static;

    /// Opens the store of this name; the same name is the same disk.
    fn open(&mut self, name: &str) -> impl Future<Output = Self::Store>;

    /// From now on the disk is full after so many writes of a batch.
    fn fill_after(&mut self, writes: usize);

    /// There is room again.
    fn make_room(&mut self);
}

fn strict(ops: Vec<WriteOp>) -> WriteBatch {
    WriteBatch { ops, durability: Durability::Strict }
}

fn relaxed(ops: Vec<WriteOp>) -> WriteBatch {
    WriteBatch { ops, durability: Durability::Relaxed }
}

fn scope() -> ScopeId {
    ScopeId::commune("07210")
}

/// One write of each sort, for two scopes.
fn every_put() -> Vec<WriteOp> {
    let other = ScopeId::reference();
    vec![
        WriteOp::PutRow(scope(), row(1, "Gốm Phù Lãng")),
        WriteOp::PutRow(other.clone(), row(1, "Gốm Phù Lãng")),
        WriteOp::PutChange(scope(), change(7, 1)),
        WriteOp::PutChange(other.clone(), change(7, 1)),
        WriteOp::PutPosition(scope(), position(7)),
        WriteOp::PutPosition(other, position(9)),
        WriteOp::PutOutbox(entry(4)),
        WriteOp::PutNextSeq(5),
        WriteOp::PutMeta(meta()),
        WriteOp::PutDraft("facility/new".into(), row(2, "Nháp").doc),
    ]
}

/// A fresh store is empty.
pub async fn begins_empty(harness: &mut impl Harness) {
    let store = harness.open("empty").await;
    assert_eq!(store.load().await, Ok(MemoryDisk::default().load()));
    assert_eq!(store.note("profile").await, Ok(None));
}

/// What was written is read, also by the next one who opens the store.
pub async fn keeps_every_write(harness: &mut impl Harness) {
    let batch = strict(every_put());
    let mut disk = MemoryDisk::default();
    disk.commit(&batch);
    let store = harness.open("keeps").await;
    assert_eq!(store.commit(&batch).await, Ok(()));
    assert_eq!(store.load().await, Ok(disk.load()));
    drop(store);
    assert_eq!(harness.open("keeps").await.load().await, Ok(disk.load()));
}

/// A drop takes away what it names and nothing else.
pub async fn drops_what_is_named(harness: &mut impl Harness) {
    let store = harness.open("drops").await;
    let mut disk = MemoryDisk::default();
    let drops = vec![
        WriteOp::DropRow(scope(), row(1, "").id),
        WriteOp::DropOutbox(4),
        WriteOp::DropDraft("facility/new".into()),
        WriteOp::DropRow(scope(), row(99, "").id),
        WriteOp::DropOutbox(99),
    ];
    for batch in [strict(every_put()), relaxed(drops)] {
        disk.commit(&batch);
        assert_eq!(store.commit(&batch).await, Ok(()));
    }
    assert_eq!(store.load().await, Ok(disk.load()));
}

/// A dropped scope leaves nothing behind, and its neighbours whole: not `commune:0721`, whose name
/// begins alike, and not a scope whose name goes on.
pub async fn drops_a_scope_alone(harness: &mut impl Harness) {
    let store = harness.open("scope").await;
    let mut disk = MemoryDisk::default();
    let neighbours = ["commune:0721", "commune:07210", "commune:072100", "commune:07211"];
    let puts = neighbours.iter().flat_map(|name| {
        let scope = ScopeId::from(*name);
        [
            WriteOp::PutRow(scope.clone(), row(1, name)),
            WriteOp::PutChange(scope.clone(), change(1, 1)),
            WriteOp::PutPosition(scope, position(1)),
        ]
    });
    for batch in [relaxed(puts.collect()), relaxed(vec![WriteOp::DropScope(scope())])] {
        disk.commit(&batch);
        assert_eq!(store.commit(&batch).await, Ok(()));
    }
    let saved = store.load().await;
    assert_eq!(saved.as_ref().map(|saved| saved.rows.len()), Ok(3));
    assert_eq!(saved, Ok(disk.load()));
}

/// Writes of one batch take effect in their order.
pub async fn writes_in_order(harness: &mut impl Harness) {
    let store = harness.open("order").await;
    let batch = strict(vec![
        WriteOp::PutRow(scope(), row(1, "trước")),
        WriteOp::DropScope(scope()),
        WriteOp::PutRow(scope(), row(1, "sau")),
        WriteOp::PutDraft("a".into(), row(1, "").doc),
        WriteOp::DropDraft("a".into()),
        WriteOp::PutNextSeq(2),
        WriteOp::PutNextSeq(1),
    ]);
    let mut disk = MemoryDisk::default();
    disk.commit(&batch);
    assert_eq!(store.commit(&batch).await, Ok(()));
    assert_eq!(store.load().await, Ok(disk.load()));
}

/// A batch that does not fit leaves nothing of itself, says so, and the store works on.
pub async fn a_batch_that_fails_leaves_nothing(harness: &mut impl Harness) {
    let store = harness.open("fails").await;
    let before = strict(vec![WriteOp::PutOutbox(entry(1)), WriteOp::PutNextSeq(2)]);
    assert_eq!(store.commit(&before).await, Ok(()));
    let saved = store.load().await;
    harness.fill_after(3);
    assert_eq!(store.commit(&strict(every_put())).await, Err(StoreError::Full));
    harness.make_room();
    assert_eq!(store.load().await, saved);
    assert_eq!(store.commit(&strict(every_put())).await, Ok(()));
    assert_ne!(store.load().await, saved);
}

/// Two handles see one disk.
pub async fn two_handles_share_a_disk(harness: &mut impl Harness) {
    let (one, two) = (harness.open("shared").await, harness.open("shared").await);
    let mut disk = MemoryDisk::default();
    let batches = [strict(every_put()), strict(vec![WriteOp::DropOutbox(4), WriteOp::PutOutbox(entry(5))])];
    for (store, batch) in [&one, &two].into_iter().zip(&batches) {
        disk.commit(batch);
        assert_eq!(store.commit(batch).await, Ok(()));
    }
    assert_eq!(one.load().await, Ok(disk.load()));
    assert_eq!(two.load().await, Ok(disk.load()));
}

/// Stores of two names know nothing of each other.
pub async fn names_are_apart(harness: &mut impl Harness) {
    let (one, two) = (harness.open("apart-1").await, harness.open("apart-2").await);
    assert_eq!(one.commit(&strict(every_put())).await, Ok(()));
    assert_eq!(two.load().await, Ok(MemoryDisk::default().load()));
}

/// Any text comes back as it was, letter by letter.
pub async fn keeps_any_text(harness: &mut impl Harness) {
    let store = harness.open("text").await;
    let texts = ["Đặng Thị Ngọc Ánh", "đ\u{0323}", "gốm \"men\"\n\t\\ 🏺", "", "\u{FFFD}\u{10FFFF}"];
    let puts = texts.iter().enumerate().map(|(at, text)| WriteOp::PutRow(scope(), row(at as u128, text)));
    let batch = strict(puts.chain([WriteOp::PutDraft("nháp/Ánh".into(), row(1, "ê").doc)]).collect());
    let mut disk = MemoryDisk::default();
    disk.commit(&batch);
    assert_eq!(store.commit(&batch).await, Ok(()));
    assert_eq!(store.load().await, Ok(disk.load()));
}

/// Notes are kept beside the book and are no part of it.
pub async fn keeps_notes_beside_the_book(harness: &mut impl Harness) {
    let store = harness.open("notes").await;
    assert_eq!(store.put_note("profile", "Ánh").await, Ok(()));
    assert_eq!(store.put_note("profile", "Ngọc Ánh").await, Ok(()));
    assert_eq!(store.note("profile").await, Ok(Some("Ngọc Ánh".to_owned())));
    assert_eq!(store.load().await, Ok(MemoryDisk::default().load()));
}

/// Ten thousand records go in as one transaction.
pub async fn takes_a_large_batch(harness: &mut impl Harness) {
    let store = harness.open("large").await;
    let puts = (0..MANY).map(|at| WriteOp::PutRow(scope(), row(u128::from(at), "Cơ sở")));
    let batch = relaxed(puts.chain([WriteOp::PutPosition(scope(), position(MANY))]).collect());
    let mut disk = MemoryDisk::default();
    disk.commit(&batch);
    assert_eq!(store.commit(&batch).await, Ok(()));
    assert_eq!(store.load().await, Ok(disk.load()));
}

/// After any batches, with failures among them, the store is what the plain disk is.
pub async fn walks_like_the_plain_disk(harness: &mut impl Harness) {
    for seed in [1, 2, 3] {
        let name = format!("walk-{seed}");
        let store = harness.open(&name).await;
        let mut disk = MemoryDisk::default();
        let mut random = Random::new(seed);
        for _ in 0..WALK {
            let batch = random.batch();
            if random.below(8) == 0 {
                harness.fill_after(0);
                assert_eq!(store.commit(&batch).await, Err(StoreError::Full), "seed {seed}: {batch:?}");
                harness.make_room();
            } else {
                disk.commit(&batch);
                assert_eq!(store.commit(&batch).await, Ok(()), "seed {seed}");
            }
            if random.below(6) == 0 {
                assert_eq!(store.fold().await, Ok(()), "seed {seed}");
            }
        }
        assert_eq!(store.load().await, Ok(disk.load()), "seed {seed}");
        drop(store);
        assert_eq!(harness.open(&name).await.load().await, Ok(disk.load()), "seed {seed}, opened anew");
    }
}

/// The suite as tests of the browser, each with a harness of its own.
#[macro_export]
macro_rules! store_contract {
    ($harness:expr => $suite:path, $($promise:ident)*) => {
        $(
            #[wasm_bindgen_test::wasm_bindgen_test]
            async fn $promise() {
                use $suite as suite;
                suite::$promise(&mut $harness(stringify!($promise))).await;
            }
        )*
    };
    ($harness:expr) => {
        $crate::store_contract! { $harness => $crate::store::contract,
            begins_empty keeps_every_write drops_what_is_named drops_a_scope_alone writes_in_order
            a_batch_that_fails_leaves_nothing two_handles_share_a_disk names_are_apart keeps_any_text
            keeps_notes_beside_the_book takes_a_large_batch walks_like_the_plain_disk
        }
        $crate::store_contract! { $harness => $crate::store::contract::folding,
            a_large_book_is_kept_in_order_unseen two_handles_write_and_fold_in_turn
            two_handles_write_at_once
            a_fold_loses_nothing_written_meanwhile a_fold_that_fails_leaves_everything
        }
        $crate::store_contract! { $harness => $crate::store::contract::blobs,
            keeps_bytes_and_what_is_known_of_them reads_bytes_chunk_by_chunk
            lists_what_is_pending_and_what_is_sent drops_bytes_only_when_sent
            a_blob_that_does_not_fit_leaves_nothing forgets_one_blob_alone
            blobs_are_no_part_of_the_book
        }
    };
}
