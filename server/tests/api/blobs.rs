//! Files over HTTP: sent in pieces and in any order, kept once, read by who holds the record.

use std::time::Duration;

use domain::role::Role;
use expect_test::expect;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use server::attachments::name_of;
use server::attachments::samples::{self, SECRET};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::sending::{CHUNK, Sample, attachment};
use crate::support::{AWAY, HOME, Server, facility};

/// A photo of four chunks.
fn photo() -> Sample {
    let photo = Sample::from(samples::grainy_photo(900, 900));
    assert_eq!(photo.bytes.len().div_ceil(CHUNK), 4, "{}", photo.bytes.len());
    photo
}

fn partial(missing: &[[u32; 2]]) -> Value {
    json!({"state": "partial", "missing": missing})
}

fn complete() -> Value {
    json!({"state": "complete", "missing": []})
}

#[tokio::test]
async fn chunks_come_in_any_order_and_twice() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = photo();
    assert_eq!(server.head(&officer, &photo.name).await, "404", "metadata goes first");
    server.attach(&officer, &photo).await;
    assert_eq!(server.head(&officer, &photo.name).await, "200 partial 0-3");
    assert_eq!(server.read(&officer, &photo.name).await.status(), 404, "not here yet");
    for (chunk, left) in [(3, &[[0, 2]][..]), (1, &[[0, 0], [2, 2]]), (1, &[[0, 0], [2, 2]]), (0, &[[2, 2]])]
    {
        assert_eq!(server.send(&officer, &photo, chunk).await.body, partial(left), "{chunk}");
    }
    assert_eq!(server.head(&officer, &photo.name).await, "200 partial 2");
    assert_eq!(server.send(&officer, &photo, 2).await.body, complete());
    assert_eq!(server.head(&officer, &photo.name).await, "200 complete");
    assert_eq!(server.send(&officer, &photo, 2).await.body, complete(), "a late repetition");

    // One file is left, named by what is in it, and it is a picture.
    let [kept] = &server.files()[..] else { panic!("{:?}", server.files()) };
    let bytes = std::fs::read(server.file(kept)).unwrap();
    assert!(kept.ends_with(&name_of(&bytes).to_string()), "{kept}");
    let read = server.read(&officer, &photo.name).await;
    assert_eq!(read.bytes().await.unwrap(), bytes);
    let mut database = server.database().await;
    let uploads: i64 =
        sqlx::query_scalar("SELECT count(*) FROM blob_upload").fetch_one(&mut database).await.unwrap();
    assert_eq!(uploads, 0);
    server.stop().await;
}

#[tokio::test]
async fn an_upload_goes_on_after_the_server_was_away() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = photo();
    server.attach(&officer, &photo).await;
    server.send(&officer, &photo, 0).await;
    server.send(&officer, &photo, 2).await;
    let server = server.restart().await;
    assert_eq!(server.head(&officer, &photo.name).await, "200 partial 1,3");
    server.send(&officer, &photo, 1).await;
    let server = server.restart().await;
    assert_eq!(server.send(&officer, &photo, 3).await.body, complete());
    let server = server.restart().await;
    assert_eq!(server.read(&officer, &photo.name).await.status(), 200);
    server.stop().await;
}

/// Every chunk was noted, and the server ended before it had put them together.
#[tokio::test]
async fn a_check_that_never_came_is_made_up_for() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = photo();
    server.attach(&officer, &photo).await;
    for chunk in 0..3 {
        server.send(&officer, &photo, chunk).await;
    }
    server.tamper("UPDATE blob_upload SET received = x'0F'").await;
    let server = server.restart().await;
    assert_eq!(server.head(&officer, &photo.name).await, "200 partial 3", "something to begin again with");
    assert_eq!(server.send(&officer, &photo, 3).await.body, complete());
    server.stop().await;
}

