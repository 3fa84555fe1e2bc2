//! Three server processes on one PostgreSQL. One after the other is killed, frozen or loses its connections
//! while devices push and one pulls: whatever was acknowledged is in the book exactly once, and the reader is
//! told of every change exactly once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::header;
use serde_json::{Value, json};
use server::config::Flags;
use server::storage::Database;
use server::storage::contract::{officer, the_scope_is_sound};
use sqlx::{Connection, PgConnection};
use tokio::time::{sleep, timeout};

use crate::killed::{COMMUNE, Device, employ_with, facility};
use crate::postgres::fresh_database;
use crate::{folder, serve, signal};

const SERVERS: usize = 3;
const DEVICES: usize = 5;
/// Blows that are dealt, one of each kind to each server.
const BLOWS: usize = 9;
/// As long as a device waits before it asks another server.
const PATIENCE: Duration = Duration::from_secs(1);

/// The processes; where each answers changes when it is started anew.
struct Servers {
    data: Vec<PathBuf>,
    database: String,
    running: Mutex<Vec<(Child, String)>>,
}

impl Servers {
    fn start(folder: &Path, database: &str) -> Self {
        let data: Vec<PathBuf> = (0..SERVERS).map(|nth| folder.join(nth.to_string())).collect();
        let running = data.iter().map(|data| serve_quietly(data, database)).collect();
        Self { data, database: database.to_owned(), running: Mutex::new(running) }
    }

