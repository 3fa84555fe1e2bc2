//! Push, pull and snapshot over HTTP. What is decided is tested in `domain`; here, that it is
//! stored, answered and kept apart.

use std::io::{Read as _, Write as _};

use domain::role::Role;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{AWAY, HOME, Person, Server, answer, edit, facility};

const SNAPSHOT: &str = "/api/v1/sync/snapshot/commune:07210";

fn outcome(answer: &Value) -> &Value {
    &answer["results"][0]["outcome"]
}

/// The cursors a device has after copying every scope it holds.
async fn cursors(server: &Server, who: &Person) -> Value {
    let pulled = server.pull(who, &json!({})).await.body;
    let mut cursors = json!({});
    for scope in pulled["held"].as_object().unwrap().keys() {
        let page = server.get(who, &format!("/api/v1/sync/snapshot/{scope}")).await.body;
        cursors[scope] = page["head"].clone();
    }
    cursors
}

#[tokio::test]
async fn what_one_officer_pushes_the_other_pulls() {
    let server = Server::start().await;
    let (lan, minh) = (server.officer("lan").await, server.officer("minh").await);
    let id = Uuid::now_v7();
    let pushed = server.push(&lan, &[facility(1, id, HOME, "Mộc Hùng")]).await;
    assert_eq!(outcome(&pushed.body), &json!({"applied": {"ver": 1}}));

    let page = server.get(&minh, SNAPSHOT).await.body;
    assert_eq!(page["count"], 1);
    assert_eq!(page["rows"][0]["fields"]["name"], "Mộc Hùng");
    assert_eq!(page["rows"][0]["fields"]["code"], "BN-07210-0001", "the server numbers it");
    assert_eq!(page["rows"][0]["made"]["by"]["name"], "Người dùng lan");

    let at = cursors(&server, &minh).await;
    server.push(&lan, &[edit(2, id, HOME, "village", "Đồng Kỵ", 1)]).await;
    let news = server.pull(&minh, &at).await.body;
    let page = &news["pages"][0]["delta"];
    assert_eq!(page["rows"][0]["fields"], json!({"village": "Đồng Kỵ"}), "only what changed");
    assert_eq!(page["changes"][0]["diff"], json!({"village": {"new": "Đồng Kỵ"}}));
    assert_eq!(page["check"]["count"], 1);
    server.stop().await;
}

/// Somebody else signed in on the same browser while a copy was running.
#[tokio::test]
async fn a_copy_is_not_continued_for_another_device() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let path = |device: Uuid| format!("{SNAPSHOT}?device={device}");
    assert_eq!(server.get(&officer, &path(Uuid::now_v7())).await.refusal(), (403, "foreign_device"));
    assert_eq!(server.get(&officer, &path(officer.device)).await.status, 200);
    server.stop().await;
}

#[tokio::test]
async fn a_commune_never_hears_of_another() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    server.account("xa", Role::CommuneOfficer, &["commune:07399"]).await;
    let other = server.login("xa").await;
    server.push(&officer, &[facility(1, Uuid::now_v7(), HOME, "Bí mật của phường")]).await;

    let mut stolen = cursors(&server, &officer).await;
    stolen["commune:07210"]["ver"] = json!(0);
    for cursors in [json!({}), stolen] {
        let pulled = server.pull(&other, &cursors).await;
        let held: Vec<_> = pulled.body["held"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(held, ["commune:07399", "ref"]);
        for secret in ["commune:07210", "Bí mật"] {
            assert!(!pulled.body.to_string().contains(secret), "{}", pulled.body);
        }
    }
    assert_eq!(server.get(&other, SNAPSHOT).await.refusal(), (403, "scope_not_held"));
    let pushed = server.push(&other, &[facility(1, Uuid::now_v7(), HOME, "Chen vào")]).await;
    assert_eq!(outcome(&pushed.body)["rejected"]["code"], "scope");
    let crossing = server.push(&officer, &[facility(2, Uuid::now_v7(), AWAY, "Lạc chỗ")]).await;
    assert_eq!(outcome(&crossing.body)["rejected"]["code"], "scope");
    server.stop().await;
}

#[tokio::test]
async fn a_repeated_push_is_answered_from_the_book() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let push = [facility(1, Uuid::now_v7(), HOME, "Mộc Hùng")];
    let first = server.push(&officer, &push).await.body;
    let before = server.dump().await;
    let again = server.push(&officer, &push).await.body;
    assert_eq!(again["results"][0]["replayed"], true);
    assert_eq!(outcome(&again), outcome(&first));
    let other = server.push(&officer, &[facility(1, Uuid::now_v7(), HOME, "Khác")]).await.body;
    assert_eq!(outcome(&other)["rejected"]["code"], "seq_reused");
    assert_eq!(server.dump().await, before);
    server.stop().await;
}

