//! Publishes the reference data that this version carries: the communes, the legal library, norms and
//! lists; and, with the offices, who works there. Done at every start and after an account was made; what is already there is not written again, and what the province has
//! written in the meantime is left.

pub mod library;
pub mod settings;

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::change::Mutation;
use domain::clock::Millis;
use domain::id::{DeviceId, RecordId, ScopeId, UserId};
use domain::record::{Kind, colleague, commune};
use domain::sync::authority::publish::publish as decide;
use domain::sync::authority::{Loaded, Needed, Pusher};
use domain::sync::placement::{Decision, Row};
use domain::value::Document;
use uuid::Uuid;

use crate::storage::exchange::{Access, Judge, Push};
use crate::storage::rows::{AccountRow, NewSession};
use crate::storage::{Result, Storage};

/// Login and role of the account the journal names for it. The role is nobody's, so that no
/// password opens it.
pub const SYSTEM: &str = "system";
const NAME: &str = "Hệ thống";
const ACCOUNT: Uuid = Uuid::from_u128(0x5359_5354_454D_0000_8000_0000_0000_0001);
const DEVICE: Uuid = Uuid::from_u128(0x5359_5354_454D_0000_8000_0000_0000_0002);

pub async fn publish(storage: &dyn Storage, now: Millis) -> Result<()> {
    enrol(storage, now).await?;
    let communes = commune::records().map(|(id, doc)| (id, Kind::Commune, doc));
    let people = storage.people().await?.into_iter().filter_map(|person| {
        let entry = colleague::entry(UserId(person.id), &person.name, &person.role, !person.disabled);
        entry.map(|(id, doc)| (id, Kind::Colleague, doc))
    });
    let records: Vec<_> =
        communes.chain(library::records()).chain(settings::records()).chain(people).collect();
    let push = Push {
        account: UserId(ACCOUNT),
        device: DeviceId(DEVICE),
        needed: Needed {
            records: records.iter().map(|(id, ..)| *id).collect(),
            seqs: BTreeSet::new(),
            levels: 0,
        },
        newest_seq: 0,
        received_at: now.0,
        judge: Arc::new(Publisher { records, now }),
    };
    storage.push(&push).await?;
    Ok(())
}

/// A push is always somebody's: the system has an account that cannot sign in, and a device.
async fn enrol(storage: &dyn Storage, now: Millis) -> Result<()> {
    if storage.account_by_login(SYSTEM).await?.is_some() {
        return Ok(());
    }
    let account = AccountRow {
        id: ACCOUNT,
        login: SYSTEM.to_owned(),
        name: NAME.to_owned(),
        phone: None,
        role: SYSTEM.to_owned(),
        password_hash: String::new(),
        disabled: true,
        created_at: now.0,
    };
    storage.create_account(&account, &[]).await?;
    let session = NewSession {
        token_hash: Vec::new(),
        account: ACCOUNT,
        device: DEVICE,
        device_name: NAME.to_owned(),
        user_agent_hint: String::new(),
        now: now.0,
        expires_at: now.0,
    };
    storage.open_session(&session).await?;
    storage.close_session(&session.token_hash).await
}

struct Publisher {
    records: Vec<(RecordId, Kind, Document)>,
    now: Millis,
}

impl Judge for Publisher {
    fn authors_wanted(&self, _rows: &[(ScopeId, Row)]) -> BTreeSet<(ScopeId, u64)> {
        BTreeSet::new()
    }

    fn decide(&self, _access: &Access, loaded: &Loaded) -> Option<Decision> {
        let pusher = Pusher {
            device: DeviceId(DEVICE),
            user: UserId(ACCOUNT),
            name: NAME.to_owned(),
            held: [].into(),
            now: self.now,
            recovering: false,
        };
        Some(decide(&pusher, &self.records, loaded))
    }

    fn mutation(&self, _seq: u64) -> Option<&Mutation> {
        None
    }
}
