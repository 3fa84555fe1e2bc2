//! What surrounds every answer (SEC-WEB-1, SEC-WEB-2).

use std::collections::BTreeSet;

use domain::sync::buckets::BUCKETS;
use domain::sync::checksum::Sum;
use expect_test::expect;
use reqwest::{Method, header};
use serde_json::json;
use server::attachments::samples;
use uuid::Uuid;

use crate::sending::{Sample, attachment};
use crate::support::{HOME, Server, answer, facility};

/// Every answer, whatever its status, carries these.
#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let web = tempfile::tempdir().unwrap();
    std::fs::write(web.path().join("index.html"), "<!doctype html>").unwrap();
    std::fs::write(web.path().join("app-0123456789ab.js"), "0").unwrap();
    let server = Server::start_with(Some(web.path())).await;
    let mut seen = Vec::new();
    for (method, path) in [
        (Method::GET, "/"),
        (Method::GET, "/co-so/123"),
        (Method::GET, "/app-0123456789ab.js"),
        (Method::GET, "/missing.js"),
        (Method::POST, "/"),
        (Method::GET, "/api/v1/health"),
        (Method::GET, "/api/openapi.json"),
        (Method::GET, "/api/v1/session"),
        (Method::POST, "/api/v1/session"),
        (Method::PUT, "/api/v1/session"),
        (Method::GET, "/api/v1/blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (Method::HEAD, "/api/v1/blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (Method::GET, "/api/v1/certificates/look.css"),
        (Method::GET, "/api/v1/certificates/0198a7c2-5b1e-7000-8000-00000000c1a6/ABCDEF"),
        (Method::GET, "/cn/0198a7c2-5b1e-7000-8000-00000000c1a6/ABCDEF"),
        (Method::GET, "/api/nowhere"),
    ] {
        let response = server.request(method.clone(), path).send().await.unwrap();
        let mut headers: Vec<_> = response
            .headers()
            .iter()
            .filter(|(name, _)| {
                ![
                    "content-length",
                    "content-type",
                    "date",
                    "x-request-id",
                    "last-modified",
                    "etag",
                    "accept-ranges",
                ]
                .contains(&name.as_str())
                    && !["cache-control", "vary", "allow"].contains(&name.as_str())
            })
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        headers.sort();
        assert!(response.headers().contains_key("x-request-id"), "{method} {path}");
        if path.starts_with("/api") || path.starts_with("/cn/") {
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store", "{method} {path}");
        }
        seen.push((format!("{method} {path}"), headers.join("\n")));
    }
    let first = seen[0].1.clone();
    for (what, headers) in seen {
        assert_eq!(headers, first, "{what}");
    }
    expect![[r#"
        content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
        cross-origin-opener-policy: same-origin
        cross-origin-resource-policy: same-origin
        permissions-policy: camera=(self), geolocation=(self), browsing-topics=(), display-capture=(), microphone=(), payment=(), usb=()
        referrer-policy: no-referrer
        strict-transport-security: max-age=31536000; includeSubDomains
        x-content-type-options: nosniff"#]]
    .assert_eq(&first);
    server.stop().await;
}

#[tokio::test]
async fn another_site_can_change_nothing() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let before = server.dump().await;
    for (method, path) in [
        (Method::POST, "/api/v1/session"),
        (Method::DELETE, "/api/v1/session"),
        (Method::POST, "/api/v1/session/password"),
        (Method::DELETE, "/api/v1/devices/018f0000-0000-7000-8000-000000000000"),
        (Method::POST, "/api/v1/sync/push"),
        (Method::POST, "/api/v1/sync/pull"),
        (Method::PUT, "/api/v1/blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855/0"),
    ] {
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
        ] {
            let request = server
                .request(method.clone(), path)
                .header(header::COOKIE, &officer.cookie)
                .header(name, value);
            let refused = answer(request.json(&json!({}))).await;
            assert_eq!(refused.refusal(), (403, "cross_origin"), "{method} {path} {name}: {value}");
        }
    }
    assert_eq!(server.get(&officer, "/api/v1/session").await.status, 200, "still logged in");
    assert_eq!(server.dump().await, before);
    server.stop().await;
}

