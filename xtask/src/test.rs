//! `cargo xtask test`: every check, all of them even if one fails, and one closing line. A check that is no
//! test counts as one where it fails, so that the line never looks better than the run was.

use std::fs;
use std::process::{self, ExitCode};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::ci::STEPS;
use crate::command::{self, MARK, tool};
use crate::count::Count;
use crate::setup::{self, Purpose};

/// How long a browser's processes may take to leave after it was closed.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) fn main() -> Result<ExitCode> {
    setup::ensure(Purpose::Test)?;
    let mut total = Count::default();
    let mut report = Vec::new();
    let mut failed = Vec::new();
    let begun = Instant::now();
    for step in &STEPS {
        println!("\n=== {}: {}", step.name, step.about);
        let at = Instant::now();
        let outcome = (step.check)();
        let seconds = at.elapsed().as_secs_f32();
        let verdict = match outcome {
            Ok(count) => {
                total += count;
                if count.failed > 0 { format!("{} failed", count.failed) } else { String::new() }
            }
            Err(error) => {
                total.failed += 1;
                format!("{error:#}")
            }
        };
        let word = if verdict.is_empty() { "ok" } else { "FAILED" };
        println!("=== {}: {word} after {seconds:.1} s {verdict}", step.name);
        report.push(format!("{:12} {seconds:>7.1} s  {word}", step.name));
        if !verdict.is_empty() {
            failed.push(format!("{}: {verdict}", step.name));
        }
    }
    let left = end_what_stays(&command::mark(), PATIENCE);
    if !left.is_empty() {
        failed.push(format!("left running (ended now): {}", left.join(", ")));
    }
    println!("\n{}\n{:12} {:>7.1} s", report.join("\n"), "total", begun.elapsed().as_secs_f32());
    for failure in &failed {
        println!("FAILED {failure}");
    }
    total.failed += u64::from(!left.is_empty());
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Ends processes we started, directly or not, that are still there after a moment in which they may leave.
fn end_what_stays(mark: &str, patience: Duration) -> Vec<String> {
    let begun = Instant::now();
    while begun.elapsed() < patience && !marked(mark).is_empty() {
        thread::sleep(Duration::from_millis(100));
    }
    let left = marked(mark);
    for (pid, _) in &left {
        drop(tool("kill").args(["-KILL", &pid.to_string()]).status());
    }
    left.into_iter().map(|(pid, name)| format!("{name} ({pid})")).collect()
}

/// Processes with the mark in their environment, but for this one.
fn marked(mark: &str) -> Vec<(u32, String)> {
    let mark = format!("{MARK}={mark}");
    let Ok(all) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    let ours = all.filter_map(|entry| {
        let folder = entry.ok()?.path();
        let pid: u32 = folder.file_name()?.to_str()?.parse().ok()?;
        let environment = fs::read(folder.join("environ")).ok()?;
        let marked = environment.split(|byte| *byte == 0).any(|variable| variable == mark.as_bytes());
        let name = fs::read_to_string(folder.join("comm")).ok()?;
        (marked && pid != process::id()).then(|| (pid, name.trim().to_owned()))
    });
    ours.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forgotten_process_is_found_and_ended() {
        let mark = format!("forgotten by {}", process::id());
        let mut forgotten = tool("sleep").arg("600").env(MARK, &mark).spawn().unwrap();
        // The kernel shows a program's environment a moment after it has begun.
        let begun = Instant::now();
        while marked(&mark).is_empty() && begun.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(10));
        }
        let left = end_what_stays(&mark, Duration::ZERO);
        assert_eq!(left, [format!("sleep ({})", forgotten.id())]);
        assert!(!forgotten.wait().unwrap().success());
        assert!(end_what_stays(&mark, Duration::ZERO).is_empty());
    }
}
