//! A device whose records differ from the server's: the buckets that differ, and nothing of another scope.

use domain::id::RecordId;
use domain::role::Role;
use domain::sync::buckets::{bucket, sums};
use expect_test::expect;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{AWAY, Answer, HOME, Person, Server, edit, facility};

async fn compare(server: &Server, who: &Person, body: &Value) -> Answer {
    server.post(who, "/api/v1/sync/compare", body).await
}

fn asked(who: &Person, commune: &str, has: &[(Uuid, u64)]) -> Value {
    let has = has.iter().map(|(id, ver)| (RecordId(*id), *ver));
    json!({"wire": 1, "device": who.device, "scope": format!("commune:{commune}"), "sums": sums(has)})
}

#[tokio::test]
async fn only_what_differs_comes_again() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    let ids: Vec<Uuid> = (0..40).map(|_| Uuid::now_v7()).collect();
    let made: Vec<_> =
        (1..).zip(&ids).map(|(seq, id)| facility(seq, *id, HOME, &format!("Gốm {id}"))).collect();
    server.push(&officer, &made).await;
    server.push(&officer, &[edit(41, ids[3], HOME, "village", "Đồng Kỵ", 4)]).await;
    let mut has: Vec<(Uuid, u64)> = ids.iter().copied().zip(1..).collect();
    has[3].1 = 41;
    let same = compare(&server, &officer, &asked(&officer, HOME, &has)).await.body;
    assert_eq!(
        (&same["differ"], &same["rows"], &same["check"]["count"]),
        (&json!(0), &json!([]), &json!(40))
    );

    has[3].1 = 4;
    has.remove(9);
    let found = compare(&server, &officer, &asked(&officer, HOME, &has)).await.body;
    let wrong = [ids[3], ids[9]].map(|id| bucket(RecordId(id)));
    let mut expected: Vec<u8> = wrong.to_vec();
    expected.sort_unstable();
    expected.dedup();
    assert_eq!(found["buckets"], json!(expected));
    assert_eq!(found["head"]["ver"], 41);
    let row = |id: Uuid| found["rows"].as_array().unwrap().iter().find(|row| row["id"] == json!(id)).cloned();
    assert_eq!(row(ids[3]).unwrap()["fields"]["village"], "Đồng Kỵ", "the whole record");
    assert!(row(ids[9]).is_some());
    let lie_there = ids.iter().filter(|id| wrong.contains(&bucket(RecordId(**id)))).count();
    assert_eq!(found["rows"].as_array().unwrap().len(), lie_there, "and no other");
    assert_eq!(found["changes"][0]["diff"]["village"]["new"], "Đồng Kỵ");
    server.stop().await;
}

#[tokio::test]
async fn a_comparison_is_answered_to_who_holds_the_scope_and_hides_what_a_pull_hides() {
    let server = Server::start().await;
    let officer = server.officer("lan").await;
    server.push(&officer, &[facility(1, Uuid::now_v7(), HOME, "Mộc Hùng")]).await;
    server.account("hoidong", Role::CouncilMember, &["commune:*"]).await;
    let council = server.login("hoidong").await;
    let clear = compare(&server, &officer, &asked(&officer, HOME, &[])).await.body;
    let hidden = compare(&server, &council, &asked(&council, HOME, &[])).await.body;
    let phone = |answer: &Value| answer["rows"][0]["fields"]["phone"].as_str().unwrap().to_owned();
    assert_eq!((phone(&clear).as_str(), phone(&hidden).as_str()), ("0912345678", "•••678"));

    let good = asked(&officer, HOME, &[]);
    let with = |name: &str, value: Value| {
        let mut body = good.clone();
        body[name] = value;
        body
    };
    let mut table = String::new();
    for (what, body) in [
        ("another commune", asked(&officer, AWAY, &[])),
        ("another device", with("device", json!(Uuid::now_v7()))),
        ("another wire", with("wire", json!(2))),
        ("few sums", with("sums", json!([]))),
        ("no sums", with("sums", json!([null]))),
        ("no digits", with("sums", json!([{"count": 1, "sum": "x"}]))),
        ("long scope", with("scope", json!("x".repeat(100)))),
    ] {
        let refused = compare(&server, &officer, &body).await;
        let (status, code) = refused.refusal();
        table.push_str(&format!("{what}: {status} {code}\n"));
    }
    expect![[r#"
        another commune: 403 scope_not_held
        another device: 403 foreign_device
        another wire: 400 wire_version
        few sums: 400 wire_shape
        no sums: 400 wire_shape
        no digits: 400 wire_shape
        long scope: 400 wire_shape
    "#]]
    .assert_eq(&table);
    server.stop().await;
}
