//! How many tests passed and failed, read from what each runner printed. A skipped test counts as failed:
//! nothing here is ignored.

use std::ops::AddAssign;

use anyhow::{Context, Result};
use serde_json::Value;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// From nextest's summary: `Summary [ 1.2s] 9 tests run: 7 passed (1 slow), 1 failed, 1 timed out, 0 skipped`.
pub(crate) fn of_nextest(text: &str) -> Result<Count> {
    let plain = without_colours(text);
    let summary = plain.lines().rfind(|line| line.trim_start().starts_with("Summary ["));
    let (_, figures) =
        summary.and_then(|line| line.split_once("run: ")).context("nextest printed no summary")?;
    Ok(figures.split(", ").fold(Count::default(), tally))
}

/// From every `test result: ok. 3 passed; 0 failed; 0 ignored; …` line of libtest or wasm-bindgen-test.
pub(crate) fn of_libtest(text: &str) -> Result<Count> {
    let plain = without_colours(text);
    let mut count = None;
    for line in plain.lines().filter(|line| line.contains("test result: ")) {
        let (_, figures) = line.rsplit_once(". ").context("a result without figures")?;
        let before = count.unwrap_or_default();
        count = Some(figures.split("; ").fold(before, tally));
    }
    count.context("no test result was printed")
}

/// From Playwright's JSON report.
pub(crate) fn of_playwright(report: &str) -> Result<Count> {
    let report: Value = serde_json::from_str(report)?;
    let stats = report.get("stats").context("the report has no stats")?;
    let figure = |name: &str| stats.get(name).and_then(Value::as_u64).unwrap_or(0);
    let errors = report.get("errors").and_then(Value::as_array).map_or(0, |errors| errors.len() as u64);
    Ok(Count {
        passed: figure("expected"),
        failed: figure("unexpected") + figure("flaky") + figure("skipped") + errors,
    })
}

fn tally(mut count: Count, figure: &str) -> Count {
    let mut words = figure.split_whitespace();
    let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
    match words.next() {
        Some("passed") => count.passed += number,
        Some("failed" | "timed" | "exec" | "skipped" | "ignored" | "not") => count.failed += number,
        _ => {}
    }
    count
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut inside = false;
    for character in text.chars() {
        match character {
            '\u{1b}' => inside = true,
            'm' if inside => inside = false,
            _ if inside => {}
            _ => plain.push(character),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextest_is_read_from_its_last_summary() {
        let count = of_nextest(
            "     Summary [   0.1s] 1 test run: 1 passed, 0 skipped\n------------\n\
             \u{1b}[31;1m     Summary\u{1b}[0m [   1.234s] \u{1b}[1m9\u{1b}[0m tests run: 5 passed (1 slow), 2 failed, 1 timed out, 1 skipped\n        FAIL x\n",
        );
        assert_eq!(count.unwrap(), Count { passed: 5, failed: 4 });
        assert!(of_nextest("error: could not compile").is_err());
    }

    #[test]
    fn libtest_is_read_from_all_its_results() {
        let count = of_libtest(
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
             test result: FAILED. 1 passed; 2 failed; 1 ignored; 0 filtered out\n",
        );
        assert_eq!(count.unwrap(), Count { passed: 4, failed: 3 });
        assert!(of_libtest("no tests to run!").is_err());
    }

    #[test]
    fn playwright_is_read_from_its_report() {
        let report =
            r#"{"errors":[{"message":"x"}],"stats":{"expected":7,"unexpected":1,"flaky":1,"skipped":1}}"#;
        assert_eq!(of_playwright(report).unwrap(), Count { passed: 7, failed: 4 });
        assert!(of_playwright("{}").is_err());
    }
}
