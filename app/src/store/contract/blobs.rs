//! What every store must do with pictures and papers.

use domain::attachment::blob::{BlobName, CHUNK, chunks};
use domain::attachment::upload::{Lane, Owner, Upload, UploadState};
use domain::clock::Millis;
use domain::id::{RecordId, ScopeId};
use domain::sync::batch::Durability;
use domain::testing::MemoryDisk;
use uuid::Uuid;

use super::Harness;
use crate::store::{Blobs, Store, StoreError};

/// Bytes that differ from place to place.
pub fn bytes(count: u64) -> Vec<u8> {
    (0..count).map(|at| u8::try_from(at * 7 / 3 % 251).unwrap_or(0)).collect()
}

/// What is known of such bytes that are not sent.
pub fn upload(number: u8, count: u64) -> Upload {
    let owner =
        Owner { record: RecordId(Uuid::from_u128(u128::from(number))), scope: ScopeId::commune("07210") };
    Upload {
        name: BlobName([number; 32]),
        lane: Lane::Originals,
        bytes: count,
        owners: vec![owner],
        added: Millis(1_764_000_000_000),
        state: UploadState::Pending,
    }
}

fn sent(upload: &Upload) -> Upload {
    Upload { state: UploadState::Sent { at: Millis(1_764_000_001_000) }, ..upload.clone() }
}

async fn keep(store: &impl Blobs, upload: &Upload) -> Result<(), StoreError> {
    store.keep(upload, &bytes(upload.bytes), Durability::Strict).await
}

/// Bytes and what is known of them are there again, also for the next one who opens the store.
pub async fn keeps_bytes_and_what_is_known_of_them(harness: &mut impl Harness) {
    let store = harness.open("blobs").await;
    assert_eq!(store.uploads().await, Ok(Vec::new()));
    let uploads = [upload(1, 10), upload(2, CHUNK), upload(3, 3 * CHUNK + 1)];
    for upload in &uploads {
        assert_eq!(keep(&store, upload).await, Ok(()));
    }
    drop(store);
    let store = harness.open("blobs").await;
    assert_eq!(store.uploads().await, Ok(uploads.to_vec()));
    for upload in &uploads {
        assert_eq!(store.bytes(upload.name).await, Ok(Some(bytes(upload.bytes))));
    }
    assert_eq!(store.bytes(BlobName([9; 32])).await, Ok(None));
}

/// A chunk is read alone, and the chunks are the bytes.
pub async fn reads_bytes_chunk_by_chunk(harness: &mut impl Harness) {
    let store = harness.open("chunks").await;
    // Chunks of neighbours, whose names begin alike, are none of this blob's.
    let mut neighbour = upload(4, 2 * CHUNK);
    neighbour.name.0[31] = 5;
    let upload = upload(4, 11 * CHUNK + 3);
    assert_eq!(keep(&store, &neighbour).await, Ok(()));
    assert_eq!(keep(&store, &upload).await, Ok(()));
    let mut whole = Vec::new();
    for chunk in 0..chunks(upload.bytes) {
        whole.extend(store.chunk(upload.name, chunk).await.ok().flatten().unwrap_or_default());
    }
    assert!(whole == bytes(upload.bytes), "{} bytes", whole.len());
    assert_eq!(store.chunk(upload.name, chunks(upload.bytes)).await, Ok(None));
    assert_eq!(store.chunk(BlobName([9; 32]), 0).await, Ok(None));
}

/// What was marked as sent or refused is so for the next one who opens the store.
pub async fn lists_what_is_pending_and_what_is_sent(harness: &mut impl Harness) {
    let store = harness.open("marks").await;
    let (one, two, three) = (upload(1, 10), upload(2, 10), upload(3, 10));
    for upload in [&one, &two, &three] {
        assert_eq!(keep(&store, upload).await, Ok(()));
    }
    let refused =
        Upload { state: UploadState::Refused { code: "media_type_refused".to_owned() }, ..three.clone() };
    assert_eq!(store.mark(&sent(&two)).await, Ok(()));
    assert_eq!(store.mark(&refused).await, Ok(()));
    drop(store);
    let store = harness.open("marks").await;
    assert_eq!(store.uploads().await, Ok(vec![one, sent(&two), refused]));
    assert_eq!(store.bytes(two.name).await, Ok(Some(bytes(10))));
}

/// Bytes the server does not have are never dropped; what is known of dropped ones stays.
pub async fn drops_bytes_only_when_sent(harness: &mut impl Harness) {
    let store = harness.open("drop").await;
    let (one, two) = (upload(1, CHUNK + 1), upload(2, 10));
    let refused = Upload { state: UploadState::Refused { code: "too_large".to_owned() }, ..two.clone() };
    assert_eq!(keep(&store, &one).await, Ok(()));
    assert_eq!(keep(&store, &refused).await, Ok(()));
    for name in [one.name, two.name] {
        assert_eq!(store.drop_bytes(name).await, Err(StoreError::Unsent));
        assert!(store.bytes(name).await.is_ok_and(|bytes| bytes.is_some()));
    }
    assert_eq!(store.mark(&sent(&one)).await, Ok(()));
    assert_eq!(store.drop_bytes(one.name).await, Ok(()));
    assert_eq!(store.bytes(one.name).await, Ok(None));
    assert_eq!(store.bytes(two.name).await, Ok(Some(bytes(10))));
    assert_eq!(store.uploads().await, Ok(vec![sent(&one), refused]));
}

/// A blob that does not fit leaves nothing of itself, says so, and the store works on.
pub async fn a_blob_that_does_not_fit_leaves_nothing(harness: &mut impl Harness) {
    let store = harness.open("full").await;
    let one = upload(1, 4 * CHUNK);
    harness.fill_after(3);
    assert_eq!(keep(&store, &one).await, Err(StoreError::Full));
    harness.make_room();
    assert_eq!(store.uploads().await, Ok(Vec::new()));
    assert_eq!(store.bytes(one.name).await, Ok(None));
    assert_eq!(keep(&store, &one).await, Ok(()));
    assert!(store.bytes(one.name).await.is_ok_and(|kept| kept == Some(bytes(one.bytes))));
}

/// A forgotten blob leaves nothing, and its neighbours are whole.
pub async fn forgets_one_blob_alone(harness: &mut impl Harness) {
    let store = harness.open("forget").await;
    let (one, two) = (upload(1, 2 * CHUNK), upload(2, CHUNK + 7));
    for upload in [&one, &two] {
        assert_eq!(keep(&store, upload).await, Ok(()));
    }
    assert_eq!(store.forget(one.name).await, Ok(()));
    assert_eq!(store.forget(BlobName([9; 32])).await, Ok(()));
    assert_eq!(store.uploads().await, Ok(vec![two.clone()]));
    assert_eq!(store.bytes(one.name).await, Ok(None));
    assert!(store.bytes(two.name).await.is_ok_and(|kept| kept == Some(bytes(two.bytes))));
}

/// Opening the book does not read pictures.
pub async fn blobs_are_no_part_of_the_book(harness: &mut impl Harness) {
    let store = harness.open("beside").await;
    assert_eq!(keep(&store, &upload(1, 10)).await, Ok(()));
    assert_eq!(store.load().await, Ok(MemoryDisk::default().load()));
}
