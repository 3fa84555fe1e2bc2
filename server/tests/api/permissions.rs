//! SEC-AUTHZ-1: every route for every role, on what is theirs and what is not, as one table.

use std::collections::BTreeMap;

use domain::role::Role;
use expect_test::expect;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use server::attachments::samples;
use uuid::Uuid;

use crate::sending::{Sample, attachment};
use crate::support::{AWAY, HOME, Person, Server, answer, facility};

const FILE: &str = "/api/v1/blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const CHUNK_OF_IT: &str = "/api/v1/blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855/0";

/// What a role gets from a route: the outcome of a push, the status of anything else.
async fn cells(
    server: &Server,
    who: &Person,
    other: &Person,
    seq: u64,
    files: &BTreeMap<&str, Sample>,
) -> Vec<String> {
    let mut cells = Vec::new();
    for (scope, commune) in [("own", HOME), ("other", AWAY)] {
        let pushed = server
            .push(who, &[facility(seq + u64::from(scope == "other"), Uuid::now_v7(), commune, "Thử quyền")])
            .await;
        let outcome = &pushed.body["results"][0]["outcome"];
        let word =
            outcome["rejected"]["code"].as_str().map_or_else(|| "applied".to_owned(), ToOwned::to_owned);
        cells.push(format!("push {scope}: {word}"));
        let pulled = server.pull(who, &json!({})).await;
        let held = pulled.body["held"].get(format!("commune:{commune}")).is_some();
        cells.push(format!("pull {scope}: {}", if held { "sent" } else { "left out" }));
        let page = server.get(who, &format!("/api/v1/sync/snapshot/commune:{commune}")).await;
        cells.push(format!("snapshot {scope}: {}", word_of(&page.status, &page.body)));
        let file = &files[commune];
        let read = server.read(who, &file.name).await;
        let read = (read.status(), read.json().await.unwrap_or_default());
        let sent = server.send_all(who, file).await;
        cells.push(format!(
            "file {scope}: head {}, get {}, put {}",
            server.head(who, &file.name).await,
            word_of(&read.0, &read.1),
            word_of(&sent.status, &sent.body)
        ));
        let device = if scope == "own" { who.device } else { other.device };
        if scope == "other" {
            let revoked = server.delete(who, &format!("/api/v1/devices/{device}")).await;
            cells.push(format!("revoke {scope}: {}", word_of(&revoked.status, &revoked.body)));
        }
    }
    for (method, path) in [(Method::GET, "/api/v1/session"), (Method::GET, "/api/v1/devices")] {
        let got = answer(server.request(method, path).header(header::COOKIE, &who.cookie)).await;
        cells.push(format!("{path}: {}", word_of(&got.status, &got.body)));
    }
    cells
}

/// A file that has arrived in each of the two communes.
async fn files(server: &Server) -> BTreeMap<&'static str, Sample> {
    server.account("trung-tam", Role::CentreStaff, &["commune:*"]).await;
    let centre = server.login("trung-tam").await;
    let mut files = BTreeMap::new();
    for (commune, seq, side) in [(HOME, 1, 40), (AWAY, 3, 50)] {
        let (file, about) = (Sample::from(samples::photo(side, side)), Uuid::now_v7());
        let muts = [
            facility(seq, about, commune, "Có ảnh"),
            attachment(seq + 1, Uuid::now_v7(), commune, about, &file),
        ];
        server.push(&centre, &muts).await;
        server.send_all(&centre, &file).await;
        files.insert(commune, file);
    }
    files
}

fn word_of(status: &StatusCode, body: &Value) -> String {
    body["code"]
        .as_str()
        .map_or_else(|| status.as_u16().to_string(), |code| format!("{} {code}", status.as_u16()))
}

