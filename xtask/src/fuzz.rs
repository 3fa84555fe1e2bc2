//! `cargo xtask fuzz NAME [SECONDS]`: libFuzzer on one of the readers in `fuzz/src/lib.rs`. The stable compiler
//! measures which code an input reaches, when it is told by its internal flags; sanitizers, which it has not,
//! are for memory that unsafe code spoils, and there is none of ours.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::command::{self, output, run, tool};
use crate::workspace;

/// Unless another number of seconds is said.
const SECONDS: &str = "600";
/// As cargo-fuzz sets them, without a sanitizer.
const FLAGS: [&str; 9] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
    "-Cdebug-assertions",
    "-Coverflow-checks",
];

/// What it finds new lies in the target folder; what makes a reader fail, beside it.
pub(crate) fn main(words: &[&str]) -> Result<()> {
    let (name, seconds) = match words {
        [name] => (*name, SECONDS),
        [name, seconds] => (*name, *seconds),
        _ => anyhow::bail!("say the name of a reader, and perhaps for how many seconds"),
    };
    let seeds = workspace::root().join("fuzz/corpus").join(name);
    ensure!(seeds.is_dir(), "there is no reader {name}: {} is not there", seeds.display());
    let host = output(tool("rustc").arg("-vV"))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let target = workspace::scratch("fuzz");
    let build = ["build", "--release", "--package", "fuzz", "--features", "libfuzzer", "--target", host];
    run(command::cargo().args(build).env("CARGO_TARGET_DIR", &target).env("RUSTFLAGS", FLAGS.join(" ")))?;
    let (found, failed) = (target.join("found").join(name), target.join("failed").join(name));
    fs::create_dir_all(&found)?;
    fs::create_dir_all(&failed)?;
    let mut fuzzer = tool(target.join(host).join("release/fuzz"));
    fuzzer.env("SKC_FUZZ_TARGET", name).arg(found).arg(seeds);
    fuzzer.arg(format!("-artifact_prefix={}/", failed.display()));
    fuzzer.arg(format!("-max_total_time={seconds}")).args([
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
    ]);
    run(&mut fuzzer)
}
