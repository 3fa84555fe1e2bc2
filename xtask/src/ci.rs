//! `cargo xtask ci <step>`: one check. `cargo xtask test` runs these same steps, so a name means the same on a
//! desk and in CI.

use anyhow::{Result, bail, ensure};

use crate::browser_tests;
use crate::build::WASM;
use crate::command::{self, listen, output, run};
use crate::count::{self, Count};
use crate::e2e;
use crate::postgres::Postgres;
use crate::setup::{self, Purpose};
use crate::simulate;
use crate::size;
use crate::tidy;

pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) check: fn() -> Result<Count>,
}

/// In the order in which a fault is found soonest.
pub(crate) const STEPS: [Step; 12] = [
    Step { name: "fmt", about: "formatting", check: fmt },
    Step { name: "tidy", about: "the house: arrows, names, words, styles, docs", check: tidy_step },
    Step { name: "clippy", about: "lints of everything native", check: clippy },
    Step { name: "clippy-wasm", about: "lints of what runs in the browser", check: clippy_wasm },
    Step { name: "domain", about: "the domain builds alone, native and wasm", check: domain },
    Step { name: "client", about: "crates the client may not carry", check: client },
    Step { name: "unit", about: "native tests, with a PostgreSQL of their own", check: unit },
    Step { name: "bucket", about: "files in a bucket, against a service that speaks S3", check: bucket },
    Step {
        name: "simulation",
        about: "ten thousand histories, and every planted bug",
        check: simulate::check,
    },
    Step { name: "wasm", about: "the app's tests in headless Chromium", check: browser_tests::check },
    Step { name: "size", about: "release build of the app against its budgets", check: size_step },
    Step { name: "e2e", about: "journeys in Chromium against the real server", check: e2e::check },
];

/// A crate that was measured and refused for the client.
struct Refused {
    name: &'static str,
    instead: &'static str,
    /// Who names it without any of it reaching the wasm: the linker drops what nothing calls.
    bearer: Option<&'static str>,
}

const REFUSED: [Refused; 4] = [
    Refused { name: "aes-gcm", instead: "WebCrypto", bearer: None },
    Refused { name: "icu_collator", instead: "Intl.Collator", bearer: None },
    Refused { name: "unicode-normalization", instead: "String.normalize", bearer: None },
    Refused { name: "regex", instead: "plain code", bearer: Some("leptos_config") },
];

pub(crate) fn main(name: Option<&str>) -> Result<()> {
    let Some(step) = STEPS.iter().find(|step| Some(step.name) == name) else {
        for step in &STEPS {
            println!("{:12} {}", step.name, step.about);
        }
        bail!("which step? one of the above");
    };
    setup::ensure(Purpose::Test)?;
    let count = (step.check)()?;
    if count != Count::default() {
        println!("{} passed, {} failed", count.passed, count.failed);
    }
    ensure!(count.failed == 0, "{} failed", step.name);
    Ok(())
}

fn fmt() -> Result<Count> {
    run(command::cargo().args(["fmt", "--all", "--check"]))?;
    Ok(Count::default())
}

fn tidy_step() -> Result<Count> {
    tidy::main()?;
    Ok(Count::default())
}

/// Every native package but the one with the S3 service, the browser runner included.
pub(crate) const NATIVE: [&str; 7] =
    ["--workspace", "--exclude", "app", "--exclude", "bucket", "--features", "xtask/browser-runner"];

fn clippy() -> Result<Count> {
    let all = ["--features", "domain/simulation", "--all-targets", "--", "-D", "warnings"];
    run(command::cargo().arg("clippy").args(NATIVE).args(all))?;
    // What only some build: files in a bucket.
    let s3 = ["--package", "server", "--features", "s3", "--lib", "--bins"];
    run(command::cargo().arg("clippy").args(s3).args(["--", "-D", "warnings"]))?;
    let bucket = ["--package", "bucket", "--all-targets"];
    run(command::cargo().arg("clippy").args(bucket).args(["--", "-D", "warnings"]))?;
    Ok(Count::default())
}

fn clippy_wasm() -> Result<Count> {
    let targets: [&[&str]; 3] = [
        &["--package", "app", "--all-targets"],
        &["--package", "app", "--bins", "--features", "split"],
        &["--package", "domain", "--lib"],
    ];
    for targets in targets {
        run(command::cargo()
            .args(["clippy", "--target", WASM])
            .args(targets)
            .args(["--", "-D", "warnings"]))?;
    }
    Ok(Count::default())
}

fn domain() -> Result<Count> {
    run(command::cargo().args(["check", "--package", "domain", "--lib"]))?;
    run(command::cargo().args(["check", "--package", "domain", "--lib", "--target", WASM]))?;
    Ok(Count::default())
}

fn client() -> Result<Count> {
    let carried = crates_of_client(&[])?;
    ensure!(carried.iter().any(|name| name == "domain"), "cargo tree does not show the app's crates");
    for Refused { name, instead, bearer } in
        REFUSED.iter().filter(|refused| carried.iter().any(|at| at == refused.name))
    {
        let bearers = crates_of_client(&["--invert", name, "--depth", "1"])?;
        let stranger = bearers.iter().find(|at| at != name && Some(at.as_str()) != *bearer);
        ensure!(stranger.is_none(), "the client carries {name} through {stranger:?}; use {instead}");
    }
    println!("{} crates, none of the refused ones", carried.len());
    Ok(Count::default())
}

fn crates_of_client(further: &[&str]) -> Result<Vec<String>> {
    let tree =
        ["tree", "--package", "app", "--target", WASM, "--edges", "normal,no-proc-macro", "--prefix", "none"];
    let tree = output(command::cargo().args(tree).args(further))?;
    Ok(tree.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect())
}

fn unit() -> Result<Count> {
    let postgres = Postgres::start()?;
    let mut cargo = command::cargo();
    if setup::has_nextest() {
        cargo.args(["nextest", "run", "--no-fail-fast"]);
    } else {
        cargo.args(["test", "--no-fail-fast", "--all-targets"]);
    }
    let heard = listen(cargo.args(NATIVE).env("SKC_TEST_POSTGRES", postgres.url()))?;
    let mut count =
        if setup::has_nextest() { count::of_nextest(&heard.text) } else { count::of_libtest(&heard.text) }?;
    ensure!(heard.succeeded || count.failed > 0, "the test run ended with an error");
    // nextest does not run the examples in the documentation.
    let examples = listen(command::cargo().args(["test", "--doc", "--package", "domain"]))?;
    count += count::of_libtest(&examples.text)?;
    Ok(count)
}

/// The S3 service compiles for a minute or two, so that no other step builds it.
fn bucket() -> Result<Count> {
    count::of_libtest(&listen(command::cargo().args(["test", "--package", "bucket"]))?.text)
}

fn size_step() -> Result<Count> {
    size::main()?;
    Ok(Count::default())
}
