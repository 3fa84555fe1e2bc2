//! Demo data: a believable province, the same from every seed, and accounts of every role.
//!
//! Nothing is written beside the rules: what people did is told as events (`province`), sorted into
//! pushes (`outbox`), and each push goes through the wire format and the sync service like one from
//! a device. An event that the authority refuses fails the loading.

mod accounts;
mod activities;
mod calendar;
mod crossings;
mod dice;
mod facility;
mod famous;
mod figures;
mod goods;
mod naming;
mod needs;
mod office_projects;
mod outbox;
mod passphrase;
mod people;
mod places;
mod plan;
mod products;
mod projects;
mod province;
mod script;
mod selection;
#[cfg(test)]
mod tests;
mod trades;
mod training;
mod visits;

use std::collections::BTreeMap;

use domain::change::{Act, Base, FieldEdit, Mutation, Op, Outcome, Rejection};
use domain::clock::Millis;
use domain::id::{RecordId, ScopeId};
use domain::role::Role;
use domain::sync::exchange::PushRequest;
use domain::value::{Document, Value};
use domain::wire::{WIRE, v1};
use serde::Serialize;

use self::accounts::{ACTORS, Actor};
use self::calendar::Day;
use self::dice::Dice;
use self::outbox::Batch;
use self::script::{Deed, Event};
use crate::attachments::painted::{Painted, SIZE, Subject, paint};
use crate::attachments::{BlobError, name_of};
use crate::auth::{Login, LoginError, NewAccount, PasswordError, Principal, SessionError};
use crate::clock;
use crate::state::App;
use crate::sync::SyncError;

/// The seed of the province.
const SEED: u64 = 0x0009_2920_2509_0527;

/// An account that was made, with the only copy of its passphrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DemoAccount {
    pub login: String,
    pub passphrase: String,
    pub name: String,
    pub role: Role,
    /// Where the person works, in words.
    pub place: String,
}

