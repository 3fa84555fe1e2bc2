//! Files and chunks that are not taken: each gets a clear code, and nothing of it is kept.

use expect_test::expect;
use reqwest::{Method, header};
use serde_json::json;
use server::attachments::samples;
use uuid::Uuid;

use crate::sending::{CHUNK, Sample, attachment};
use crate::support::{HOME, Server, answer, facility};

/// Every one calls itself a jpeg in its record.
#[tokio::test]
async fn a_file_that_is_not_what_it_seems_is_refused_for_good() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = samples::photo(480, 320);
    let torn_zip = samples::docx().split_last().unwrap().1.to_vec();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("a program", [b"MZ\x90\0\x03\0\0\0".as_slice(), &[0; 500]].concat()),
        ("a program of Linux", [b"\x7FELF\x02\x01\x01".as_slice(), &[0; 500]].concat()),
        ("a page", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("a drawing that runs", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec()),
        ("a gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec()),
        ("an old text", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on".to_vec()),
        ("any archive", samples::zip(&[("a.exe", b"MZ".to_vec())])),
        ("a text with macros", samples::docm()),
        ("a zip bomb", samples::zip_bomb()),
        ("a torn archive", torn_zip),
        ("half a picture", [b"\x89PNG\r\n\x1A\n".as_slice(), &[0; 100]].concat()),
        ("60 megapixels", samples::flat_png(10_000, 6_000)),
        ("a picture behind a program", [b"MZ".as_slice(), &photo].concat()),
    ];
    let mut table = String::new();
    for ((what, bytes), seq) in files.into_iter().zip(1..) {
        let (file, about) = (Sample::from(bytes), Uuid::now_v7());
        let muts = [
            facility(2 * seq, about, HOME, "Mộc Hùng"),
            attachment(2 * seq + 1, Uuid::now_v7(), HOME, about, &file),
        ];
        server.push(&officer, &muts).await;
        let refused = server.send_all(&officer, &file).await;
        let (status, code) = refused.refusal();
        let told = server.head(&officer, &file.name).await;
        table.push_str(&format!("{what}: {status} {code}, then {told}\n"));
        let again = server.send(&officer, &file, 0).await;
        assert_eq!(again.refusal(), (status, code), "{what}");
        assert_eq!(server.files(), Vec::<String>::new(), "{what}");
        assert_eq!(server.read(&officer, &file.name).await.status(), 404, "{what}");
    }
    expect![[r#"
        a program: 422 media_type_refused, then 200 refused media_type_refused
        a program of Linux: 422 media_type_refused, then 200 refused media_type_refused
        a page: 422 media_type_refused, then 200 refused media_type_refused
        a drawing that runs: 422 media_type_refused, then 200 refused media_type_refused
        a gif: 422 media_type_refused, then 200 refused media_type_refused
        an old text: 422 media_type_refused, then 200 refused media_type_refused
        any archive: 422 media_type_refused, then 200 refused media_type_refused
        a text with macros: 422 media_type_refused, then 200 refused media_type_refused
        a zip bomb: 422 media_type_refused, then 200 refused media_type_refused
        a torn archive: 422 file_damaged, then 200 refused file_damaged
        half a picture: 422 file_damaged, then 200 refused file_damaged
        60 megapixels: 422 picture_too_large, then 200 refused picture_too_large
        a picture behind a program: 422 media_type_refused, then 200 refused media_type_refused
    "#]]
    .assert_eq(&table);
    let server = server.restart().await;
    let bomb = Sample::from(samples::zip_bomb());
    assert_eq!(server.head(&officer, &bomb.name).await, "200 refused media_type_refused", "after a restart");
    server.stop().await;
}

#[tokio::test]
async fn a_thumbnail_must_be_one() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = Sample::from(samples::photo(640, 640));
    for (seq, small) in [(1, samples::photo(321, 200)), (3, samples::flat_png(32, 32))] {
        let (small, about) = (Sample::from(small), Uuid::now_v7());
        let mut record = attachment(seq + 1, Uuid::now_v7(), HOME, about, &photo);
        record["op"]["put"]["thumb_sha256"] = json!({"v": small.name, "b": 0});
        record["op"]["put"]["thumb_bytes"] = json!({"v": small.bytes.len(), "b": 0});
        server.push(&officer, &[facility(seq, about, HOME, "Mộc Hùng"), record]).await;
        let refused = server.send_all(&officer, &small).await;
        let code = if seq == 1 { "picture_too_large" } else { "media_type_refused" };
        assert_eq!(refused.refusal(), (422, code));
    }
    server.stop().await;
}

#[tokio::test]
async fn a_bad_chunk_is_refused_and_leaves_no_trace() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = Sample::from(samples::grainy_photo(640, 640));
    let last = photo.bytes.len() % CHUNK;
    server.attach(&officer, &photo).await;
    let name = photo.name.as_str();
    let capitals = name.to_uppercase();
    let unknown = "0".repeat(64);
    let octets = "application/octet-stream";
    let mut table = String::new();
    for (what, path, kind, encoding, bytes) in [
        ("no bytes", format!("{name}/0"), octets, "identity", 0),
        ("a byte too few", format!("{name}/0"), octets, "identity", CHUNK - 1),
        ("a byte too many", format!("{name}/0"), octets, "identity", CHUNK + 1),
        ("5 MB", format!("{name}/0"), octets, "identity", 5 << 20),
        ("a last chunk that is too long", format!("{name}/1"), octets, "identity", last + 1),
        ("a chunk beyond the end", format!("{name}/2"), octets, "identity", 1),
        ("a chunk far beyond the end", format!("{name}/4294967295"), octets, "identity", 1),
        ("a number beyond 32 bits", format!("{name}/4294967296"), octets, "identity", 1),
        ("a negative number", format!("{name}/-1"), octets, "identity", 1),
        ("no number", format!("{name}/x"), octets, "identity", 1),
        ("a name in capitals", format!("{capitals}/0"), octets, "identity", CHUNK),
        ("half a name", format!("{}/0", name.get(..32).unwrap()), octets, "identity", CHUNK),
        ("a way out of the folder", "..%2F..%2Fso.db/0".to_owned(), octets, "identity", CHUNK),
        ("a file that no record names", format!("{unknown}/0"), octets, "identity", CHUNK),
        ("a form", format!("{name}/0"), "multipart/form-data", "identity", CHUNK),
        ("no type", format!("{name}/0"), "", "identity", CHUNK),
        ("packed", format!("{name}/0"), octets, "gzip", CHUNK),
    ] {
        let request = server
            .request(Method::PUT, &format!("/api/v1/blobs/{path}"))
            .header(header::COOKIE, &officer.cookie)
            .header(header::CONTENT_TYPE, kind)
            .header(header::CONTENT_ENCODING, encoding)
            .body(photo.bytes.iter().copied().cycle().take(bytes).collect::<Vec<_>>());
        let refused = answer(request).await;
        let (status, code) = refused.refusal();
        table.push_str(&format!("{what}: {status} {code}\n"));
        assert_eq!(server.files(), Vec::<String>::new(), "{what}");
    }
    expect![[r#"
        no bytes: 422 chunk_length
        a byte too few: 422 chunk_length
        a byte too many: 413 too_large
        5 MB: 413 too_large
        a last chunk that is too long: 422 chunk_length
        a chunk beyond the end: 422 no_such_chunk
        a chunk far beyond the end: 422 no_such_chunk
        a number beyond 32 bits: 400 bad_request
        a negative number: 400 bad_request
        no number: 400 bad_request
        a name in capitals: 400 blob_name
        half a name: 400 blob_name
        a way out of the folder: 400 blob_name
        a file that no record names: 404 unknown_blob
        a form: 415 unsupported_media_type
        no type: 415 unsupported_media_type
        packed: 415 unsupported_media_type
    "#]]
    .assert_eq(&table);
    let mut database = server.database().await;
    let uploads: i64 =
        sqlx::query_scalar("SELECT count(*) FROM blob_upload").fetch_one(&mut database).await.unwrap();
    assert_eq!(uploads, 0);
    server.stop().await;
}

/// The record itself is not taken when it tells of too large a file; should one have been, the file is not.
#[tokio::test]
async fn a_file_that_is_too_large_is_refused_before_it_is_sent() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let photo = Sample::from(samples::photo(480, 320));
    let about = Uuid::now_v7();
    let mut record = attachment(2, Uuid::now_v7(), HOME, about, &photo);
    record["op"]["put"]["bytes"]["v"] = json!(20_000_001);
    let pushed = server.push(&officer, &[facility(1, about, HOME, "Mộc Hùng"), record]).await;
    assert_eq!(pushed.body["results"][1]["outcome"]["rejected"]["code"], "invalid", "{}", pushed.body);
    let photo = Sample::from(samples::photo(480, 321));
    let record = attachment(3, Uuid::now_v7(), HOME, about, &photo);
    server.push(&officer, &[record]).await;
    server.tamper("UPDATE blob_link SET bytes = 20000001").await;
    assert_eq!(server.send(&officer, &photo, 0).await.refusal(), (413, "blob_too_large"));
    server.stop().await;
}
