//! `cargo xtask simulate`: histories of devices, a lossy network and three servers, optimised, because a debug
//! build takes ten times as long. The simulation itself is `domain/tests/sync_model`.

use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::command::{self, listen, run};
use crate::count::{self, Count};

/// Step `simulation`: as many histories as a check has time for, and every planted bug.
pub(crate) fn check() -> Result<Count> {
    count::of_libtest(&listen(&mut model())?.text)
}

/// `--seeds N [--from M]` runs N histories and ends with two lines of counts; `--seed n [--steps 3,7]` tells one
/// of them.
pub(crate) fn main(words: &[&str]) -> Result<()> {
    let mut model = model();
    match words {
        ["--seeds", seeds, rest @ ..] => {
            model.env("SKC_SEEDS", seeds).args(["--", "nothing_is_lost", "--nocapture"]);
            match rest {
                [] => {}
                ["--from", first] => drop(model.env("SKC_FROM", first)),
                _ => bail!("after --seeds N comes --from M or nothing"),
            }
            let heard = listen(&mut model)?;
            for word in ["edits ", "histories "] {
                // The harness leaves its own line open before the first.
                let line =
                    heard.text.lines().rev().find_map(|line| line.find(word).and_then(|at| line.get(at..)));
                println!("{}", line.context("the simulation said nothing")?);
            }
            ensure!(heard.succeeded, "a promise was broken, or a planted bug was not found");
            return Ok(());
        }
        ["--seed", seed, rest @ ..] => {
            model.env("SKC_SEED", seed).args(["--", "--exact", "replay", "--nocapture"]);
            match rest {
                [] => {}
                ["--steps", steps] => drop(model.env("SKC_STEPS", steps)),
                _ => bail!("after --seed comes --steps 3,7,19 or nothing"),
            }
        }
        _ => bail!("say --seeds N and perhaps --from M, or --seed n and perhaps --steps 3,7,19"),
    }
    run(&mut model)
}

fn model() -> Command {
    let mut cargo = command::cargo();
    cargo.args([
        "test",
        "--release",
        "--package",
        "domain",
        "--features",
        "simulation",
        "--test",
        "sync_model",
    ]);
    cargo
}
