//! Logging in, staying logged in, being thrown out.

use std::time::Duration;

use domain::role::Role;
use expect_test::expect;
use reqwest::{Method, StatusCode, header};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::support::{PASSWORD, Server, answer, cookie};

#[tokio::test]
async fn the_cookie_is_bound_to_the_host_and_hidden_from_scripts() {
    let server = Server::start().await;
    server.account("lan", Role::CommuneOfficer, &["commune:07210"]).await;
    let response = server.try_login(" LAN ", PASSWORD, Uuid::now_v7()).await;
    let set = response.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    let (secret, rest) = set.split_once("; ").unwrap();
    let (name, value) = secret.split_once('=').unwrap();
    assert_eq!(value.len(), 64, "256 bits");
    let rest = rest.split("; Expires=").next().unwrap();
    expect!["__Host-session: HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=630720000"]
        .assert_eq(&format!("{name}: {rest}"));
    server.stop().await;
}

#[tokio::test]
async fn a_session_tells_who_one_is_and_what_one_holds() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let mut session = server.get(&officer, "/api/v1/session").await.body;
    for changing in ["server_time", "expires_at"] {
        assert!(session[changing].is_i64(), "{changing}");
        session[changing] = json!(0);
    }
    session["account"]["id"] = json!("…");
    session["device"]["id"] = json!("…");
    expect![[r#"
        {
          "account": {
            "id": "…",
            "login": "lan",
            "name": "Người dùng lan",
            "role": "commune_officer"
          },
          "device": {
            "id": "…",
            "name": "Máy bảng",
            "newest_seq": 0
          },
          "expires_at": 0,
          "grants": [
            {
              "role": "commune_officer",
              "scope": "commune:07210",
              "valid_from": 0,
              "valid_to": null
            }
          ],
          "scopes": [
            "commune:07210",
            "ref"
          ],
          "server_time": 0
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&session).unwrap());
    server.stop().await;
}

#[tokio::test]
async fn the_wildcard_opens_every_commune() {
    let server = Server::start().await;
    server.account("trung-tam", Role::CentreStaff, &["commune:*"]).await;
    let centre = server.login("trung-tam").await;
    assert_eq!(centre.session["scopes"].as_array().unwrap().len(), 99 + 2);
    server.stop().await;
}

#[tokio::test]
async fn an_unknown_name_and_a_wrong_password_get_the_same_answer() {
    let server = Server::start().await;
    server.account("lan", Role::CommuneOfficer, &[]).await;
    let mut answers = Vec::new();
    for (login, password) in [("lan", "sai mật khẩu rồi"), ("không có ai", PASSWORD)] {
        let response = server.try_login(login, password, Uuid::now_v7()).await;
        let status = response.status().as_u16();
        let body: serde_json::Value = response.json().await.unwrap();
        answers.push((status, body["code"].clone(), body["message"].clone()));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, 403);
    server.stop().await;
}

#[tokio::test]
async fn guessing_slows_the_guesser_down_and_not_the_enrolled_device() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let mut statuses = Vec::new();
    for _ in 0..5 {
        let response = server.try_login("lan", "đoán mò đoán mò", Uuid::now_v7()).await;
        statuses.push(response.status().as_u16());
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            assert_eq!(response.headers()[header::RETRY_AFTER], "1");
        }
    }
    assert_eq!(statuses, [403, 403, 403, 403, 429]);
    let own = server.try_login("lan", PASSWORD, officer.device).await;
    assert_eq!(own.status(), StatusCode::OK);
    server.stop().await;
}

#[tokio::test]
async fn a_login_replaces_the_session_of_its_device() {
    let server = Server::start().await;
    let first = server.officer("lan").await;
    let second = server.login_on("lan", first.device).await;
    assert_eq!(server.get(&first, "/api/v1/session").await.refusal(), (401, "no_session"));
    assert_eq!(server.get(&second, "/api/v1/session").await.status, StatusCode::OK);
    server.stop().await;
}

