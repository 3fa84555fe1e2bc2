//! The server process is killed while a file is sent: what it acknowledged it still has, and the
//! device goes on with the rest.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::header;
use serde_json::{Value, json};
use server::attachments::name_of;
use server::attachments::samples;

use crate::killed::{Device, employ, facility};
use crate::{folder, serve, signal};

const CHUNK: usize = 256 * 1024;

struct Upload {
    device: Device,
    name: String,
    bytes: Vec<u8>,
    /// Bit n: chunk n was acknowledged.
    acknowledged: AtomicU64,
}

impl Upload {
    /// The chunks that the server says it lacks; none when the file is complete.
    async fn missing(&self, address: &str) -> Vec<u64> {
        let request = self.device.client.head(format!("{address}/api/v1/blobs/{}", self.name));
        let response = request.header(header::COOKIE, &self.device.cookie).send().await.unwrap();
        if response.headers()["blob-state"] == "complete" {
            return Vec::new();
        }
        let runs = response.headers()["missing-chunks"].to_str().unwrap();
        let run = |run: &str| {
            let (first, last) = run.split_once('-').unwrap_or((run, run));
            first.parse::<u64>().unwrap()..=last.parse::<u64>().unwrap()
        };
        runs.split(',').flat_map(run).collect()
    }

    async fn send(&self, address: &str, chunk: u64) -> Result<Value, reqwest::Error> {
        let bytes = self.bytes.chunks(CHUNK).nth(usize::try_from(chunk).unwrap()).unwrap().to_vec();
        let request = self.device.client.put(format!("{address}/api/v1/blobs/{}/{chunk}", self.name));
        let request = request.header(header::COOKIE, &self.device.cookie);
        let answer =
            request.header(header::CONTENT_TYPE, "application/octet-stream").body(bytes).send().await?;
        let answer = answer.error_for_status()?.json().await?;
        self.acknowledged.fetch_or(1 << chunk, Ordering::AcqRel);
        Ok(answer)
    }

    async fn send_until_killed(&self, address: &str, chunks: &[u64]) {
        for chunk in chunks {
            if self.send(address, *chunk).await.is_err() {
                break;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_survives_kills() {
    let data = folder();
    employ(data.path(), "lan").await;
    let (mut child, mut address) = serve(data.path(), &[]);
    let device = Device::log_in(&address, "lan").await;
    let bytes = samples::grainy_photo(2_000, 1_500);
    let name = name_of(&bytes).to_string();
    let about = facility(1);
    let field = |value: Value| json!({"v": value, "b": 0});
    let record = json!({
        "seq": 2, "scope": about["scope"], "kind": "attachment", "record": uuid::Uuid::now_v7(),
        "at": 1_790_000_000_000_i64,
        "op": {"put": {
            "about": field(about["record"].clone()), "file_name": field(json!("ảnh.jpg")),
            "media_type": field(json!("image/jpeg")), "bytes": field(json!(bytes.len())),
            "sha256": field(json!(name)),
        }},
    });
    device.push(&address, &[about, record]).await.unwrap();
    let upload = Arc::new(Upload { device, name, bytes, acknowledged: AtomicU64::new(0) });
    let count = u64::try_from(upload.bytes.len().div_ceil(CHUNK)).unwrap();
    assert!(count > 10, "there is something to interrupt");

    let mut kills = 0;
    loop {
        let missing = upload.missing(&address).await;
        let acknowledged = upload.acknowledged.load(Ordering::Acquire);
        let lost: Vec<_> = missing.iter().filter(|chunk| acknowledged & (1 << **chunk) != 0).collect();
        // The last chunk is asked for again when the check did not come to its end.
        assert!(lost.is_empty() || (missing.len() == 1 && acknowledged == (1 << count) - 1), "{lost:?}");
        if missing.is_empty() {
            break;
        }
        let sending = {
            let (upload, address) = (Arc::clone(&upload), address.clone());
            tokio::spawn(async move { upload.send_until_killed(&address, &missing).await })
        };
        tokio::time::sleep(Duration::from_millis(80 << kills)).await;
        signal(&child, "KILL");
        child.wait().unwrap();
        sending.await.unwrap();
        (child, address) = serve(data.path(), &[]);
        kills += 1;
    }
    assert!(kills > 1, "it was interrupted");
    let request = upload.device.client.get(format!("{address}/api/v1/blobs/{}", upload.name));
    let read = request.header(header::COOKIE, &upload.device.cookie).send().await.unwrap();
    let picture = image::load_from_memory(&read.bytes().await.unwrap()).unwrap();
    assert_eq!((picture.width(), picture.height()), (2_000, 1_500));
    signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
}
