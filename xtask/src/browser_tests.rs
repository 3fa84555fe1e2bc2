//! Step `wasm`: the app's own tests, compiled to WebAssembly and run in headless Chromium through chromedriver.

use std::fs;
use std::process::Command;

use anyhow::{Result, ensure};
use serde_json::json;

use crate::build::WASM;
use crate::command::{self, listen, run};
use crate::count::{self, Count};
use crate::workspace;

/// Also handed to Playwright's browsers (tests/specs/support/browser.ts).
const CHROMIUM_FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

pub(crate) fn check() -> Result<Count> {
    let heard = listen(&mut in_browser(&["--lib", "--bins", "--tests", "--no-fail-fast"])?)?;
    let count = count::of_libtest(&heard.text)?;
    ensure!(heard.succeeded || count.failed > 0, "the browser tests ended with an error");
    Ok(count)
}

/// Figures of the store on the device, as the app is shipped. No verdict.
pub(crate) fn figures() -> Result<()> {
    run(&mut in_browser(&["--bench", "store", "--profile", "wasm-release", "--", "--nocapture"])?)
}

fn in_browser(which: &[&str]) -> Result<Command> {
    let runner = ["build", "--package", "xtask", "--features", "browser-runner", "--bin", "wasm-test-runner"];
    run(command::cargo().args(runner))?;
    let scratch = workspace::scratch("webdriver");
    fs::create_dir_all(&scratch)?;
    let capabilities = scratch.join("webdriver.json");
    let chromium = json!({"goog:chromeOptions": {"binary": "/usr/bin/chromium", "args": CHROMIUM_FLAGS}});
    fs::write(&capabilities, chromium.to_string())?;
    let mut cargo = command::cargo();
    cargo
        .args(["test", "--package", "app", "--target", WASM])
        .args(which)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", workspace::target().join("debug/wasm-test-runner"))
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env("CHROMEDRIVER", "/usr/bin/chromedriver");
    Ok(cargo)
}
