//! Photos and papers in a bucket: the program as it is built for one, against a service that speaks S3 and
//! checks signatures.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

mod program;
mod service;

use std::path::Path;
use std::time::{Duration, Instant};

use reqwest::{StatusCode, header};
use serde_json::Value;
use server::attachments::{name_of, samples};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use tempfile::TempDir;

use program::{Device, Place, Program, employ, facility};
use service::{LESSER_KEY, Service};

struct Office {
    service: Service,
    place: Place,
    data: TempDir,
}

impl Office {
    async fn open() -> Self {
        let service = Service::start().await;
        let data = tempfile::tempdir().unwrap();
        employ(data.path()).await;
        Self { place: Place::of(&service), service, data }
    }

    fn start(&self) -> Program {
        Program::start(&self.place, self.data.path())
    }
}

/// A photo of some chunks.
fn photo() -> Vec<u8> {
    samples::grainy_photo(900, 900)
}

fn state(answer: &(StatusCode, Value)) -> &str {
    answer.1["state"].as_str().or(answer.1["code"].as_str()).unwrap_or("neither a state nor a refusal")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_goes_on_after_kills_and_is_read_in_parts() {
    let office = Office::open().await;
    let mut program = office.start();
    let device = Device::log_in(&program, photo()).await;
    device.attach(&program).await;
    assert_eq!(device.chunks(), 4);
    assert_eq!(device.ask(&program).await, "partial 0-3");
    for (chunk, left) in [(3, "partial 0-2"), (0, "partial 1-2"), (2, "partial 1")] {
        assert_eq!(state(&device.send(&program, chunk).await), "partial");
        program.kill();
        program = office.start();
        assert_eq!(device.ask(&program).await, left);
    }
    assert!(office.service.objects().iter().all(|key| key.starts_with("so/2026/uploads/")));
    assert_eq!(state(&device.send(&program, 1).await), "complete");

    // One object is left, named by what is in it.
    let [kept] = &office.service.objects()[..] else { panic!("{:?}", office.service.objects()) };
    let bytes = std::fs::read(office.service.object(kept)).unwrap();
    let name = name_of(&bytes).to_string();
    assert_eq!(*kept, format!("so/2026/kept/{}/{name}", name.get(..2).unwrap()));
    program.kill();
    program = office.start();
    let whole = device.read(&program, None).await;
    assert_eq!(whole.headers()[header::ETAG], format!("\"{name}\""));
    assert_eq!(whole.bytes().await.unwrap(), bytes);
    let part = device.read(&program, Some("bytes=1000-300999")).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.headers()[header::CONTENT_RANGE], format!("bytes 1000-300999/{}", bytes.len()));
    assert_eq!(part.bytes().await.unwrap(), bytes.get(1_000..301_000).unwrap());
    program.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_refused_leaves_nothing_behind() {
    let office = Office::open().await;
    let program = office.start();
    let device = Device::log_in(&program, vec![b'x'; program::CHUNK + 1]).await;
    device.attach(&program).await;
    assert_eq!(state(&device.send(&program, 0).await), "partial");
    assert_eq!(office.service.objects().len(), 1);
    let refused = device.send(&program, 1).await;
    assert_eq!((refused.0, state(&refused)), (StatusCode::UNPROCESSABLE_ENTITY, "media_type_refused"));
    assert_eq!(office.service.objects(), Vec::<String>::new());
    program.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_away_keeps_files_waiting_and_nothing_else() {
    let mut office = Office::open().await;
    let program = office.start();
    let device = Device::log_in(&program, photo()).await;
    device.attach(&program).await;
    assert_eq!(state(&device.send(&program, 0).await), "partial");
    office.service.go_away().await;
    let refused = device.send(&program, 1).await;
    assert_eq!((refused.0, state(&refused)), (StatusCode::SERVICE_UNAVAILABLE, "store_unavailable"));
    let written = device.push(&program, &[facility(3)]).await;
    assert!(written["results"][0]["outcome"]["applied"].is_object(), "{written}");
    assert_eq!(device.ask(&program).await, "partial 1-3", "what had arrived counts");

    office.service.come_back().await;
    for chunk in 1..3 {
        assert_eq!(state(&device.send(&program, chunk).await), "partial");
    }
    office.service.go_away().await;
    let refused = device.send(&program, 3).await;
    assert_eq!((refused.0, state(&refused)), (StatusCode::SERVICE_UNAVAILABLE, "store_unavailable"));
    office.service.come_back().await;
    assert_eq!(state(&device.send(&program, 3).await), "complete");

    office.service.go_away().await;
    let read = device.read(&program, None).await;
    assert_eq!(read.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(read.json::<Value>().await.unwrap()["code"], "store_unavailable");
    office.service.come_back().await;
    assert_eq!(device.read(&program, None).await.status(), StatusCode::OK);
    program.stop();
}

/// It takes calls and answers none, which is worse than being away.
#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_hangs_holds_up_one_chunk_and_no_text() {
    let mut office = Office::open().await;
    let program = office.start();
    let device = Device::log_in(&program, photo()).await;
    device.attach(&program).await;
    office.service.go_away().await;
    office.service.hang().await;
    let begun = Instant::now();
    let sent = device.send(&program, 0);
    let written = async {
        let written = device.push(&program, &[facility(3)]).await;
        (written, begun.elapsed())
    };
    let (refused, (written, took)) = tokio::join!(sent, written);
    assert!(written["results"][0]["outcome"]["applied"].is_object(), "{written}");
    assert!(took < Duration::from_secs(5), "{took:?}");
    assert_eq!((refused.0, state(&refused)), (StatusCode::SERVICE_UNAVAILABLE, "store_unavailable"));
    // A chunk may take five minutes; the device hears much sooner that it should come again.
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    program.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_goes_on_sending_is_swept_out_of_the_bucket() {
    let office = Office::open().await;
    let program = office.start();
    let device = Device::log_in(&program, photo()).await;
    device.attach(&program).await;
    for chunk in 0..3 {
        device.send(&program, chunk).await;
    }
    assert_eq!(office.service.objects().len(), 3);
    program.stop();
    age_uploads(office.data.path()).await;
    let program = office.start();
    let begun = Instant::now();
    while !office.service.objects().is_empty() && begun.elapsed() < Duration::from_secs(20) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(office.service.objects(), Vec::<String>::new());
    assert_eq!(device.ask(&program).await, "partial 0-3");
    program.stop();
}

async fn age_uploads(data: &Path) {
    let options = SqliteConnectOptions::new().filename(data.join("so.db"));
    let mut database = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("UPDATE blob_upload SET touched_at = 0").execute(&mut database).await.unwrap();
    database.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_the_bucket_refuses_are_told_at_the_start() {
    let office = Office::open().await;
    let right = office.place.clone();
    for (what, place, words) in [
        ("another secret", Place { secret: "geheim".into(), ..right.clone() }, "is refused"),
        ("another key", Place { key: "ai-do".into(), ..right.clone() }, "is refused"),
        ("a key that may do less", Place { key: LESSER_KEY.into(), ..right.clone() }, "is refused"),
        ("another bucket", Place { bucket: "s3://khong-co".into(), ..right }, "is not there"),
    ] {
        let ended = place.try_to_serve(office.data.path());
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{what}: {said}");
        assert!(ended.stdout.is_empty(), "{what}: no address was told");
        let line = said.lines().last().unwrap_or_default();
        let begins = "so-khuyen-cong: photos and papers cannot be kept where the settings say: ";
        assert!(line.starts_with(begins) && line.contains(words), "{what}: {said}");
        assert!(!said.contains(&place.secret), "{what}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_does_not_wait_for_a_service_that_is_away() {
    let mut office = Office::open().await;
    office.service.go_away().await;
    let begun = Instant::now();
    let program = office.start();
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    let device = Device::log_in(&program, photo()).await;
    device.attach(&program).await;
    office.service.come_back().await;
    for chunk in 0..4 {
        device.send(&program, chunk).await;
    }
    assert_eq!(device.ask(&program).await, "complete");
    let log = program.stop();
    assert!(log.contains("text goes on"), "{log}");
}