#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("a demo account could not be made or used")]
    Account(#[from] LoginError),
    #[error("no passphrase could be drawn")]
    Passphrase(#[from] PasswordError),
    #[error("a demo push is not as the protocol wants it")]
    Wire(#[from] v1::WireError),
    #[error("a demo push was not taken")]
    Sync(#[from] SyncError),
    #[error("a demo picture was not taken")]
    File(#[from] BlobError),
    #[error("a demo device could not be signed off")]
    Session(#[from] SessionError),
    #[error("what {login} did to the {kind} {record} was refused: {rejection:?}")]
    Refused { login: &'static str, kind: &'static str, record: RecordId, rejection: Box<Rejection> },
}

/// Fills an empty database. Data depend on nothing but the day; passphrases are new every time.
pub async fn load(app: &App) -> Result<Vec<DemoAccount>, DemoError> {
    load_at(app, clock::now()).await
}

async fn load_at(app: &App, now: Millis) -> Result<Vec<DemoAccount>, DemoError> {
    let seed = Dice::new(SEED);
    let script = province::tell(&seed, now);
    let photos = script.photos.clone();
    let mut events = script.in_order();
    let files = develop(&mut events, &photos);
    let began = events.first().map_or(now, |event| Day::of(event.at).minus(1).at(9, 0));
    let mut accounts = Vec::new();
    let mut people = BTreeMap::new();
    for actor in ACTORS {
        let passphrase = passphrase::draw()?;
        people.insert(actor.login, enrol(app, &seed, actor, passphrase.clone(), began).await?);
        accounts.push(DemoAccount {
            login: actor.login.to_owned(),
            passphrase,
            name: actor.name.to_owned(),
            role: actor.role,
            place: actor.place(),
        });
    }
    let mut desk = Desk { files, ..Desk::default() };
    for batch in outbox::batches(events, now) {
        if let Some(who) = people.get(batch.actor.login) {
            desk.push(app, who, batch).await?;
        }
    }
    Ok(accounts)
}

/// Draws the photos and tells their records what they hold; the pictures by their names.
fn develop(events: &mut [Event], photos: &BTreeMap<RecordId, (Subject, u64)>) -> BTreeMap<String, Vec<u8>> {
    let length = |bytes: &[u8]| Value::Int(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
    let mut files = BTreeMap::new();
    for event in events {
        let Some((subject, number)) = photos.get(&event.record) else { continue };
        let Deed::Make(doc) = &mut event.deed else { continue };
        let Some(Painted { original, thumbnail }) = paint(*subject, *number) else { continue };
        doc.set("width", Some(Value::Int(SIZE.0.into())));
        doc.set("height", Some(Value::Int(SIZE.1.into())));
        let parts = [("bytes", "sha256", original), ("thumb_bytes", "thumb_sha256", thumbnail)];
        for (size, name, bytes) in parts {
            let hash = name_of(&bytes).to_string();
            doc.set(size, Some(length(&bytes)));
            doc.set(name, Some(Value::text(hash.as_str())));
            files.insert(hash, bytes);
        }
    }
    files
}

/// Makes the account and its first device; the session that came with it is closed again.
async fn enrol(
    app: &App,
    seed: &Dice,
    actor: &Actor,
    passphrase: String,
    began: Millis,
) -> Result<Principal, DemoError> {
    let account = NewAccount {
        id: actor.user(seed),
        login: actor.login.to_owned(),
        name: actor.name.to_owned(),
        phone: Some(actor.phone.to_owned()),
        role: actor.role,
        password: passphrase.clone(),
        grants: actor.grants(seed),
    };
    app.auth.create_account(account, began).await?;
    let login = Login {
        login: actor.login.to_owned(),
        password: passphrase,
        device: actor.device(seed),
        device_name: "Máy dùng để nhập dữ liệu mẫu".to_owned(),
        user_agent_hint: "demo".to_owned(),
    };
    let (token, principal) = app.auth.login(login, began).await?;
    app.auth.logout(&token).await?;
    Ok(principal)
}

/// What the devices know: their counters, and the versions at which records were seen.
#[derive(Default)]
struct Desk {
    counters: BTreeMap<&'static str, u64>,
    seen: BTreeMap<(ScopeId, RecordId), Vec<(Millis, u64)>>,
    /// Taken, and not sent.
    files: BTreeMap<String, Vec<u8>>,
}

impl Desk {
    async fn push(&mut self, app: &App, who: &Principal, batch: Batch) -> Result<(), DemoError> {
        let Batch { actor, events, now } = batch;
        let mut muts = Vec::with_capacity(events.len());
        for event in &events {
            muts.push(self.mutation(event));
        }
        let places: Vec<_> = muts.iter().map(|mutation| (mutation.scope.clone(), mutation.record)).collect();
        let request = PushRequest { wire: WIRE, device: who.device, muts };
        let body = v1::encode(&request)?;
        let (request, received) = v1::push(&body)?;
        let answer = app.sync.push(who, request.device, received, now).await?;
        for ((result, event), (scope, record)) in answer.results.into_iter().zip(&events).zip(places) {
            match result.outcome {
                Outcome::Rejected(rejection) => {
                    return Err(DemoError::Refused {
                        login: actor.login,
                        kind: event.kind.code(),
                        record,
                        rejection: Box::new(rejection),
                    });
                }
                outcome => {
                    self.send_files(app, who, event, now).await?;
                    let seen = self.seen.entry((scope, record)).or_default();
                    seen.extend(outcome.ver().map(|ver| (now, ver)));
                }
            }
        }
        Ok(())
    }

    /// The bytes follow their record, as from any device.
    async fn send_files(
        &mut self,
        app: &App,
        who: &Principal,
        event: &Event,
        now: Millis,
    ) -> Result<(), DemoError> {
        let Deed::Make(doc) = &event.deed else { return Ok(()) };
        for field in ["sha256", "thumb_sha256"] {
            let Some(bytes) = doc.text(field).and_then(|name| self.files.remove(name)) else { continue };
            app.attachments.receive(who, name_of(&bytes), 0, bytes, now).await?;
        }
        Ok(())
    }

    fn mutation(&mut self, event: &Event) -> Mutation {
        let counter = self.counters.entry(event.actor.login).or_default();
        *counter += 1;
        let seq = *counter;
        Mutation {
            seq,
            scope: event.scope.clone(),
            kind: event.kind.into(),
            record: event.record,
            op: self.op(event),
            deps: Vec::new(),
            at: event.at,
            reason: None,
        }
    }

    fn op(&self, event: &Event) -> Op {
        match &event.deed {
            Deed::Make(Document(fields)) => {
                let made = |(name, value): (&String, &_)| {
                    (
                        name.clone(),
                        FieldEdit { value: Some(Clone::clone(value)), base: Base::Ver(0), seen: None },
                    )
                };
                Op::Put(fields.iter().map(made).collect())
            }
            Deed::Edit(edit) => {
                let base = self.base(event, edit.seen_at);
                let changed = edit.fields.iter().map(|field| {
                    let value = field.value.clone();
                    (field.name.to_owned(), FieldEdit { value, base, seen: field.seen.clone() })
                });
                Op::Put(changed.collect())
            }
            Deed::Act { action, stage, fields } => Op::Act(Act {
                action: (*action).to_owned(),
                stage: (*stage).to_owned(),
                base: self.base(event, event.at),
                fields: fields.clone(),
            }),
        }
    }

    /// The version of the record that a device had which last asked for news at this time.
    fn base(&self, event: &Event, seen_at: Millis) -> Base {
        let versions = self.seen.get(&(event.scope.clone(), event.record));
        let known = versions.into_iter().flatten().rev().find(|(at, _)| *at <= seen_at);
        Base::Ver(known.map_or(0, |(_, ver)| *ver))
    }
}
