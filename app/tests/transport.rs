//! What counts as an answer of the server. The browser's `fetch` is replaced by one that answers as
//! a hotel, a gateway or our server would; everything behind it is real.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;

use app::sync::Transport;
use app::sync::account::{Login, LoginDevice, LoginError, sign_in, sign_out};
use app::sync::transport::{CallError, Http};
use domain::clock::Millis;
use domain::id::{DeviceId, ScopeId};
use domain::sync::copying::PageName;
use domain::sync::engine::{Failure, Request, Response};
use domain::sync::exchange::{PullAnswer, PullRequest};
use domain::wire::WIRE;
use js_sys::Function;
use uuid::Uuid;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const PULL: &str = r#"{"now": 5, "held": {}, "pages": []}"#;

/// From now on every call is answered so; the request is left in `window.asked`. An empty
/// address stands for the one that was asked.
fn answers(status: u16, kind: &str, body: &str, address: &str) {
    let script = "window.realFetch ??= window.fetch;
        window.fetch = async (request) => {
            window.asked = request.clone();
            const bare = status === 204;
            const headers = kind ? { 'content-type': kind, 'retry-after': '7' } : {};
            const response = new Response(bare ? null : body, { status, headers });
            Object.defineProperty(response, 'url', { value: address || request.url });
            return response;
        };";
    let replace = Function::new_with_args("status, kind, body, address", script);
    let given = js_sys::Array::of4(&status.into(), &kind.into(), &body.into(), &address.into());
    replace.apply(&JsValue::NULL, &given).expect("fetch is replaced");
}

fn run(script: &str) -> JsValue {
    Function::new_no_args(script).call0(&JsValue::NULL).expect("the script runs")
}

fn pull() -> Request {
    let device = DeviceId(Uuid::from_u128(1));
    Request::Pull(PullRequest { wire: WIRE, device, cursors: BTreeMap::new(), newest_seq: 0 })
}

async fn called(status: u16, kind: &str, body: &str) -> Result<Response, Failure> {
    answers(status, kind, body, "");
    Http::default().call(&pull()).await
}