#[tokio::test]
async fn a_chunk_that_was_lost_is_asked_for_again() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = photo();
    server.attach(&officer, &photo).await;
    for chunk in 0..3 {
        server.send(&officer, &photo, chunk).await;
    }
    let lost = server.files().into_iter().find(|path| path.ends_with("/1")).unwrap();
    std::fs::remove_file(server.file(&lost)).unwrap();
    assert_eq!(server.send(&officer, &photo, 3).await.body, partial(&[[0, 3]]));
    assert_eq!(server.send_all(&officer, &photo).await.body, complete());
    server.stop().await;
}

#[tokio::test]
async fn other_bytes_than_the_name_says_are_dropped_and_sent_anew() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = photo();
    server.attach(&officer, &photo).await;
    for chunk in 0..3 {
        server.send(&officer, &photo, chunk).await;
    }
    let mut torn = photo.bytes.chunks(CHUNK).nth(3).unwrap().to_vec();
    torn[100] ^= 1;
    let refused = server.put_chunk(&officer, &photo.name, "3", torn).await;
    assert_eq!(refused.refusal(), (422, "hash_mismatch"));
    assert_eq!(server.files(), Vec::<String>::new());
    assert_eq!(server.head(&officer, &photo.name).await, "200 partial 0-3");
    assert_eq!(server.send_all(&officer, &photo).await.body, complete());
    server.stop().await;
}

/// Two officers took up the same paper; neither's chunks count for the other.
#[tokio::test]
async fn the_same_file_of_two_people_is_kept_once() {
    let server = Server::start().await;
    let (lan, minh) = (server.officer("lan").await, server.officer("minh").await);
    let photo = photo();
    server.attach(&lan, &photo).await;
    let (first, second) = tokio::join!(server.send(&lan, &photo, 0), server.send(&minh, &photo, 1));
    assert_eq!((first.body, second.body), (partial(&[[1, 3]]), partial(&[[0, 0], [2, 3]])));
    let (first, second) = tokio::join!(server.send_all(&lan, &photo), server.send_all(&minh, &photo));
    assert_eq!((first.body, second.body), (complete(), complete()));
    assert_eq!(server.files().len(), 1);
    server.stop().await;
}

#[tokio::test]
async fn what_the_camera_wrote_beside_the_picture_is_gone() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = Sample::from(samples::photo_with_exif(480, 320, 6));
    let holds = |bytes: &[u8], part: &str| bytes.windows(part.len()).any(|here| here == part.as_bytes());
    assert!(holds(&photo.bytes, SECRET) && holds(&photo.bytes, "Exif"));
    server.attach(&officer, &photo).await;
    assert_eq!(server.send_all(&officer, &photo).await.body, complete());
    let bytes = server.read(&officer, &photo.name).await.bytes().await.unwrap();
    assert!(!holds(&bytes, SECRET) && !holds(&bytes, "Exif"));
    // Turned upright: what was the upper left quarter is now at the upper right.
    let picture = image::load_from_memory(&bytes).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), (320, 480));
    let red = |x, y| picture.get_pixel(x, y)[0] > 150;
    assert_eq!([red(10, 10), red(310, 10), red(10, 470), red(310, 470)], [false, true, false, false]);
    server.stop().await;
}

