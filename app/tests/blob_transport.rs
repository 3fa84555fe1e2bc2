//! What counts as an answer about a picture. The browser's `fetch` is replaced by one that answers as
//! a hotel, a gateway or our server would; everything behind it is real.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use app::sync::BlobTransport;
use app::sync::transport::Http;
use domain::attachment::blob::BlobName;
use domain::attachment::message::{Failure, Holding};
use domain::attachment::missing::Missing;
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const NAME: BlobName = BlobName([0xab; 32]);
const JSON: &str = r#"{"content-type": "application/json"}"#;

/// From now on every call is answered so; the request and its bytes are left in `window.asked`.
fn answers(status: u16, headers: &str, body: &str) {
    let script = "window.fetch = async (request) => {
            const bytes = new Uint8Array(await request.clone().arrayBuffer());
            window.asked = { method: request.method, url: request.url, bytes };
            const given = request.method === 'HEAD' ? null : body;
            const response = new Response(given, { status, headers: JSON.parse(headers) });
            Object.defineProperty(response, 'url', { value: request.url });
            return response;
        };";
    let replace = Function::new_with_args("status, headers, body", script);
    replace.call3(&JsValue::NULL, &status.into(), &headers.into(), &body.into()).expect("fetch is replaced");
}

fn asked(what: &str) -> String {
    let script = format!("return String(window.asked.{what})");
    Function::new_no_args(&script)
        .call0(&JsValue::NULL)
        .ok()
        .and_then(|said| said.as_string())
        .unwrap_or_default()
}

async fn ask(status: u16, headers: &str) -> Result<Holding, Failure> {
    answers(status, headers, "");
    Http::default().ask(NAME).await
}

async fn send(status: u16, headers: &str, body: &str) -> Result<Holding, Failure> {
    answers(status, headers, body);
    Http::default().send(NAME, 3, vec![1, 2, 3]).await
}

async fn fetch(status: u16, headers: &str, body: &str) -> Result<Option<Vec<u8>>, Failure> {
    answers(status, headers, body);
    Http::default().fetch(NAME).await
}

fn lacks(ranges: &[(u32, u32)]) -> Holding {
    Holding::Partial(Missing(ranges.to_vec()))
}

#[wasm_bindgen_test]
async fn what_the_server_has_stands_in_its_headers() {
    let partial = r#"{"blob-state": "partial", "missing-chunks": "0-3,7"}"#;
    assert_eq!(ask(200, partial).await, Ok(lacks(&[(0, 3), (7, 7)])));
    assert_eq!(asked("method"), "HEAD");
    assert!(asked("url").ends_with(&format!("/api/v1/blobs/{NAME}")), "{}", asked("url"));
    assert_eq!(ask(200, r#"{"blob-state": "complete"}"#).await, Ok(Holding::Complete));
    let refused = r#"{"blob-state": "refused", "blob-refusal": "file_damaged"}"#;
    assert_eq!(ask(200, refused).await, Err(Failure::Refused("file_damaged".to_owned())));
    assert_eq!(ask(404, JSON).await, Ok(Holding::Unknown));
    assert_eq!(ask(401, JSON).await, Err(Failure::SignedOut));
    assert_eq!(ask(429, JSON).await, Err(Failure::Unreachable));
}

#[wasm_bindgen_test]
async fn what_is_not_our_servers_answer_says_nothing_about_a_picture() {
    let html = r#"{"content-type": "text/html"}"#;
    for status in [200, 401, 404, 502] {
        assert_eq!(ask(status, html).await, Err(Failure::Unreachable), "{status}");
        assert_eq!(send(status, html, "<html>").await, Err(Failure::Unreachable), "{status}");
        assert_eq!(fetch(status, html, "<html>").await, Err(Failure::Unreachable), "{status}");
    }
    let odd = r#"{"blob-state": "partial", "missing-chunks": "all"}"#;
    assert_eq!(ask(200, odd).await, Err(Failure::Unreachable));
    assert_eq!(send(200, JSON, r#"{"hello": 1}"#).await, Err(Failure::Unreachable));
    assert_eq!(send(503, JSON, r#"{"code": "busy"}"#).await, Err(Failure::Unreachable));
}

#[wasm_bindgen_test]
async fn a_chunk_goes_as_bytes_and_the_answer_tells_what_is_left() {
    let partial = r#"{"state": "partial", "missing": [[4, 5]]}"#;
    assert_eq!(send(200, JSON, partial).await, Ok(lacks(&[(4, 5)])));
    assert_eq!((asked("method").as_str(), asked("bytes").as_str()), ("PUT", "1,2,3"));
    assert!(asked("url").ends_with(&format!("/api/v1/blobs/{NAME}/3")), "{}", asked("url"));
    assert_eq!(send(200, JSON, r#"{"state": "complete"}"#).await, Ok(Holding::Complete));
}

#[wasm_bindgen_test]
async fn a_refused_picture_says_why() {
    let refused = |status, code: &str| {
        let body = format!(r#"{{"code": "{code}", "message": "", "request_id": ""}}"#);
        async move { send(status, JSON, &body).await }
    };
    let why = |code: &str| Err(Failure::Refused(code.to_owned()));
    assert_eq!(refused(422, "hash_mismatch").await, why("hash_mismatch"));
    assert_eq!(refused(415, "media_type_refused").await, why("media_type_refused"));
    assert_eq!(refused(413, "too_large").await, why("too_large"));
    assert_eq!(refused(404, "unknown_blob").await, Ok(Holding::Unknown));
    assert_eq!(refused(401, "session_expired").await, Err(Failure::SignedOut));
    assert_eq!(refused(429, "too_many_requests").await, Err(Failure::Unreachable));
}

#[wasm_bindgen_test]
async fn bytes_come_only_as_a_file_of_our_server() {
    let file = r#"{"content-type": "image/jpeg", "content-disposition": "attachment"}"#;
    assert_eq!(fetch(200, file, "bytes").await, Ok(Some(b"bytes".to_vec())));
    assert_eq!(asked("method"), "GET");
    assert_eq!(fetch(404, JSON, r#"{"code": "unknown_blob"}"#).await, Ok(None));
    assert_eq!(fetch(401, JSON, r#"{"code": "session_expired"}"#).await, Err(Failure::SignedOut));
    assert_eq!(fetch(200, JSON, r#"{"code": "odd"}"#).await, Err(Failure::Unreachable));
}
