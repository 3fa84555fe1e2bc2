//! The page behind the code of a certificate, as a stranger's phone opens it.

use domain::id::RecordId;
use domain::record::Kind;
use domain::role::Role;
use domain::value::Document;
use domain::verification::check_on;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{HOME, Person, Server, facility};

struct Told {
    status: StatusCode,
    page: String,
}

async fn ask(server: &Server, id: Uuid, check: &str, language: &str) -> Told {
    ask_at(server, &format!("/cn/{id}/{check}"), language).await
}

async fn ask_at(server: &Server, path: &str, language: &str) -> Told {
    let asked = server.request(Method::GET, path).header(header::ACCEPT_LANGUAGE, language);
    let response = asked.send().await.unwrap();
    Told { status: response.status(), page: response.text().await.unwrap() }
}

/// A certificate that the centre wrote, and the check printed on it.
async fn issued(server: &Server, who: &Person) -> (Uuid, String) {
    let (maker, id) = (Uuid::now_v7(), Uuid::now_v7());
    let field = |value: Value| json!({"v": value, "b": 0});
    let certificate = json!({
        "seq": 2, "scope": format!("commune:{HOME}"), "kind": "product_certificate", "record": id,
        "at": 1_790_000_000_000_i64,
        "op": {"put": {
            "facility": field(json!(maker)), "product": field(json!("Lọ hoa men da lươn")),
            "level": field(json!("commune")), "number": field(json!("01/GCN-CX")),
            "issued_on": field(json!("2026-03-01")),
        }},
    });
    let pushed = server.push(who, &[facility(1, maker, HOME, "Gốm Trung Thôn"), certificate]).await;
    assert_eq!(pushed.body["results"][1]["outcome"]["rejected"], Value::Null, "{}", pushed.body);
    let doc = Document::default().with("product", "Lọ hoa men da lươn").with("number", "01/GCN-CX");
    (id, check_on(RecordId(id), Kind::ProductCertificate, &doc).unwrap())
}

#[tokio::test]
async fn a_stranger_learns_whether_a_certificate_stands() {
    let server = Server::start().await;
    server.account("trung-tam", Role::CentreStaff, &["commune:*"]).await;
    let centre = server.login("trung-tam").await;
    let (id, check) = issued(&server, &centre).await;

    let valid = ask(&server, id, &check, "vi-VN").await;
    assert_eq!(valid.status, StatusCode::OK);
    for printed in
        ["còn giá trị", "01/GCN-CX", "Lọ hoa men da lươn", "Gốm Trung Thôn", "01/03/2026", "31/12/2028"]
    {
        assert!(valid.page.contains(printed), "{printed}: {}", valid.page);
    }
    // Nothing of the maker but the name.
    for private in ["0912345678", "Thuỵ", HOME] {
        assert!(!valid.page.contains(private), "{private}: {}", valid.page);
    }
    assert!(ask(&server, id, &check, "en-GB").await.page.contains("in the book and valid"));
    // The codes of the first certificates were printed with another address.
    let before = ask_at(&server, &format!("/api/v1/certificates/{id}/{check}"), "vi-VN").await;
    assert_eq!((before.status, before.page), (valid.status, valid.page));

    let withdraw = json!({
        "seq": 3, "scope": format!("commune:{HOME}"), "kind": "product_certificate", "record": id,
        "at": 1_790_000_100_000_i64,
        "op": {"put": {
            "withdrawn_on": {"v": "2026-04-01", "b": 0}, "withdrawn_why": {"v": "Sai nhãn", "b": 0},
        }},
    });
    let pushed = server.push(&centre, &[withdraw]).await;
    assert_eq!(pushed.body["results"][0]["outcome"]["rejected"], Value::Null, "{}", pushed.body);
    let withdrawn = ask(&server, id, &check, "vi-VN").await;
    assert!(withdrawn.page.contains("đã bị thu hồi"), "{}", withdrawn.page);
    assert!(!withdrawn.page.contains("Sai nhãn"));
    server.stop().await;
}

#[tokio::test]
async fn a_code_that_fits_nothing_tells_nothing() {
    let server = Server::start().await;
    server.account("trung-tam", Role::CentreStaff, &["commune:*"]).await;
    let centre = server.login("trung-tam").await;
    let (id, check) = issued(&server, &centre).await;
    let wrong = if check == "000000" { "000001" } else { "000000" };
    for (id, check) in [(id, wrong), (Uuid::now_v7(), check.as_str()), (Uuid::nil(), "<b>")] {
        let unknown = ask(&server, id, check, "vi-VN").await;
        assert_eq!(unknown.status, StatusCode::OK);
        assert!(unknown.page.contains("Không có giấy nào khớp"), "{}", unknown.page);
        assert!(!unknown.page.contains("01/GCN-CX") && !unknown.page.contains("<b>"));
    }
    for odd in ["/cn/khong/phai", "/cn/khong", "/cn/mot/hai/ba", "/api/v1/certificates/khong/phai"] {
        let told = ask_at(&server, odd, "vi-VN").await;
        assert_eq!(told.status, StatusCode::OK, "{odd}");
        assert!(told.page.contains("Không có giấy nào khớp"), "{odd}: {}", told.page);
    }
    server.stop().await;
}

#[tokio::test]
async fn who_tries_codes_is_slowed_down_and_nobody_else() {
    let server = Server::start().await;
    let ask_from = async |address: &str| {
        let path = format!("/api/v1/certificates/{}/ABCDEF", Uuid::now_v7());
        let asked = server.request(Method::GET, &path).header("x-forwarded-for", address);
        asked.send().await.unwrap().status()
    };
    let mut refused = 0;
    for tried in 0..90 {
        // Whatever it writes before what the proxy adds.
        let status = ask_from(&format!("10.0.0.{tried}, 203.0.113.7")).await;
        refused += usize::from(status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > 0, "90 codes in a row were all answered");
    assert_eq!(ask_from("203.0.113.8").await, StatusCode::OK);
    assert_eq!(ask(&server, Uuid::now_v7(), "ABCDEF", "vi-VN").await.status, StatusCode::OK);
    server.stop().await;
}
