//! What every [`Storage`] must do, told once and run on each database.
//!
//! Each promise works with accounts and communes of its own, so they can share a database. They
//! panic like tests do; the module exists only for tests (feature `testing`).
#![expect(clippy::unwrap_used, reason = "a promise that cannot be checked should stop at once")]

mod accounts;
mod copies;
mod files;
mod odk;
mod rivals;
mod twins;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::change::{Base, Change, FieldEdit, Mutation, Op, Outcome};
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId, UserId};
use domain::record::Kind;
use domain::role::Role;
use domain::sync::authority::{Loaded, Needed, Received};
use domain::sync::checksum::Sum;
use domain::sync::exchange::{Cursor, PullAnswer, PullRequest, ScopePage, SnapshotPage};
use domain::sync::placement::{Decision, Row};
use domain::value::Value;
use domain::wire::{WIRE, v1};
use uuid::Uuid;

use super::convert::{link, read_change};
use super::exchange::{Access, Judge, Push};
use super::rows::{AccountRow, GrantRow, NewSession, Opened};
use super::{Storage, StorageError};
use crate::auth::Principal;
use crate::sync::{Sync, SyncError};

const NOW: Millis = Millis(1_790_000_000_000);

/// Runs every promise.
pub async fn keeps_its_promises(storage: Arc<dyn Storage>) {
    accounts::accounts_have_unique_logins(&storage).await;
    accounts::people_are_named_without_anything_secret(&storage).await;
    accounts::a_device_has_one_session_and_one_account(&storage).await;
    accounts::a_new_password_ends_every_session(&storage).await;
    accounts::a_revoked_device_is_shut_out_within_the_transaction(&storage).await;
    news_come_once_and_in_order(&storage).await;
    a_repeated_push_writes_nothing(&storage).await;
    rivals::rivals_leave_a_scope_without_gaps(&storage).await;
    rivals::the_same_push_at_once_counts_once(&storage).await;
    rivals::rivals_for_one_field_lose_nothing(&storage).await;
    rivals::a_record_that_moves_takes_its_needs_along(&storage).await;
    copies::what_differs_comes_with_the_sum_it_makes_whole(&storage).await;
    twins::nobody_doubles_a_key_unnoticed(&storage).await;
    twins::twins_in_two_communes_are_told_to_the_centre(&storage).await;
    twins::two_become_one_with_all_they_have(&storage).await;
    odk::an_offline_branch_is_in_conflict_with_others_only(&storage).await;
    odk::what_arrives_too_early_waits_and_is_no_conflict(&storage).await;
    files::a_file_is_within_reach_of_who_holds_its_record(&storage).await;
    files::a_hash_is_no_key(&storage).await;
    files::chunks_that_arrive_at_once_all_count(&storage).await;
    files::an_upload_goes_on_where_it_was(&storage).await;
    files::what_nobody_goes_on_with_is_found(&storage).await;
    files::what_is_kept_stays_as_it_is(&storage).await;
    a_decision_that_panics_costs_one_push(&storage).await;
}

/// Somebody with one device, holding one commune.
pub async fn officer(storage: &Arc<dyn Storage>, commune: &str) -> Principal {
    let user = UserId(Uuid::now_v7());
    let account = account(user, &user.to_string());
    let scope = format!("commune:{commune}");
    let grant = GrantRow { scope, role: account.role.clone(), valid_from: 0, valid_to: None };
    storage.create_account(&account, &[grant]).await.unwrap();
    on_new_device(storage, user, &account).await
}

async fn on_new_device(storage: &Arc<dyn Storage>, user: UserId, account: &AccountRow) -> Principal {
    let session = session(user.0, Uuid::now_v7());
    assert_eq!(storage.open_session(&session).await.unwrap(), Opened::Done);
    Principal {
        user,
        login: account.login.clone(),
        name: account.name.clone(),
        role: Role::CommuneOfficer,
        device: DeviceId(session.device),
        device_name: session.device_name,
        newest_seq: 0,
        grants: Vec::new(),
        expires_at: Millis(session.expires_at),
    }
}

fn account(user: UserId, login: &str) -> AccountRow {
    AccountRow {
        id: user.0,
        login: login.to_owned(),
        name: "Trần Thị Lan".to_owned(),
        phone: Some("0912345678".to_owned()),
        role: Role::CommuneOfficer.code().to_owned(),
        password_hash: "$argon2id$".to_owned(),
        disabled: false,
        created_at: NOW.0,
    }
}

