//! Runs the sync protocol on the storage: reads who asks, lets `domain` decide, writes the result.
//! Every rule is in `domain::sync::authority`; there is none here.

mod judge;
mod plan;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::change::ChangeOp;
use domain::clock::Millis;
use domain::communes;
use domain::id::{DeviceId, RecordId, Scope, ScopeId};
use domain::role::Role;
use domain::sync::authority::{Received, needed};
use domain::sync::exchange::{
    Cursor, Delta, PAGE_ROWS, PullAnswer, PullRequest, PushAnswer, RowDelta, ScopePage, SnapshotPage,
};
use domain::sync::placement::Head;

use self::judge::Authority;
use self::plan::Cursors;
use crate::auth::{Grant, Principal};
use crate::storage::exchange::{News, Pull, Push, Slice, Snapshot};
use crate::storage::{Storage, StorageError};

/// The grant that stands for every commune.
pub const EVERY_COMMUNE: &str = "commune:*";

pub struct Sync {
    storage: Arc<dyn Storage>,
}

#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error("the request names another device than the session")]
    ForeignDevice,
    #[error("the scope is not granted")]
    ScopeNotHeld,
    #[error("the session is over")]
    SessionOver,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Sync {
    pub fn new(storage: Arc<dyn Storage>) -> Self {
        Self { storage }
    }

    pub async fn ping(&self) -> Result<(), StorageError> {
        self.storage.ping().await
    }

    /// `received` is what `wire` made of the request's mutations.
    pub async fn push(
        &self,
        who: &Principal,
        device: DeviceId,
        received: Vec<Received>,
        now: Millis,
    ) -> Result<PushAnswer, SyncError> {
        check_device(who, device)?;
        let push = Push {
            account: who.user,
            device,
            needed: needed(&received),
            newest_seq: received.iter().map(|received| received.mutation.seq).max().unwrap_or(0),
            received_at: now.0,
            judge: Arc::new(Authority::new(who, received, now)),
        };
        let results = self.storage.push(&push).await?.ok_or(SyncError::SessionOver)?;
        Ok(PushAnswer { now, results })
    }

    pub async fn pull(&self, who: &Principal, request: PullRequest, now: Millis) -> Result<PullAnswer, SyncError> {
        check_device(who, request.device)?;
        if request.newest_seq > who.newest_seq {
            self.storage.note_device(who.device.0, request.newest_seq.cast_signed()).await?;
        }
        let plan = Cursors { cursors: &request.cursors, now };
        let pull = Pull { account: who.user, device: who.device, plan: &plan, most_changes: PAGE_ROWS };
        let news = self.storage.pull(&pull).await?.ok_or(SyncError::SessionOver)?;
        Ok(answer(news, &request.cursors, now))
    }

    pub async fn snapshot(
        &self,
        who: &Principal,
        scope: ScopeId,
        after: Option<RecordId>,
        now: Millis,
    ) -> Result<SnapshotPage, SyncError> {
        let plan = Cursors { cursors: &BTreeMap::new(), now };
        let snapshot = Snapshot {
            account: who.user,
            device: who.device,
            plan: &plan,
            scope: &scope,
            after,
            most_rows: PAGE_ROWS,
        };
        let slice = self.storage.snapshot(&snapshot).await?.ok_or(SyncError::SessionOver)?;
        let Slice::Rows { head, rows, changes } = slice else { return Err(SyncError::ScopeNotHeld) };
        let head = head.unwrap_or_default();
        Ok(SnapshotPage {
            next: (rows.len() == PAGE_ROWS).then(|| rows.last().map(|row| row.id)).flatten(),
            head: Cursor { epoch: head.epoch, ver: head.ver },
            count: head.sum.count,
            // The making of a record says nothing that its stamp does not.
            changes: changes.into_iter().filter(|change| change.op != ChangeOp::Create).collect(),
            rows: rows.iter().map(|row| row.delta(0)).collect(),
            scope,
        })
    }
}

/// What a person may read now, and in which role: what was granted, and the reference data.
pub fn held(role: Role, grants: &[Grant], now: Millis) -> BTreeMap<ScopeId, Role> {
    let mut held = BTreeMap::from([(ScopeId::reference(), role)]);
    let valid = |grant: &&Grant| grant.valid_from <= now && grant.valid_to.is_none_or(|end| now < end);
    for grant in grants.iter().filter(valid) {
        if grant.scope.as_str() == EVERY_COMMUNE {
            held.extend(communes::COMMUNES.iter().map(|commune| (ScopeId::commune(commune.code), grant.role)));
        } else if grant.scope.scope() != Scope::Unknown {
            held.insert(grant.scope.clone(), grant.role);
        }
    }
    held
}

fn check_device(who: &Principal, device: DeviceId) -> Result<(), SyncError> {
    if device == who.device { Ok(()) } else { Err(SyncError::ForeignDevice) }
}

fn answer(news: News, cursors: &BTreeMap<ScopeId, Cursor>, now: Millis) -> PullAnswer {
    let head = |scope: &ScopeId| news.heads.get(scope).copied().unwrap_or_default();
    let mut more = false;
    let mut pages = Vec::new();
    for scope in news.held.keys() {
        if !is_current_life(cursors.get(scope), &head(scope)) {
            pages.push(ScopePage::Snapshot { scope: scope.clone() });
        }
    }
    let fetched = news.scopes.len();
    for part in &news.scopes {
        let head = head(&part.scope);
        let last = part.to == head.ver;
        more |= !last;
        let rows: Vec<RowDelta> = part.rows.iter().map(|row| row.delta(part.after)).collect();
        let (puts, leaves) = rows.into_iter().partition::<Vec<_>, _>(|row| !row.gone);
        pages.push(ScopePage::Delta(Delta {
            scope: part.scope.clone(),
            to: Cursor { epoch: head.epoch, ver: part.to },
            rows: puts.into_iter().chain(leaves).collect(),
            changes: part.changes.clone(),
            check: last.then_some(head.sum),
        }));
    }
    more |= fetched < plan::wanted(cursors, &news.heads).len();
    PullAnswer { now, held: news.held, pages, more }
}

/// Whether a cursor counts in the scope's present life. A scope nobody ever wrote in has none.
fn is_current_life(cursor: Option<&Cursor>, head: &Head) -> bool {
    cursor.is_some_and(|cursor| cursor.epoch == head.epoch && cursor.ver <= head.ver)
}
