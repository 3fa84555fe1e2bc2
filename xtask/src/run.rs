//! `cargo xtask run`: builds the app and the server and serves them, with demo data where there is none yet.

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::thread;

use anyhow::{Context, Result, bail};

use crate::build::{self, Flavour};
use crate::command::{self, run};
use crate::setup::{self, Purpose};
use crate::workspace;

pub(crate) const LISTEN: &str = "127.0.0.1:8080";

/// Builds the server as `run`, `dev` and the journeys use it.
pub(crate) fn server() -> Result<PathBuf> {
    run(command::cargo().args(["build", "--package", "server", "--bin", "so-khuyen-cong"]))?;
    Ok(workspace::target().join("debug/so-khuyen-cong"))
}

pub(crate) fn main() -> Result<()> {
    setup::ensure(Purpose::Run)?;
    // Two profiles, so the two builds do not wait for each other; the app's last stretch uses one core only.
    let (server, web) = thread::scope(|scope| {
        let server = scope.spawn(server);
        let web = build::web(Flavour::Release);
        (server.join(), web)
    });
    let (Ok(server), web) = (server, web?) else { bail!("building the server panicked") };
    let server = server?;
    println!("Sổ Khuyến Công: http://{LISTEN} (Ctrl-C ends it; the data lies in ./data)");
    // The server takes our place, so that Ctrl-C and signals reach it and nothing is left behind.
    let failed = command::tool(&server)
        .args(["serve", "--data", "data", "--listen", LISTEN, "--demo", "--web"])
        .arg(web)
        .exec();
    Err(failed).with_context(|| format!("cannot start {}", server.display()))
}
