//! How a device sends a file and reads one.

use reqwest::{Method, Response, header};
use serde_json::{Value, json};
use server::attachments::name_of;
use uuid::Uuid;

use crate::support::{Answer, HOME, Person, Server, answer, facility};

/// Bytes of a chunk of a file.
pub const CHUNK: usize = 256 * 1024;

/// A file as a device holds it.
pub struct Sample {
    pub name: String,
    pub bytes: Vec<u8>,
}

pub struct Attached {
    pub facility: Uuid,
    pub record: Uuid,
}

impl From<Vec<u8>> for Sample {
    fn from(bytes: Vec<u8>) -> Self {
        Self { name: name_of(&bytes).to_string(), bytes }
    }
}

impl Server {
    /// Puts a facility of the home commune down, and a record that names a file of it.
    pub async fn attach(&self, who: &Person, file: &Sample) -> Attached {
        let attached = Attached { facility: Uuid::now_v7(), record: Uuid::now_v7() };
        let muts = [
            facility(1, attached.facility, HOME, "Mộc Hùng"),
            attachment(2, attached.record, HOME, attached.facility, file),
        ];
        let pushed = self.push(who, &muts).await;
        assert!(pushed.body["results"][1]["outcome"]["applied"].is_object(), "{}", pushed.body);
        attached
    }

    pub async fn send(&self, who: &Person, file: &Sample, chunk: usize) -> Answer {
        let bytes = file.bytes.chunks(CHUNK).nth(chunk).unwrap().to_vec();
        self.put_chunk(who, &file.name, &chunk.to_string(), bytes).await
    }

    /// Sends every chunk and tells the last answer.
    pub async fn send_all(&self, who: &Person, file: &Sample) -> Answer {
        let mut last = None;
        for chunk in 0..file.bytes.len().div_ceil(CHUNK) {
            last = Some(self.send(who, file, chunk).await);
        }
        last.unwrap()
    }

    pub async fn put_chunk(&self, who: &Person, name: &str, chunk: &str, bytes: Vec<u8>) -> Answer {
        let request = self.request(Method::PUT, &format!("/api/v1/blobs/{name}/{chunk}"));
        let request = request.header(header::COOKIE, &who.cookie);
        answer(request.header(header::CONTENT_TYPE, "application/octet-stream").body(bytes)).await
    }

    /// What HEAD tells: the status, and the headers about the file.
    pub async fn head(&self, who: &Person, name: &str) -> String {
        let request = self.request(Method::HEAD, &format!("/api/v1/blobs/{name}"));
        let response = request.header(header::COOKIE, &who.cookie).send().await.unwrap();
        let told = ["blob-state", "missing-chunks", "blob-refusal"]
            .into_iter()
            .filter_map(|name| response.headers().get(name))
            .map(|value| value.to_str().unwrap().to_owned());
        std::iter::once(response.status().as_u16().to_string()).chain(told).collect::<Vec<_>>().join(" ")
    }

    pub async fn read(&self, who: &Person, name: &str) -> Response {
        let request = self.request(Method::GET, &format!("/api/v1/blobs/{name}"));
        request.header(header::COOKIE, &who.cookie).send().await.unwrap()
    }
}

/// A mutation that makes an attachment.
pub fn attachment(seq: u64, id: Uuid, commune: &str, about: Uuid, file: &Sample) -> Value {
    let field = |value: Value| json!({"v": value, "b": 0});
    json!({
        "seq": seq, "scope": format!("commune:{commune}"), "kind": "attachment", "record": id, "at": 1_790_000_000_000_i64,
        "op": {"put": {
            "about": field(json!(about)),
            "slot": field(json!("machine")),
            "file_name": field(json!("may-cua.jpg")),
            "media_type": field(json!("image/jpeg")),
            "bytes": field(json!(file.bytes.len())),
            "sha256": field(json!(file.name)),
        }},
    })
}