#[tokio::test]
async fn papers_come_back_as_they_were_sent() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let mut table = String::new();
    for paper in [samples::docx(), samples::xlsx(), b"%PDF-1.7\n%%EOF\n".to_vec()].map(Sample::from) {
        let about = Uuid::now_v7();
        let seq = 10 * (1 + table.lines().count() as u64);
        let muts = [
            facility(seq, about, HOME, "Mộc Hùng"),
            attachment(seq + 1, Uuid::now_v7(), HOME, about, &paper),
        ];
        server.push(&officer, &muts).await;
        assert_eq!(server.send_all(&officer, &paper).await.body, complete());
        let read = server.read(&officer, &paper.name).await;
        let shown =
            |name: header::HeaderName| read.headers()[name].to_str().unwrap().replace(&paper.name, "…");
        table.push_str(&format!("{} {}\n", shown(header::CONTENT_TYPE), shown(header::CONTENT_DISPOSITION)));
        assert_eq!(read.bytes().await.unwrap(), paper.bytes);
    }
    expect![[r#"
        application/vnd.openxmlformats-officedocument.wordprocessingml.document attachment; filename="….docx"
        application/vnd.openxmlformats-officedocument.spreadsheetml.sheet attachment; filename="….xlsx"
        application/pdf attachment; filename="….pdf"
    "#]]
    .assert_eq(&table);
    server.stop().await;
}

#[tokio::test]
async fn a_file_travels_with_headers_that_make_it_harmless() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = Sample::from(samples::photo(480, 320));
    server.attach(&officer, &photo).await;
    server.send_all(&officer, &photo).await;
    let request = server.request(Method::GET, &format!("/api/v1/blobs/{}", photo.name));
    let request = request.header(header::COOKIE, &officer.cookie).header(header::ACCEPT_ENCODING, "gzip");
    let response = request.send().await.unwrap();
    let kept = response.headers()[header::ETAG].to_str().unwrap().trim_matches('"').to_owned();
    let length = std::fs::metadata(server.file(&server.files()[0])).unwrap().len();
    let mut headers: Vec<_> = response
        .headers()
        .iter()
        .filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .map(|line| line.replace(&photo.name, "<name>").replace(&kept, "<kept>"))
        .map(|line| line.replace(&format!("length: {length}"), "length: <length>"))
        .collect();
    headers.sort();
    expect![[r#"
        accept-ranges: bytes
        cache-control: private, no-store
        content-disposition: attachment; filename="<name>.jpg"
        content-length: <length>
        content-security-policy: default-src 'none'; sandbox
        content-type: image/jpeg
        cross-origin-opener-policy: same-origin
        cross-origin-resource-policy: same-origin
        etag: "<kept>"
        permissions-policy: camera=(self), geolocation=(self), browsing-topics=(), display-capture=(), microphone=(), payment=(), usb=()
        referrer-policy: no-referrer
        strict-transport-security: max-age=31536000; includeSubDomains
        x-content-type-options: nosniff"#]].assert_eq(&headers.join("\n"));
    server.stop().await;
}

#[tokio::test]
async fn a_file_is_read_in_parts() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = Sample::from(samples::photo(480, 320));
    server.attach(&officer, &photo).await;
    server.send_all(&officer, &photo).await;
    let whole = server.read(&officer, &photo.name).await;
    let tag = whole.headers()[header::ETAG].clone();
    let whole = whole.bytes().await.unwrap();
    let ask = async |name: header::HeaderName, value: &str| {
        let request = server.request(Method::GET, &format!("/api/v1/blobs/{}", photo.name));
        request.header(header::COOKIE, &officer.cookie).header(name, value).send().await.unwrap()
    };
    let part = ask(header::RANGE, "bytes=100-299").await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.headers()[header::CONTENT_RANGE], format!("bytes 100-299/{}", whole.len()).as_str());
    assert_eq!(part.bytes().await.unwrap(), whole.slice(100..300));
    let tail = ask(header::RANGE, "bytes=-50").await.bytes().await.unwrap();
    assert_eq!(tail, whole.slice(whole.len() - 50..));
    let beyond = ask(header::RANGE, &format!("bytes={}-", whole.len())).await;
    assert_eq!(beyond.headers()[header::CONTENT_RANGE], format!("bytes */{}", whole.len()).as_str());
    assert_eq!(beyond.json::<Value>().await.unwrap()["code"], "range");
    let known = ask(header::IF_NONE_MATCH, tag.to_str().unwrap()).await;
    assert_eq!((known.status(), known.bytes().await.unwrap().len()), (StatusCode::NOT_MODIFIED, 0));
    server.stop().await;
}

