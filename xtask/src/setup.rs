//! `cargo xtask setup`: looks for what a command needs on this machine and installs what is missing, saying
//! what and why. Where it may not install, it says what a person has to.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::build::WASM;
use crate::command::{self, output, run, tool};
use crate::workspace;

/// What the machine is made ready for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Run,
    Test,
}

struct Package {
    name: &'static str,
    proof: fn() -> bool,
    why: &'static str,
}

const PACKAGES: [Package; 4] = [
    Package {
        name: "chromium",
        proof: || Path::new("/usr/bin/chromium").exists(),
        why: "journeys run in a real browser",
    },
    Package {
        name: "chromium-driver",
        proof: || Path::new("/usr/bin/chromedriver").exists(),
        why: "the app's own tests run in that browser",
    },
    Package {
        name: "postgresql",
        proof: || crate::postgres::programs().is_some(),
        why: "the storage tests also run on a PostgreSQL of their own",
    },
    Package {
        name: "fonts-noto-core",
        proof: || Path::new("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf").exists(),
        why: "Vietnamese letters have to be drawn in the browser",
    },
];

/// Makes the machine ready, or says what is left to do.
pub(crate) fn ensure(purpose: Purpose) -> Result<()> {
    wasm_target()?;
    node_packages()?;
    if purpose == Purpose::Test {
        packages()?;
        if !has_nextest() {
            println!("cargo-nextest is not here: tests run with `cargo test`, one binary after the other");
        }
    }
    Ok(())
}

pub(crate) fn has_nextest() -> bool {
    command::find("cargo-nextest").is_some()
        || output(command::cargo().args(["nextest", "--version"])).is_ok()
}

fn wasm_target() -> Result<()> {
    let sysroot = output(tool("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    println!("setup: rustup target add {WASM}: the app is compiled to WebAssembly");
    if command::find("rustup").is_none() {
        bail!(
            "rustup is not on the PATH: add the Rust target {WASM} with whatever installed Rust, then try again"
        );
    }
    run(tool("rustup").args(["target", "add", WASM]))
}

fn packages() -> Result<()> {
    let missing: Vec<&Package> = PACKAGES.iter().filter(|package| !(package.proof)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for package in &missing {
        println!("setup: Debian package {}: {}", package.name, package.why);
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    let by_hand = format!("apt-get install --no-install-recommends {}", names.join(" "));
    if !Path::new("/etc/debian_version").exists() {
        bail!("this is not Debian, so it cannot be installed from here; install what `{by_hand}` would");
    }
    if output(tool("id").arg("-u"))?.trim() != "0" {
        bail!("installing needs root: run `sudo {by_hand}`, then try again");
    }
    run(tool("apt-get").args(["update", "--quiet"]))?;
    run(tool("apt-get")
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(&names)
        .env("DEBIAN_FRONTEND", "noninteractive"))?;
    match missing.iter().find(|package| !(package.proof)()) {
        Some(package) => bail!("{} was installed but is not where it is expected", package.name),
        None => Ok(()),
    }
}

/// Binaryen, Playwright and axe, at the versions of the lock file. The browser is Debian's, so none is fetched.
fn node_packages() -> Result<()> {
    let tests = workspace::root().join("tests");
    let lock = fs::read(tests.join("package-lock.json"))?;
    let installed = tests.join("node_modules/.installed-lock");
    if fs::read(&installed).is_ok_and(|before| before == lock) {
        return Ok(());
    }
    if command::find("npm").is_none() {
        bail!("npm is not on the PATH: install Node.js 20 or newer with npm, then try again");
    }
    println!(
        "setup: npm ci in tests/: Binaryen puts the modules in order, Playwright drives the browser, axe checks accessibility"
    );
    run(tool("npm")
        .args(["ci", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund", "--loglevel=error"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(&tests))?;
    fs::write(installed, lock)?;
    Ok(())
}
