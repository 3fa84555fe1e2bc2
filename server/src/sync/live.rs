//! Who is connected hears where scopes stand as soon as somebody writes, and asks for the news by the usual
//! pull. Nothing else is told: a line that carries no stream costs only the wait until the next pull.
//!
//! What is told are the counters of the database itself, read again and again while anybody listens: whatever
//! server took a push, all of them tell of it, and nothing has to be carried between them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::id::ScopeId;
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use crate::storage::Storage;

/// How long a push that another server took may stay unheard.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Pushes that arrive together are told of together.
const GATHER: Duration = Duration::from_millis(100);
/// After this a device asks again, and its rights are looked at again.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// Where scopes stand: their versions.
pub type Standing = BTreeMap<ScopeId, u64>;

pub struct Live {
    /// `None` when the server stops.
    standing: watch::Sender<Option<Arc<Standing>>>,
    pushed: Notify,
}

impl Default for Live {
    fn default() -> Self {
        Self { standing: watch::Sender::new(Some(Arc::default())), pushed: Notify::new() }
    }
}

impl Live {
    /// A push was written here: look at once.
    pub fn pushed(&self) {
        self.pushed.notify_one();
    }

    /// Lets everybody go who listens, now or later.
    pub fn close(&self) {
        self.standing.send_replace(None);
    }

    /// Where these scopes stand, and from then on what changes.
    pub fn follow(&self, scopes: Vec<ScopeId>) -> impl Stream<Item = Standing> + Send + use<> {
        let told: Standing = scopes.into_iter().map(|scope| (scope, 0)).collect();
        let mut standing = self.standing.subscribe();
        standing.mark_changed();
        // Nobody looked while nobody listened.
        self.pushed();
        let ends = Instant::now() + LONGEST;
        unfold((told, standing), move |(mut told, mut standing)| async move {
            loop {
                timeout_at(ends, standing.changed()).await.ok()?.ok()?;
                let now = standing.borrow_and_update().clone()?;
                let mut news = Standing::new();
                for (scope, seen) in &mut told {
                    if let Some(ver) = now.get(scope).copied().filter(|ver| ver != seen) {
                        *seen = ver;
                        news.insert(scope.clone(), ver);
                    }
                }
                if !news.is_empty() {
                    return Some((news, (told, standing)));
                }
            }
        })
    }

    /// Looks where scopes stand, as long as it is awaited.
    pub async fn watch(&self, storage: &dyn Storage) {
        loop {
            // A push that was taken here need not wait for the next look.
            let _ = timeout(LOOK_EVERY, self.pushed.notified()).await;
            if self.standing.receiver_count() == 0 {
                continue;
            }
            sleep(GATHER).await;
            match storage.standing().await {
                Ok(found) => drop(self.standing.send_if_modified(|standing| {
                    let is_new = standing.as_ref().is_some_and(|known| **known != found);
                    if is_new {
                        *standing = Some(Arc::new(found));
                    }
                    is_new
                })),
                Err(error) => tracing::warn!(%error, "where scopes stand could not be read"),
            }
        }
    }
}