/// A stranger hears the same as of a file that nobody has.
#[tokio::test]
async fn another_commune_hears_of_no_file() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    server.account("xa", Role::CommuneOfficer, &["commune:07399"]).await;
    let other = server.login("xa").await;
    let photo = photo();
    server.attach(&officer, &photo).await;
    let hears = async || {
        let read = server.read(&other, &photo.name).await;
        let read = (read.status(), read.json::<Value>().await.unwrap()["code"].clone());
        let sent = server.send(&other, &photo, 0).await;
        (server.head(&other, &photo.name).await, sent.refusal().1.to_owned(), read)
    };
    let unknown =
        ("404".to_owned(), "unknown_blob".to_owned(), (StatusCode::NOT_FOUND, json!("unknown_blob")));
    assert_eq!(hears().await, unknown);
    server.send_all(&officer, &photo).await;
    assert_eq!(hears().await, unknown);
    server.stop().await;
}

/// The hash stands in records that somebody may have seen before they lost the right to.
#[tokio::test]
async fn a_record_with_the_hash_alone_opens_nothing() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    server.account("xa", Role::CommuneOfficer, &["commune:07399"]).await;
    let other = server.login("xa").await;
    let photo = photo();
    server.attach(&officer, &photo).await;
    server.send_all(&officer, &photo).await;
    let about = Uuid::now_v7();
    let muts = [facility(1, about, AWAY, "Mộc Dũng"), attachment(2, Uuid::now_v7(), AWAY, about, &photo)];
    assert!(server.push(&other, &muts).await.body["results"][1]["outcome"]["applied"].is_object());
    assert_eq!(server.head(&other, &photo.name).await, "200 partial 0-3");
    let read = server.read(&other, &photo.name).await;
    assert_eq!(read.json::<Value>().await.unwrap()["code"], "blob_incomplete");
    // Who has the bytes shows them, and then may read.
    assert_eq!(server.send_all(&other, &photo).await.body, complete());
    assert_eq!(server.read(&other, &photo.name).await.status(), 200);
    assert_eq!(server.files().len(), 1, "still one file");
    server.stop().await;
}

#[tokio::test]
async fn who_no_longer_holds_the_record_no_longer_reads() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    server.account("xa", Role::CommuneOfficer, &["commune:07399"]).await;
    server.account("trung-tam", Role::CentreStaff, &["commune:*"]).await;
    let (away, centre) = (server.login("xa").await, server.login("trung-tam").await);
    let photo = Sample::from(samples::photo(480, 320));
    let attached = server.attach(&officer, &photo).await;
    server.send_all(&officer, &photo).await;
    let read = async |who| server.read(who, &photo.name).await.status().as_u16();
    assert_eq!([read(&officer).await, read(&away).await, read(&centre).await], [200, 404, 200]);

    let mut moving = json!({
        "seq": 1, "scope": "commune:07210", "kind": "facility", "record": attached.facility, "at": 1_790_000_000_000_i64,
        "op": {"put": {"commune_code": {"v": AWAY, "b": 2, "o": HOME}}},
    });
    let pushed = server.push(&centre, &[moving.take()]).await;
    assert!(pushed.body["results"][0]["outcome"]["applied"].is_object(), "{}", pushed.body);
    assert_eq!([read(&officer).await, read(&away).await, read(&centre).await], [404, 200, 200]);
    assert_eq!(server.head(&officer, &photo.name).await, "200 complete", "who made it need not keep it");

    let page = server.get(&away, "/api/v1/sync/snapshot/commune:07399").await.body;
    let delete = |seq: u64, reason: Option<&str>| {
        json!({
            "seq": seq, "scope": "commune:07399", "kind": "attachment", "record": attached.record,
            "at": 1_790_000_000_000_i64, "op": {"delete": page["head"]["ver"]}, "reason": reason,
        })
    };
    // Another's picture: not for a neighbour, and for the centre only with a reason.
    for (who, deleted, why) in [
        (&away, delete(1, Some("Ảnh mờ")), "problem.file_of_another"),
        (&centre, delete(2, None), "problem.reason_wanted"),
        (&centre, delete(3, Some("  ")), "problem.reason_wanted"),
    ] {
        let pushed = server.push(who, &[deleted]).await;
        assert_eq!(pushed.body["results"][0]["outcome"]["rejected"]["detail"], why, "{}", pushed.body);
    }
    assert_eq!([read(&away).await, read(&centre).await], [200, 200]);
    let pushed = server.push(&centre, &[delete(4, Some("Ảnh chụp nhầm cơ sở khác"))]).await;
    assert!(pushed.body["results"][0]["outcome"]["applied"].is_object(), "{}", pushed.body);
    assert_eq!([read(&officer).await, read(&away).await, read(&centre).await], [404, 404, 404]);
    assert_eq!(server.head(&officer, &photo.name).await, "404", "nobody wants it");
    server.stop().await;
}

