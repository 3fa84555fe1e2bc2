//! The browser behind the plain functions: locks, words between tabs, packing, ids.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use app::platform::lock::{Ask, acquire};
use app::platform::tabs::Tabs;
use app::platform::timer::{Timer, sleep};
use app::platform::{clock, gzip, preferences, rng, storage_quota};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_lock_has_one_holder_until_it_is_let_go() {
    let first = acquire("one-holder", Ask::IfFree, || {}).await;
    assert!(first.is_some());
    assert!(acquire("one-holder", Ask::IfFree, || {}).await.is_none());
    drop(first);
    assert!(acquire("one-holder", Ask::Wait, || {}).await.is_some());
}

#[wasm_bindgen_test]
async fn a_stolen_lock_is_told_to_its_holder() {
    let lost = Rc::new(Cell::new(false));
    let told = Rc::clone(&lost);
    let first = acquire("stolen", Ask::IfFree, move || told.set(true)).await;
    let second = acquire("stolen", Ask::Steal, || {}).await;
    sleep(20).await;
    assert!(first.is_some() && second.is_some());
    assert!(lost.get());
}

#[wasm_bindgen_test]
async fn a_word_reaches_the_other_tabs_and_not_oneself() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let hears = |who: &'static str| {
        let heard = Rc::clone(&heard);
        move |word: &str| heard.borrow_mut().push(format!("{who}: {word}"))
    };
    let one = Tabs::join("words", hears("one")).expect("a channel");
    let _two = Tabs::join("words", hears("two")).expect("a channel");
    one.say("take");
    sleep(50).await;
    assert_eq!(*heard.borrow(), ["two: take"]);
}

#[wasm_bindgen_test]
async fn packed_bytes_are_gzip_and_smaller() {
    let plain = "Cơ sở công nghiệp nông thôn ".repeat(200);
    let packed = gzip::pack(plain.as_bytes()).await.expect("the browser packs");
    assert_eq!(packed.first_chunk(), Some(&[0x1f_u8, 0x8b]));
    assert!(packed.len() * 10 < plain.len(), "{} bytes", packed.len());
}

#[wasm_bindgen_test]
async fn a_dropped_timer_does_not_ring() {
    let rung = Rc::new(Cell::new(0));
    let ring = |by: u32| {
        let rung = Rc::clone(&rung);
        move || rung.set(rung.get() + by)
    };
    let kept = Timer::at(clock::now() + 20, ring(1));
    drop(Timer::at(clock::now() + 20, ring(10)));
    sleep(80).await;
    assert_eq!(rung.get(), 1);
    drop(kept);
}

#[wasm_bindgen_test]
fn ids_are_uuid_7_and_follow_the_clock() {
    let now = clock::now();
    let (one, later) = (rng::record_id(now), rng::record_id(now + 1));
    assert_eq!(one.0.get_version_num(), 7);
    assert!(one < later);
    assert_ne!(rng::record_id(now), one);
}

#[wasm_bindgen_test]
async fn the_browser_tells_how_much_room_there_is() {
    let room = storage_quota::room().await.expect("an estimate");
    assert!(room.quota > 0.0 && room.free() <= room.quota);
    assert!(storage_quota::Room { used: 81.0, quota: 100.0 }.is_short());
    assert!(!storage_quota::Room { used: 80.0, quota: 100.0 }.is_short());
}

#[wasm_bindgen_test]
fn choices_are_remembered_as_they_were_written() {
    preferences::set("test.plain", "vi");
    assert_eq!(preferences::get("test.plain").as_deref(), Some("vi"));
    preferences::write("test.parts", &vec![1, 2]);
    assert_eq!(preferences::read::<Vec<u32>>("test.parts"), Some(vec![1, 2]));
    preferences::remove("test.parts");
    assert_eq!(preferences::read::<Vec<u32>>("test.parts"), None);
}
