//! People, tabs and starts without network, over the browser's real database and locks. Only the
//! server is replaced: `fetch` answers as it would, or as if there were none.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;

use any_spawner::Executor;
use app::platform::timer::sleep;
use app::state::book::Book;
use app::state::session::{Session, Stage};
use app::state::view::{SaveError, SyncMark, SyncWord};
use app::sync::account::LoginError;
use domain::id::{RecordId, ScopeId};
use domain::record::Kind;
use domain::testing::facility;
use domain::value::Value;
use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A server for two people that knows no records and takes every push, or none: `window.cut`.
const SERVER: &str = "
    window.cut = false; window.pushed = []; window.told = {};
    window.fetch = async (request) => {
        if (window.cut) throw new TypeError('Failed to fetch');
        const path = new URL(request.url).pathname;
        const say = (body, status = 200) => {
            const bare = status === 204;
            const headers = bare ? {} : { 'content-type': 'application/json' };
            const response = new Response(bare ? null : JSON.stringify(body), { status, headers });
            Object.defineProperty(response, 'url', { value: request.url });
            return response;
        };
        let text = '';
        if (request.method === 'POST') {
            const packed = request.headers.get('content-encoding') === 'gzip';
            const body = packed ? request.body.pipeThrough(new DecompressionStream('gzip')) : request.body;
            text = await new Response(body).text();
        }
        if (path.endsWith('/session') && request.method === 'DELETE') return say(null, 204);
        if (path.endsWith('/session')) {
            const { login, password, device } = JSON.parse(text);
            if (password !== 'right') return say({ code: 'wrong_password' }, 401);
            const id = '00000000-0000-7000-8000-' + login.padStart(12, '0').slice(-12);
            return say({
                account: { id, login, name: login, role: 'commune_officer' },
                device: { id: device.id, name: device.name, newest_seq: window.told[login] ?? 0 },
                scopes: ['commune:07210'], grants: [], server_time: 1, expires_at: 2,
            });
        }
        if (path.endsWith('/push')) {
            const { muts } = JSON.parse(text);
            window.pushed.push(...muts.map((one) => one.seq));
            const results = muts.map(({ seq }) => ({ seq, outcome: { applied: { ver: 1000 + seq } } }));
            return say({ now: Date.now(), results });
        }
        return say({ now: Date.now(), held: { 'commune:07210': 'commune_officer' }, pages: [] });
    };";

fn run(script: &str) -> JsValue {
    Function::new_no_args(script).call0(&JsValue::NULL).expect("the script runs")
}

/// A browser in which nobody is signed in.
fn begin() {
    let _already_there = Executor::init_wasm_bindgen();
    run(SERVER);
    run("indexedDB.deleteDatabase('so-people')");
}

fn cut(is_cut: bool) {
    run(if is_cut { "window.cut = true" } else { "window.cut = false" });
}

async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..200 {
        if is_so() {
            return;
        }
        sleep(25).await;
    }
    panic!("it never came to this: {what}");
}

async fn open_book(session: Session) -> Book {
    until("an open book", || matches!(session.stage().get_untracked(), Stage::Open(_))).await;
    session.book().get_untracked().expect("a book")
}

async fn signed_in(session: Session, login: &str) -> Book {
    assert_eq!(session.login(login, "right").await, Ok(()));
    open_book(session).await
}

async fn write(book: Book, name: &str) -> RecordId {
    let doc = facility(name, "07210");
    book.create(Kind::Facility, ScopeId::commune("07210"), doc).await.expect("it is saved")
}

fn names(book: Book) -> Vec<String> {
    let views = book.list(Kind::Facility).get_untracked();
    let name = |id: &RecordId| book.record(*id).get_untracked()?.doc.text("name").map(str::to_owned);
    views.iter().filter_map(name).collect()
}

fn word(book: Book) -> Option<SyncWord> {
    book.sync_state().get_untracked().map(|state| state.word)
}

#[wasm_bindgen_test]
async fn a_book_opens_without_network_with_all_that_was_saved_and_sends_it_once() {
    begin();
    let session = Session::start();
    let book = signed_in(session, "1").await;
    cut(true);
    let id = write(book, "Gốm Phù Lãng").await;
    until("the word saved", || word(book) == Some(SyncWord::Saved)).await;
    assert_eq!(book.record(id).get_untracked().map(|view| view.sync), Some(SyncMark::Saved));
    assert_eq!(book.outbox().get_untracked().len(), 1);

    // The browser is closed and started again, still without network.
    let again = Session::start();
    until("the other tab's book", || matches!(again.stage().get_untracked(), Stage::OtherTab(_))).await;
    again.take_over().await;
    let book = open_book(again).await;
    assert_eq!(names(book), ["Gốm Phù Lãng"]);
    assert!(!book.online().get_untracked());
    cut(false);
    book.send_now();
    until("all is sent", || matches!(word(book), Some(SyncWord::Sent { .. }))).await;
    assert_eq!(run("return window.pushed.join()").as_string().as_deref(), Some("1"));
    again.logout().await;
}

#[wasm_bindgen_test]
async fn the_tab_that_gave_the_book_away_keeps_nothing_open() {
    begin();
    let (one, two) = (Session::start(), Session::start());
    let first = signed_in(one, "2").await;
    assert_eq!(two.login("2", "right").await, Ok(()));
    assert!(matches!(two.stage().get_untracked(), Stage::OtherTab(_)), "one tab has the book");
    two.take_over().await;
    let second = open_book(two).await;
    until("the first tab let go", || matches!(one.stage().get_untracked(), Stage::OtherTab(_))).await;
    let late = first.create(Kind::Facility, ScopeId::commune("07210"), facility("Muộn", "07210")).await;
    assert_eq!(late, Err(SaveError::Closed));
    write(second, "Sớm").await;
    assert_eq!(names(second), ["Sớm"]);
    two.logout().await;
}

