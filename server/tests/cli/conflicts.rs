//! How many conflicts wait for somebody, as an operator asks for it.

use serde_json::{Value, json};

use crate::killed::{Device, employ, facility};
use crate::{folder, program, serve, signal};

fn told(data: &std::path::Path) -> String {
    let output = program(data).arg("conflicts").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn open_conflicts_are_counted_against_what_was_written() {
    let data = folder();
    employ(data.path(), "lan").await;
    assert_eq!(told(data.path()), "0 changes, 0 conflicts, 0 open: 0.0 of 1,000 changes\n");
    let (mut child, address) = serve(data.path(), &[]);
    let (one, other) = (Device::log_in(&address, "lan").await, Device::log_in(&address, "lan").await);
    let about = facility(1);
    one.push(&address, std::slice::from_ref(&about)).await.unwrap();
    let phone = |seq: u64, value: &str| {
        json!({
            "seq": seq, "scope": about["scope"], "kind": "facility", "record": about["record"],
            "at": 1_790_000_000_000_i64,
            "op": {"put": {"phone": {"v": value, "b": 1, "o": about["op"]["put"]["phone"]["v"]}}},
        })
    };
    one.push(&address, &[phone(2, "0912000145")]).await.unwrap();
    let second = other.push(&address, &[phone(1, "0912000146")]).await.unwrap();
    let conflict = &second["results"][0]["outcome"]["conflict"]["ids"][0];
    assert_eq!(told(data.path()), "3 changes, 1 conflicts, 1 open: 333.3 of 1,000 changes\n");
    let decided = json!({
        "seq": 2, "scope": about["scope"], "kind": "conflict", "record": conflict, "at": 1_790_000_000_000_i64,
        "op": {"act": {"action": "resolve", "stage": "open", "base": 1_000, "fields": {"side": "proposed"}}},
    });
    let answer: Value = other.push(&address, &[decided]).await.unwrap();
    assert!(answer["results"][0]["outcome"]["applied"].is_object(), "{answer}");
    assert_eq!(told(data.path()), "4 changes, 1 conflicts, 0 open: 0.0 of 1,000 changes\n");
    signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
}
