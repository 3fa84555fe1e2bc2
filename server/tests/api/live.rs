//! Who is connected hears where their scopes stand as soon as somebody writes, whichever server took it.

use std::time::{Duration, Instant};

use reqwest::{Method, Response, StatusCode, header};
use serde_json::{Value, json};
use tokio::time::timeout;
use uuid::Uuid;

use crate::support::{AWAY, HOME, Person, Server, facility};

const LIVE: &str = "/api/v1/sync/live";
const SOON: Duration = Duration::from_secs(5);

/// An open stream, event by event.
struct Stream {
    answer: Response,
    text: String,
}

impl Stream {
    async fn open(server: &Server, who: &Person) -> Self {
        let answer = server.request(Method::GET, LIVE).header(header::COOKIE, &who.cookie).send().await;
        let answer = answer.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/event-stream");
        Self { answer, text: String::new() }
    }

    /// The next event; `None` when the stream is over.
    async fn next(&mut self) -> Option<Value> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let data = event.strip_prefix("data: ").map(|data| serde_json::from_str(data).unwrap());
                self.text = rest.to_owned();
                if data.is_some() {
                    return data;
                }
                continue;
            }
            let bytes = self.answer.chunk().await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    async fn soon(&mut self) -> Option<Value> {
        let said = timeout(SOON, self.next()).await;
        said.unwrap_or_else(|_| panic!("nothing is said for {SOON:?}"))
    }
}

#[tokio::test]
async fn a_push_is_told_at_once_to_who_holds_its_scope() {
    let server = Server::start().await;
    let (lan, minh) = (server.officer("lan").await, server.officer("minh").await);
    server.account("tam", domain::role::Role::CommuneOfficer, &["commune:07399"]).await;
    let tam = server.login("tam").await;
    let (mut near, mut far) = (Stream::open(&server, &minh).await, Stream::open(&server, &tam).await);
    let first = near.soon().await.unwrap();
    let ref_ver = first["ref"].as_u64().unwrap();
    assert!(ref_ver > 0 && first.as_object().unwrap().len() == 1, "nobody wrote in the commune yet: {first}");
    assert_eq!(far.soon().await.unwrap(), json!({"ref": ref_ver}));

    let began = Instant::now();
    server.push(&lan, &[facility(1, Uuid::now_v7(), HOME, "Mộc Hùng")]).await;
    assert_eq!(near.soon().await.unwrap(), json!({format!("commune:{HOME}"): 1}));
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    let other = timeout(Duration::from_millis(500), far.next()).await;
    assert!(other.is_err(), "{AWAY} hears nothing of {HOME}: {other:?}");
    server.stop().await;
}

#[tokio::test]
async fn a_push_that_another_server_took_is_told_too() {
    let server = Server::start().await;
    let (lan, minh) = (server.officer("lan").await, server.officer("minh").await);
    let twin = server.twin().await;
    let mut stream = Stream::open(&server, &minh).await;
    stream.soon().await.unwrap();
    let body =
        json!({"wire": 1, "device": lan.device, "muts": [facility(1, Uuid::now_v7(), HOME, "Mộc Hùng")]});
    let pushed = reqwest::Client::new()
        .post(format!("http://{}/api/v1/sync/push", twin.addr))
        .header(header::COOKIE, &lan.cookie)
        .json(&body);
    assert_eq!(pushed.send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(stream.soon().await.unwrap(), json!({format!("commune:{HOME}"): 1}));
    twin.shutdown().await;
    server.stop().await;
}

#[tokio::test]
async fn a_server_that_stops_lets_its_listeners_go() {
    let server = Server::start().await;
    let minh = server.officer("minh").await;
    let mut stream = Stream::open(&server, &minh).await;
    stream.soon().await.unwrap();
    let began = Instant::now();
    server.stop().await;
    assert!(began.elapsed() < SOON, "an open stream held it up for {:?}", began.elapsed());
    assert_eq!(stream.soon().await, None);
}

#[tokio::test]
async fn nobody_hears_without_a_session() {
    let server = Server::start().await;
    let answer = server.request(Method::GET, LIVE).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    server.stop().await;
}