#[tokio::test]
async fn who_put_a_file_in_takes_it_out_again() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let attached = server.attach(&officer, &photo()).await;
    let page = server.get(&officer, "/api/v1/sync/snapshot/commune:07210").await.body;
    let delete = json!({
        "seq": 3, "scope": "commune:07210", "kind": "attachment", "record": attached.record,
        "at": 1_790_000_000_000_i64, "op": {"delete": page["head"]["ver"]},
    });
    let pushed = server.push(&officer, &[delete]).await;
    assert!(pushed.body["results"][0]["outcome"]["applied"].is_object(), "{}", pushed.body);
    server.stop().await;
}

/// The facility moves between the photo's record and its bytes: they arrive all the same.
#[tokio::test]
async fn who_took_a_photo_sends_it_after_the_record_has_moved_away() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    server.account("xa", Role::CommuneOfficer, &["commune:07399"]).await;
    server.account("trung-tam", Role::CentreStaff, &["commune:*"]).await;
    let (away, centre) = (server.login("xa").await, server.login("trung-tam").await);
    let photo = photo();
    let attached = server.attach(&officer, &photo).await;
    server.send(&officer, &photo, 0).await;
    let moving = json!({
        "seq": 1, "scope": "commune:07210", "kind": "facility", "record": attached.facility, "at": 1_790_000_000_000_i64,
        "op": {"put": {"commune_code": {"v": AWAY, "b": 2, "o": HOME}}},
    });
    let pushed = server.push(&centre, &[moving]).await;
    assert!(pushed.body["results"][0]["outcome"]["applied"].is_object(), "{}", pushed.body);
    assert_eq!(server.head(&officer, &photo.name).await, "200 partial 1-3");
    assert_eq!(server.read(&officer, &photo.name).await.status(), 404);
    assert_eq!(server.send_all(&officer, &photo).await.body, complete());
    assert_eq!(server.read(&away, &photo.name).await.status(), 200);
    assert_eq!(server.read(&officer, &photo.name).await.status(), 404, "sending opens nothing");
    server.stop().await;
}

#[tokio::test]
async fn a_lost_right_closes_files_at_once() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = photo();
    server.attach(&officer, &photo).await;
    server.send(&officer, &photo, 0).await;
    server.tamper("UPDATE account_grant SET valid_to = 1").await;
    // The record was taken while the right was there: its bytes may still come, and open nothing.
    assert_eq!(server.send_all(&officer, &photo).await.body, complete());
    assert_eq!(server.read(&officer, &photo.name).await.status(), 404);
    let late = Sample::from(samples::photo(64, 32));
    assert_eq!(server.head(&officer, &late.name).await, "404");
    server.tamper("UPDATE device SET revoked_at = 1").await;
    assert_eq!(server.send(&officer, &photo, 1).await.refusal(), (401, "device_revoked"));
    server.stop().await;
}

