//! `cargo xtask test`: every check, all of them even if one fails, and one closing line.

use std::fs;
use std::process;
use std::time::Instant;

use anyhow::{Result, bail};

use crate::ci::STEPS;
use crate::command::{self, MARK, tool};
use crate::count::Count;
use crate::setup::{self, Purpose};

pub(crate) fn main() -> Result<()> {
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
                if count.failed > 0 {
                    format!("{} failed", count.failed)
                } else {
                    String::new()
                }
            }
            Err(error) => format!("{error:#}"),
        };
        let word = if verdict.is_empty() { "ok" } else { "FAILED" };
        println!("=== {}: {word} after {seconds:.1} s {verdict}", step.name);
        report.push(format!("{:12} {seconds:>7.1} s  {word}", step.name));
        if !verdict.is_empty() {
            failed.push(format!("{}: {verdict}", step.name));
        }
    }
    let left = end_marked(&command::mark());
    if !left.is_empty() {
        failed.push(format!("left running (ended now): {}", left.join(", ")));
    }
    println!(
        "\n{}\n{:12} {:>7.1} s",
        report.join("\n"),
        "total",
        begun.elapsed().as_secs_f32()
    );
    for failure in &failed {
        println!("FAILED {failure}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    if !failed.is_empty() {
        bail!("{} of {} steps failed", failed.len(), STEPS.len());
    }
    Ok(())
}

/// Finds processes we started, directly or not, by the mark in their environment, and ends them.
fn end_marked(mark: &str) -> Vec<String> {
    let mark = format!("{MARK}={mark}");
    let Ok(all) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    let ours = all.filter_map(|entry| {
        let folder = entry.ok()?.path();
        let pid: u32 = folder.file_name()?.to_str()?.parse().ok()?;
        let environment = fs::read(folder.join("environ")).ok()?;
        let marked = environment
            .split(|byte| *byte == 0)
            .any(|variable| variable == mark.as_bytes());
        let name = fs::read_to_string(folder.join("comm")).ok()?;
        let marked = marked && pid != process::id();
        marked.then(|| (pid, name.trim().to_owned()))
    });
    let ours: Vec<(u32, String)> = ours.collect();
    for (pid, _) in &ours {
        drop(tool("kill").args(["-KILL", &pid.to_string()]).status());
    }
    ours.into_iter()
        .map(|(pid, name)| format!("{name} ({pid})"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forgotten_process_is_found_and_ended() {
        let mark = format!("forgotten by {}", process::id());
        let mut forgotten = tool("sleep").arg("600").env(MARK, &mark).spawn().unwrap();
        let left = end_marked(&mark);
        assert_eq!(left, [format!("sleep ({})", forgotten.id())]);
        assert!(!forgotten.wait().unwrap().success());
        assert!(end_marked(&mark).is_empty());
    }
}
