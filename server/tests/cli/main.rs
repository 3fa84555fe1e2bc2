//! The program as an operator meets it: subcommands, signals, messages.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop at once")]

mod conflicts;
mod killed;
mod killed_upload;
#[path = "../storage/postgres.rs"]
mod postgres;
mod restored;
mod three_servers;

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_so-khuyen-cong"));
    command.env_clear().arg("--data").arg(data).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn create_admin(data: &Path, password: &str) -> Output {
    create(data, &["create-admin", "--login", "quan-tri", "--name", "Quản trị"], password)
}

/// Runs a command that reads a password from its first line of input.
fn create(data: &Path, arguments: &[&str], password: &str) -> Output {
    let mut command = program(data);
    command.args(arguments).stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{password}\n").as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// Starts serving and tells the address it printed.
fn serve(data: &Path, more: &[&str]) -> (Child, String) {
    let mut child = program(data).args(["serve", "--listen", "127.0.0.1:0"]).args(more).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim().to_owned())
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args(["-s", name, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[tokio::test]
async fn the_first_admin_is_made_by_a_command_and_can_log_in() {
    let data = folder();
    let made = create_admin(data.path(), "một mật khẩu dài");
    assert!(made.status.success(), "{made:?}");
    let (mut child, address) = serve(data.path(), &[]);
    let login = json!({"login": "quan-tri", "password": "một mật khẩu dài", "device": {"id": Uuid::now_v7(), "name": "Máy bàn"}});
    let client = reqwest::Client::new();
    let response = client.post(format!("{address}/api/v1/session")).json(&login).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let session: serde_json::Value = response.json().await.unwrap();
    assert_eq!((&session["account"]["role"], &session["scopes"]), (&json!("admin"), &json!(["ref"])));
    signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
}

#[tokio::test]
async fn an_account_holds_the_communes_it_was_made_for() {
    let data = folder();
    let officer =
        ["create-account", "--login", "phulang", "--name", "Vũ Văn Hoạch", "--role", "commune_officer"];
    let with = |codes: &[&'static str]| {
        let codes = codes.iter().flat_map(|code| ["--commune", *code]);
        create(data.path(), &officer.iter().copied().chain(codes).collect::<Vec<_>>(), "một mật khẩu dài")
    };
    let unknown = String::from_utf8(with(&["00000"]).stderr).unwrap();
    assert!(unknown.ends_with("so-khuyen-cong: 00000 is not the code of a commune\n"), "{unknown}");
    assert!(with(&["09292", "09190"]).status.success());
    let (mut child, address) = serve(data.path(), &[]);
    let login = json!({"login": "phulang", "password": "một mật khẩu dài", "device": {"id": Uuid::now_v7(), "name": "Máy bảng"}});
    let response =
        reqwest::Client::new().post(format!("{address}/api/v1/session")).json(&login).send().await.unwrap();
    let session: serde_json::Value = response.json().await.unwrap();
    assert_eq!(session["scopes"], json!(["commune:09190", "commune:09292", "ref"]), "{session}");
    signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_short_password_and_a_taken_name_are_refused_in_words() {
    let data = folder();
    let short = create_admin(data.path(), "ngắn");
    assert_eq!(short.status.code(), Some(1));
    let words = String::from_utf8(short.stderr).unwrap();
    assert!(
        words.ends_with("so-khuyen-cong: the account was not made: a password has 10 to 256 characters\n"),
        "{words}"
    );
    assert!(create_admin(data.path(), "một mật khẩu dài").status.success());
    let again = create_admin(data.path(), "một mật khẩu dài");
    let words = String::from_utf8(again.stderr).unwrap();
    assert!(
        words.ends_with("so-khuyen-cong: the account was not made: the login name is taken\n"),
        "{words}"
    );
}

#[tokio::test]
async fn demo_accounts_are_made_once_and_kept_from_other_eyes() {
    let parent = folder();
    let data = parent.path().join("new");
    let first = program(&data).arg("demo").output().unwrap();
    assert!(first.status.success(), "{first:?}");
    let file = data.join("demo-accounts.json");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
    let accounts: Vec<serde_json::Value> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(String::from_utf8(first.stdout).unwrap().lines().count(), accounts.len());

    let (mut child, address) = serve(&data, &["--demo"]);
    let client = reqwest::Client::new();
    for account in &accounts {
        let login = json!({
            "login": account["login"], "password": account["passphrase"],
            "device": {"id": Uuid::now_v7(), "name": "Máy bảng"},
        });
        let response = client.post(format!("{address}/api/v1/session")).json(&login).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{account}");
    }
    signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
    let again = program(&data).arg("demo").output().unwrap();
    assert_eq!(String::from_utf8(again.stdout).unwrap(), "there are accounts already: nothing was changed\n");
}

#[test]
fn both_signals_end_the_server_in_the_usual_way() {
    for name in ["TERM", "INT"] {
        let data = folder();
        let (mut child, address) = serve(data.path(), &[]);
        assert!(address.starts_with("http://127.0.0.1:"), "{address}");
        signal(&child, name);
        assert!(child.wait().unwrap().success(), "{name}");
    }
}

#[test]
fn an_idle_connection_does_not_delay_the_end() {
    let data = folder();
    let (mut child, address) = serve(data.path(), &[]);
    let idle = std::net::TcpStream::connect(address.trim_start_matches("http://")).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    let started = std::time::Instant::now();
    signal(&child, "TERM");
    assert!(child.wait().unwrap().success());
    assert!(started.elapsed() < Duration::from_secs(12), "{:?}", started.elapsed());
    drop(idle);
}

#[test]
fn migrating_twice_is_harmless_and_a_bad_setting_is_named() {
    let data = folder();
    for _ in 0..2 {
        let done = program(data.path()).arg("migrate").output().unwrap();
        assert!(done.status.success(), "{done:?}");
    }
    let bad = program(data.path()).args(["migrate", "--database", "mysql://x"]).output().unwrap();
    assert_eq!(bad.status.code(), Some(1));
    assert!(String::from_utf8(bad.stderr).unwrap().contains("must be a postgres:// address"));
    let taken = program(data.path()).args(["serve", "--listen", "192.0.2.1:1"]).output().unwrap();
    assert!(String::from_utf8(taken.stderr).unwrap().contains("cannot listen on 192.0.2.1:1"));
}
