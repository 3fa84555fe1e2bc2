//! The directory of the offices, as a device copies it: who works there, and nothing that is not a colleague's
//! to know.

use domain::role::Role;
use serde_json::{Value, json};

use crate::support::{Person, Server};

/// The people a person is told of.
async fn known_to(server: &Server, who: &Person) -> Vec<Value> {
    let page = server.get(who, "/api/v1/sync/snapshot/office").await;
    let rows = page.body["rows"].as_array().cloned().unwrap_or_default();
    let mut people: Vec<Value> =
        rows.into_iter().filter(|row| row["kind"] == "colleague").map(|row| row["fields"].clone()).collect();
    people.sort_by_key(ToString::to_string);
    people
}

#[tokio::test]
async fn offices_know_each_other_by_name_and_role_and_nobody_else() {
    let server = Server::start().await;
    let centre = server.account("hanh", Role::CentreStaff, &["commune:*"]).await;
    let judge = server.account("thuy", Role::CouncilMember, &["commune:*"]).await;
    server.account("chu-xuong", Role::FacilityOwner, &[]).await;
    server.account("quan-tri", Role::Admin, &[]).await;
    server.officer("lan").await;
    let server = server.restart().await;

    let person = |account: &dyn ToString, name: &str, role: &str| json!({"account": account.to_string(), "name": name, "role": role, "active": true});
    let mut wanted = vec![
        person(&centre, "Người dùng hanh", "centre_staff"),
        person(&judge, "Người dùng thuy", "council_member"),
    ];
    wanted.sort_by_key(ToString::to_string);
    for login in ["hanh", "thuy"] {
        let who = server.login(login).await;
        assert_eq!(known_to(&server, &who).await, wanted, "{login}");
    }
    for login in ["lan", "chu-xuong", "quan-tri"] {
        let who = server.login(login).await;
        let page = server.get(&who, "/api/v1/sync/snapshot/office").await;
        assert_eq!(page.refusal(), (403, "scope_not_held"), "{login}");
        assert!(!server.pull(&who, &json!({})).await.body.to_string().contains("Người dùng thuy"), "{login}");
    }
    server.stop().await;
}

#[tokio::test]
async fn an_account_that_was_closed_can_be_named_no_longer_and_nobody_writes_the_directory() {
    let server = Server::start().await;
    server.account("hanh", Role::CentreStaff, &["commune:*"]).await;
    server.account("thuy", Role::CouncilMember, &["commune:*"]).await;
    let server = server.restart().await;
    server.tamper("UPDATE account SET disabled = true WHERE login = 'thuy'").await;
    let server = server.restart().await;
    let who = server.login("hanh").await;
    let closed: Vec<_> =
        known_to(&server, &who).await.into_iter().filter(|person| person["active"] == json!(false)).collect();
    assert_eq!(closed.len(), 1);
    assert_eq!(closed[0]["name"], "Người dùng thuy");

    let forged = json!({
        "seq": 1, "scope": "office", "kind": "colleague", "record": uuid::Uuid::now_v7(), "at": 1_790_000_000_000_i64,
        "op": {"put": {"name": {"v": "Người lạ", "b": 0}, "role": {"v": "finance", "b": 0}}},
    });
    let pushed = server.push(&who, &[forged]).await;
    assert_eq!(pushed.body["results"][0]["outcome"]["rejected"]["code"], "right", "{}", pushed.body);
    assert_eq!(known_to(&server, &who).await.len(), 2);
    server.stop().await;
}