#[tokio::test]
async fn a_refused_change_is_kept_for_the_officer() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    server.push(&officer, &[facility(1, Uuid::now_v7(), AWAY, "Nộp muộn")]).await;
    let mut database = server.database().await;
    let kept: String =
        sqlx::query_scalar("SELECT body FROM mutation").fetch_one(&mut database).await.unwrap();
    assert!(kept.contains("Nộp muộn"), "{kept}");
    server.stop().await;
}

#[tokio::test]
async fn a_packed_push_is_read() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let muts: Vec<_> =
        (1..=500).map(|seq| facility(seq, Uuid::now_v7(), HOME, &format!("Cơ sở số {seq}"))).collect();
    let body = json!({"wire": 1, "device": officer.device, "muts": muts}).to_string();
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(body.as_bytes()).unwrap();
    let request = server
        .request(Method::POST, "/api/v1/sync/push")
        .header(header::COOKIE, &officer.cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_ENCODING, "gzip")
        .body(packed.finish().unwrap());
    let pushed = answer(request).await;
    assert_eq!(pushed.status, StatusCode::OK);
    assert_eq!(pushed.body["results"].as_array().unwrap().len(), 500);
    let page = server.get(&officer, SNAPSHOT).await.body;
    assert_eq!(page["count"], 500);
    server.stop().await;
}

#[tokio::test]
async fn long_copies_and_long_news_come_in_pages() {
    let server = Server::start().await;
    let (lan, minh) = (server.officer("lan").await, server.officer("minh").await);
    let empty = cursors(&server, &minh).await;
    for round in 0..3 {
        let muts: Vec<_> = (1..=400)
            .map(|n| round * 400 + n)
            .map(|seq| facility(seq, Uuid::now_v7(), HOME, &format!("Cơ sở {seq}")))
            .collect();
        assert_eq!(server.push(&lan, &muts).await.status, StatusCode::OK);
    }
    let mut sizes = Vec::new();
    let mut path = SNAPSHOT.to_owned();
    let mut ids = std::collections::BTreeSet::new();
    loop {
        let page = server.get(&minh, &path).await.body;
        let rows = page["rows"].as_array().unwrap();
        sizes.push(rows.len());
        ids.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("{SNAPSHOT}?after={next}");
    }
    assert_eq!(sizes, [500, 500, 200]);
    assert_eq!(ids.len(), 1_200);

    // A cursor at the start of the scope's life: everything as news, in pages.
    let mut cursors = empty;
    let head = server.get(&minh, SNAPSHOT).await.body["head"].clone();
    cursors["commune:07210"] = json!({"epoch": head["epoch"], "ver": 0});
    let mut pages = Vec::new();
    loop {
        let news = server.pull(&minh, &cursors).await.body;
        let delta = &news["pages"][0]["delta"];
        pages.push((delta["rows"].as_array().unwrap().len(), delta["check"].is_object()));
        cursors["commune:07210"] = delta["to"].clone();
        if news["more"].is_null() {
            break;
        }
    }
    assert_eq!(pages, [(500, false), (500, false), (200, true)]);
    assert_eq!(cursors["commune:07210"], head);
    server.stop().await;
}

#[tokio::test]
async fn nothing_new_costs_one_small_answer() {
    let server = Server::start().await;
    server.account("trung-tam", Role::CentreStaff, &["commune:*"]).await;
    let (officer, centre) = (server.officer("lan").await, server.login("trung-tam").await);
    server.push(&officer, &[facility(1, Uuid::now_v7(), HOME, "Mộc Hùng")]).await;
    let at = cursors(&server, &officer).await;
    let quiet = server.pull(&officer, &at).await;
    assert_eq!(quiet.body["pages"], json!([]));
    assert!(quiet.bytes < 200, "{} bytes", quiet.bytes);
    let all = cursors(&server, &centre).await;
    let quiet = server.pull(&centre, &all).await;
    assert_eq!(quiet.body["pages"], json!([]));
    assert!(quiet.bytes < 4_000, "100 scopes: {} bytes", quiet.bytes);
    server.stop().await;
}

