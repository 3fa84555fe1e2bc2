//! SEC-IN-1: every kind of bad input gets a clear 4xx with a code, and nothing is stored.

use expect_test::expect;
use reqwest::{Method, header};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::bad_bodies::{Bad, bad_everywhere, gzip, plain};
use crate::support::{HOME, Person, Server, answer, edit, facility};

const ID: Uuid = Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0001);

fn push(device: Uuid, muts: &[Value]) -> Vec<u8> {
    json!({"wire": 1, "device": device, "muts": muts}).to_string().into()
}

async fn table(server: &Server, who: &Person, path: &str, all: Vec<Bad>) -> String {
    let before = server.dump().await;
    let mut table = String::new();
    for bad in all {
        let request = server
            .request(Method::POST, path)
            .header(header::COOKIE, &who.cookie)
            .header(header::CONTENT_TYPE, bad.kind)
            .header(header::CONTENT_ENCODING, bad.encoding)
            .body(bad.body);
        let refused = answer(request).await;
        let (status, code) = refused.refusal();
        table.push_str(&format!("{}: {status} {code}\n", bad.what));
        assert!(refused.status.is_client_error(), "{table}");
        assert!(refused.body["request_id"].is_string(), "{table}");
        assert_eq!(server.dump().await, before, "{table}");
    }
    table
}

