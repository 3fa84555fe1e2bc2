//! A server, the people who use it, and what they say to it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use domain::clock::Millis;
use domain::id::{ScopeId, UserId};
use domain::role::Role;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};
use server::auth::{Grant, NewAccount};
use server::config::files::Files;
use server::config::{Config, LogFormat, Seed};
use server::storage::Database;
use server::{RunningServer, clock};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;
use uuid::Uuid;

pub const PASSWORD: &str = "một mật khẩu dài";
/// Two communes that are far apart.
pub const HOME: &str = "07210";
pub const AWAY: &str = "07399";

pub struct Server {
    pub running: RunningServer,
    folder: TempDir,
    client: Client,
}

/// Somebody who logged in on a device.
pub struct Person {
    pub cookie: String,
    pub device: Uuid,
    pub session: Value,
}

pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
    pub bytes: usize,
}

fn config(folder: &Path, web: Option<&Path>) -> Config {
    Config {
        listen: "127.0.0.1:0".parse().unwrap(),
        data: folder.to_owned(),
        web: web.map(Path::to_owned),
        database: Database::Sqlite(folder.join("so.db")),
        files: Files::Folder(folder.join("files")),
        seed: Seed::Nothing,
        log: LogFormat::Text,
    }
}

impl Server {
    pub async fn start() -> Self {
        Self::start_with(None).await
    }

    pub async fn start_with(web: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::start_on(folder, web).await
    }

    /// Stops and starts again on the same data.
    pub async fn restart(self) -> Self {
        let Self { running, folder, .. } = self;
        running.shutdown().await;
        Self::start_on(folder, None).await
    }

    async fn start_on(folder: TempDir, web: Option<&Path>) -> Self {
        let running = server::start(config(folder.path(), web)).await.unwrap();
        Self { running, folder, client: Client::new() }
    }

    /// Another server on the same database.
    pub async fn twin(&self) -> RunningServer {
        server::start(config(self.folder.path(), None)).await.unwrap()
    }