/// Thumbnails travel before originals, and are files of their own.
#[tokio::test]
async fn a_thumbnail_arrives_without_its_original() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let (photo, small) = (photo(), Sample::from(samples::photo(320, 320)));
    let about = Uuid::now_v7();
    let mut record = attachment(2, Uuid::now_v7(), HOME, about, &photo);
    record["op"]["put"]["thumb_sha256"] = json!({"v": small.name, "b": 0});
    record["op"]["put"]["thumb_bytes"] = json!({"v": small.bytes.len(), "b": 0});
    server.push(&officer, &[facility(1, about, HOME, "Mộc Hùng"), record]).await;
    assert_eq!(server.send_all(&officer, &small).await.body, complete());
    assert_eq!(server.head(&officer, &small.name).await, "200 complete");
    assert_eq!(server.head(&officer, &photo.name).await, "200 partial 0-3");
    server.stop().await;
}

/// The store of files fails: what is written travels on, and files wait.
#[tokio::test]
async fn files_that_cannot_be_stored_stop_nothing_else() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = photo();
    // Where the folder of chunks would be, there is a file.
    std::fs::write(server.file("uploads"), "").unwrap();
    server.attach(&officer, &photo).await;
    let refused = server.send(&officer, &photo, 0).await;
    assert_eq!(refused.refusal(), (503, "store_unavailable"));
    assert_eq!(server.head(&officer, &photo.name).await, "200 partial 0-3");
    std::fs::remove_file(server.file("uploads")).unwrap();
    assert_eq!(server.send_all(&officer, &photo).await.body, complete());
    let [kept] = &server.files()[..] else { panic!("one file") };
    std::fs::remove_file(server.file(kept)).unwrap();
    let lost = server.read(&officer, &photo.name).await;
    assert_eq!(lost.json::<Value>().await.unwrap()["code"], "internal");
    server.stop().await;
}

#[tokio::test]
async fn what_nobody_goes_on_sending_is_swept_out_at_the_start() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let (old, fresh) = (photo(), Sample::from(samples::grainy_photo(640, 640)));
    server.attach(&officer, &old).await;
    let about = Uuid::now_v7();
    let muts = [facility(3, about, HOME, "Mộc Dũng"), attachment(4, Uuid::now_v7(), HOME, about, &fresh)];
    server.push(&officer, &muts).await;
    server.send(&officer, &old, 0).await;
    server.tamper("UPDATE blob_upload SET touched_at = touched_at - 31 * 24 * 3600 * 1000").await;
    server.send(&officer, &fresh, 0).await;
    assert_eq!(server.files().len(), 2);
    let server = server.restart().await;
    let swept = async || {
        while server.files().len() > 1 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), swept()).await.unwrap();
    assert_eq!(server.head(&officer, &old.name).await, "200 partial 0-3");
    assert!(server.head(&officer, &fresh.name).await.starts_with("200 partial 1"));
    server.stop().await;
}

/// A chunk on a line of 64 kbit/s takes longer than any other request may.
#[tokio::test]
async fn a_chunk_may_take_longer_than_other_requests() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = photo();
    server.attach(&officer, &photo).await;
    let mut line = TcpStream::connect(server.running.addr).await.unwrap();
    let head = format!(
        "PUT /api/v1/blobs/{}/0 HTTP/1.1\r\nhost: x\r\ncookie: {}\r\ncontent-type: application/octet-stream\r\n\
         content-length: {CHUNK}\r\nconnection: close\r\n\r\n",
        photo.name, officer.cookie
    );
    line.write_all(head.as_bytes()).await.unwrap();
    for part in photo.bytes.chunks(CHUNK).next().unwrap().chunks(CHUNK / 32) {
        line.write_all(part).await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let mut heard = String::new();
    line.read_to_string(&mut heard).await.unwrap();
    assert!(heard.starts_with("HTTP/1.1 200"), "{heard}");
    assert_eq!(server.head(&officer, &photo.name).await, "200 partial 1-3");
    server.stop().await;
}