/// A line of 30 KB/s is common: what is long travels packed.
#[tokio::test]
async fn a_long_answer_travels_packed() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let muts: Vec<_> = (1..=100).map(|seq| facility(seq, Uuid::now_v7(), HOME, "Cơ sở số nhiều")).collect();
    server.push(&officer, &muts).await;
    let plain = server.get(&officer, SNAPSHOT).await;
    let request = server.request(Method::GET, SNAPSHOT).header(header::COOKIE, &officer.cookie);
    let packed = request.header(header::ACCEPT_ENCODING, "gzip").send().await.unwrap();
    assert_eq!(packed.headers()[header::CONTENT_ENCODING], "gzip");
    let packed = packed.bytes().await.unwrap();
    assert!(packed.len() * 8 < plain.bytes, "{} of {}", packed.len(), plain.bytes);
    let mut text = String::new();
    GzDecoder::new(packed.as_ref()).read_to_string(&mut text).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["rows"], plain.body["rows"]);
    server.stop().await;
}

#[tokio::test]
async fn a_lost_right_closes_the_scope_at_once() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let id = Uuid::now_v7();
    server.push(&officer, &[facility(1, id, HOME, "Mộc Hùng")]).await;
    let at = cursors(&server, &officer).await;
    server.tamper("UPDATE account_grant SET valid_to = 1").await;
    let late = server.push(&officer, &[edit(2, id, HOME, "village", "Đồng Kỵ", 1)]).await.body;
    assert_eq!(outcome(&late)["rejected"]["code"], "scope");
    let pulled = server.pull(&officer, &at).await.body;
    assert_eq!(pulled["held"], json!({"ref": "commune_officer"}));
    assert_eq!(server.get(&officer, SNAPSHOT).await.refusal(), (403, "scope_not_held"));
    server.stop().await;
}

#[tokio::test]
async fn the_server_remembers_how_far_a_device_has_counted() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    server.push(&officer, &[facility(3, Uuid::now_v7(), HOME, "Mộc Hùng")]).await;
    let body = json!({"wire": 1, "device": officer.device, "cursors": {}, "newest_seq": 8});
    server.post(&officer, "/api/v1/sync/pull", &body).await;
    let late = json!({"wire": 1, "device": officer.device, "cursors": {}, "newest_seq": 5});
    server.post(&officer, "/api/v1/sync/pull", &late).await;
    let session = server.get(&officer, "/api/v1/session").await.body;
    assert_eq!(session["device"]["newest_seq"], 8);
    let devices = server.get(&officer, "/api/v1/devices").await.body;
    assert_eq!((&devices[0]["newest_seq"], &devices[0]["received_seq"]), (&json!(8), &json!(3)));
    server.stop().await;
}

#[tokio::test]
async fn two_edits_of_one_field_leave_a_conflict_for_both() {
    let server = Server::start().await;
    let (lan, minh) = (server.officer("lan").await, server.officer("minh").await);
    let id = Uuid::now_v7();
    server.push(&lan, &[facility(1, id, HOME, "Mộc Hùng")]).await;
    server.push(&lan, &[edit(2, id, HOME, "village", "Đồng Kỵ", 1)]).await;
    let second = server.push(&minh, &[edit(1, id, HOME, "village", "Phù Khê", 1)]).await.body;
    assert!(outcome(&second)["conflict"]["ids"].is_array(), "{second}");
    let page = server.get(&lan, SNAPSHOT).await.body;
    let rows = page["rows"].as_array().unwrap();
    let kinds: Vec<_> = rows.iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.len(), 2);
    assert!(kinds.contains(&"conflict"), "{kinds:?}");
    let facility = rows.iter().find(|row| row["kind"] == "facility").unwrap();
    assert_eq!(facility["fields"]["village"], "Đồng Kỵ");
    server.stop().await;
}

#[tokio::test]
async fn a_council_member_gets_no_personal_value_in_clear() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    server.account("hoi-dong", Role::CouncilMember, &["commune:*"]).await;
    let council = server.login("hoi-dong").await;
    let id = Uuid::now_v7();
    server.push(&officer, &[facility(1, id, HOME, "Mộc Hùng")]).await;
    let mut phone = edit(2, id, HOME, "phone", "0987654321", 1);
    phone["op"]["put"]["phone"]["o"] = json!("0912345678");
    server.push(&officer, &[phone]).await;
    let at = json!({"commune:07210": {"epoch": server.get(&council, SNAPSHOT).await.body["head"]["epoch"], "ver": 0}});
    for body in [server.get(&council, SNAPSHOT).await.body, server.pull(&council, &at).await.body] {
        let text = body.to_string();
        assert!(text.contains("Mộc Hùng"));
        for secret in ["0987654321", "0912345678", "Nguyễn Đức Thuỵ"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    let own = server.get(&officer, SNAPSHOT).await.body;
    assert_eq!(own["rows"][0]["fields"]["phone"], "0987654321");
    server.stop().await;
}
