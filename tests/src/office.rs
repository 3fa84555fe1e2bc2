//! The server as a library, on a fresh SQLite database, and people who talk to it as their devices do.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use domain::clock::Millis;
use domain::id::{ScopeId, UserId};
use domain::role::Role;
use domain::wire::WIRE;
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::{Client, RequestBuilder, header};
use serde_json::{Map, Value, json};
use server::auth::{Grant, NewAccount};
use server::config::files::Files;
use server::config::{Config, LogFormat, Seed};
use server::storage::Database;
use server::{RunningServer, clock};
use tempfile::TempDir;
use uuid::Uuid;

const PASSWORD: &str = "một mật khẩu dài";

pub struct Office {
    server: RunningServer,
    client: Client,
    /// Removed when the office closes.
    _data: TempDir,
}

/// Somebody logged in on a device.
pub struct Person {
    cookie: String,
    device: Uuid,
}

/// One request and its answer, as the line saw them.
pub struct Exchange {
    pub answer: Value,
    pub bytes_up: usize,
    pub bytes_down: usize,
    pub took: Duration,
}

impl Office {
    pub async fn open() -> Result<Self> {
        let data = tempfile::tempdir()?;
        let config = Config {
            listen: "127.0.0.1:0".parse()?,
            data: data.path().to_owned(),
            web: None,
            database: Database::Sqlite(data.path().join("so.db")),
            files: Files::Folder(data.path().join("files")),
            seed: Seed::Nothing,
            log: LogFormat::Text,
        };
        Ok(Self { server: server::start(config).await?, client: Client::new(), _data: data })
    }

    pub async fn close(self) {
        self.server.shutdown().await;
    }

    /// Makes an officer of a commune.
    pub async fn employ(&self, login: &str, commune: &str) -> Result<()> {
        let role = Role::CommuneOfficer;
        let grant = Grant { scope: ScopeId::commune(commune), role, valid_from: Millis(0), valid_to: None };
        let account = NewAccount {
            id: UserId(Uuid::now_v7()),
            login: login.to_owned(),
            name: format!("Cán bộ {login}"),
            phone: None,
            role,
            password: PASSWORD.to_owned(),
            grants: vec![grant],
        };
        self.server.app.auth.create_account(account, clock::now()).await?;
        Ok(())
    }

    /// Logs in on a device of its own.
    pub async fn log_in(&self, login: &str) -> Result<Person> {
        let device = Uuid::now_v7();
        let body =
            json!({"login": login, "password": PASSWORD, "device": {"id": device, "name": "Máy bảng"}});
        let answer =
            self.client.post(self.url("/api/v1/session")).json(&body).send().await?.error_for_status()?;
        let cookie = answer.headers().get(header::SET_COOKIE).context("no cookie was set")?.to_str()?;
        let cookie = cookie.split(';').next().context("the cookie is empty")?.to_owned();
        Ok(Person { cookie, device })
    }

    pub async fn push(&self, who: &Person, muts: &[Value]) -> Result<Exchange> {
        self.send(who, "/api/v1/sync/push", &json!({"wire": WIRE, "device": who.device, "muts": muts})).await
    }

    pub async fn pull(&self, who: &Person, cursors: &Map<String, Value>) -> Result<Exchange> {
        let body = json!({"wire": WIRE, "device": who.device, "cursors": cursors, "newest_seq": 0});
        self.send(who, "/api/v1/sync/pull", &body).await
    }

    pub async fn snapshot(&self, who: &Person, scope: &str, after: Option<&str>) -> Result<Exchange> {
        let after = after.map(|id| format!("?after={id}")).unwrap_or_default();
        exchange(who, self.client.get(self.url(&format!("/api/v1/sync/snapshot/{scope}{after}"))), 0).await
    }

    async fn send(&self, who: &Person, path: &str, body: &Value) -> Result<Exchange> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(body.to_string().as_bytes())?;
        let packed = packed.finish()?;
        let bytes = packed.len();
        let request = self.client.post(self.url(path)).header(header::CONTENT_TYPE, "application/json");
        exchange(who, request.header(header::CONTENT_ENCODING, "gzip").body(packed), bytes).await
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.addr)
    }
}

async fn exchange(who: &Person, request: RequestBuilder, bytes_up: usize) -> Result<Exchange> {
    let request = request.header(header::COOKIE, &who.cookie).header(header::ACCEPT_ENCODING, "gzip");
    let begun = Instant::now();
    let response = request.send().await?;
    let status = response.status();
    let packed = response.headers().get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding == "gzip");
    let bytes = response.bytes().await?;
    let took = begun.elapsed();
    let answer = if packed {
        serde_json::from_reader(flate2::read::GzDecoder::new(&*bytes))?
    } else {
        serde_json::from_slice::<Value>(&bytes)?
    };
    if !status.is_success() {
        bail!("refused with {status}: {answer}");
    }
    Ok(Exchange { answer, bytes_up, bytes_down: bytes.len(), took })
}

/// Fails unless every mutation of a push took effect as sent.
pub fn all_applied(answer: &Value, count: usize) -> Result<()> {
    let results = answer.get("results").and_then(Value::as_array).context("a push without results")?;
    ensure!(results.len() == count, "{} results for {count} mutations", results.len());
    let strange = results.iter().find(|result| result.pointer("/outcome/applied").is_none());
    ensure!(strange.is_none(), "not applied: {strange:?}");
    Ok(())
}

/// A mutation that makes a facility of about twenty fields, as an officer fills one in.
pub fn new_facility(seq: u64, id: Uuid, commune: &str) -> Value {
    let number = seq % 1_000;
    let fields = json!({
        "name": format!("Cơ sở gỗ mỹ nghệ Đồng Kỵ số {number}"),
        "commune_code": commune,
        "village": village(seq),
        "address_line": format!("Số {number}, đường Hoàng Hoa Thám"),
        "lat": 211_000_000 + i64::try_from(number).unwrap_or(0) * 1_000,
        "lng": 1_060_000_000 + i64::try_from(number).unwrap_or(0) * 1_000,
        "gps_accuracy_m": 12,
        "site_type": "home",
        "status": "active",
        "legal_form": "to_hop_tac",
        "kc_sector": "dd",
        "vsic_main": "16",
        "vsic_version": "2025",
        "owner_name": format!("Nguyễn Đức Thuỵ {number}"),
        "phone": format!("09{:08}", 12_000_000 + number),
        "workers_total": 5 + number % 40,
        "revenue_vnd": 1_000_000_000 + number * 1_000_000,
        "capital_total_vnd": 700_000_000 + number * 1_000_000,
        "figures_year": 2025,
    });
    let fields = fields.as_object().cloned().unwrap_or_default();
    let edits: Map<String, Value> =
        fields.into_iter().map(|(field, value)| (field, json!({"v": value, "b": 0}))).collect();
    mutation(seq, id, commune, &Value::Object(edits))
}

/// A mutation that changes the village a new facility was recorded with, as seen at a version of the scope.
pub fn other_village(seq: u64, of: u64, id: Uuid, commune: &str, base: u64) -> Value {
    let edit = json!({"v": format!("Thôn mới {seq}"), "o": village(of), "b": base});
    mutation(seq, id, commune, &json!({"village": edit}))
}

fn village(seq: u64) -> String {
    format!("Thôn Đồng {seq}")
}

fn mutation(seq: u64, id: Uuid, commune: &str, put: &Value) -> Value {
    let scope = ScopeId::commune(commune);
    let at = 1_790_000_000_000_i64;
    json!({"seq": seq, "scope": scope.as_str(), "kind": "facility", "record": id, "at": at, "op": {"put": put}})
}
