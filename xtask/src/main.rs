//! `cargo xtask <command>`: what is done with this repository, one file per command. It runs cargo and other
//! tools; of the product's crates it knows only the names.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks by printing")]

mod bench;
mod browser_tests;
mod build;
mod ci;
mod command;
mod count;
mod css;
mod dev;
mod e2e;
mod fuzz;
mod postgres;
mod precache;
mod run;
mod setup;
mod shrink;
mod simulate;
mod site;
mod size;
mod split;
mod test;
mod tidy;
mod workspace;

use std::env;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::setup::Purpose;

const HELP: &str = "\
cargo xtask <command>

  run         build the app and the server, serve them on http://127.0.0.1:8080 with demo data
  test        every check, as CI runs it
  dev         like run, and build again on each saved file
  build       the app for release, to target/web
  size        bytes of each shipped file, against the budgets
  simulate    --seeds N: histories of devices, network and servers; --seed n: tell one of them
  fuzz        NAME [SECONDS]: one reader of bytes from outside, hammered by libFuzzer
  bench       what an exchange of 1,000 facilities costs; bench device: what a store of 10,000 costs
  tidy        the house rules that no compiler checks
  ci <step>   one step of test; without a name, the list of steps
  setup       install what run and test need
";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Result<ExitCode> {
    match words {
        ["run"] => run::main(),
        ["test"] => return test::main(),
        ["dev"] => dev::main(),
        ["build"] => build::main(),
        ["bench"] => bench::main(),
        ["bench", "device"] => bench::device(),
        ["simulate", rest @ ..] => simulate::main(rest),
        ["fuzz", rest @ ..] => fuzz::main(rest),
        ["size"] => size::main(),
        ["tidy"] => tidy::main(),
        ["ci"] => ci::main(None),
        ["ci", step] => ci::main(Some(step)),
        ["setup"] => setup::ensure(Purpose::Test),
        ["help" | "--help" | "-h"] | [] => {
            print!("{HELP}");
            Ok(())
        }
        _ => bail!("unknown command: {}\n{HELP}", words.join(" ")),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// A folder of its own for a test.
#[cfg(test)]
fn scratch_for_test(name: &str) -> std::path::PathBuf {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = env::temp_dir().join(format!("skc-{name}-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
