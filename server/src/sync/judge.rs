//! The server's side of a decision: who pushes, judged inside the transaction.

use std::collections::{BTreeMap, BTreeSet};

use domain::change::Mutation;
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId, UserId};
use domain::role::Role;
use domain::sync::authority::claims::{self, Holders};
use domain::sync::authority::{
    Loaded, Needed, Pusher, RECOVERY_MS, Received, authors_wanted, decide, kin_wanted, named_wanted,
};
use domain::sync::placement::{Decision, Row};

use super::held;
use crate::auth::{Principal, grant};
use crate::storage::exchange::{Access, Judge, Reach};

pub struct Authority {
    received: Vec<Received>,
    name: String,
    user: UserId,
    device: DeviceId,
    now: Millis,
}

impl Authority {
    pub fn new(who: &Principal, received: Vec<Received>, now: Millis) -> Self {
        Self { received, name: who.name.clone(), user: who.user, device: who.device, now }
    }
}

impl Judge for Authority {
    fn authors_wanted(&self, rows: &[(ScopeId, Row)]) -> BTreeSet<(ScopeId, u64)> {
        authors_wanted(&self.received, rows)
    }

    fn kin_wanted(&self, rows: &[(ScopeId, Row)]) -> BTreeSet<RecordId> {
        kin_wanted(&self.received, rows)
    }

    fn named_wanted(&self, rows: &[(ScopeId, Row)]) -> BTreeSet<RecordId> {
        named_wanted(&self.received, rows)
    }

    fn claims_wanted(&self, rows: &[(ScopeId, Row)]) -> BTreeSet<String> {
        claims::claims_wanted(&self.received, rows)
    }

    fn further(&self, rows: &[(ScopeId, Row)], claims: &Holders) -> Needed {
        claims::further(&self.received, rows, claims)
    }

    fn decide(&self, access: &Access, loaded: &Loaded) -> Option<Decision> {
        let pusher = Pusher {
            device: self.device,
            user: self.user,
            name: self.name.clone(),
            held: held_now(access, self.now)?,
            now: self.now,
            recovering: access.restored_at.is_some_and(|at| self.now.0 - at < RECOVERY_MS),
        };
        Some(decide(&pusher, &self.received, loaded))
    }

    fn mutation(&self, seq: u64) -> Option<&Mutation> {
        self.received.iter().map(|received| &received.mutation).find(|mutation| mutation.seq == seq)
    }
}

/// What somebody holds at a moment.
pub struct HeldAt(pub Millis);

impl Reach for HeldAt {
    fn held(&self, access: &Access) -> Option<BTreeMap<ScopeId, Role>> {
        held_now(access, self.0)
    }
}

/// What the grants read in this transaction allow; `None` when account or device were shut out
/// since the session was checked.
pub fn held_now(access: &Access, now: Millis) -> Option<BTreeMap<ScopeId, Role>> {
    if access.account.disabled
        || access.device.revoked_at.is_some()
        || access.device.account != access.account.id
    {
        return None;
    }
    let role = Role::from_code(&access.account.role)?;
    let grants = access.grants.iter().cloned().map(grant).collect::<Result<Vec<_>, _>>().ok()?;
    Some(held(role, &grants, now))
}
