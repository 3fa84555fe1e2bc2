//! Step `e2e`: people's journeys, by Playwright, through the release build of the app and the server program.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::build::{self, Flavour};
use crate::command::{listen, run, tool};
use crate::count::{self, Count};
use crate::run;
use crate::workspace;

pub(crate) fn check() -> Result<Count> {
    let web = build::web(Flavour::Release)?;
    let server = run::server()?;
    let tests = workspace::root().join("tests");
    run(tool("npx").args(["--no-install", "tsc", "--noEmit"]).current_dir(&tests))?;
    let report = workspace::target().join("playwright/report.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    let heard = listen(
        tool("npx")
            .args(["--no-install", "playwright", "test"])
            .current_dir(&tests)
            .env("SKC_WEB", web)
            .env("SKC_SERVER", server)
            .env("SKC_REPORT", &report),
    )?;
    let report = fs::read_to_string(&report).context("Playwright left no report")?;
    let count = count::of_playwright(&report)?;
    ensure!(heard.succeeded || count.failed > 0, "Playwright ended with an error");
    ensure!(count.passed + count.failed > 0, "Playwright found no journey");
    Ok(count)
}
