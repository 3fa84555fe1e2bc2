//! What a device has wrong of a scope: the buckets that differ come whole, and the log tells.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use domain::change::{Change, ChangeOp};
use domain::clock::Millis;
use domain::id::{RecordId, ScopeId};
use domain::role::Role;
use domain::sync::buckets::{CompareAnswer, CompareRequest, Differing, differing};
use domain::sync::checksum::Sum;
use domain::sync::exchange::{Cursor, PAGE_ROWS};
use domain::sync::placement::Head;

use super::judge::held_now;
use super::{Sync, SyncError, check_device, sight};
use crate::auth::Principal;
use crate::storage::exchange::{Access, Choice, Picking, Reach, Slice};

/// The records in buckets that differ, found in the transaction that reads them.
struct Comparison<'a> {
    theirs: &'a [Sum],
    now: Millis,
    found: Mutex<Option<Differing>>,
}

impl Reach for Comparison<'_> {
    fn held(&self, access: &Access) -> Option<BTreeMap<ScopeId, Role>> {
        held_now(access, self.now)
    }
}

impl Choice for Comparison<'_> {
    fn chosen(&self, _: Role, _: &Head, records: &[(RecordId, u64)]) -> Vec<RecordId> {
        let found = differing(self.theirs, records, PAGE_ROWS);
        let chosen = found.records.clone();
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        chosen
    }
}

impl Sync {
    pub async fn compare(
        &self,
        who: &Principal,
        request: CompareRequest,
        now: Millis,
    ) -> Result<CompareAnswer, SyncError> {
        check_device(who, request.device)?;
        let comparison = Comparison { theirs: &request.sums, now, found: Mutex::new(None) };
        let picking =
            Picking { account: who.user, device: who.device, scope: &request.scope, choice: &comparison };
        let slice = self.storage.pick(&picking).await?.ok_or(SyncError::SessionOver)?;
        let found = comparison.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (Slice::Rows { role, head, rows, changes }, Some(found)) = (slice, found) else {
            return Err(SyncError::ScopeNotHeld);
        };
        let head = head.unwrap_or_default();
        if found.differ > 0 {
            tracing::warn!(
                device = %who.device,
                scope = %request.scope,
                differ = found.differ,
                sent = found.buckets.len(),
                records = rows.len(),
                "a device has other records than the server"
            );
        }
        Ok(CompareAnswer {
            scope: request.scope,
            head: Cursor::at(head.epoch, head.ver),
            check: head.sum,
            differ: found.differ,
            buckets: found.buckets,
            rows: rows.iter().map(|row| sight::row(role, row.delta(0))).collect(),
            changes: seen(role, changes),
        })
    }
}

/// What a reader in this role may see of the journal of whole records: their making says nothing that their
/// stamps do not.
pub fn seen(role: Role, changes: Vec<Change>) -> Vec<Change> {
    let told = changes.into_iter().filter(|change| change.op != ChangeOp::Create);
    told.map(|change| sight::change(role, change)).collect()
}
