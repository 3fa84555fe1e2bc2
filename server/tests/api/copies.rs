//! First copies: pages that stay what they are, on any server, and go to nobody they are not for.

use domain::columns::Reader;
use domain::role::Role;
use domain::sync::batch::StoredRow;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::support::{Answer, HOME, Person, Server, answer, edit, facility};

const RECORDS: u64 = 1_000;

/// An office with a large commune.
async fn filled() -> (Server, Person) {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let made: Vec<_> =
        (1..=RECORDS).map(|seq| facility(seq, Uuid::now_v7(), HOME, &format!("Gốm {seq}"))).collect();
    for some in made.chunks(250) {
        assert_eq!(server.push(&officer, some).await.status, 200);
    }
    (server, officer)
}

async fn manifest(server: &Server, who: &Person) -> Value {
    let path = format!("/api/v1/sync/snapshot/commune:{HOME}/manifest?device={}", who.device);
    server.get(who, &path).await.body
}

fn address(who: &Person, page: &Value) -> String {
    let text = |name: &str| page[name].as_str().map(str::to_owned);
    let after = text("after").map(|id| format!("&after={id}")).unwrap_or_default();
    let (hash, until) = (text("hash").unwrap(), text("until").unwrap());
    format!("/api/v1/sync/snapshot/commune:{HOME}/pages/{hash}?device={}&until={until}{after}", who.device)
}

async fn fetched(request: reqwest::RequestBuilder) -> (StatusCode, header::HeaderMap, Vec<u8>) {
    let answer = request.send().await.unwrap();
    (answer.status(), answer.headers().clone(), answer.bytes().await.unwrap().to_vec())
}

async fn page(server: &Server, who: &Person, page: &Value) -> (StatusCode, header::HeaderMap, Vec<u8>) {
    fetched(server.request(Method::GET, &address(who, page)).header(header::COOKIE, &who.cookie)).await
}

fn rows(bytes: &[u8]) -> Vec<StoredRow> {
    Reader::open(bytes).unwrap().page().unwrap().0
}