fn session(account: Uuid, device: Uuid) -> NewSession {
    NewSession {
        token_hash: Uuid::now_v7().as_bytes().to_vec(),
        account,
        device,
        device_name: "Máy bảng".to_owned(),
        user_agent_hint: "Android".to_owned(),
        now: NOW.0,
        expires_at: NOW.0 + 1,
    }
}

/// A mutation that makes a facility; no two of them share a name or a phone.
pub fn facility(seq: u64, id: RecordId, commune: &str) -> Mutation {
    let number = id.0.as_u128() % 100_000_000;
    let (name, phone) = (format!("Mộc Hùng {number}"), format!("09{number:08}"));
    let texts = [
        ("name", name.as_str()),
        ("commune_code", commune),
        ("site_type", "home"),
        ("status", "active"),
        ("legal_form", "to_hop_tac"),
        ("kc_sector", "dd"),
        ("vsic_main", "16"),
        ("vsic_version", "2025"),
        ("owner_name", "Nguyễn Đức Thuỵ"),
        ("phone", phone.as_str()),
    ];
    let numbers = [("workers_total", 12), ("figures_year", 2025)];
    let texts = texts.map(|(field, text)| (field, Value::text(text)));
    let numbers = numbers.map(|(field, number)| (field, Value::Int(number)));
    let fields = texts.into_iter().chain(numbers).map(|(field, value)| (field.to_owned(), first(value)));
    mutation(seq, id, commune, Kind::Facility, fields.collect())
}

fn first(value: Value) -> FieldEdit {
    FieldEdit { value: Some(value), base: Base::Ver(0), seen: None }
}

/// A mutation that writes one field, whose person saw `seen` (nothing, when empty) at `base`.
fn edit(
    seq: u64,
    id: RecordId,
    commune: &str,
    field: &str,
    (seen, base): (&str, u64),
    value: &str,
) -> Mutation {
    let seen = Value::text(seen).canonical();
    let edit = FieldEdit { value: Some(Value::text(value)), base: Base::Ver(base), seen };
    mutation(seq, id, commune, Kind::Facility, BTreeMap::from([(field.to_owned(), edit)]))
}

fn mutation(
    seq: u64,
    id: RecordId,
    commune: &str,
    kind: Kind,
    fields: BTreeMap<String, FieldEdit>,
) -> Mutation {
    Mutation {
        seq,
        scope: ScopeId::commune(commune),
        kind: kind.into(),
        record: id,
        op: Op::Put(fields),
        deps: Vec::new(),
        at: NOW,
        reason: None,
    }
}

/// What a device would hear.
pub async fn push(storage: &Arc<dyn Storage>, who: &Principal, muts: &[Mutation]) -> Vec<Outcome> {
    try_push(storage, who, muts).await.unwrap()
}

pub async fn try_push(
    storage: &Arc<dyn Storage>,
    who: &Principal,
    muts: &[Mutation],
) -> Result<Vec<Outcome>, SyncError> {
    let sync = Sync::new(Arc::clone(storage));
    let answer = sync.push(who, who.device, received(muts), NOW).await?;
    Ok(answer.results.into_iter().map(|result| result.outcome).collect())
}

fn received(muts: &[Mutation]) -> Vec<Received> {
    let hash =
        |mutation: &Mutation| <sha2::Sha256 as sha2::Digest>::digest(v1::encode(mutation).unwrap()).into();
    muts.iter().map(|mutation| Received { hash: hash(mutation), mutation: mutation.clone() }).collect()
}

pub async fn pull(
    storage: &Arc<dyn Storage>,
    who: &Principal,
    cursors: BTreeMap<ScopeId, Cursor>,
) -> PullAnswer {
    let request = PullRequest { wire: WIRE, device: who.device, cursors, newest_seq: 0 };
    Sync::new(Arc::clone(storage)).pull(who, request, NOW).await.unwrap()
}

async fn copy(storage: &Arc<dyn Storage>, who: &Principal, commune: &str) -> SnapshotPage {
    copy_after(storage, who, commune, None).await
}

/// The page that follows a record, or the first.
async fn copy_after(
    storage: &Arc<dyn Storage>,
    who: &Principal,
    commune: &str,
    after: Option<RecordId>,
) -> SnapshotPage {
    Sync::new(Arc::clone(storage)).snapshot(who, None, ScopeId::commune(commune), after, NOW).await.unwrap()
}

fn new_id() -> RecordId {
    RecordId(Uuid::now_v7())
}