#[wasm_bindgen_test]
async fn a_tab_that_waits_for_the_book_does_not_open_it_when_the_person_signs_out() {
    begin();
    let (one, two) = (Session::start(), Session::start());
    write(signed_in(one, "27").await, "Gốm Phù Lãng").await;
    assert_eq!(two.login("27", "right").await, Ok(()));
    two.take_over().await;
    let second = open_book(two).await;
    until("the first tab let go", || matches!(one.stage().get_untracked(), Stage::OtherTab(_))).await;
    assert_eq!(names(second), ["Gốm Phù Lãng"]);
    let third = Session::start();
    until("the third tab waits", || matches!(third.stage().get_untracked(), Stage::OtherTab(_))).await;
    two.logout().await;
    for session in [one, third] {
        until("nobody is signed in", || session.stage().get_untracked() == Stage::SignedOut).await;
    }
}

#[wasm_bindgen_test]
async fn one_person_never_sees_and_never_loses_the_work_of_another() {
    begin();
    let session = Session::start();
    let book = signed_in(session, "3").await;
    cut(true);
    write(book, "Của A").await;
    session.logout().await;
    assert_eq!(session.stage().get_untracked(), Stage::SignedOut);
    assert_eq!(session.unsent_of_others().get_untracked(), 1);
    assert_eq!(session.login("4", "right").await, Err(LoginError::Unreachable));
    cut(false);
    let book = signed_in(session, "4").await;
    assert!(names(book).is_empty());
    assert_eq!(session.unsent_of_others().get_untracked(), 1);
    write(book, "Của B").await;
    until("B's work is sent", || matches!(word(book), Some(SyncWord::Sent { .. }))).await;
    session.logout().await;
    assert_eq!(run("return window.pushed.length").as_f64(), Some(1.0), "nobody sends another's work");
    let book = signed_in(session, "3").await;
    assert_eq!(names(book), ["Của A"]);
    until("A's work is sent", || matches!(word(book), Some(SyncWord::Sent { .. }))).await;
    session.logout().await;
}

#[wasm_bindgen_test]
async fn a_wrong_password_opens_nothing() {
    begin();
    let session = Session::start();
    assert_eq!(session.login("5", "wrong").await, Err(LoginError::Wrong));
    assert_eq!(session.book().get_untracked(), None);
}

#[wasm_bindgen_test]
async fn an_erased_device_says_so_and_uses_no_counter_twice() {
    begin();
    run("window.told['6'] = 41");
    let session = Session::start();
    let book = signed_in(session, "6").await;
    assert_eq!(session.erased().get_untracked(), Some(41));
    cut(true);
    write(book, "Sau khi mất").await;
    assert_eq!(book.outbox().get_untracked().first().map(|entry| entry.seq), Some(42));
    session.logout().await;
}

#[wasm_bindgen_test]
async fn an_edit_is_drawn_where_it_shows_and_nowhere_else() {
    begin();
    let session = Session::start();
    let book = signed_in(session, "7").await;
    let (one, two) = (write(book, "An").await, write(book, "Bình").await);
    until("all is sent", || matches!(word(book), Some(SyncWord::Sent { .. }))).await;
    let (shown, other) = (book.record(one), book.record(two));
    let drawn = StoredValue::new((0, 0));
    let count_one = Memo::new(move |_| {
        shown.track();
        drawn.update_value(|drawn| drawn.0 += 1);
        drawn.with_value(|drawn| drawn.0)
    });
    let count_two = Memo::new(move |_| {
        other.track();
        drawn.update_value(|drawn| drawn.1 += 1);
        drawn.with_value(|drawn| drawn.1)
    });
    let before = (count_one.get_untracked(), count_two.get_untracked());
    let seen = shown.get_untracked().expect("the record");
    let changed = BTreeMap::from([("phone".to_owned(), Some(Value::text("0912000345")))]);
    assert_eq!(book.edit(&seen, changed).await, Ok(()));
    assert_eq!(
        shown.get_untracked().and_then(|view| view.doc.text("phone").map(str::to_owned)).as_deref(),
        Some("0912000345")
    );
    assert!(count_one.get_untracked() > before.0);
    assert_eq!(count_two.get_untracked(), before.1);
    session.logout().await;
}

#[wasm_bindgen_test]
async fn a_draft_and_a_bad_value_stay_with_the_person() {
    begin();
    let session = Session::start();
    let book = signed_in(session, "8").await;
    let draft = facility("Nháp", "07210");
    assert_eq!(book.save_draft("facility/new", draft.clone()).await, Ok(()));
    let bad = facility("Xấu\u{202E}", "07210");
    let refused = book.create(Kind::Facility, ScopeId::commune("07210"), bad).await;
    assert_eq!(refused, Err(SaveError::Malformed { field: "name".to_owned() }));
    session.logout().await;
    let book = signed_in(session, "8").await;
    assert_eq!(book.draft("facility/new"), Some(draft));
    book.drop_draft("facility/new").await;
    session.logout().await;
    let book = signed_in(session, "8").await;
    assert_eq!(book.draft("facility/new"), None);
    session.logout().await;
}
