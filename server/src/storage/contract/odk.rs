//! Two cases in which ODK Central calls a conflict what is none, or loses count of what an offline device did
//! (getodk/central#698 and #805), with this protocol.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::change::{Base, FieldEdit, Mutation, Outcome};
use domain::id::RecordId;
use domain::record::Kind;
use domain::value::Value;

use super::{copy, edit, facility, mutation, new_id, officer, push, the_scope_is_sound};
use crate::auth::Principal;
use crate::storage::Storage;

/// Three offline updates of one field, each resting on the one before; the first on version 1.
fn branch(commune: &str, id: RecordId) -> [Mutation; 3] {
    let on_own = |seq: u64, seen: &str, value: &str| {
        let edit = FieldEdit {
            value: Some(Value::text(value)),
            base: Base::Own { seq: seq - 1 },
            seen: Some(Value::text(seen)),
        };
        mutation(seq, id, commune, Kind::Facility, BTreeMap::from([("village".to_owned(), edit)]))
    };
    [edit(2, id, commune, "village", ("", 1), "Một"), on_own(3, "Một", "Hai"), on_own(4, "Hai", "Ba")]
}

/// The village in effect, and of each open conflict what is in effect and what was wanted.
async fn told(
    storage: &Arc<dyn Storage>,
    who: &Principal,
    commune: &str,
) -> (Option<Value>, Vec<(Value, Value)>) {
    let page = copy(storage, who, commune).await;
    let of = |kind: Kind| page.rows.iter().filter(move |row| row.kind.known() == Some(kind));
    let village = of(Kind::Facility).find_map(|row| row.fields.get("village").cloned().flatten());
    let side = |row: &domain::sync::exchange::RowDelta, name: &str| row.fields[name].clone().unwrap();
    (village, of(Kind::Conflict).map(|row| (side(row, "current"), side(row, "proposed"))).collect())
}

fn only(value: &str) -> Value {
    Value::Map(BTreeMap::from([("village".to_owned(), Value::text(value))]))
}

/// #698: somebody writes another field while a device is away. Its own three updates follow each other and are
/// in conflict with nobody, the device itself least of all.
pub(super) async fn an_offline_branch_is_in_conflict_with_others_only(storage: &Arc<dyn Storage>) {
    let commune = "07420";
    let (away, other) = (officer(storage, commune).await, officer(storage, commune).await);
    let id = new_id();
    push(storage, &away, &[facility(1, id, commune)]).await;
    push(storage, &other, &[edit(1, id, commune, "address_line", ("", 1), "Số 9")]).await;
    let outcomes = push(storage, &away, &branch(commune, id)).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Applied { .. })), "{outcomes:?}");
    assert_eq!(told(storage, &away, commune).await, (Some(Value::text("Ba")), vec![]));
    the_scope_is_sound(storage, &away, commune).await;

    // The same field: one conflict, with the newest of the three and what the other wrote.
    let commune = "07432";
    let (away, other) = (officer(storage, commune).await, officer(storage, commune).await);
    let id = new_id();
    push(storage, &away, &[facility(1, id, commune)]).await;
    push(storage, &other, &[edit(1, id, commune, "village", ("", 1), "Bốn")]).await;
    let outcomes = push(storage, &away, &branch(commune, id)).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Conflict { .. })), "{outcomes:?}");
    let expected = (Some(Value::text("Bốn")), vec![(only("Bốn"), only("Ba"))]);
    assert_eq!(told(storage, &away, commune).await, expected);
    the_scope_is_sound(storage, &away, commune).await;
}

/// #805: the third update arrives first. It waits for the one it rests on instead of being laid over what is
/// there; then all three stand in their order, and none is a conflict.
pub(super) async fn what_arrives_too_early_waits_and_is_no_conflict(storage: &Arc<dyn Storage>) {
    let commune = "07444";
    let away = officer(storage, commune).await;
    let id = new_id();
    push(storage, &away, &[facility(1, id, commune)]).await;
    let [first, second, third] = branch(commune, id);
    let early = push(storage, &away, std::slice::from_ref(&third)).await;
    assert!(matches!(early.as_slice(), [Outcome::Waiting { on: 3 }]), "{early:?}");
    assert_eq!(told(storage, &away, commune).await, (None, vec![]), "nothing is guessed");
    push(storage, &away, &[first]).await;
    let again = push(storage, &away, std::slice::from_ref(&third)).await;
    assert!(matches!(again.as_slice(), [Outcome::Waiting { on: 3 }]), "{again:?}");
    let rest = push(storage, &away, &[second, third]).await;
    assert!(rest.iter().all(|outcome| matches!(outcome, Outcome::Applied { .. })), "{rest:?}");
    assert_eq!(told(storage, &away, commune).await, (Some(Value::text("Ba")), vec![]));
    the_scope_is_sound(storage, &away, commune).await;
}