#[tokio::test]
async fn every_route_for_every_role() {
    let server = Server::start().await;
    let files = files(&server).await;
    let mut table = String::new();
    for role in Role::ALL.iter().copied() {
        let login = role.code();
        let scopes: &[&str] = match role {
            Role::CommuneOfficer => &["commune:07210"],
            Role::FacilityOwner | Role::Admin => &[],
            _ => &["commune:*"],
        };
        server.account(login, role, scopes).await;
        let who = server.login(login).await;
        server.account(&format!("{login}-2"), role, scopes).await;
        let other = server.login(&format!("{login}-2")).await;
        table.push_str(&format!("{login}\n"));
        for cell in cells(&server, &who, &other, 1, &files).await {
            table.push_str(&format!("  {cell}\n"));
        }
    }
    expect![[r#"
        commune_officer
          push own: applied
          pull own: sent
          snapshot own: 200
          file own: head 200 complete, get 200, put 200
          push other: scope
          pull other: left out
          snapshot other: 403 scope_not_held
          file other: head 404, get 404 unknown_blob, put 404 unknown_blob
          revoke other: 404 not_found
          /api/v1/session: 200
          /api/v1/devices: 200
        facility_owner
          push own: scope
          pull own: left out
          snapshot own: 403 scope_not_held
          file own: head 404, get 404 unknown_blob, put 404 unknown_blob
          push other: scope
          pull other: left out
          snapshot other: 403 scope_not_held
          file other: head 404, get 404 unknown_blob, put 404 unknown_blob
          revoke other: 404 not_found
          /api/v1/session: 200
          /api/v1/devices: 200
        centre_staff
          push own: applied
          pull own: sent
          snapshot own: 200
          file own: head 200 complete, get 200, put 200
          push other: applied
          pull other: sent
          snapshot other: 200
          file other: head 200 complete, get 200, put 200
          revoke other: 404 not_found
          /api/v1/session: 200
          /api/v1/devices: 200
        department_staff
          push own: right
          pull own: sent
          snapshot own: 200
          file own: head 200 complete, get 200, put 200
          push other: right
          pull other: sent
          snapshot other: 200
          file other: head 200 complete, get 200, put 200
          revoke other: 404 not_found
          /api/v1/session: 200
          /api/v1/devices: 200
        department_leader
          push own: right
          pull own: sent
          snapshot own: 200
          file own: head 200 complete, get 200, put 200
          push other: right
          pull other: sent
          snapshot other: 200
          file other: head 200 complete, get 200, put 200
          revoke other: 404 not_found
          /api/v1/session: 200
          /api/v1/devices: 200
        council_member
          push own: right
          pull own: sent
          snapshot own: 200
          file own: head 200 complete, get 200, put 403 right
          push other: right
          pull other: sent
          snapshot other: 200
          file other: head 200 complete, get 200, put 403 right
          revoke other: 404 not_found
          /api/v1/session: 200
          /api/v1/devices: 200
        finance
          push own: right
          pull own: sent
          snapshot own: 200
          file own: head 200 complete, get 200, put 200
          push other: right
          pull other: sent
          snapshot other: 200
          file other: head 200 complete, get 200, put 200
          revoke other: 404 not_found
          /api/v1/session: 200
          /api/v1/devices: 200
        inspector
          push own: right
          pull own: sent
          snapshot own: 200
          file own: head 200 complete, get 200, put 200
          push other: right
          pull other: sent
          snapshot other: 200
          file other: head 200 complete, get 200, put 200
          revoke other: 404 not_found
          /api/v1/session: 200
          /api/v1/devices: 200
        admin
          push own: scope
          pull own: left out
          snapshot own: 403 scope_not_held
          file own: head 404, get 404 unknown_blob, put 404 unknown_blob
          push other: scope
          pull other: left out
          snapshot other: 403 scope_not_held
          file other: head 404, get 404 unknown_blob, put 404 unknown_blob
          revoke other: 204
          /api/v1/session: 200
          /api/v1/devices: 200
    "#]]
    .assert_eq(&table);
    server.stop().await;
}

#[tokio::test]
async fn every_route_for_nobody() {
    let server = Server::start().await;
    let mut table = String::new();
    for (method, path, body) in [
        (Method::GET, "/api/v1/health", None),
        (Method::GET, "/api/openapi.json", None),
        (Method::GET, "/api/v1/session", None),
        (Method::DELETE, "/api/v1/session", None),
        (Method::POST, "/api/v1/session/password", Some(json!({"current": "", "new": ""}))),
        (Method::GET, "/api/v1/devices", None),
        (Method::DELETE, "/api/v1/devices/018f0000-0000-7000-8000-000000000001", None),
        (Method::POST, "/api/v1/sync/push", Some(json!({}))),
        (Method::POST, "/api/v1/sync/pull", Some(json!({}))),
        (Method::GET, "/api/v1/sync/snapshot/ref", None),
        (Method::POST, "/api/v1/sync/compare", Some(json!({"wire": 1}))),
        (Method::GET, FILE, None),
        (Method::HEAD, FILE, None),
        (Method::PUT, CHUNK_OF_IT, None),
    ] {
        for (who, cookie) in [
            ("stranger", ""),
            ("forged", "__Host-session=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"),
        ] {
            let mut request = server.request(method.clone(), path).header(header::COOKIE, cookie);
            if let Some(body) = &body {
                request = request.json(body);
            }
            let got = answer(request).await;
            table.push_str(&format!("{who} {method} {path}: {}\n", word_of(&got.status, &got.body)));
        }
    }
    expect![[r#"
        stranger GET /api/v1/health: 200
        forged GET /api/v1/health: 200
        stranger GET /api/openapi.json: 200
        forged GET /api/openapi.json: 200
        stranger GET /api/v1/session: 401 no_session
        forged GET /api/v1/session: 401 no_session
        stranger DELETE /api/v1/session: 204
        forged DELETE /api/v1/session: 204
        stranger POST /api/v1/session/password: 401 no_session
        forged POST /api/v1/session/password: 401 no_session
        stranger GET /api/v1/devices: 401 no_session
        forged GET /api/v1/devices: 401 no_session
        stranger DELETE /api/v1/devices/018f0000-0000-7000-8000-000000000001: 401 no_session
        forged DELETE /api/v1/devices/018f0000-0000-7000-8000-000000000001: 401 no_session
        stranger POST /api/v1/sync/push: 401 no_session
        forged POST /api/v1/sync/push: 401 no_session
        stranger POST /api/v1/sync/pull: 401 no_session
        forged POST /api/v1/sync/pull: 401 no_session
        stranger GET /api/v1/sync/snapshot/ref: 401 no_session
        forged GET /api/v1/sync/snapshot/ref: 401 no_session
        stranger POST /api/v1/sync/compare: 401 no_session
        forged POST /api/v1/sync/compare: 401 no_session
        stranger GET /api/v1/blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855: 401 no_session
        forged GET /api/v1/blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855: 401 no_session
        stranger HEAD /api/v1/blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855: 401
        forged HEAD /api/v1/blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855: 401
        stranger PUT /api/v1/blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855/0: 401 no_session
        forged PUT /api/v1/blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855/0: 401 no_session
    "#]]
    .assert_eq(&table);
    server.stop().await;
}