#[tokio::test]
async fn logging_out_ends_the_session_and_clears_the_cookie() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let out = server.request(Method::DELETE, "/api/v1/session").header(header::COOKIE, &officer.cookie);
    let response = out.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert!(response.headers()[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(server.get(&officer, "/api/v1/session").await.refusal(), (401, "no_session"));
    server.stop().await;
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let server = Server::start().await;
    let tablet = server.officer("lan").await;
    let phone = server.login("lan").await;
    let wrong = json!({"current": "không phải thế này", "new": "mật khẩu mới dài"});
    let short = json!({"current": PASSWORD, "new": "ngắn"});
    let right = json!({"current": PASSWORD, "new": "mật khẩu mới dài"});
    let path = "/api/v1/session/password";
    assert_eq!(server.post(&tablet, path, &wrong).await.refusal(), (403, "wrong_password"));
    assert_eq!(server.post(&tablet, path, &short).await.refusal(), (422, "password_length"));
    let change = server.request(Method::POST, path).header(header::COOKIE, &tablet.cookie).json(&right);
    let response = change.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let fresh = cookie(&response);
    for (what, cookie, expected) in
        [("old", &tablet.cookie, 401), ("other", &phone.cookie, 401), ("new", &fresh, 200)]
    {
        let who = server.request(Method::GET, "/api/v1/session").header(header::COOKIE, cookie);
        assert_eq!(answer(who).await.status.as_u16(), expected, "{what}");
    }
    assert_eq!(server.try_login("lan", PASSWORD, Uuid::now_v7()).await.status(), StatusCode::FORBIDDEN);
    server.stop().await;
}

#[tokio::test]
async fn a_revoked_device_hears_so_and_cannot_come_back() {
    let server = Server::start().await;
    let tablet = server.officer("lan").await;
    let lost = server.login("lan").await;
    let revoked = server.delete(&tablet, &format!("/api/v1/devices/{}", lost.device)).await;
    assert_eq!(revoked.status, StatusCode::NO_CONTENT);
    assert_eq!(server.get(&lost, "/api/v1/session").await.refusal(), (401, "device_revoked"));
    let again = server.try_login("lan", PASSWORD, lost.device).await;
    assert_eq!(again.status(), StatusCode::UNAUTHORIZED);
    let devices = server.get(&tablet, "/api/v1/devices").await.body;
    let seen: Vec<_> = devices
        .as_array()
        .unwrap()
        .iter()
        .map(|device| (&device["current"], device["revoked_at"].is_null()))
        .collect();
    assert_eq!(seen, [(&json!(true), true), (&json!(false), false)]);
    server.stop().await;
}

#[tokio::test]
async fn only_an_admin_revokes_what_is_not_theirs() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let other = server.officer("minh").await;
    server.account("quan-tri", Role::Admin, &[]).await;
    let admin = server.login("quan-tri").await;
    let path = format!("/api/v1/devices/{}", officer.device);
    assert_eq!(server.delete(&other, &path).await.refusal(), (404, "not_found"));
    assert_eq!(server.delete(&admin, &path).await.status, StatusCode::NO_CONTENT);
    server.stop().await;
}

#[tokio::test]
async fn a_device_belongs_to_one_account() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    server.account("minh", Role::CommuneOfficer, &[]).await;
    let taken = server.try_login("minh", PASSWORD, officer.device).await;
    assert_eq!(taken.status(), StatusCode::CONFLICT);
    server.stop().await;
}

#[tokio::test]
async fn a_session_ends_after_30_idle_days_and_after_90_days_whatever_happens() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    server.tamper("UPDATE session SET last_seen_at = last_seen_at - 29 * 86400000").await;
    assert_eq!(server.get(&officer, "/api/v1/session").await.status, StatusCode::OK);
    server.tamper("UPDATE session SET last_seen_at = last_seen_at - 30 * 86400000").await;
    assert_eq!(server.get(&officer, "/api/v1/session").await.refusal(), (401, "session_expired"));

    let again = server.login_on("lan", officer.device).await;
    server.tamper("UPDATE session SET expires_at = expires_at - 89 * 86400000").await;
    assert_eq!(server.get(&again, "/api/v1/session").await.status, StatusCode::OK);
    server.tamper("UPDATE session SET expires_at = expires_at - 86400000").await;
    assert_eq!(server.get(&again, "/api/v1/session").await.refusal(), (401, "session_expired"));
    server.stop().await;
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    server.tamper("UPDATE account SET disabled = 1").await;
    assert_eq!(server.get(&officer, "/api/v1/session").await.refusal(), (401, "account_disabled"));
    let again = server.try_login("lan", PASSWORD, officer.device).await;
    assert_eq!(again.status(), StatusCode::UNAUTHORIZED);
    server.stop().await;
}

#[tokio::test]
async fn no_secret_is_stored_readable() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let mut database = server.database().await;
    let stored: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT token_hash FROM session").fetch_all(&mut database).await.unwrap();
    let stored: String = stored[0].iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(stored.len(), 64);
    assert!(!officer.cookie.contains(&stored));
    server.stop().await;
}

#[tokio::test]
async fn a_request_in_flight_is_finished_before_the_server_stops() {
    let server = Server::start().await;
    server.account("lan", Role::CommuneOfficer, &[]).await;
    let body = json!({"login": "lan", "password": PASSWORD, "device": {"id": Uuid::now_v7(), "name": ""}})
        .to_string();
    let (begin, end) = body.as_bytes().split_at(20);
    let mut stream = TcpStream::connect(server.running.addr).await.unwrap();
    let head = format!(
        "POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(begin).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let stopping = tokio::spawn(server.stop());
    tokio::time::sleep(Duration::from_millis(200)).await;
    stream.write_all(end).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    stopping.await.unwrap();
}
