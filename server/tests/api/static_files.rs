//! The built app: packed, cached and addressed (PWA-6).

use expect_test::expect;
use reqwest::{Method, header};
use tempfile::TempDir;

use crate::support::Server;

fn built_app() -> TempDir {
    let web = tempfile::tempdir().unwrap();
    std::fs::create_dir(web.path().join("assets")).unwrap();
    for (name, content) in [
        ("index.html", "<!doctype html><title>Sổ Khuyến Công</title>"),
        ("index.html.br", "packed page"),
        ("sw.js", "self"),
        ("manifest.webmanifest", "{}"),
        ("assets/app-0a1b2c3d4e5f6071.js", "plain"),
        ("assets/app-0a1b2c3d4e5f6071.js.br", "brotli"),
        ("assets/app-0a1b2c3d4e5f6071_bg.wasm", "wasm"),
        ("assets/app-0a1b2c3d4e5f6071_bg.wasm.br", "small"),
    ] {
        std::fs::write(web.path().join(name), content).unwrap();
    }
    web
}

#[tokio::test]
async fn each_file_has_its_type_packing_and_life() {
    let web = built_app();
    let server = Server::start_with(Some(web.path())).await;
    let mut table = String::new();
    for (path, accept) in [
        ("/", ""),
        ("/", "br"),
        ("/index.html", ""),
        ("/sw.js", ""),
        ("/manifest.webmanifest", ""),
        ("/assets/app-0a1b2c3d4e5f6071.js", ""),
        ("/assets/app-0a1b2c3d4e5f6071.js", "gzip, br"),
        ("/assets/app-0a1b2c3d4e5f6071_bg.wasm", "br"),
        ("/co-so/018f/sua?tab=2", ""),
        ("/co-so/018f/sua", "br"),
        ("/assets/app-ffffffffffff0000.js", "br"),
        ("/../so.db", ""),
        ("/%2e%2e/so.db", ""),
        ("/api/v1/nowhere", ""),
    ] {
        let response =
            server.request(Method::GET, path).header(header::ACCEPT_ENCODING, accept).send().await.unwrap();
        let field = |name| {
            response
                .headers()
                .get(name)
                .map_or("-", |value: &header::HeaderValue| value.to_str().unwrap())
                .to_owned()
        };
        let line = [
            path.to_owned(),
            accept.to_owned(),
            response.status().as_u16().to_string(),
            field(header::CONTENT_TYPE),
            field(header::CONTENT_ENCODING),
            field(header::CACHE_CONTROL),
        ];
        table.push_str(&line.join(" | "));
        let body = response.text().await.unwrap();
        let short = if body.len() > 20 { "…".to_owned() } else { body };
        table.push_str(&format!(" | {short}\n"));
    }
    expect![[r#"
        / |  | 200 | text/html | - | no-cache | …
        / | br | 200 | text/html | br | no-cache | packed page
        /index.html |  | 200 | text/html | - | no-cache | …
        /sw.js |  | 200 | text/javascript | - | no-cache | self
        /manifest.webmanifest |  | 200 | application/manifest+json | - | no-cache | {}
        /assets/app-0a1b2c3d4e5f6071.js |  | 200 | text/javascript | - | public, max-age=31536000, immutable | plain
        /assets/app-0a1b2c3d4e5f6071.js | gzip, br | 200 | text/javascript | br | public, max-age=31536000, immutable | brotli
        /assets/app-0a1b2c3d4e5f6071_bg.wasm | br | 200 | application/wasm | br | public, max-age=31536000, immutable | small
        /co-so/018f/sua?tab=2 |  | 200 | text/html | - | no-cache | …
        /co-so/018f/sua | br | 200 | text/html | br | no-cache | packed page
        /assets/app-ffffffffffff0000.js | br | 404 | - | - | no-cache | 
        /../so.db |  | 404 | - | - | no-cache | 
        /%2e%2e/so.db |  | 404 | - | - | no-cache | 
        /api/v1/nowhere |  | 404 | application/json | - | no-store | …
    "#]].assert_eq(&table);
    server.stop().await;
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_twice() {
    let web = built_app();
    let server = Server::start_with(Some(web.path())).await;
    let first = server.request(Method::GET, "/sw.js").send().await.unwrap();
    let stamp = first.headers()[header::LAST_MODIFIED].clone();
    let again =
        server.request(Method::GET, "/sw.js").header(header::IF_MODIFIED_SINCE, stamp).send().await.unwrap();
    assert_eq!(again.status(), 304);
    assert_eq!(again.headers()[header::CACHE_CONTROL], "no-cache");
    server.stop().await;
}