    pub async fn stop(self) {
        self.running.shutdown().await;
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.running.addr))
    }

    pub async fn account(&self, login: &str, role: Role, scopes: &[&str]) -> UserId {
        let id = UserId(Uuid::now_v7());
        let grant = |scope: &&str| Grant {
            scope: ScopeId::from(*scope),
            role,
            valid_from: Millis(0),
            valid_to: None,
        };
        let account = NewAccount {
            id,
            login: login.to_owned(),
            name: format!("Người dùng {login}"),
            phone: None,
            role,
            password: PASSWORD.to_owned(),
            grants: scopes.iter().map(grant).collect(),
        };
        self.running.app.auth.create_account(account, clock::now()).await.unwrap();
        id
    }

    /// An officer of the home commune, logged in.
    pub async fn officer(&self, login: &str) -> Person {
        self.account(login, Role::CommuneOfficer, &["commune:07210"]).await;
        self.login(login).await
    }

    pub async fn login(&self, login: &str) -> Person {
        self.login_on(login, Uuid::now_v7()).await
    }

    pub async fn login_on(&self, login: &str, device: Uuid) -> Person {
        let response = self.try_login(login, PASSWORD, device).await;
        assert_eq!(response.status(), StatusCode::OK);
        let cookie = cookie(&response);
        Person { cookie, device, session: response.json().await.unwrap() }
    }

    pub async fn try_login(&self, login: &str, password: &str, device: Uuid) -> Response {
        let body =
            json!({"login": login, "password": password, "device": {"id": device, "name": "Máy bảng"}});
        self.request(Method::POST, "/api/v1/session").json(&body).send().await.unwrap()
    }

    pub async fn get(&self, who: &Person, path: &str) -> Answer {
        answer(self.request(Method::GET, path).header(header::COOKIE, &who.cookie)).await
    }

    pub async fn delete(&self, who: &Person, path: &str) -> Answer {
        answer(self.request(Method::DELETE, path).header(header::COOKIE, &who.cookie)).await
    }

    pub async fn post(&self, who: &Person, path: &str, body: &Value) -> Answer {
        answer(self.request(Method::POST, path).header(header::COOKIE, &who.cookie).json(body)).await
    }

    pub async fn push(&self, who: &Person, muts: &[Value]) -> Answer {
        self.post(who, "/api/v1/sync/push", &json!({"wire": 1, "device": who.device, "muts": muts})).await
    }

    pub async fn pull(&self, who: &Person, cursors: &Value) -> Answer {
        let body = json!({"wire": 1, "device": who.device, "cursors": cursors, "newest_seq": 0});
        self.post(who, "/api/v1/sync/pull", &body).await
    }

    /// Paths below the folder of files, in order.
    pub fn files(&self) -> Vec<String> {
        let root = self.folder.path().join("files");
        let mut found = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push(path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned());
                }
            }
        }
        found.sort();
        found
    }

    pub fn file(&self, path: &str) -> PathBuf {
        self.folder.path().join("files").join(path)
    }

    pub async fn database(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.folder.path().join("so.db"));
        SqliteConnection::connect_with(&options).await.unwrap()
    }

    /// Runs a statement behind the server's back.
    pub async fn tamper(&self, statement: &'static str) {
        sqlx::query(statement).execute(&mut self.database().await).await.unwrap();
    }

    /// Everything the sync tables hold, as text.
    pub async fn dump(&self) -> String {
        let mut database = self.database().await;
        let mut text = String::new();
        for table in [
            "SELECT 'scope ' || id || ' ' || ver || ' ' || live || ' ' || hex(chain) FROM scope ORDER BY id",
            "SELECT 'record ' || scope || ' ' || hex(id) || ' ' || ver || ' ' || doc FROM record ORDER BY scope, id",
            "SELECT 'change ' || scope || ' ' || ver || ' ' || entry FROM change ORDER BY scope, ver",
            "SELECT 'mutation ' || hex(device) || ' ' || seq || ' ' || outcome FROM mutation ORDER BY device, seq",
            "SELECT 'device ' || hex(id) || ' ' || newest_seq || ' ' || received_seq FROM device ORDER BY id",
        ] {
            let lines: Vec<String> = sqlx::query_scalar(table).fetch_all(&mut database).await.unwrap();
            lines.iter().for_each(|line| writeln!(text, "{line}").unwrap());
        }
        text
    }
}

pub async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status();
    let bytes = response.bytes().await.unwrap();
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    Answer { status, body, bytes: bytes.len() }
}

impl Answer {
    /// Status and code of a refusal.
    pub fn refusal(&self) -> (u16, &str) {
        (self.status.as_u16(), self.body["code"].as_str().unwrap_or("no code"))
    }
}

pub fn cookie(response: &Response) -> String {
    let set = response.headers()[header::SET_COOKIE].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

/// A mutation that makes a facility.
pub fn facility(seq: u64, id: Uuid, commune: &str, name: &str) -> Value {
    let field = |value: Value| json!({"v": value, "b": 0});
    // Two facilities with one number would be looked at as one.
    let phone = if seq == 1 { "0912345678".to_owned() } else { format!("0913{seq:06}") };
    json!({
        "seq": seq, "scope": format!("commune:{commune}"), "kind": "facility", "record": id, "at": 1_790_000_000_000_i64,
        "op": {"put": {
            "name": field(json!(name)),
            "commune_code": field(json!(commune)),
            "site_type": field(json!("home")),
            "status": field(json!("active")),
            "legal_form": field(json!("to_hop_tac")),
            "kc_sector": field(json!("dd")),
            "vsic_main": field(json!("16")),
            "vsic_version": field(json!("2025")),
            "owner_name": field(json!("Nguyễn Đức Thuỵ")),
            "phone": field(json!(phone)),
            "workers_total": field(json!(12)),
            "figures_year": field(json!(2025)),
        }},
    })
}

/// A mutation that fills a field of a facility that was empty when seen at a version.
pub fn edit(seq: u64, id: Uuid, commune: &str, field: &str, value: &str, base: u64) -> Value {
    json!({
        "seq": seq, "scope": format!("commune:{commune}"), "kind": "facility", "record": id, "at": 1_790_000_000_000_i64,
        "op": {"put": {field: {"v": value, "b": base}}},
    })
}
