//! `cargo xtask bench`: what an exchange of 1,000 facilities costs, with the optimised server; `bench device`:
//! what a device's store of 10,000 costs. Figures, no verdict.

use anyhow::Result;

use crate::browser_tests;
use crate::command::{self, run};

pub(crate) fn main() -> Result<()> {
    run(command::cargo().args(["run", "--release", "--package", "tests", "--bin", "bench"]))
}

pub(crate) fn device() -> Result<()> {
    browser_tests::figures()
}
