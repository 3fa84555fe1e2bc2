//! What the server sends to devices, and what devices find on their disks.

use domain::attachment::blob::BlobName;
use domain::attachment::missing::Missing;
use domain::attachment::upload::Upload;
use domain::clock::Millis;
use domain::columns::Reader;
use domain::id::{DeviceId, ScopeId};
use domain::sync::batch::{Meta, OutboxEntry, Position, Saved};
use domain::sync::buckets::CompareAnswer;
use domain::sync::copying::{CopiedPage, Manifest};
use domain::sync::exchange::{PullAnswer, PushAnswer};
use domain::sync::replica::Replica;
use domain::value::Document;
use domain::wire::v1;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::store::codec::{decode, decode_log, decode_page, encode, encode_log, encode_page};
use crate::store::pages::directory::{Directory, Head};
use crate::store::pages::key;

const NOW: Millis = Millis(1_790_000_000_000);
const DEVICE: DeviceId = DeviceId(Uuid::nil());

/// An answer of the server is read, written into the book and shown; twice, because answers come twice.
pub fn answer(bytes: &[u8]) {
    let mut replica = Replica::fresh(DEVICE);
    if let Ok(answer) = v1::decode::<PullAnswer>(bytes) {
        for _ in 0..2 {
            let batch = replica.pull_batch(NOW, &answer);
            replica.commit(&batch);
        }
    }
    if let Ok(manifest) = v1::decode::<Manifest>(bytes) {
        let batch = replica.manifest_batch(&manifest);
        replica.commit(&batch);
    }
    if let Some((rows, changes)) = Reader::open(bytes).and_then(|mut from| from.page()) {
        let page = CopiedPage { scope: ScopeId::reference(), hash: String::new(), rows, changes };
        let batch = replica.page_batch(page);
        replica.commit(&batch);
    }
    if let Ok(answer) = v1::decode::<CompareAnswer>(bytes) {
        let batch = replica.mend_batch(&answer);
        replica.commit(&batch);
    }
    if let Ok(answer) = v1::decode::<PushAnswer>(bytes) {
        let batch = replica.push_batch(NOW, &answer.results);
        replica.commit(&batch);
    }
    // What the stream of news says.
    same::<BTreeMap<ScopeId, u64>>(bytes);
    show(&replica);
}

fn show(replica: &Replica) {
    for id in replica.ids().collect::<Vec<_>>() {
        drop(replica.view(id));
        replica.history(id).count();
    }
    for (scope, _) in replica.positions() {
        replica.sum(scope);
    }
}

/// An envelope of the outbox, or one of the other values that the store keeps as JSON: a book is opened with it.
pub fn envelope(bytes: &[u8]) {
    let mut saved = Saved::default();
    saved.outbox.extend(same::<OutboxEntry>(bytes));
    saved.meta = same::<Meta>(bytes);
    saved.drafts.extend(same::<(String, Document)>(bytes));
    saved.positions.extend(same::<(ScopeId, Position)>(bytes));
    same::<Upload>(bytes);
    show(&Replica::open(DEVICE, saved));
}

/// What is read and written is read the same.
fn same<T: DeserializeOwned + Serialize + PartialEq>(bytes: &[u8]) -> Option<T> {
    let value: T = decode(bytes).ok()?;
    let again: T = decode(&encode(&value).unwrap()).unwrap();
    assert!(again == value, "it is not read as it was written");
    Some(value)
}

/// A page or a value of the log.
pub fn page(bytes: &[u8]) {
    if let Ok(page) = decode_page(bytes) {
        assert!(decode_page(&encode_page(&page)).as_ref() == Ok(&page), "it is not read as it was written");
    }
    if let Ok(entries) = decode_log(bytes) {
        assert!(
            decode_log(&encode_log(&entries)).as_ref() == Ok(&entries),
            "it is not read as it was written"
        );
    }
}

/// Names of files, lists of chunks, keys of pages, and the head of the log.
pub fn small(bytes: &[u8]) {
    if let Some(head) = Head::from_bytes(bytes) {
        assert_eq!(head.to_bytes(), bytes);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(missing) = Missing::parse(text) {
        assert!(Missing::parse(&missing.to_string()).as_ref() == Some(&missing));
        missing.among(80);
    }
    if let Ok(name) = text.parse::<BlobName>() {
        assert_eq!(name.to_string().parse::<BlobName>().ok(), Some(name));
    }
    if let Some((scope, span)) = key::page(text) {
        assert!(key::page(&key::of_page(&scope, span)) == Some((scope, span)));
    }
    if let Some((scope, place)) = key::log(text) {
        assert!(key::log(&key::of_log(&scope, place)) == Some((scope, place)));
    }
    let (pages, log): (Vec<_>, Vec<_>) =
        text.lines().map(str::to_owned).partition(|line| key::page(line).is_some());
    if let Some(directory) = Directory::read(Head::default(), &pages, &log) {
        directory.due();
    }
}