    fn with<T>(&self, take: impl FnOnce(&mut Vec<(Child, String)>) -> T) -> T {
        take(&mut self.running.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn address(&self, nth: usize) -> String {
        self.with(|running| running[nth % SERVERS].1.clone())
    }

    fn signal(&self, nth: usize, name: &str) {
        self.with(|running| signal(&running[nth].0, name));
    }

    fn kill_and_start_anew(&self, nth: usize) {
        self.signal(nth, "KILL");
        self.with(|running| running[nth].0.wait().unwrap());
        let anew = serve_quietly(&self.data[nth], &self.database);
        self.with(|running| running[nth] = anew);
    }

    fn end(&self) {
        self.with(|running| {
            for (child, _) in running {
                signal(child, "TERM");
                assert!(child.wait().unwrap().success());
            }
        });
    }
}

/// Starts serving; what is logged is read and forgotten, or the server would wait for somebody to read it.
fn serve_quietly(data: &Path, database: &str) -> (Child, String) {
    let (mut child, address) = serve(data, &["--database", database]);
    let (mut said, mut logged) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    std::thread::spawn(move || std::io::copy(&mut logged, &mut std::io::sink()));
    (child, address)
}

/// Cuts every connection to the database but the one that asks.
async fn terminate_backends(url: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    sqlx::query(others).execute(&mut connection).await.unwrap();
}

/// A device at work: one mutation after the other, each sent to one server after the other until an answer comes.
struct Worker {
    device: Device,
    sent: Vec<Value>,
    confirmed: Vec<Value>,
    /// Asked again because no answer came, or one that told nothing.
    again: usize,
}

impl Worker {
    async fn work(mut self, servers: Arc<Servers>, first: usize, stop: Arc<AtomicBool>) -> Self {
        while !stop.load(Ordering::Acquire) {
            let next = facility(self.sent.len() + 1);
            self.sent.push(next.clone());
            let outcome = self.deliver(&servers, first, &next).await;
            self.confirmed.push(outcome);
        }
        self
    }

    async fn deliver(&mut self, servers: &Servers, first: usize, mutation: &Value) -> Value {
        for attempt in 0..200 {
            let address = servers.address(first + self.sent.len() + attempt);
            let answer = timeout(PATIENCE, self.device.push(&address, std::slice::from_ref(mutation))).await;
            if let Ok(Ok(answer)) = answer
                && let Some(result) = answer["results"].get(0)
            {
                return result["outcome"].clone();
            }
            self.again += 1;
            sleep(Duration::from_millis(20)).await;
        }
        panic!("no server took the mutation");
    }
}

/// Pulls all the time; what it was told, each version once and in order.
async fn read(reader: Device, servers: Arc<Servers>, stop: Arc<AtomicBool>, from: Value) -> BTreeSet<u64> {
    let scope = format!("commune:{COMMUNE}");
    let mut cursor = from;
    let mut told = BTreeSet::new();
    let mut attempt = 0;
    loop {
        let is_last = stop.load(Ordering::Acquire);
        attempt += 1;
        let body = json!({"wire": 1, "device": reader.id, "cursors": {&scope: cursor}, "newest_seq": 0});
        let request = reader.client.post(format!("{}/api/v1/sync/pull", servers.address(attempt)));
        let request = request.header(header::COOKIE, &reader.cookie).json(&body).timeout(PATIENCE);
        let answer = match request.send().await {
            Ok(answer) if answer.status().is_success() => answer.json::<Value>().await.ok(),
            Ok(answer) if answer.status().is_client_error() => panic!("refused: {}", answer.status()),
            Ok(_) | Err(_) => None,
        };
        let Some(answer) = answer else {
            sleep(Duration::from_millis(20)).await;
            continue;
        };
        for page in answer["pages"].as_array().unwrap() {
            let Some(delta) = page.get("delta").filter(|delta| delta["scope"] == scope.as_str()) else {
                continue;
            };
            for change in delta["changes"].as_array().unwrap() {
                let ver = change["ver"].as_u64().unwrap();
                assert!(told.last().is_none_or(|last| ver == last + 1), "{ver} after {:?}", told.last());
                told.insert(ver);
            }
            cursor = json!({"epoch": delta["to"]["epoch"], "ver": delta["to"]["ver"]});
        }
        if is_last && answer["more"] != true {
            return told;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_servers_that_are_killed_frozen_and_cut_off_lose_and_double_nothing() {
    let (data, database) = (folder(), fresh_database().await);
    let (in_folder, at) = (Some(data.path().to_owned()), Some(database.url.clone()));
    employ_with(Flags { data: in_folder, database: at, ..Flags::default() }, "lan").await;
    let servers = Arc::new(Servers::start(data.path(), &database.url));
    let mut workers = Vec::new();
    for _ in 0..DEVICES {
        let device = Device::log_in(&servers.address(0), "lan").await;
        workers.push(Worker { device, sent: Vec::new(), confirmed: Vec::new(), again: 0 });
    }
    let reader = Device::log_in(&servers.address(1), "lan").await;
    let seen = reader.client.get(format!("{}/api/v1/sync/snapshot/commune:{COMMUNE}", servers.address(1)));
    let seen: Value = seen.header(header::COOKIE, &reader.cookie).send().await.unwrap().json().await.unwrap();
    let (stop, is_over) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let reading =
        tokio::spawn(read(reader, Arc::clone(&servers), Arc::clone(&is_over), seen["head"].clone()));
    let at_work: Vec<_> = workers
        .into_iter()
        .enumerate()
        .map(|(nth, worker)| tokio::spawn(worker.work(Arc::clone(&servers), nth, Arc::clone(&stop))))
        .collect();
    for blow in 0..BLOWS {
        sleep(Duration::from_millis(150)).await;
        let nth = blow / 3;
        match blow % 3 {
            0 => servers.kill_and_start_anew(nth),
            // Longer than a device waits: what it had begun is finished by another, and then wakes up.
            1 => {
                servers.signal(nth, "STOP");
                sleep(PATIENCE + Duration::from_millis(300)).await;
                servers.signal(nth, "CONT");
            }
            _ => terminate_backends(&database.url).await,
        }
    }
    sleep(Duration::from_millis(300)).await;
    stop.store(true, Ordering::Release);
    let (mut sent, mut again) = (0, 0);
    for worker in at_work {
        let worker = worker.await.unwrap();
        let newest = worker.sent.len().saturating_sub(500);
        let answer = worker.device.push(&servers.address(0), &worker.sent[newest..]).await.unwrap();
        for (result, before) in answer["results"].as_array().unwrap().iter().zip(&worker.confirmed[newest..])
        {
            assert_eq!((&result["replayed"], &result["outcome"]), (&json!(true), before));
        }
        sent += worker.sent.len();
        again += worker.again;
    }
    assert!(again > 0, "nothing was in the way, so nothing was proved");
    is_over.store(true, Ordering::Release);
    let told = reading.await.unwrap();
    assert_eq!(told.len(), sent, "told of each change once");
    servers.end();
    let storage = server::storage::open(&Database::Postgres(database.url.clone())).await.unwrap();
    let who = officer(&storage, COMMUNE).await;
    assert_eq!(the_scope_is_sound(&storage, &who, COMMUNE).await.len(), sent, "in the book once each");
    storage.close().await;
    println!("{sent} mutations of {DEVICES} devices through {BLOWS} blows; {again} asked again");
    database.drop().await;
}