async fn news_come_once_and_in_order(storage: &Arc<dyn Storage>) {
    let (writer, reader) = (officer(storage, "07246").await, officer(storage, "07246").await);
    let scope = ScopeId::commune("07246");
    let (a, b) = (new_id(), new_id());
    push(storage, &writer, &[facility(1, a, "07246"), facility(2, b, "07246")]).await;
    let head = copy(storage, &reader, "07246").await.head;
    push(storage, &writer, &[edit(3, a, "07246", "village", ("", 2), "Đồng Kỵ")]).await;
    push(storage, &writer, &[edit(4, a, "07246", "address_line", ("", 3), "Số 1")]).await;
    let answer = pull(storage, &reader, BTreeMap::from([(scope.clone(), head)])).await;
    let delta = answer.pages.iter().find_map(|page| match page {
        ScopePage::Delta(delta) if delta.scope == scope => Some(delta),
        _ => None,
    });
    let delta = delta.unwrap();
    assert_eq!(
        delta.rows.iter().map(|row| (row.id, row.ver)).collect::<Vec<_>>(),
        [(a, 4)],
        "the record once"
    );
    let fields: Vec<_> = delta.rows[0].fields.keys().map(String::as_str).collect();
    assert_eq!(fields, ["address_line", "village"], "both fields since the cursor");
    assert_eq!(delta.changes.iter().map(|change| change.ver).collect::<Vec<_>>(), [3, 4]);
    let again = pull(storage, &reader, BTreeMap::from([(scope.clone(), delta.to)])).await;
    assert!(!again.pages.iter().any(|page| matches!(page, ScopePage::Delta(delta) if delta.scope == scope)));
    the_scope_is_sound(storage, &reader, "07246").await;
}

async fn a_repeated_push_writes_nothing(storage: &Arc<dyn Storage>) {
    let who = officer(storage, "07264").await;
    let muts = [facility(1, new_id(), "07264")];
    let first = push(storage, &who, &muts).await;
    let head = copy(storage, &who, "07264").await.head;
    assert_eq!(push(storage, &who, &muts).await, first);
    assert_eq!(copy(storage, &who, "07264").await.head, head);
}

struct Panics;

impl Judge for Panics {
    fn authors_wanted(&self, _: &[(ScopeId, Row)]) -> BTreeSet<(ScopeId, u64)> {
        BTreeSet::new()
    }

    fn decide(&self, _: &Access, _: &Loaded) -> Option<Decision> {
        panic!("planted")
    }

    fn mutation(&self, _: u64) -> Option<&Mutation> {
        None
    }
}

async fn a_decision_that_panics_costs_one_push(storage: &Arc<dyn Storage>) {
    let who = officer(storage, "07333").await;
    let bad = Push {
        account: who.user,
        device: who.device,
        needed: Needed::default(),
        newest_seq: 1,
        received_at: NOW.0,
        judge: Arc::new(Panics),
    };
    assert!(matches!(storage.push(&bad).await, Err(StorageError::DecisionPanicked)));
    let outcomes = push(storage, &who, &[facility(1, new_id(), "07333")]).await;
    assert_eq!(outcomes, [Outcome::Applied { ver: 1 }]);
}

/// The journal is an unbroken chain that ends at the head, and the sum is that of the live rows.
pub async fn the_scope_is_sound(storage: &Arc<dyn Storage>, who: &Principal, commune: &str) -> Vec<Change> {
    let scope = ScopeId::commune(commune);
    let journal = storage.journal(&scope, 0, 10_000).await.unwrap();
    let mut hash = Vec::new();
    for (row, ver) in journal.iter().zip(1..) {
        assert_eq!((row.ver, &row.prev_hash), (ver, &hash), "{commune}");
        hash = link(&row.prev_hash, &row.entry);
    }
    let mut sum = Sum::default();
    let page = copy(storage, who, commune).await;
    page.rows.iter().for_each(|row| sum.add(row.id, row.ver));
    let mut next = page.next;
    while let Some(after) = next {
        let rest = copy_after(storage, who, commune, Some(after)).await;
        rest.rows.iter().for_each(|row| sum.add(row.id, row.ver));
        next = rest.next;
    }
    assert_eq!(page.count, sum.count, "{commune}");
    assert_eq!(page.head.ver.cast_signed(), journal.last().map_or(0, |row| row.ver));
    let start = Cursor::at(page.head.epoch, page.head.ver.saturating_sub(1));
    let answer = pull(storage, who, BTreeMap::from([(scope.clone(), start)])).await;
    for page in answer.pages {
        if let ScopePage::Delta(delta) = page
            && delta.scope == scope
        {
            assert_eq!(delta.check, Some(sum), "{commune}");
        }
    }
    journal.iter().map(|row| read_change(&row.entry).unwrap()).collect()
}
