//! The server process is killed in the middle of its work (SIGKILL): whatever it had acknowledged
//! is there when it comes back, and whatever it had not can simply be sent again.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::clock::Millis;
use domain::id::{ScopeId, UserId};
use domain::role::Role;
use reqwest::{Client, header};
use serde_json::{Value, json};
use server::auth::{Grant, NewAccount};
use server::config::Flags;
use uuid::Uuid;

use crate::{folder, serve, signal};

pub(super) const PASSWORD: &str = "một mật khẩu dài";
const DEVICES: usize = 4;
pub(super) const COMMUNE: &str = "07210";

/// A device that pushes one facility after the other and notes what the server confirmed.
pub(super) struct Device {
    pub(super) id: Uuid,
    pub(super) client: Client,
    pub(super) cookie: String,
    /// What was sent, by counter less 1; the last one perhaps without an answer.
    sent: Vec<Value>,
    confirmed: Vec<Value>,
}

impl Device {
    pub(super) async fn log_in(address: &str, login: &str) -> Self {
        let id = Uuid::now_v7();
        let client = Client::new();
        let body = json!({"login": login, "password": PASSWORD, "device": {"id": id, "name": "Máy bảng"}});
        let response = client.post(format!("{address}/api/v1/session")).json(&body).send().await.unwrap();
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Self { id, client, cookie, sent: Vec::new(), confirmed: Vec::new() }
    }

    pub(super) async fn push(&self, address: &str, muts: &[Value]) -> Result<Value, reqwest::Error> {
        let request = self.client.post(format!("{address}/api/v1/sync/push"));
        let body = json!({"wire": 1, "device": self.id, "muts": muts});
        request.header(header::COOKIE, &self.cookie).json(&body).send().await?.json().await
    }

    async fn work_until_killed(mut self, address: String, stop: Arc<AtomicBool>) -> Self {
        while !stop.load(Ordering::Acquire) {
            let next = facility(self.sent.len() + 1);
            self.sent.push(next.clone());
            let Ok(answer) = self.push(&address, &[next]).await else { break };
            self.confirmed.push(answer["results"][0]["outcome"].clone());
        }
        self
    }
}

pub(super) fn facility(seq: usize) -> Value {
    let field = |value: Value| json!({"v": value, "b": 0});
    let id = Uuid::now_v7();
    // No two of them may look like one.
    let number = id.as_u128() % 100_000_000;
    json!({
        "seq": seq, "scope": format!("commune:{COMMUNE}"), "kind": "facility", "record": id,
        "at": 1_790_000_000_000_i64,
        "op": {"put": {
            "name": field(json!(format!("Mộc Hùng {number}"))), "commune_code": field(json!(COMMUNE)),
            "site_type": field(json!("home")), "status": field(json!("active")),
            "legal_form": field(json!("to_hop_tac")), "kc_sector": field(json!("dd")),
            "vsic_main": field(json!("16")), "vsic_version": field(json!("2025")),
            "owner_name": field(json!("Nguyễn Đức Thuỵ")), "phone": field(json!(format!("09{number:08}"))),
            "workers_total": field(json!(12)), "figures_year": field(json!(2025)),
        }},
    })
}

pub(super) async fn employ(data: &Path, login: &str) {
    employ_with(Flags { data: Some(data.to_owned()), ..Flags::default() }, login).await;
}

/// The same where the database is another.
pub(super) async fn employ_with(flags: Flags, login: &str) {
    let config = flags.resolve().unwrap();
    let (app, storage) = server::open(&config).await.unwrap();
    let role = Role::CommuneOfficer;
    let grant = Grant { scope: ScopeId::commune(COMMUNE), role, valid_from: Millis(0), valid_to: None };
    let account = NewAccount {
        id: UserId(Uuid::now_v7()),
        login: login.to_owned(),
        name: "Trần Thị Lan".to_owned(),
        phone: None,
        role,
        password: PASSWORD.to_owned(),
        grants: vec![grant],
    };
    app.auth.create_account(account, server::clock::now()).await.unwrap();
    storage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill() {
    let data = folder();
    employ(data.path(), "lan").await;
    let (mut child, mut address) = serve(data.path(), &[]);
    let mut devices = Vec::new();
    for _ in 0..DEVICES {
        devices.push(Device::log_in(&address, "lan").await);
    }
    for round in 0..3 {
        let stop = Arc::new(AtomicBool::new(false));
        let at_work = devices
            .drain(..)
            .map(|device| tokio::spawn(device.work_until_killed(address.clone(), Arc::clone(&stop))));
        let at_work: Vec<_> = at_work.collect();
        tokio::time::sleep(Duration::from_millis(300 + 70 * round)).await;
        signal(&child, "KILL");
        child.wait().unwrap();
        stop.store(true, Ordering::Release);
        for device in at_work {
            devices.push(device.await.unwrap());
        }
        (child, address) = serve(data.path(), &[]);
        for device in &mut devices {
            assert!(device.confirmed.len() > 2, "there was work to lose");
            // A push carries 500 at most: the newest are those in danger.
            let from = device.sent.len().saturating_sub(500);
            let again = device.push(&address, device.sent.get(from..).unwrap()).await.unwrap();
            let results = again["results"].as_array().unwrap();
            for (offset, before) in device.confirmed.iter().skip(from).enumerate() {
                assert_eq!(results[offset]["replayed"], true, "round {round}: {before}");
                assert_eq!(&results[offset]["outcome"], before, "round {round}");
            }
            device.confirmed = device.sent.iter().map(|_| json!(null)).collect();
            for (offset, result) in results.iter().enumerate() {
                device.confirmed[from + offset] = result["outcome"].clone();
            }
        }
    }
    let sent: usize = devices.iter().map(|device| device.sent.len()).sum();
    let page = devices[0].client.get(format!("{address}/api/v1/sync/snapshot/commune:{COMMUNE}"));
    let page = page.header(header::COOKIE, &devices[0].cookie).send().await.unwrap();
    let page: Value = page.json().await.unwrap();
    assert_eq!(page["count"], sent, "each once");
    assert_eq!(page["head"]["ver"], sent, "and no version without a change");
    signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
}
