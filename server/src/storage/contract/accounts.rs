//! Promises about accounts, sessions and devices.

use std::sync::Arc;

use domain::id::UserId;
use uuid::Uuid;

use super::{NOW, account, copy, facility, new_id, officer, session, try_push};
use crate::storage::rows::{Opened, PersonRow};
use crate::storage::{Storage, StorageError};
use crate::sync::SyncError;

pub(super) async fn accounts_have_unique_logins(storage: &Arc<dyn Storage>) {
    let row = account(UserId(Uuid::now_v7()), "lan");
    storage.create_account(&row, &[]).await.unwrap();
    assert!(storage.has_accounts().await.unwrap());
    assert_eq!(storage.account_by_login("lan").await.unwrap(), Some(row));
    let again = storage.create_account(&account(UserId(Uuid::now_v7()), "lan"), &[]).await;
    assert!(matches!(again, Err(StorageError::LoginTaken)), "{again:?}");
}

pub(super) async fn people_are_named_without_anything_secret(storage: &Arc<dyn Storage>) {
    let row = account(UserId(Uuid::now_v7()), "hanh");
    storage.create_account(&row, &[]).await.unwrap();
    let found = storage.people().await.unwrap().into_iter().find(|person| person.id == row.id);
    let known = PersonRow { id: row.id, name: row.name, role: row.role, disabled: false };
    assert_eq!(found, Some(known));
}

pub(super) async fn a_device_has_one_session_and_one_account(storage: &Arc<dyn Storage>) {
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

pub(super) async fn a_new_password_ends_every_session(storage: &Arc<dyn Storage>) {
    let who = officer(storage, "07210").await;
    let open = session(who.user.0, who.device.0);
    storage.open_session(&open).await.unwrap();
    storage.set_password(who.user.0, "$argon2id$new").await.unwrap();
    assert_eq!(storage.session(&open.token_hash).await.unwrap(), None);
    let account = storage.account_by_login(&who.login).await.unwrap().unwrap();
    assert_eq!(account.password_hash, "$argon2id$new");
}

pub(super) async fn a_revoked_device_is_shut_out_within_the_transaction(storage: &Arc<dyn Storage>) {
    let who = officer(storage, "07228").await;
    let other = officer(storage, "07228").await;
    assert!(!storage.revoke_device(who.device.0, Some(other.user.0), NOW.0).await.unwrap(), "not theirs");
    assert!(storage.revoke_device(who.device.0, Some(who.user.0), NOW.0).await.unwrap());
    assert!(!storage.revoke_device(who.device.0, None, NOW.0).await.unwrap(), "once");
    // The session was checked before; the device was revoked since.
    let late = try_push(storage, &who, &[facility(1, new_id(), "07228")]).await;
    assert!(matches!(late, Err(SyncError::SessionOver)), "{late:?}");
    assert_eq!(copy(storage, &other, "07228").await.count, 0);
    assert_eq!(
        storage.open_session(&session(who.user.0, who.device.0)).await.unwrap(),
        Opened::DeviceRevoked
    );
}
