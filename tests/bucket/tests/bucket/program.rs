//! The program with its files in a bucket, and a device that sends it a file.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use domain::clock::Millis;
use domain::id::{ScopeId, UserId};
use domain::role::Role;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};
use server::attachments::name_of;
use server::auth::{Grant, NewAccount};
use server::config::Flags;
use uuid::Uuid;

use crate::service::{BUCKET, KEY, SECRET, Service};

/// Bytes of a chunk of a file.
pub const CHUNK: usize = 256 * 1024;
/// How long a start that is refused may take.
const PATIENCE: Duration = Duration::from_secs(20);
const PASSWORD: &str = "một mật khẩu dài";
const COMMUNE: &str = "07210";

/// What the settings say of the bucket.
#[derive(Clone)]
pub struct Place {
    pub bucket: String,
    pub key: String,
    pub secret: String,
    pub endpoint: String,
}

impl Place {
    pub fn of(service: &Service) -> Self {
        Self {
            bucket: format!("s3://{BUCKET}/so/2026"),
            key: KEY.to_owned(),
            secret: SECRET.to_owned(),
            endpoint: format!("http://{}", service.address),
        }
    }

    fn command(&self, data: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_so-khuyen-cong-with-bucket"));
        command.env_clear().stdout(Stdio::piped()).stderr(Stdio::piped()).arg("--data").arg(data);
        command.args(["serve", "--listen", "127.0.0.1:0", "--files", &self.bucket]);
        // Secrets stand in no list of processes.
        command.env("SKC_S3_ENDPOINT", &self.endpoint).env("SKC_S3_KEY", &self.key);
        command.env("SKC_S3_SECRET", &self.secret);
        command
    }

    /// Runs the program where it is expected to end by itself, and ends it where it does not.
    pub fn try_to_serve(&self, data: &Path) -> Output {
        let mut child = self.command(data).spawn().unwrap();
        let begun = Instant::now();
        while child.try_wait().unwrap().is_none() && begun.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = child.kill();
        child.wait_with_output().unwrap()
    }
}

pub struct Program {
    child: Child,
    pub address: String,
}

impl Program {
    pub fn start(place: &Place, data: &Path) -> Self {
        let mut child = place.command(data).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Self { child, address: line.trim().to_owned() }
    }

    /// Ends it as a power failure would.
    pub fn kill(self) {
        drop(self);
    }

    /// Ends it in the usual way and tells what it logged.
    pub fn stop(mut self) -> String {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", "TERM", &pid]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An account for an officer, made while no server runs.
pub async fn employ(data: &Path) {
    let config = Flags { data: Some(data.to_owned()), ..Flags::default() }.resolve().unwrap();
    let (app, storage) = server::open(&config).await.unwrap();
    let scope = ScopeId::commune(COMMUNE);
    let account = NewAccount {
        id: UserId(Uuid::now_v7()),
        login: "lan".into(),
        name: "Nguyễn Thị Lan".into(),
        phone: None,
        role: Role::CommuneOfficer,
        password: PASSWORD.into(),
        grants: vec![Grant { scope, role: Role::CommuneOfficer, valid_from: Millis(0), valid_to: None }],
    };
    app.auth.create_account(account, server::clock::now()).await.unwrap();
    storage.close().await;
}

/// A device with one file to send.
pub struct Device {
    client: Client,
    cookie: String,
    id: Uuid,
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Device {
    pub async fn log_in(program: &Program, bytes: Vec<u8>) -> Self {
        // With the bucket's client in the program, any other of its kind wants to be told who encrypts.
        drop(rustls::crypto::ring::default_provider().install_default());
        let (client, id) = (Client::new(), Uuid::now_v7());
        let body = json!({"login": "lan", "password": PASSWORD, "device": {"id": id, "name": "Máy bảng"}});
        let url = format!("{}/api/v1/session", program.address);
        let response = client.post(url).json(&body).send().await.unwrap();
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Self { client, cookie, id, name: name_of(&bytes).to_string(), bytes }
    }

    fn request(&self, program: &Program, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api/v1/{path}", program.address);
        self.client.request(method, url).header(header::COOKIE, &self.cookie)
    }

    pub async fn push(&self, program: &Program, muts: &[Value]) -> Value {
        let body = json!({"wire": 1, "device": self.id, "muts": muts});
        let request = self.request(program, Method::POST, "sync/push").json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// Puts a facility down, and the record that names the file.
    pub async fn attach(&self, program: &Program) {
        let about = facility(1);
        let field = |value: Value| json!({"v": value, "b": 0});
        let record = json!({
            "seq": 2, "scope": about["scope"], "kind": "attachment", "record": Uuid::now_v7(),
            "at": 1_790_000_000_000_i64,
            "op": {"put": {
                "about": field(about["record"].clone()), "file_name": field(json!("ảnh.jpg")),
                "media_type": field(json!("image/jpeg")), "bytes": field(json!(self.bytes.len())),
                "sha256": field(json!(self.name)),
            }},
        });
        let told = self.push(program, &[about, record]).await;
        assert!(told["results"][1]["outcome"]["applied"].is_object(), "{told}");
    }

    pub fn chunks(&self) -> usize {
        self.bytes.len().div_ceil(CHUNK)
    }

    pub async fn send(&self, program: &Program, chunk: usize) -> (StatusCode, Value) {
        let bytes = self.bytes.chunks(CHUNK).nth(chunk).unwrap().to_vec();
        let request = self.request(program, Method::PUT, &format!("blobs/{}/{chunk}", self.name));
        let request = request.header(header::CONTENT_TYPE, "application/octet-stream").body(bytes);
        let response = request.send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    /// What the server says that it has and lacks.
    pub async fn ask(&self, program: &Program) -> String {
        let request = self.request(program, Method::HEAD, &format!("blobs/{}", self.name));
        let response = request.send().await.unwrap();
        let told = ["blob-state", "missing-chunks"]
            .into_iter()
            .filter_map(|name| Some(response.headers().get(name)?.to_str().unwrap().to_owned()));
        told.collect::<Vec<_>>().join(" ")
    }

    pub async fn read(&self, program: &Program, range: Option<&str>) -> Response {
        let request = self.request(program, Method::GET, &format!("blobs/{}", self.name));
        let request = match range {
            Some(range) => request.header(header::RANGE, range),
            None => request,
        };
        request.send().await.unwrap()
    }
}

/// A mutation that makes a facility; no two of them look like one.
pub fn facility(seq: u64) -> Value {
    let field = |value: Value| json!({"v": value, "b": 0});
    let id = Uuid::now_v7();
    json!({
        "seq": seq, "scope": format!("commune:{COMMUNE}"), "kind": "facility", "record": id,
        "at": 1_790_000_000_000_i64,
        "op": {"put": {
            "name": field(json!(format!("Mộc {id}"))), "commune_code": field(json!(COMMUNE)),
            "phone": field(json!(format!("09{:08}", id.as_u128() % 100_000_000))),
        }},
    })
}
