//! `cargo xtask bench`: what an exchange of 1,000 facilities costs, with the optimised server. Figures, no verdict.

use anyhow::Result;

use crate::command::{self, run};

pub(crate) fn main() -> Result<()> {
    run(command::cargo().args(["run", "--release", "--package", "tests", "--bin", "bench"]))
}
