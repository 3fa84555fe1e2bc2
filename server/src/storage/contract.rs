//! What every [`Storage`] must do, told once and run on each database.
//!
//! Each promise works with accounts and communes of its own, so they can share a database. They
//! panic like tests do; the module exists only for tests (feature `testing`).
#![expect(clippy::unwrap_used, reason = "a promise that cannot be checked should stop at once")]

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
    accounts_have_unique_logins(&storage).await;
    a_device_has_one_session_and_one_account(&storage).await;
    a_new_password_ends_every_session(&storage).await;
    a_revoked_device_is_shut_out_within_the_transaction(&storage).await;
    news_come_once_and_in_order(&storage).await;
    a_repeated_push_writes_nothing(&storage).await;
    rivals_leave_a_scope_without_gaps(&storage).await;
    the_same_push_at_once_counts_once(&storage).await;
    rivals_for_one_field_lose_nothing(&storage).await;
    a_record_that_moves_takes_its_needs_along(&storage).await;
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

/// A mutation that makes a facility.
pub fn facility(seq: u64, id: RecordId, commune: &str) -> Mutation {
    let texts = [
        ("name", "Mộc Hùng"),
        ("commune_code", commune),
        ("site_type", "home"),
        ("status", "active"),
        ("legal_form", "to_hop_tac"),
        ("kc_sector", "dd"),
        ("vsic_main", "16"),
        ("vsic_version", "2025"),
        ("owner_name", "Nguyễn Đức Thuỵ"),
        ("phone", "0912345678"),
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
fn edit(seq: u64, id: RecordId, commune: &str, field: &str, (seen, base): (&str, u64), value: &str) -> Mutation {
    let seen = Value::text(seen).canonical();
    let edit = FieldEdit { value: Some(Value::text(value)), base: Base::Ver(base), seen };
    mutation(seq, id, commune, Kind::Facility, BTreeMap::from([(field.to_owned(), edit)]))
}

fn mutation(seq: u64, id: RecordId, commune: &str, kind: Kind, fields: BTreeMap<String, FieldEdit>) -> Mutation {
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
    let hash = |mutation: &Mutation| <sha2::Sha256 as sha2::Digest>::digest(v1::encode(mutation).unwrap()).into();
    muts.iter().map(|mutation| Received { hash: hash(mutation), mutation: mutation.clone() }).collect()
}

pub async fn pull(storage: &Arc<dyn Storage>, who: &Principal, cursors: BTreeMap<ScopeId, Cursor>) -> PullAnswer {
    let request = PullRequest { wire: WIRE, device: who.device, cursors, newest_seq: 0 };
    Sync::new(Arc::clone(storage)).pull(who, request, NOW).await.unwrap()
}

async fn copy(storage: &Arc<dyn Storage>, who: &Principal, commune: &str) -> SnapshotPage {
    Sync::new(Arc::clone(storage)).snapshot(who, ScopeId::commune(commune), None, NOW).await.unwrap()
}

fn new_id() -> RecordId {
    RecordId(Uuid::now_v7())
}

async fn accounts_have_unique_logins(storage: &Arc<dyn Storage>) {
    let row = account(UserId(Uuid::now_v7()), "lan");
    storage.create_account(&row, &[]).await.unwrap();
    assert!(storage.has_accounts().await.unwrap());
    assert_eq!(storage.account_by_login("lan").await.unwrap(), Some(row));
    let again = storage.create_account(&account(UserId(Uuid::now_v7()), "lan"), &[]).await;
    assert!(matches!(again, Err(StorageError::LoginTaken)), "{again:?}");
}

async fn a_device_has_one_session_and_one_account(storage: &Arc<dyn Storage>) {
    let who = officer(storage, "07210").await;
    let other = officer(storage, "07210").await;
    let (first, second) = (session(who.user.0, who.device.0), session(who.user.0, who.device.0));
    assert_eq!(storage.open_session(&first).await.unwrap(), Opened::Done);
    assert_eq!(storage.open_session(&second).await.unwrap(), Opened::Done);
    assert_eq!(storage.session(&first.token_hash).await.unwrap(), None);
    let found = storage.session(&second.token_hash).await.unwrap().unwrap();
    assert_eq!((found.account.id, found.device.id, found.grants.len()), (who.user.0, who.device.0, 1));
    let stolen = session(other.user.0, who.device.0);
    assert_eq!(storage.open_session(&stolen).await.unwrap(), Opened::DeviceTaken);
    storage.touch_session(&second.token_hash, who.device.0, NOW.0 + 9).await.unwrap();
    let touched = storage.session(&second.token_hash).await.unwrap().unwrap();
    assert_eq!((touched.last_seen_at, touched.device.last_seen_at), (NOW.0 + 9, NOW.0 + 9));
    storage.close_session(&second.token_hash).await.unwrap();
    assert_eq!(storage.session(&second.token_hash).await.unwrap(), None);
}

async fn a_new_password_ends_every_session(storage: &Arc<dyn Storage>) {
    let who = officer(storage, "07210").await;
    let open = session(who.user.0, who.device.0);
    storage.open_session(&open).await.unwrap();
    storage.set_password(who.user.0, "$argon2id$new").await.unwrap();
    assert_eq!(storage.session(&open.token_hash).await.unwrap(), None);
    let account = storage.account_by_login(&who.login).await.unwrap().unwrap();
    assert_eq!(account.password_hash, "$argon2id$new");
}

async fn a_revoked_device_is_shut_out_within_the_transaction(storage: &Arc<dyn Storage>) {
    let who = officer(storage, "07228").await;
    let other = officer(storage, "07228").await;
    assert!(!storage.revoke_device(who.device.0, Some(other.user.0), NOW.0).await.unwrap(), "not theirs");
    assert!(storage.revoke_device(who.device.0, Some(who.user.0), NOW.0).await.unwrap());
    assert!(!storage.revoke_device(who.device.0, None, NOW.0).await.unwrap(), "once");
    // The session was checked before; the device was revoked since.
    let late = try_push(storage, &who, &[facility(1, new_id(), "07228")]).await;
    assert!(matches!(late, Err(SyncError::SessionOver)), "{late:?}");
    assert_eq!(copy(storage, &other, "07228").await.count, 0);
    assert_eq!(storage.open_session(&session(who.user.0, who.device.0)).await.unwrap(), Opened::DeviceRevoked);
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
    assert_eq!(delta.rows.iter().map(|row| (row.id, row.ver)).collect::<Vec<_>>(), [(a, 4)], "the record once");
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

/// Eight devices write into one commune at once: each change gets a version of its own, without
/// gaps, and the chain of hashes holds.
async fn rivals_leave_a_scope_without_gaps(storage: &Arc<dyn Storage>) {
    let mut writers = Vec::new();
    for _ in 0..8 {
        writers.push(officer(storage, "07282").await);
    }
    let work = writers.iter().cloned().map(|who| {
        let storage = Arc::clone(storage);
        tokio::spawn(async move {
            for round in 0..10 {
                let muts = [facility(2 * round + 1, new_id(), "07282"), facility(2 * round + 2, new_id(), "07282")];
                let outcomes = push(&storage, &who, &muts).await;
                assert!(outcomes.iter().all(Outcome::is_effective), "{outcomes:?}");
            }
        })
    });
    for task in work.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    let journal = the_scope_is_sound(storage, &writers[0], "07282").await;
    let versions: Vec<_> = journal.iter().map(|change| change.ver).collect();
    assert_eq!(versions, (1..=160).collect::<Vec<u64>>());
}

/// A device that sends a push again before the first answer came.
async fn the_same_push_at_once_counts_once(storage: &Arc<dyn Storage>) {
    let who = officer(storage, "07288").await;
    let muts: Vec<_> = (1..=5).map(|seq| facility(seq, new_id(), "07288")).collect();
    let sends = (0..6).map(|_| {
        let (storage, who, muts) = (Arc::clone(storage), who.clone(), muts.clone());
        tokio::spawn(async move { push(&storage, &who, &muts).await })
    });
    let mut answers = BTreeSet::new();
    for send in sends.collect::<Vec<_>>() {
        answers.insert(format!("{:?}", send.await.unwrap()));
    }
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(the_scope_is_sound(storage, &who, "07288").await.len(), 5);
}

/// Every value that was written is in effect or in a conflict.
async fn rivals_for_one_field_lose_nothing(storage: &Arc<dyn Storage>) {
    let owner = officer(storage, "07294").await;
    let id = new_id();
    push(storage, &owner, &[facility(1, id, "07294")]).await;
    let mut tasks = Vec::new();
    for n in 0..6 {
        let (storage, who) = (Arc::clone(storage), officer(storage, "07294").await);
        tasks.push(tokio::spawn(async move {
            push(&storage, &who, &[edit(1, id, "07294", "village", ("", 1), &format!("Thôn {n}"))]).await
        }));
    }
    let mut applied = 0;
    let mut conflicts = BTreeSet::new();
    for task in tasks {
        match task.await.unwrap().remove(0) {
            Outcome::Applied { .. } => applied += 1,
            Outcome::Conflict { ids, .. } => conflicts.extend(ids),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(applied, 1);
    assert_eq!(conflicts.len(), 5);
    let page = copy(storage, &owner, "07294").await;
    let text = format!("{:?}", page.rows);
    (0..6).for_each(|n| assert!(text.contains(&format!("Thôn {n}")), "Thôn {n}"));
    the_scope_is_sound(storage, &owner, "07294").await;
}

/// A need registered while its facility moves to another commune must not stay behind.
async fn a_record_that_moves_takes_its_needs_along(storage: &Arc<dyn Storage>) {
    let (from, to) = ("07306", "07330");
    for round in 0..5 {
        let user = UserId(Uuid::now_v7());
        let mut centre = account(user, &user.to_string());
        centre.role = Role::CentreStaff.code().to_owned();
        let grant = GrantRow { scope: "commune:*".to_owned(), role: centre.role.clone(), valid_from: 0, valid_to: None };
        storage.create_account(&centre, &[grant]).await.unwrap();
        let centre = on_new_device(storage, user, &centre).await;
        let commune = officer(storage, from).await;
        let facility_id = new_id();
        push(storage, &commune, &[facility(1, facility_id, from)]).await;
        let ver = copy(storage, &commune, from).await.head.ver;
        let need_id = new_id();
        let need = BTreeMap::from([
            ("facility".to_owned(), first(Value::text(facility_id.to_string()))),
            ("activity".to_owned(), first(Value::text("machine"))),
        ]);
        let need = mutation(2, need_id, from, Kind::Need, need);
        let moving = edit(1, facility_id, from, "commune_code", (from, ver), to);
        let (need, moving) = ([need], [moving]);
        let (registered, moved) = tokio::join!(push(storage, &commune, &need), push(storage, &centre, &moving));
        assert!(moved[0].is_effective(), "round {round}: {moved:?}");
        let here = copy(storage, &centre, to).await;
        assert!(here.rows.iter().any(|row| row.id == facility_id), "round {round}: {moved:?}");
        let need_here = here.rows.iter().any(|row| row.id == need_id);
        assert_eq!(need_here, registered[0].is_effective(), "round {round}: {registered:?}");
        let left = copy(storage, &centre, from).await;
        assert!(!left.rows.iter().any(|row| row.id == need_id || row.id == facility_id), "round {round}");
        the_scope_is_sound(storage, &centre, from).await;
        the_scope_is_sound(storage, &centre, to).await;
    }
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
async fn the_scope_is_sound(storage: &Arc<dyn Storage>, who: &Principal, commune: &str) -> Vec<Change> {
    let scope = ScopeId::commune(commune);
    let journal = storage.journal(&scope, 0, 10_000).await.unwrap();
    let mut hash = Vec::new();
    for (row, ver) in journal.iter().zip(1..) {
        assert_eq!((row.ver, &row.prev_hash), (ver, &hash), "{commune}");
        hash = link(&row.prev_hash, &row.entry);
    }
    let mut sum = Sum::default();
    let page = copy(storage, who, commune).await;
    assert!(page.next.is_none(), "small enough for one page");
    page.rows.iter().for_each(|row| sum.add(row.id, row.ver));
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
