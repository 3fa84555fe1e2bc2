//! Promises about pushes that meet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::change::Outcome;
use domain::id::UserId;
use domain::record::Kind;
use domain::role::Role;
use domain::value::Value;
use uuid::Uuid;

use super::{
    account, copy, edit, facility, first, mutation, new_id, officer, on_new_device, push, the_scope_is_sound,
};
use crate::auth::Principal;
use crate::storage::Storage;
use crate::storage::rows::{AccountRow, GrantRow};

/// Eight devices write into one commune at once: each change gets a version of its own, without
/// gaps, and the chain of hashes holds.
pub(super) async fn rivals_leave_a_scope_without_gaps(storage: &Arc<dyn Storage>) {
    let mut writers = Vec::new();
    for _ in 0..8 {
        writers.push(officer(storage, "07282").await);
    }
    let work = writers.iter().cloned().map(|who| {
        let storage = Arc::clone(storage);
        tokio::spawn(async move {
            for round in 0..10 {
                let muts =
                    [facility(2 * round + 1, new_id(), "07282"), facility(2 * round + 2, new_id(), "07282")];
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
pub(super) async fn the_same_push_at_once_counts_once(storage: &Arc<dyn Storage>) {
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
pub(super) async fn rivals_for_one_field_lose_nothing(storage: &Arc<dyn Storage>) {
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
pub(super) async fn a_record_that_moves_takes_its_needs_along(storage: &Arc<dyn Storage>) {
    let (from, to) = ("07306", "07330");
    for round in 0..5 {
        let centre = centre(storage).await;
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
        let (registered, moved) =
            tokio::join!(push(storage, &commune, &need), push(storage, &centre, &moving));
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

/// Somebody of the centre, who holds every commune.
pub(super) async fn centre(storage: &Arc<dyn Storage>) -> Principal {
    let user = UserId(Uuid::now_v7());
    employ(storage, user, Role::CentreStaff, "commune:*".to_owned()).await
}

/// Somebody who owns facilities, as soon as the centre says so.
pub(super) async fn owner(storage: &Arc<dyn Storage>) -> Principal {
    let user = UserId(Uuid::now_v7());
    employ(storage, user, Role::FacilityOwner, format!("owner:{user}")).await
}

async fn employ(storage: &Arc<dyn Storage>, user: UserId, role: Role, scope: String) -> Principal {
    let row = AccountRow { role: role.code().to_owned(), ..account(user, &user.to_string()) };
    let grant = GrantRow { scope, role: row.role.clone(), valid_from: 0, valid_to: None };
    storage.create_account(&row, &[grant]).await.unwrap();
    on_new_device(storage, user, &row).await
}
