//! The map matches the land: every path that README and docs name is there.

use super::{Finding, Tree};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.ending(".md") {
        for (index, line) in text.lines().enumerate() {
            for named in quoted(line).filter(|named| tree_has_start(tree, named)).chain(linked(line)) {
                let beside = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
                let found = places(named)
                    .any(|place| tree.has(&place) || tree.has(&resolve(&format!("{beside}{place}"))));
                if !found {
                    findings.push(Finding::new(path, index + 1, format!("{named} does not exist")));
                }
            }
        }
    }
    findings
}

/// Words in backticks that look like a path of this checkout.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    let inside = line.split('`').skip(1).step_by(2);
    inside.filter(|word| word.contains('/') && !word.contains([' ', '<', '*', '…', ':', '$', '=']))
}

/// Whether the first part of the path is something at the root: `text/html` and `/api/v1/push` are not.
fn tree_has_start(tree: &Tree, named: &str) -> bool {
    named.split_once('/').is_some_and(|(start, _)| !start.is_empty() && tree.has(start))
}

/// Targets of links that are neither addresses nor anchors.
fn linked(line: &str) -> impl Iterator<Item = &str> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target));
    let files = targets.filter_map(|target| target.split('#').next());
    files.filter(|file| !file.is_empty() && !file.contains(':'))
}

/// `a/{b,c}.rs` names two files; the path is there if the first is.
fn places(named: &str) -> impl Iterator<Item = String> {
    let (before, choice) = named.split_once('{').unwrap_or((named, ""));
    let (first, after) = choice.split_once('}').unwrap_or(("", ""));
    let first = first.split(',').next().unwrap_or_default();
    std::iter::once(format!("{before}{first}{after}").trim_end_matches('/').to_owned())
}

fn resolve(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_path_that_leads_nowhere_is_found() {
        let readme = "See `domain/src/id.rs`, `domain/src/gone.rs`, `text/html`, `/api/v1/push`, `domain/src/{id,x}.rs`.\n\
                      [map](docs/MAP.md#top) [site](https://example.org) [lost](docs/LOST.md)\n";
        let found = found(
            check,
            &[
                ("README.md", readme),
                ("docs/MAP.md", "[up](../README.md) `domain/src`"),
                ("domain/src/id.rs", ""),
            ],
        );
        assert_eq!(
            found,
            ["README.md:1: domain/src/gone.rs does not exist", "README.md:2: docs/LOST.md does not exist"]
        );
    }
}
