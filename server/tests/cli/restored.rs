//! The disk burns and yesterday's backup is put back (B16): the devices, with the engine they really run, bring
//! back what the server has forgotten.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::Path;
use std::process::Child;

use domain::change::{Base, Deed, FieldEdit, Op};
use domain::clock::Millis;
use domain::columns::Reader;
use domain::id::{DeviceId, RecordId, ScopeId};
use domain::record::Kind;
use domain::sync::batch::{OutboxState, WriteBatch};
use domain::sync::copying::{CopiedPage, PageName};
use domain::sync::engine::{CallId, CommitId, Effect, Engine, Failure, Input, Phase, Request, Response};
use domain::sync::replica::Replica;
use domain::testing::{self, MemoryDisk};
use domain::value::Value;
use domain::wire::v1;
use reqwest::{Client, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

use crate::killed::{COMMUNE, PASSWORD, employ};
use crate::{folder, program, serve, signal};

/// A tablet: the engine, a disk in memory, a line to the server.
struct Tablet {
    engine: Engine,
    disk: MemoryDisk,
    client: Client,
    cookie: String,
    now: Millis,
}

impl Tablet {
    async fn log_in(address: &str, login: &str) -> Self {
        let device = Uuid::now_v7();
        let client = Client::new();
        let body =
            json!({"login": login, "password": PASSWORD, "device": {"id": device, "name": "Máy bảng"}});
        let response = client.post(format!("{address}/api/v1/session")).json(&body).send().await.unwrap();
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let engine = Engine::new(Replica::fresh(DeviceId(device)), 7);
        Self { engine, disk: MemoryDisk::default(), client, cookie, now: server::clock::now() }
    }

    /// Does what the engine asks for, until it asks for nothing more.
    async fn perform(&mut self, address: &str, effects: Vec<Effect>) {
        let mut left: VecDeque<Effect> = effects.into();
        while let Some(effect) = left.pop_front() {
            let input = match effect {
                Effect::Commit(id, batch) => self.commit(id, &batch),
                Effect::Call(id, request) => self.call(address, id, request).await,
                Effect::WakeAt(_) | Effect::Saved(_) | Effect::NotSaved(_) | Effect::Changed => continue,
            };
            left.extend(self.engine.handle(self.now, input));
        }
    }

    fn commit(&mut self, id: CommitId, batch: &WriteBatch) -> Input {
        self.disk.commit(batch);
        Input::Committed(id)
    }

    async fn call(&self, address: &str, id: CallId, request: Request) -> Input {
        let answer = match &request {
            Request::Push(push) => {
                self.post(&format!("{address}/api/v1/sync/push"), push).await.map(Response::Push)
            }
            Request::Pull(pull) => {
                self.post(&format!("{address}/api/v1/sync/pull"), pull).await.map(Response::Pull)
            }
            Request::Compare(compare) => {
                self.post(&format!("{address}/api/v1/sync/compare"), compare).await.map(Response::Compare)
            }
            Request::Copy { device, scope, page: None } => {
                let url = format!("{address}/api/v1/sync/snapshot/{scope}/manifest?device={device}");
                self.send(self.client.get(url)).await.map(Response::Manifest)
            }
            Request::Copy { device, scope, page: Some(name) } => {
                self.page(address, *device, scope, name).await.map(Response::Page)
            }
        };
        match answer {
            Some(response) => Input::Answered(id, response),
            None => Input::Failed(id, Failure::Unreachable),
        }
    }

    async fn post<T: DeserializeOwned>(&self, url: &str, body: &impl Serialize) -> Option<T> {
        let bytes = v1::encode(body).unwrap();
        self.send(self.client.post(url).header(header::CONTENT_TYPE, "application/json").body(bytes)).await
    }

    async fn page(
        &self,
        address: &str,
        device: DeviceId,
        scope: &ScopeId,
        name: &PageName,
    ) -> Option<CopiedPage> {
        let after = name.after.map(|id| format!("&after={id}")).unwrap_or_default();
        let (hash, until) = (&name.hash, name.until);
        let url = format!(
            "{address}/api/v1/sync/snapshot/{scope}/pages/{hash}?device={device}&until={until}{after}"
        );
        let answer = self.client.get(url).header(header::COOKIE, &self.cookie).send().await.ok()?;
        assert_eq!(answer.status(), StatusCode::OK);
        let (rows, changes) = Reader::open(&answer.bytes().await.ok()?)?.page()?;
        Some(CopiedPage { scope: scope.clone(), hash: name.hash.clone(), rows, changes })
    }

    async fn send<T: DeserializeOwned>(&self, request: reqwest::RequestBuilder) -> Option<T> {
        let answer = request.header(header::COOKIE, &self.cookie).send().await.ok()?;
        assert_eq!(answer.status(), StatusCode::OK);
        v1::decode(&answer.bytes().await.ok()?).ok()
    }

    async fn write(&mut self, address: &str, record: RecordId, op: Op) {
        let scope = ScopeId::commune(COMMUNE);
        let (_, effects) = self
            .engine
            .record(self.now, [Deed { scope, kind: Kind::Facility.into(), record, op, reason: None }]);
        self.perform(address, effects).await;
    }

    async fn make(&mut self, address: &str, name: &str, tax_code: &str) -> RecordId {
        let record = RecordId(Uuid::now_v7());
        let phone = format!("09{:08}", record.0.as_u128() % 100_000_000);
        let doc = testing::facility(name, COMMUNE).with("tax_code", tax_code).with("phone", phone.as_str());
        let fields = doc
            .0
            .into_iter()
            .map(|(field, value)| (field, FieldEdit { value: Some(value), base: Base::Ver(0), seen: None }));
        self.write(address, record, Op::Put(fields.collect())).await;
        record
    }

    async fn edit(&mut self, address: &str, record: RecordId, field: &str, value: Value) {
        let seen = self.engine.replica().view(record).unwrap();
        let edits = self.engine.replica().edits(&seen, BTreeMap::from([(field.to_owned(), Some(value))]));
        self.write(address, record, Op::Put(edits)).await;
    }

    async fn sync(&mut self, address: &str) {
        let effects = self.engine.handle(self.now, Input::Wake);
        self.perform(address, effects).await;
        assert_eq!(self.engine.phase(), Phase::Idle);
    }

    /// The facilities the tablet shows: name and village.
    fn shown(&self) -> BTreeMap<String, Option<String>> {
        let replica = self.engine.replica();
        let views = replica.ids().filter_map(|id| replica.view(id));
        let facilities = views.filter(|view| view.kind.known() == Some(Kind::Facility));
        let text = |value: Option<&str>| value.map(str::to_owned);
        facilities
            .map(|view| (text(view.doc.text("name")).unwrap_or_default(), text(view.doc.text("village"))))
            .collect()
    }

    fn unsent(&self) -> Vec<OutboxState> {
        let states = self.engine.replica().outbox().map(|entry| entry.state.clone());
        states.collect()
    }
}

fn stop(mut child: Child) {
    signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
}

fn copy_database(from: &Path, to: &Path) {
    // A server that ended in the usual way has folded its log in.
    for name in ["so.db-wal", "so.db-shm"] {
        drop(fs::remove_file(to.join(name)));
    }
    fs::copy(from.join("so.db"), to.join("so.db")).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_bring_back_what_a_backup_has_forgotten() {
    let (data, backup) = (folder(), folder());
    employ(data.path(), "lan").await;
    employ(data.path(), "hoach").await;
    let (child, address) = serve(data.path(), &[]);
    let mut lan = Tablet::log_in(&address, "lan").await;
    let mut hoach = Tablet::log_in(&address, "hoach").await;
    let old = lan.make(&address, "Mộc Hùng", "0100233488").await;
    lan.sync(&address).await;
    hoach.sync(&address).await;
    stop(child);
    copy_database(data.path(), backup.path());

    let (child, address) = serve(data.path(), &[]);
    let new = lan.make(&address, "Gốm Lan", "0314409058").await;
    lan.sync(&address).await;
    hoach.sync(&address).await;
    // Each rests on what the other wrote after the backup.
    hoach.edit(&address, new, "village", Value::text("Phù Khê")).await;
    hoach.edit(&address, old, "village", Value::text("Đồng Kỵ")).await;
    hoach.sync(&address).await;
    lan.sync(&address).await;
    lan.edit(&address, old, "village", Value::text("Trang Hạ")).await;
    lan.sync(&address).await;
    hoach.sync(&address).await;
    let before = lan.shown();
    assert_eq!(before.get("Mộc Hùng"), Some(&Some("Trang Hạ".to_owned())));
    assert_eq!(hoach.shown(), before);
    assert!(lan.unsent().is_empty() && hoach.unsent().is_empty());
    stop(child);

    copy_database(backup.path(), data.path());
    let told = program(data.path()).arg("restored").output().unwrap();
    assert!(told.status.success(), "{told:?}");
    let (child, address) = serve(data.path(), &[]);
    // Hoạch comes first: his edits wait for what Lan has still to bring.
    for _ in 0..3 {
        hoach.sync(&address).await;
        lan.sync(&address).await;
    }
    assert_eq!(lan.shown(), before);
    assert_eq!(hoach.shown(), before);
    assert!(lan.unsent().is_empty(), "{:?}", lan.unsent());
    assert!(hoach.unsent().is_empty(), "{:?}", hoach.unsent());
    let mut newcomer = Tablet::log_in(&address, "lan").await;
    newcomer.sync(&address).await;
    assert_eq!(newcomer.shown(), before, "the server has it all");
    stop(child);
}