#[tokio::test]
async fn refusals_name_a_code_and_the_request() {
    let server = Server::start().await;
    let response = server.request(Method::GET, "/api/v1/session").send().await.unwrap();
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    let body: serde_json::Value = response.json().await.unwrap();
    assert_eq!(
        body,
        json!({"code": "no_session", "message": "the request needs a session: log in", "request_id": id})
    );
    for (method, path, expected) in [
        (Method::GET, "/api/v1/nowhere", (404, "not_found")),
        (Method::PUT, "/api/v1/session", (405, "method_not_allowed")),
        (Method::GET, "/api", (404, "not_found")),
    ] {
        assert_eq!(answer(server.request(method, path)).await.refusal(), expected, "{path}");
    }
    server.stop().await;
}

#[tokio::test]
async fn the_description_names_every_route() {
    let server = Server::start().await;
    let description = answer(server.request(Method::GET, "/api/openapi.json")).await.body;
    let mut routes = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            routes.push(format!("{method} {path}: {}", operation["summary"].as_str().unwrap()));
        }
    }
    routes.sort();
    expect![[r#"
        delete /api/v1/devices/{id}: Revoke a device
        delete /api/v1/session: Log out
        get /api/v1/blobs/{sha256}: Read a file
        get /api/v1/certificates/{id}/{check}: Certificate
        get /api/v1/devices: My devices
        get /api/v1/health: Health
        get /api/v1/session: Who am I
        get /api/v1/sync/live: Hear when there are news
        get /api/v1/sync/snapshot/{scope}/manifest: Begin to copy a scope
        get /api/v1/sync/snapshot/{scope}/pages/{hash}: Copy a page of a scope
        get /api/v1/sync/snapshot/{scope}: Copy a scope as JSON, for apps from before pages
        head /api/v1/blobs/{sha256}: What has arrived of a file
        post /api/v1/session/password: Change the password
        post /api/v1/session: Log in
        post /api/v1/sync/compare: Find what differs in a scope
        post /api/v1/sync/pull: Ask for news
        post /api/v1/sync/push: Send changes
        put /api/v1/blobs/{sha256}/{chunk}: Send a chunk of a file"#]]
    .assert_eq(&routes.join("\n"));
    assert_eq!(answer(server.request(Method::GET, "/api/v1/health")).await.body["status"], "ok");
    server.stop().await;
}

/// The described messages have the fields of the real ones, and no others.
#[tokio::test]
async fn the_description_of_messages_is_true() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let description = answer(server.request(Method::GET, "/api/openapi.json")).await.body;
    let described = |name: &str| -> BTreeSet<String> {
        let schema = &description["components"]["schemas"][name]["properties"];
        schema.as_object().unwrap().keys().cloned().collect()
    };
    let id = Uuid::now_v7();
    let mutation = facility(1, id, HOME, "Mộc Hùng");
    let pushed = server.push(&officer, std::slice::from_ref(&mutation)).await.body;
    let pulled = server.pull(&officer, &json!({})).await.body;
    let page = server.get(&officer, "/api/v1/sync/snapshot/commune:07210").await.body;
    let manifest = format!("/api/v1/sync/snapshot/commune:07210/manifest?device={}", officer.device);
    let manifest = server.get(&officer, &manifest).await.body;
    let sums = vec![Sum::default(); BUCKETS];
    let comparison = json!({"wire": 1, "device": officer.device, "scope": "commune:07210", "sums": sums});
    let compared = server.post(&officer, "/api/v1/sync/compare", &comparison).await.body;
    let file = Sample::from(samples::photo(48, 32));
    let record = attachment(2, Uuid::now_v7(), HOME, id, &file);
    server.push(&officer, &[record]).await;
    let received = server.send_all(&officer, &file).await.body;
    for (name, sample, optional) in [
        ("Received", &received, &[][..]),
        ("MutationBody", &mutation, &["deps", "reason"]),
        ("PushAnswered", &pushed, &[]),
        ("ResultAnswered", &pushed["results"][0], &["replayed"]),
        ("PullAnswered", &pulled, &["life", "more"]),
        ("SnapshotAnswered", &page, &["next"]),
        ("ManifestAnswered", &manifest, &[]),
        ("PageNamed", &manifest["pages"][0], &["after"]),
        ("CompareBody", &comparison, &[]),
        ("CompareAnswered", &compared, &[]),
        ("SumBody", &compared["check"], &[]),
        ("CursorBody", &page["head"], &["since"]),
        ("SessionAnswer", &officer.session, &[]),
    ] {
        let mut real: BTreeSet<String> = sample.as_object().unwrap().keys().cloned().collect();
        real.extend(optional.iter().map(ToString::to_string));
        assert_eq!(described(name), real, "{name}");
    }
    server.stop().await;
}
