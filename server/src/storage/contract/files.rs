//! Promises about files: links follow records, proofs follow links, chunks are counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::attachment::blob::BlobName;
use domain::change::{Base, Mutation, Op};
use domain::id::{RecordId, ScopeId};
use domain::record::Kind;
use domain::value::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::rivals::{centre, owner};
use super::{NOW, copy, edit, facility, first, mutation, new_id, officer, push};
use crate::auth::Principal;
use crate::storage::Storage;
use crate::storage::blobs::{BlobRow, Kept, Link, Look, Part, Proof, Seen, UploadKey};
use crate::sync::judge::HeldAt;

/// The name of a file that nobody else names.
fn new_file() -> BlobName {
    BlobName(Sha256::digest(Uuid::now_v7().as_bytes()).into())
}

async fn look(storage: &Arc<dyn Storage>, who: &Principal, name: BlobName) -> Option<Seen> {
    let reach = HeldAt(NOW);
    let look = Look { account: who.user, device: who.device, reach: &reach, name };
    storage.look(&look).await.unwrap()
}

/// What the records in somebody's reach say of a file, in short.
async fn links(
    storage: &Arc<dyn Storage>,
    who: &Principal,
    name: BlobName,
) -> Vec<(String, Part, u64, Proof)> {
    let links = look(storage, who, name).await.unwrap().links.into_iter();
    let short = |link: Link| (link.scope.as_str().to_owned(), link.part, link.bytes, link.proven);
    links.filter(|link| link.role.is_some()).map(short).collect()
}

/// Scopes out of reach in which records that this person made name a file, and what is shown there.
async fn own_elsewhere(storage: &Arc<dyn Storage>, who: &Principal, name: BlobName) -> Vec<(String, Proof)> {
    let links = look(storage, who, name).await.unwrap().links.into_iter();
    let own = links.filter(|link| link.role.is_none());
    own.map(|link| (link.scope.as_str().to_owned(), link.proven)).collect()
}

/// A mutation that makes an attachment of a facility, with an original and a thumbnail.
fn attachment(seq: u64, id: RecordId, commune: &str, about: RecordId, files: [BlobName; 2]) -> Mutation {
    let [original, thumbnail] = files;
    let texts = [
        ("about", about.to_string()),
        ("slot", "machine".to_owned()),
        ("file_name", "may-cua.jpg".to_owned()),
        ("media_type", "image/jpeg".to_owned()),
        ("sha256", original.to_string()),
        ("thumb_sha256", thumbnail.to_string()),
    ];
    let numbers = [("bytes", 700_000), ("thumb_bytes", 9_000)];
    let texts = texts.map(|(field, text)| (field, Value::text(text)));
    let numbers = numbers.map(|(field, number)| (field, Value::Int(number)));
    let fields = texts.into_iter().chain(numbers).map(|(field, value)| (field.to_owned(), first(value)));
    mutation(seq, id, commune, Kind::Attachment, fields.collect())
}

async fn prove(storage: &Arc<dyn Storage>, name: BlobName, commune: &str) {
    let scopes = [ScopeId::commune(commune)];
    let fresh = Some(blob(name, "image/jpeg"));
    let account = new_id().0;
    storage.keep_blob(&Kept { name, fresh, account, scopes: &scopes }).await.unwrap();
}

fn blob(name: BlobName, media_type: &str) -> BlobRow {
    BlobRow {
        sha256: name.0.to_vec(),
        bytes: 700_000,
        media_type: media_type.to_owned(),
        kept_sha256: Sha256::digest(media_type).to_vec(),
        kept_bytes: 650_000,
        kept_at: NOW.0,
    }
}

