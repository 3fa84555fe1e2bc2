//! Running other programs: says what runs and turns a failed exit into an error. Knows no step of the project.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, bail};

use crate::workspace;

/// Everything we start carries this variable, so that what outlives us can be found.
pub(crate) const MARK: &str = "SKC_XTASK";

/// The variable's value: our process id, or that of the xtask that started us.
pub(crate) fn mark() -> String {
    env::var(MARK).unwrap_or_else(|_| process::id().to_string())
}

/// A cargo command at the root of the workspace.
///
/// Cargo tells `cargo run`'s child about the package it runs; build scripts that watch those variables
/// (ring's does) would be rebuilt each time the nested cargo and a direct one take turns.
pub(crate) fn cargo() -> Command {
    let mut command = tool(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let of_package = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_", "CARGO_PRIMARY_"];
        if of_package.iter().any(|prefix| text.starts_with(prefix)) || text == "OUT_DIR" {
            command.env_remove(&name);
        }
    }
    command
}

/// A program at the root of the workspace.
pub(crate) fn tool(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root()).env(MARK, mark());
    command
}

/// Runs it with our own input and output.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = show(command);
    println!("$ {shown}");
    let status = command.status().with_context(|| format!("cannot start: {shown}"))?;
    if !status.success() {
        bail!("{shown} ended with {status}");
    }
    Ok(())
}

/// Runs it silently and gives back what it printed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let shown = show(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start: {shown}"))?;
    if !output.status.success() {
        bail!("{shown} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs it with our own input, lets it talk on stderr, and gives back what it printed.
pub(crate) fn printed(command: &mut Command) -> Result<String> {
    let shown = show(command);
    println!("$ {shown}");
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start: {shown}"))?;
    if !output.status.success() {
        bail!("{shown} ended with {}", output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a program said while it ran before our eyes.
pub(crate) struct Heard {
    pub(crate) succeeded: bool,
    pub(crate) text: String,
}

/// Runs it, showing each line as it comes and keeping it.
pub(crate) fn listen(command: &mut Command) -> Result<Heard> {
    let shown = show(command);
    println!("$ {shown}");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start: {shown}"))?;
    let text = Mutex::new(String::new());
    let (out, err) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| out.map(|pipe| repeat(pipe, &text)));
        scope.spawn(|| err.map(|pipe| repeat(pipe, &text)));
    });
    let succeeded = child.wait()?.success();
    Ok(Heard { succeeded, text: text.into_inner().unwrap_or_default() })
}

fn repeat(pipe: impl Read, into: &Mutex<String>) {
    let mut reader = BufReader::new(pipe);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let text = String::from_utf8_lossy(&line);
        print!("{text}");
        if let Ok(mut all) = into.lock() {
            all.push_str(&text);
        }
        line.clear();
    }
}

fn show(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// Where a program lies on the PATH.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}