#[wasm_bindgen_test]
async fn only_json_of_our_server_is_an_answer() {
    let empty = PullAnswer { now: Millis(5), held: BTreeMap::new(), pages: Vec::new(), life: 0, more: false };
    assert_eq!(called(200, "application/json", PULL).await, Ok(Response::Pull(empty)));
    let hotel = "<html>Wifi: please sign in</html>";
    assert_eq!(called(200, "text/html", hotel).await, Err(Failure::Unreachable));
    assert_eq!(
        called(401, "text/html", hotel).await,
        Err(Failure::Unreachable),
        "a hotel cannot end a session"
    );
    assert_eq!(called(200, "", PULL).await, Err(Failure::Unreachable));
    assert_eq!(called(200, "application/json", r#"{"hello": 1}"#).await, Err(Failure::Unreachable));
    assert_eq!(called(200, "application/json", "").await, Err(Failure::Unreachable));
    assert_eq!(called(401, "application/json", r#"{"error": "x"}"#).await, Err(Failure::Unreachable));
    assert_eq!(called(502, "text/html", "Bad gateway").await, Err(Failure::Unreachable));
    assert_eq!(called(503, "application/json", r#"{"code": "busy"}"#).await, Err(Failure::Unreachable));
}

#[wasm_bindgen_test]
async fn an_answer_from_another_address_is_none() {
    answers(200, "application/json", PULL, "http://wifi.hotel.example/api/v1/sync/pull");
    assert_eq!(Http::default().call(&pull()).await, Err(Failure::Unreachable));
}

#[wasm_bindgen_test]
async fn refusals_of_our_server_are_told_apart() {
    let refused = |status, code: &str| {
        let body = format!(r#"{{"code": "{code}", "message": "", "request_id": ""}}"#);
        async move { called(status, "application/json", &body).await }
    };
    assert_eq!(refused(401, "session_expired").await, Err(Failure::SignedOut));
    assert_eq!(refused(403, "foreign_device").await, Err(Failure::SignedOut));
    assert_eq!(refused(403, "scope_not_held").await, Err(Failure::Refused));
    assert_eq!(refused(413, "too_large").await, Err(Failure::Refused));
    assert_eq!(refused(429, "too_many_requests").await, Err(Failure::Unreachable));
}

#[wasm_bindgen_test]
async fn no_connection_is_offline() {
    run("window.realFetch ??= window.fetch;
         window.fetch = async () => { throw new TypeError('Failed to fetch'); };");
    assert_eq!(Http::default().call(&pull()).await, Err(Failure::Offline));
}

#[wasm_bindgen_test]
async fn long_bodies_are_packed_and_short_ones_are_not() {
    let packing = || run("return window.asked.headers.get('content-encoding')").as_string();
    assert!(called(200, "application/json", PULL).await.is_ok());
    assert_eq!(packing(), None);
    let Request::Pull(mut long) = pull() else { return };
    for code in 0..99 {
        long.cursors
            .insert(ScopeId::commune(&format!("{code:05}")), domain::sync::exchange::Cursor::at(1, 2));
    }
    assert!(Http::default().call(&Request::Pull(long)).await.is_ok());
    assert_eq!(packing().as_deref(), Some("gzip"));
}

#[wasm_bindgen_test]
async fn a_page_is_asked_for_by_its_name_and_place_and_refused_under_another() {
    let scope = ScopeId::commune("07210");
    let device = domain::id::DeviceId(Uuid::from_u128(7));
    let id = |n| domain::id::RecordId(Uuid::from_u128(n));
    let name = PageName { hash: "0".repeat(64), rows: 1, after: Some(id(8)), until: id(9) };
    let ask = |page| Request::Copy { device, scope: ScopeId::commune("07210"), page };
    answers(410, "application/json", r#"{"code": "page_gone"}"#, "");
    assert_eq!(Http::default().call(&ask(Some(name.clone()))).await, Err(Failure::Refused));
    let url = run("return window.asked.url").as_string().unwrap_or_default();
    let end = format!(
        "/api/v1/sync/snapshot/{scope}/pages/{}?device={device}&until={}&after={}",
        name.hash,
        name.until,
        id(8)
    );
    assert!(url.ends_with(&end), "{url}");
    answers(200, "application/octet-stream", "not what was named", "");
    assert_eq!(Http::default().call(&ask(Some(name.clone()))).await, Err(Failure::Unreachable));
    answers(200, "text/html", "the hotel's page", "");
    assert_eq!(Http::default().call(&ask(Some(name))).await, Err(Failure::Unreachable));
    answers(404, "application/json", r#"{"code": "not_found"}"#, "");
    assert_eq!(Http::default().call(&ask(None)).await, Err(Failure::Refused));
    let url = run("return window.asked.url").as_string().unwrap_or_default();
    assert!(url.ends_with(&format!("/api/v1/sync/snapshot/{scope}/manifest?device={device}")), "{url}");
}

#[wasm_bindgen_test]
async fn signing_in_says_why_it_failed() {
    let login = Login {
        login: "phulang".to_owned(),
        password: "tau-phong".to_owned(),
        device: LoginDevice { id: DeviceId(Uuid::from_u128(1)), name: String::new() },
    };
    let tried = |status: u16, code: &str| {
        answers(status, "application/json", &format!(r#"{{"code": "{code}"}}"#), "");
        sign_in_again(login.clone())
    };
    assert_eq!(tried(401, "wrong_password").await, Err(LoginError::Wrong));
    assert_eq!(tried(429, "too_many_attempts").await, Err(LoginError::TooMany { wait: Some(7) }));
    assert_eq!(tried(401, "device_revoked").await, Err(LoginError::Disabled("device_revoked".to_owned())));
    assert_eq!(tried(500, "internal").await, Err(LoginError::Unreachable));
    let taken = tried(409, "device_taken").await;
    assert_eq!(taken, Err(LoginError::Refused("device_taken".to_owned())));
}

async fn sign_in_again(login: Login) -> Result<(), LoginError> {
    sign_in(&Http::default(), &login).await.map(drop)
}

#[wasm_bindgen_test]
async fn signing_out_needs_no_words() {
    answers(204, "", "", "");
    assert_eq!(sign_out(&Http::default()).await, Ok(()));
    answers(200, "text/html", "wifi", "");
    assert_eq!(sign_out(&Http::default()).await, Err(CallError::Unreachable));
    run("window.fetch = window.realFetch");
}
