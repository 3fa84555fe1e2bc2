//! The browser behind the plain functions: locks, words between tabs, packing, ids.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use app::platform::file_picker::{Picked, Wanted, pick};
use app::platform::lock::{Ask, acquire};
use app::platform::object_url::ObjectUrl;
use app::platform::picture::shrink;
use app::platform::tabs::Tabs;
use app::platform::timer::{Timer, sleep};
use app::platform::{clock, gzip, hash, preferences, rng, storage_quota};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
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

/// Runs a script that may wait.
async fn run(args: &str, script: &str, given: &[JsValue]) -> JsValue {
    let call = Function::new_with_args(args, &format!("return (async () => {{ {script} }})()"));
    let given = given.iter().collect::<js_sys::Array>();
    let promise: Promise = call.apply(&JsValue::NULL, &given).expect("it runs").unchecked_into();
    JsFuture::from(promise).await.expect("it ends well")
}

/// A picture of this size whose pixels are all different: as hard to pack as a photo can be.
async fn photo(width: u32, height: u32) -> Picked {
    let script = "const canvas = new OffscreenCanvas(width, height);
         const context = canvas.getContext('2d');
         const image = context.createImageData(width, height);
         let state = 7;
         for (let at = 0; at < image.data.length; at += 1) {
             state = (state * 1103515245 + 12345) & 0x7fffffff;
             image.data[at] = at % 4 === 3 ? 255 : state >> 16;
         }
         context.putImageData(image, 0, 0);
         const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
         return new File([blob], 'IMG_0001.JPG', { type: 'image/jpeg' });";
    let file = run("width, height", script, &[width.into(), height.into()]).await;
    Picked::from(file.unchecked_into::<web_sys::File>())
}

async fn size_of(jpeg: &[u8]) -> (f64, f64) {
    let script = "const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
         return bitmap;";
    let bitmap = run("bytes", script, &[js_sys::Uint8Array::from(jpeg).into()]).await;
    let side = |name: &str| Reflect::get(&bitmap, &name.into()).ok().and_then(|side| side.as_f64());
    (side("width").expect("a width"), side("height").expect("a height"))
}

#[wasm_bindgen_test]
async fn the_hash_is_sha_256() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let name = hash::sha256(b"").await.map(domain::attachment::blob::BlobName);
    assert_eq!(name.map(|name| name.to_string()).as_deref(), Some(empty));
}

#[wasm_bindgen_test]
async fn a_photo_becomes_small_and_keeps_its_shape() {
    let picture = shrink(&photo(2_000, 3_000).await, 65_536).await.expect("it is a picture");
    assert_eq!((picture.width, picture.height), (1_067, 1_600));
    assert_eq!(size_of(&picture.original).await, (1_067.0, 1_600.0));
    assert_eq!(size_of(&picture.thumbnail).await, (213.0, 320.0));
    assert!(picture.thumbnail.len() <= 65_536, "{} bytes", picture.thumbnail.len());
}

#[wasm_bindgen_test]
async fn a_small_picture_is_not_blown_up() {
    let picture = shrink(&photo(40, 30).await, 65_536).await.expect("it is a picture");
    assert_eq!((picture.width, picture.height), (40, 30));
    assert_eq!(size_of(&picture.thumbnail).await, (40.0, 30.0));
}

#[wasm_bindgen_test]
async fn what_is_no_picture_is_told() {
    let text = run("", "return new File(['hello'], 'photo.jpg', { type: 'image/jpeg' })", &[]).await;
    let text = Picked::from(text.unchecked_into::<web_sys::File>());
    assert_eq!(shrink(&text, 65_536).await, None);
    assert_eq!((text.name().as_str(), text.read().await), ("photo.jpg", Some(b"hello".to_vec())));
}

#[wasm_bindgen_test]
async fn a_chooser_that_is_closed_gives_nothing_and_leaves_nothing_on_the_page() {
    let inputs = "return document.querySelectorAll('input[type=file]').length";
    let chosen = Rc::new(Cell::new(None));
    let told = Rc::clone(&chosen);
    wasm_bindgen_futures::spawn_local(async move { told.set(Some(pick(Wanted::Photo).await.len())) });
    sleep(20).await;
    assert_eq!(run("", inputs, &[]).await.as_f64(), Some(1.0));
    let asks = "const input = document.querySelector('input[type=file]');
         return `${input.accept} ${input.getAttribute('capture')} ${input.multiple}`";
    assert_eq!(run("", asks, &[]).await.as_string().as_deref(), Some("image/* environment false"));
    run("", "document.querySelector('input[type=file]').dispatchEvent(new Event('cancel'))", &[]).await;
    sleep(20).await;
    assert_eq!(chosen.get(), Some(0));
    assert_eq!(run("", inputs, &[]).await.as_f64(), Some(0.0));
}

#[wasm_bindgen_test]
async fn an_address_of_bytes_ends_with_what_holds_it() {
    let url = ObjectUrl::of(b"bytes", "image/jpeg").expect("an address");
    let href = url.href().to_owned();
    let read = "return await fetch(href).then((answer) => answer.text(), () => 'gone')";
    assert_eq!(run("href", read, &[href.clone().into()]).await.as_string().as_deref(), Some("bytes"));
    drop(url);
    assert_eq!(run("href", read, &[href.into()]).await.as_string().as_deref(), Some("gone"));
}