/// A file is within reach where a live record names it, from the moment of the push on.
pub(super) async fn a_file_is_within_reach_of_who_holds_its_record(storage: &Arc<dyn Storage>) {
    let (from, to) = ("07339", "07351");
    let (here, there) = (officer(storage, from).await, officer(storage, to).await);
    let (facility_id, id, files) = (new_id(), new_id(), [new_file(), new_file()]);
    let muts = [facility(1, facility_id, from), attachment(2, id, from, facility_id, files)];
    assert!(push(storage, &here, &muts).await.iter().all(|outcome| outcome.is_effective()));
    let scope = |commune: &str| format!("commune:{commune}");
    let [original, thumbnail] = files;
    let whole = |commune| vec![(scope(commune), Part::Original, 700_000, Proof::Missing)];
    assert_eq!(links(storage, &here, original).await, whole(from));
    let small = vec![(scope(from), Part::Thumbnail, 9_000, Proof::Missing)];
    assert_eq!(links(storage, &here, thumbnail).await, small);
    assert_eq!(links(storage, &there, original).await, []);
    assert_eq!(links(storage, &here, new_file()).await, []);

    // A proof that was given stays with the record, wherever that moves.
    prove(storage, original, from).await;
    let centre = centre(storage).await;
    let ver = copy(storage, &centre, from).await.head.ver;
    let moving = edit(1, facility_id, from, "commune_code", (from, ver), to);
    assert!(push(storage, &centre, &[moving]).await[0].is_effective());
    assert_eq!(links(storage, &here, original).await, []);
    let moved = vec![(scope(to), Part::Original, 700_000, Proof::Shown)];
    assert_eq!(links(storage, &there, original).await, moved);
    assert_eq!(links(storage, &centre, original).await, moved);
    // Whoever made the record may still bring what is missing, and nobody else who lost it.
    assert_eq!(own_elsewhere(storage, &here, thumbnail).await, [(scope(to), Proof::Missing)]);
    assert_eq!(own_elsewhere(storage, &there, thumbnail).await, []);

    // The owner of a facility sees its files, and what was proven before counts for them too.
    let owner = owner(storage).await;
    let ver = copy(storage, &centre, to).await.head.ver;
    let giving = edit(2, facility_id, to, "owner_account", ("", ver), &owner.user.to_string());
    assert!(push(storage, &centre, &[giving]).await[0].is_effective());
    let theirs = |part, bytes, proof| vec![(format!("owner:{}", owner.user), part, bytes, proof)];
    assert_eq!(links(storage, &owner, original).await, theirs(Part::Original, 700_000, Proof::Shown));
    assert_eq!(links(storage, &owner, thumbnail).await, theirs(Part::Thumbnail, 9_000, Proof::Missing));
    let brought = Kept { name: thumbnail, fresh: None, account: here.user.0, scopes: &[] };
    storage.keep_blob(&brought).await.unwrap();
    let shown = [(scope(to), Proof::Shown), (format!("owner:{}", owner.user), Proof::Shown)];
    assert_eq!(own_elsewhere(storage, &here, thumbnail).await, shown);
    assert_eq!(links(storage, &owner, thumbnail).await, theirs(Part::Thumbnail, 9_000, Proof::Shown));

    let ver = copy(storage, &there, to).await.head.ver;
    let delete = |seq| Mutation {
        op: Op::Delete(Base::Ver(ver)),
        reason: Some("Ảnh của cơ sở khác".to_owned()),
        ..mutation(seq, id, to, Kind::Attachment, BTreeMap::new())
    };
    assert!(!push(storage, &there, &[delete(1)]).await[0].is_effective(), "it is not theirs");
    assert!(push(storage, &centre, &[delete(3)]).await[0].is_effective());
    assert_eq!(links(storage, &there, original).await, []);
    assert_eq!(links(storage, &there, thumbnail).await, []);
    assert_eq!(links(storage, &owner, original).await, []);
}

/// Who knows a hash, from a record seen long ago, and writes it into a record of their own, has
/// proven nothing.
pub(super) async fn a_hash_is_no_key(storage: &Arc<dyn Storage>) {
    let (from, to) = ("07420", "07375");
    let (owner, thief) = (officer(storage, from).await, officer(storage, to).await);
    let files = [new_file(), new_file()];
    for (who, commune) in [(&owner, from), (&thief, to)] {
        let facility_id = new_id();
        let muts = [facility(1, facility_id, commune), attachment(2, new_id(), commune, facility_id, files)];
        assert!(push(storage, who, &muts).await.iter().all(|outcome| outcome.is_effective()));
    }
    prove(storage, files[0], from).await;
    let proofs = async |who| {
        let seen = look(storage, who, files[0]).await.unwrap();
        assert!(seen.blob.is_some());
        seen.links.into_iter().map(|link| link.proven).collect::<Vec<_>>()
    };
    assert_eq!(proofs(&owner).await, [Proof::Shown]);
    assert_eq!(proofs(&thief).await, [Proof::Missing]);
}

