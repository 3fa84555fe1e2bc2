//! Runs the sync protocol on the storage: reads who asks, lets `domain` decide, writes the result.
//! Every rule is in `domain::sync::authority`; there is none here.

mod compare;
pub mod copies;
pub mod judge;
pub mod live;
mod plan;
mod sight;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::change::{Change, ChangeOp};
use domain::clock::Millis;
use domain::communes;
use domain::id::{DeviceId, RecordId, Scope, ScopeId};
use domain::role::Role;
use domain::sync::authority::{Received, needed};
use domain::sync::checksum::Sum;
use domain::sync::exchange::{
    Cursor, Delta, PAGE_ROWS, PullAnswer, PullRequest, PushAnswer, ScopePage, SnapshotPage,
};
use domain::sync::placement::Life;
use futures_util::Stream;

use self::copies::Kept;
use self::judge::Authority;
use self::live::{Live, Standing};
use self::plan::{Course, Cursors};
use crate::auth::{Grant, Principal};
use crate::storage::exchange::{News, Pull, Push, Slice, Snapshot};
use crate::storage::{Storage, StorageError};

/// The grant that stands for every commune.
pub const EVERY_COMMUNE: &str = "commune:*";

pub struct Sync {
    storage: Arc<dyn Storage>,
    live: Live,
    kept: Arc<Kept>,
}

#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error("the request names another device than the session")]
    ForeignDevice,
    #[error("the page is neither kept nor what the scope consists of now")]
    PageGone,
    #[error("a page could not be packed")]
    Packing(#[source] tokio::task::JoinError),
    #[error("the scope is not granted")]
    ScopeNotHeld,
    #[error("the session is over")]
    SessionOver,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Sync {
    pub fn new(storage: Arc<dyn Storage>) -> Self {
        Self { storage, live: Live::default(), kept: Arc::default() }
    }

    pub async fn ping(&self) -> Result<(), SyncError> {
        Ok(self.storage.ping().await?)
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
        self.live.pushed();
        Ok(PushAnswer { now, results })
    }

    pub async fn pull(
        &self,
        who: &Principal,
        request: PullRequest,
        now: Millis,
    ) -> Result<PullAnswer, SyncError> {
        check_device(who, request.device)?;
        if request.newest_seq > who.newest_seq {
            self.storage.note_device(who.device.0, request.newest_seq.cast_signed()).await?;
        }
        let plan = Cursors { cursors: &request.cursors, now };
        let pull = Pull { account: who.user, device: who.device, plan: &plan, most_changes: PAGE_ROWS };
        let news = self.storage.pull(&pull).await?.ok_or(SyncError::SessionOver)?;
        Ok(answer(news, &request.cursors, now))
    }

    /// Where the scopes stand that this person holds now, and from then on what changes in them.
    pub fn follow(&self, who: &Principal, now: Millis) -> impl Stream<Item = Standing> + Send + use<> {
        self.live.follow(held(who.role, &who.grants, now).into_keys().collect())
    }

    /// Tells those who follow, as long as it is awaited.
    pub async fn tell(&self) {
        self.live.watch(self.storage.as_ref()).await;
    }

    /// Lets those go who follow.
    pub fn close(&self) {
        self.live.close();
    }

    pub async fn snapshot(
        &self,
        who: &Principal,
        device: Option<DeviceId>,
        scope: ScopeId,
        after: Option<RecordId>,
        now: Millis,
    ) -> Result<SnapshotPage, SyncError> {
        check_device(who, device.unwrap_or(who.device))?;
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
        let Slice::Rows { role, head, rows, changes } = slice else {
            return Err(SyncError::ScopeNotHeld);
        };
        let head = head.unwrap_or_default();
        Ok(SnapshotPage {
            next: (rows.len() == PAGE_ROWS).then(|| rows.last().map(|row| row.id)).flatten(),
            head: Cursor::at(head.epoch, head.ver),
            count: head.sum.count,
            changes: compare::seen(role, changes),
            rows: rows.iter().map(|row| sight::row(role, row.delta(0))).collect(),
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
            held.insert(ScopeId::office(), grant.role);
            held.extend(
                communes::COMMUNES.iter().map(|commune| (ScopeId::commune(commune.code), grant.role)),
            );
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
    let course = |scope: &ScopeId| {
        let head = news.heads.get(scope).copied().unwrap_or_default();
        (plan::course(cursors.get(scope), &head), head)
    };
    let mut pages: Vec<_> =
        news.held.keys().filter_map(|scope| unread(&news, scope, course(scope).0)).collect();
    let mut more = news.scopes.len() < plan::wanted(cursors, &news.heads).len();
    for part in &news.scopes {
        let (Course::Delta(cursor), head) = course(&part.scope) else { continue };
        let Some(role) = news.held.get(&part.scope).copied() else { continue };
        let last = part.to == head.ver;
        more |= !last;
        // Who has nothing yet need not hear of what is gone.
        let rows = part.rows.iter().filter(|row| cursor.ver > 0 || row.life == Life::Live);
        pages.push(ScopePage::Delta(Delta {
            scope: part.scope.clone(),
            to: cursor.advanced(part.to, last),
            rows: rows.map(|row| sight::row(role, row.delta(cursor.complete()))).collect(),
            changes: part.changes.iter().cloned().map(|change| sight::change(role, brief(change))).collect(),
            check: last.then_some(head.sum),
        }));
    }
    PullAnswer { now, held: news.held, pages, life: news.life, more }
}

/// What a device hears of a scope of which nothing was read.
fn unread(news: &News, scope: &ScopeId, course: Course) -> Option<ScopePage> {
    match course {
        Course::Snapshot(cause) => Some(ScopePage::Snapshot { scope: scope.clone(), cause }),
        // Nobody ever wrote in it: there is nothing to read, only a place to stand.
        Course::Delta(at) if !news.heads.contains_key(scope) => {
            let nothing = Delta {
                scope: scope.clone(),
                to: at,
                rows: Vec::new(),
                changes: Vec::new(),
                check: Some(Sum::default()),
            };
            Some(ScopePage::Delta(nothing))
        }
        Course::Delta(_) | Course::Quiet => None,
    }
}

/// The making of a record says no more than its row: the values are not sent twice.
fn brief(mut change: Change) -> Change {
    if change.op == ChangeOp::Create {
        change.diff.clear();
    }
    change
}