#[tokio::test]
async fn a_bad_push_is_refused_and_leaves_no_trace() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let device = officer.device;
    let good = push(device, &[facility(1, ID, HOME, "Mộc Hùng")]);
    let named = |name: &str| push(device, &[facility(1, ID, HOME, name)]);
    let many: Vec<_> = (1..=501).map(|seq| edit(seq, ID, HOME, "village", "x", 0)).collect();
    let million = format!(r#"{{"wire":1,"device":"{device}","muts":[{}]}}"#, vec!["0"; 1_000_000].join(","));
    let million_whole = {
        let one = edit(1, ID, HOME, "village", "x", 0).to_string();
        format!(r#"{{"wire":1,"device":"{device}","muts":[{}]}}"#, vec![one; 1_000_000].join(","))
    };
    let mut unknown_op = facility(1, ID, HOME, "Mộc Hùng");
    unknown_op["op"] = json!({"explode": {}});
    let mut no_scope = facility(1, ID, HOME, "Mộc Hùng");
    no_scope.as_object_mut().unwrap().remove("scope");
    let mut fraction = facility(1, ID, HOME, "Mộc Hùng");
    fraction["op"]["put"]["workers_total"]["v"] = json!(1.5);
    let mut huge_number = facility(1, ID, HOME, "Mộc Hùng");
    huge_number["op"]["put"]["workers_total"]["v"] = json!(u64::MAX);
    let mut deep = facility(1, ID, HOME, "Mộc Hùng");
    deep["op"]["put"]["products"] = json!({"v": [[[[[["sâu"]]]]]], "b": 0});
    let mut cyclic = facility(1, ID, HOME, "Mộc Hùng");
    cyclic["deps"] = json!([1]);
    let mut hidden_reason = edit(1, ID, HOME, "village", "x", 0);
    hidden_reason["reason"] = json!("lý do\u{0}");

    let mut all = bad_everywhere(&good);
    all.extend([
        plain("foreign device", push(Uuid::now_v7(), &[facility(1, ID, HOME, "Mộc Hùng")])),
        plain("501 mutations", push(device, &many)),
        plain("10^6 mutations of the wrong type", million),
        gzip("10^6 mutations, packed", million_whole.as_bytes()),
        plain("mutation without scope", push(device, &[no_scope])),
        plain("unknown operation", push(device, &[unknown_op])),
        plain("a fraction", push(device, &[fraction])),
        plain("a number beyond 64 bits", push(device, &[huge_number])),
        plain("NUL", named("Mộc\u{0}Hùng")),
        plain("escape", named("Mộc\u{1b}[31mHùng")),
        plain("bidi override", named("Mộc\u{202e}gnùH")),
        plain("bidi isolate", named("Mộc\u{2066}Hùng")),
        plain("NUL in a reason", push(device, &[hidden_reason])),
        plain("text of 100 kB", named(&"x".repeat(100_000))),
        plain("nested value", push(device, &[deep])),
        plain("counter 0", push(device, &[facility(0, ID, HOME, "Mộc Hùng")])),
        plain("counter beyond 2^53", push(device, &[facility(1 << 60, ID, HOME, "Mộc Hùng")])),
        plain(
            "a counter twice",
            push(device, &[facility(1, ID, HOME, "Mộc Hùng"), facility(1, ID, HOME, "Mộc Hùng")]),
        ),
        plain("waits for itself", push(device, &[cyclic])),
    ]);
    let table = table(&server, &officer, "/api/v1/sync/push", all).await;
    expect![[r#"
        empty: 400 wire_shape
        truncated: 400 wire_shape
        not JSON: 400 wire_shape
        not UTF-8: 400 wire_shape
        a list: 400 wire_shape
        null: 400 wire_shape
        wire of a later version: 400 wire_version
        wire as text: 400 wire_shape
        device as number: 400 wire_shape
        nested a thousand deep: 400 wire_shape
        5 MB: 413 too_large
        zip bomb: 413 too_large
        zip bomb within a zip bomb: 400 wire_shape
        gzip that breaks off: 400 truncated
        plain text called gzip: 400 truncated
        brotli: 415 unsupported_media_type
        form: 415 unsupported_media_type
        text/plain: 415 unsupported_media_type
        no type: 415 unsupported_media_type
        another charset: 415 unsupported_media_type
        foreign device: 403 foreign_device
        501 mutations: 413 wire_too_many
        10^6 mutations of the wrong type: 400 wire_shape
        10^6 mutations, packed: 413 too_large
        mutation without scope: 400 wire_shape
        unknown operation: 400 wire_shape
        a fraction: 400 wire_shape
        a number beyond 64 bits: 400 wire_shape
        NUL: 422 wire_character
        escape: 422 wire_character
        bidi override: 422 wire_character
        bidi isolate: 422 wire_character
        NUL in a reason: 422 wire_character
        text of 100 kB: 422 wire_too_large
        nested value: 422 wire_too_large
        counter 0: 422 wire_counter
        counter beyond 2^53: 422 wire_counter
        a counter twice: 422 wire_counter
        waits for itself: 422 wire_counter
    "#]]
    .assert_eq(&table);
    assert_eq!(server.push(&officer, &[facility(1, ID, HOME, "Mộc Hùng")]).await.status, 200, "still works");
    server.stop().await;
}

#[tokio::test]
async fn a_bad_pull_is_refused_and_leaves_no_trace() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let device = officer.device;
    let pull = |cursors: Value| {
        json!({"wire": 1, "device": device, "cursors": cursors, "newest_seq": 0}).to_string()
    };
    let good = pull(json!({}));
    let many: serde_json::Map<_, _> =
        (0..1_001).map(|n| (format!("commune:{n:05}"), json!({"epoch": 0, "ver": 0}))).collect();
    let mut all = bad_everywhere(good.as_bytes());
    all.extend([
        plain("foreign device", json!({"wire": 1, "device": ID, "cursors": {}, "newest_seq": 0}).to_string()),
        plain("1001 cursors", pull(Value::Object(many))),
        plain("a negative cursor", pull(json!({"ref": {"epoch": 0, "ver": -1}}))),
        plain("a cursor beyond 2^53", pull(json!({"ref": {"epoch": 0, "ver": 1_u64 << 60}}))),
        plain("NUL in a scope", pull(json!({"commune:\u{0}": {"epoch": 0, "ver": 0}}))),
        plain("bidi mark in a scope", pull(json!({"commune:\u{202e}": {"epoch": 0, "ver": 0}}))),
        plain("a scope of 10 kB", pull(json!({"x".repeat(10_000): {"epoch": 0, "ver": 0}}))),
    ]);
    let table = table(&server, &officer, "/api/v1/sync/pull", all).await;
    expect![[r#"
        empty: 400 wire_shape
        truncated: 400 wire_shape
        not JSON: 400 wire_shape
        not UTF-8: 400 wire_shape
        a list: 400 wire_shape
        null: 400 wire_shape
        wire of a later version: 400 wire_version
        wire as text: 400 wire_shape
        device as number: 400 wire_shape
        nested a thousand deep: 400 wire_shape
        5 MB: 413 too_large
        zip bomb: 413 too_large
        zip bomb within a zip bomb: 400 wire_shape
        gzip that breaks off: 400 truncated
        plain text called gzip: 400 truncated
        brotli: 415 unsupported_media_type
        form: 415 unsupported_media_type
        text/plain: 415 unsupported_media_type
        no type: 415 unsupported_media_type
        another charset: 415 unsupported_media_type
        foreign device: 403 foreign_device
        1001 cursors: 413 wire_too_many
        a negative cursor: 400 wire_shape
        a cursor beyond 2^53: 400 wire_shape
        NUL in a scope: 400 wire_shape
        bidi mark in a scope: 400 wire_shape
        a scope of 10 kB: 400 wire_shape
    "#]]
    .assert_eq(&table);
    assert_eq!(server.pull(&officer, &json!({})).await.status, 200, "still works");
    server.stop().await;
}

#[tokio::test]
async fn an_unknown_kind_is_refused_by_name_and_stops_nothing_else() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let mut strange = facility(1, Uuid::now_v7(), HOME, "Mộc Hùng");
    strange["kind"] = json!("spaceship");
    let pushed = server.push(&officer, &[strange, facility(2, ID, HOME, "Mộc Hùng")]).await;
    let codes: Vec<_> =
        pushed.body["results"].as_array().unwrap().iter().map(|result| result["outcome"].clone()).collect();
    assert_eq!(codes, [json!({"rejected": {"code": "unknown_kind"}}), json!({"applied": {"ver": 1}})]);
    server.stop().await;
}

#[tokio::test]
async fn a_snapshot_takes_no_nonsense() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let mut table = String::new();
    for path in [
        "commune:99999",
        "commune:*",
        "owner:%00",
        "%ff",
        "ref?after=tomorrow",
        "commune:07210?after=%00",
        "x".repeat(5_000).as_str(),
    ] {
        let refused = server.get(&officer, &format!("/api/v1/sync/snapshot/{path}")).await;
        let (status, code) = refused.refusal();
        let short: String = path.chars().take(30).collect();
        table.push_str(&format!("{short}: {status} {code}\n"));
    }
    expect![[r#"
        commune:99999: 403 scope_not_held
        commune:*: 403 scope_not_held
        owner:%00: 403 scope_not_held
        %ff: 400 bad_request
        ref?after=tomorrow: 400 bad_request
        commune:07210?after=%00: 400 bad_request
        xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: 403 scope_not_held
    "#]]
    .assert_eq(&table);
    server.stop().await;
}

/// The line breaks in the middle of a push: nothing of it may be stored.
#[tokio::test]
async fn a_push_that_breaks_off_on_the_line_is_not_stored() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let before = server.dump().await;
    let body = push(officer.device, &[facility(1, ID, HOME, "Mộc Hùng")]);
    let mut stream = TcpStream::connect(server.running.addr).await.unwrap();
    let head = format!(
        "POST /api/v1/sync/push HTTP/1.1\r\nhost: x\r\ncookie: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        officer.cookie,
        body.len() + 1_000
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(&body).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    // The server may also hang up without a word.
    let _ = stream.read_to_string(&mut answer).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert_eq!(server.dump().await, before);
    server.stop().await;
}

#[tokio::test]
async fn a_bad_login_body_is_refused() {
    let server = Server::start().await;
    let device = json!({"id": ID, "name": "Máy"});
    let long = "x".repeat(200);
    for (what, body, expected) in [
        ("no device", json!({"login": "lan", "password": "x"}), (400, "bad_json")),
        ("number", json!({"login": 5, "password": "x", "device": device}), (400, "bad_json")),
        ("long login", json!({"login": long, "password": "x", "device": device}), (422, "too_long")),
        (
            "long device name",
            json!({"login": "lan", "password": "x", "device": {"id": ID, "name": long}}),
            (422, "too_long"),
        ),
        (
            "bidi device name",
            json!({"login": "lan", "password": "x", "device": {"id": ID, "name": "\u{202e}"}}),
            (400, "bad_request"),
        ),
        (
            "20 kB",
            json!({"login": "lan", "password": "x".repeat(20_000), "device": device}),
            (413, "too_large"),
        ),
    ] {
        let refused = answer(server.request(Method::POST, "/api/v1/session").json(&body)).await;
        assert_eq!(refused.refusal(), expected, "{what}");
    }
    server.stop().await;
}