/// Chunks that arrive at once are all counted, and the last one sees the others.
pub(super) async fn chunks_that_arrive_at_once_all_count(storage: &Arc<dyn Storage>) {
    const COUNT: u32 = 24;
    let who = officer(storage, "07381").await;
    let key = UploadKey { account: who.user.0, name: new_file() };
    storage.open_upload(&key, 6_000_000, NOW.0).await.unwrap();
    let notes = (0..COUNT).map(|chunk| {
        let storage = Arc::clone(storage);
        tokio::spawn(async move {
            let upload = storage.note_chunk(&key, chunk, NOW.0).await.unwrap().unwrap();
            upload.received.is_whole(COUNT)
        })
    });
    let mut saw_all = 0;
    for note in notes.collect::<Vec<_>>() {
        saw_all += u32::from(note.await.unwrap());
    }
    assert_eq!(saw_all, 1);
    // Once more changes nothing.
    let again = storage.note_chunk(&key, 7, NOW.0).await.unwrap().unwrap();
    assert_eq!((again.bytes, again.received.missing(COUNT + 1).0), (6_000_000, vec![(COUNT, COUNT)]));
}

/// An upload goes on where it was, unless it is of another size; one that was given up is gone.
pub(super) async fn an_upload_goes_on_where_it_was(storage: &Arc<dyn Storage>) {
    let who = officer(storage, "07381").await;
    let key = UploadKey { account: who.user.0, name: new_file() };
    assert_eq!(storage.note_chunk(&key, 0, NOW.0).await.unwrap(), None, "not begun");
    storage.open_upload(&key, 500_000, NOW.0).await.unwrap();
    storage.note_chunk(&key, 1, NOW.0 + 1).await.unwrap();
    let upload = async || look(storage, &who, key.name).await.unwrap().upload;
    storage.open_upload(&key, 500_000, NOW.0 + 2).await.unwrap();
    let open = upload().await.unwrap();
    assert_eq!((open.received.missing(2).0, open.touched_at), (vec![(0, 0)], NOW.0 + 2));
    storage.drop_upload(&key).await.unwrap();
    assert!(upload().await.is_some(), "what has received something is not dropped");

    storage.refuse_upload(&key, "media_type_refused", NOW.0 + 3).await.unwrap();
    storage.open_upload(&key, 500_000, NOW.0 + 4).await.unwrap();
    let refused = upload().await.unwrap();
    assert_eq!(
        (refused.refusal.as_deref(), refused.received.missing(2).0),
        (Some("media_type_refused"), vec![(0, 1)])
    );
    storage.drop_upload(&key).await.unwrap();
    assert!(upload().await.is_some(), "a refusal stays");
    storage.open_upload(&key, 400_000, NOW.0 + 5).await.unwrap();
    let other = upload().await.unwrap();
    assert_eq!((other.bytes, other.refusal), (400_000, None), "another size is another file");

    assert!(!storage.empty_upload(&key, Some(NOW.0 + 4)).await.unwrap(), "touched since");
    assert!(storage.empty_upload(&key, Some(NOW.0 + 5)).await.unwrap());
    storage.drop_upload(&key).await.unwrap();
    assert_eq!(upload().await, None);
}

/// The sweep finds what nobody has gone on with, longest ago first.
pub(super) async fn what_nobody_goes_on_with_is_found(storage: &Arc<dyn Storage>) {
    let who = officer(storage, "07381").await;
    let mut keys = Vec::new();
    for age in [30, 10, 20] {
        let key = UploadKey { account: who.user.0, name: new_file() };
        storage.open_upload(&key, 1, -age).await.unwrap();
        keys.push(key);
    }
    let found = storage.stale_uploads(-10, 10).await.unwrap();
    assert_eq!(found.iter().map(|upload| upload.key).collect::<Vec<_>>(), [keys[0], keys[2]]);
    assert_eq!(storage.stale_uploads(-10, 1).await.unwrap().len(), 1);
    for key in keys {
        storage.drop_upload(&key).await.unwrap();
    }
}

/// What is kept under a name never changes, and who is shut out may ask no more.
pub(super) async fn what_is_kept_stays_as_it_is(storage: &Arc<dyn Storage>) {
    let who = officer(storage, "07381").await;
    let name = new_file();
    for media_type in ["image/jpeg", "image/png"] {
        let fresh = Some(blob(name, media_type));
        storage.keep_blob(&Kept { name, fresh, account: who.user.0, scopes: &[] }).await.unwrap();
    }
    let seen = look(storage, &who, name).await.unwrap();
    assert_eq!(seen.blob, Some(blob(name, "image/jpeg")));
    storage.revoke_device(who.device.0, None, NOW.0).await.unwrap();
    assert!(look(storage, &who, name).await.is_none());
}