fn hashes(manifest: &Value) -> Vec<&str> {
    manifest["pages"].as_array().unwrap().iter().map(|page| page["hash"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_copy_is_the_scope_and_each_page_what_its_name_says() {
    let (server, officer) = filled().await;
    let told = manifest(&server, &officer).await;
    assert_eq!((&told["count"], &told["head"]["ver"]), (&json!(RECORDS), &json!(RECORDS)));
    let mut all = Vec::new();
    for name in told["pages"].as_array().unwrap() {
        let (status, headers, bytes) = page(&server, &officer, name).await;
        assert_eq!(status, 200);
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(name["hash"], json!(hash));
        assert_eq!(headers[header::ETAG], format!("\"{hash}\""));
        // What is copied is kept in the book, which is dropped with the right; a browser's cache is not.
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        let rows = rows(&bytes);
        assert_eq!(name["rows"], json!(rows.len()));
        all.extend(rows);
    }
    assert_eq!(all.len() as u64, RECORDS);
    assert!(all.is_sorted_by_key(|row| row.id));
    let plain = server.get(&officer, &format!("/api/v1/sync/snapshot/commune:{HOME}")).await.body;
    for (row, told) in all.iter().zip(plain["rows"].as_array().unwrap()) {
        assert_eq!(json!(row.doc), told["fields"], "the same as in JSON");
        assert_eq!(json!([row.id, row.ver, row.made]), json!([told["id"], told["ver"], told["made"]]));
    }

    let name = &told["pages"][0];
    let ask =
        || server.request(Method::GET, &address(&officer, name)).header(header::COOKIE, &officer.cookie);
    let (status, headers, packed) = fetched(ask().header(header::ACCEPT_ENCODING, "gzip, br")).await;
    assert_eq!((status.as_u16(), headers[header::CONTENT_ENCODING].as_bytes()), (200, b"br".as_slice()));
    let (_, _, plain) = page(&server, &officer, name).await;
    assert!(packed.len() * 3 < plain.len(), "{} of {}", packed.len(), plain.len());
    let (status, _, nothing) = fetched(ask().header(header::IF_NONE_MATCH, &headers[header::ETAG])).await;
    assert_eq!((status.as_u16(), nothing.len()), (304, 0));
    server.stop().await;
}

#[tokio::test]
async fn a_page_stays_while_a_copy_goes_on_and_another_server_makes_it_again() {
    let (server, officer) = filled().await;
    let told = manifest(&server, &officer).await;
    let (first, last) = (&told["pages"][0], told["pages"].as_array().unwrap().last().unwrap());
    let (_, _, before) = page(&server, &officer, first).await;
    let changed = &rows(&before)[3];
    let seen = changed.ver;
    server.push(&officer, &[edit(RECORDS + 1, changed.id.0, HOME, "village", "Đồng Kỵ", seen)]).await;

    let (status, _, same) = page(&server, &officer, first).await;
    assert_eq!((status.as_u16(), same == before), (200, true), "made once, it stays");
    let now = manifest(&server, &officer).await;
    let others = hashes(&now).into_iter().filter(|hash| !hashes(&told).contains(hash)).count();
    assert_eq!((others, &now["head"]["ver"]), (1, &json!(RECORDS + 1)), "one page is another");

    // A server that was never asked: it makes what has not changed, and says of the other page that it is gone.
    let twin = server.twin().await;
    let at_twin = async |name: &Value| {
        let url = format!("http://{}{}", twin.addr, address(&officer, name));
        answer(reqwest::Client::new().get(url).header(header::COOKIE, &officer.cookie)).await
    };
    assert_eq!(at_twin(last).await.status, 200);
    assert_eq!(at_twin(first).await.refusal(), (410, "page_gone"));
    assert_eq!(at_twin(&now["pages"][0]).await.status, 200);
    twin.shutdown().await;
    server.stop().await;
}

#[tokio::test]
async fn a_page_is_for_the_role_it_was_made_for() {
    let (server, officer) = filled().await;
    server.account("hoidong", Role::CouncilMember, &["commune:*"]).await;
    server.account("xa", Role::CommuneOfficer, &["commune:07399"]).await;
    let (council, other) = (server.login("hoidong").await, server.login("xa").await);
    let clear = manifest(&server, &officer).await;
    let masked = manifest(&server, &council).await;
    assert!(hashes(&masked).iter().all(|hash| !hashes(&clear).contains(hash)));
    let refused = |status: StatusCode, body: Vec<u8>| (status.as_u16(), String::from_utf8(body).unwrap());
    let (status, _, body) = page(&server, &council, &clear["pages"][0]).await;
    let (status, body) = refused(status, body);
    assert!(status == 410 && body.contains("page_gone"), "{status} {body}");
    let (status, _, body) = page(&server, &other, &clear["pages"][0]).await;
    let (status, body) = refused(status, body);
    assert!(status == 403 && body.contains("scope_not_held"), "{status} {body}");
    let (_, _, bytes) = page(&server, &council, &masked["pages"][0]).await;
    let phones = rows(&bytes).into_iter().map(|row| row.doc.text("phone").unwrap_or_default().to_owned());
    assert!(phones.into_iter().all(|phone| phone.starts_with("•••")));

    let stolen = Person { device: Uuid::now_v7(), cookie: officer.cookie.clone(), session: json!(null) };
    let (status, _, body) = page(&server, &stolen, &clear["pages"][0]).await;
    let (status, body) = refused(status, body);
    assert!(status == 403 && body.contains("foreign_device"), "{status} {body}");
    let path = |rest: &str| format!("/api/v1/sync/snapshot/{rest}");
    for nonsense in
        ["commune:07210/manifest", "commune:07210/pages/0", "commune:07210/pages/0?device=x&until=y"]
    {
        let refused: Answer = server.get(&officer, &path(nonsense)).await;
        assert_eq!(refused.refusal(), (400, "bad_request"), "{nonsense}");
    }
    server.stop().await;
}
