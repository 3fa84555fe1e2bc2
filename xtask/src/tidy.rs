//! `cargo xtask tidy`: the rules of the house that no compiler checks, as data and short checks. The same run
//! is a test. A finding names the file, the line and what to do.

mod arrows;
mod docs;
mod fields;
mod files;
mod kinds;
mod scan;
mod styles;
mod views;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::fs;

use anyhow::{Result, ensure};

use crate::command::{output, tool};
use crate::workspace;

/// Every file of the checkout that git knows or would take, by path; a file that is no text has an empty one.
pub(crate) struct Tree {
    files: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.what)
    }
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

type Check = fn(&Tree) -> Vec<Finding>;

const CHECKS: [Check; 8] = [
    files::check,
    arrows::check,
    words::check,
    kinds::check,
    fields::check,
    styles::check,
    views::check,
    docs::check,
];

pub(crate) fn main() -> Result<()> {
    let tree = Tree::of_checkout()?;
    let findings: Vec<Finding> = CHECKS.iter().flat_map(|check| check(&tree)).collect();
    for finding in &findings {
        println!("{finding}");
    }
    println!("{} files read", tree.files.len());
    ensure!(findings.is_empty(), "{} things are not in order", findings.len());
    Ok(())
}

impl Tree {
    fn of_checkout() -> Result<Self> {
        let root = workspace::root();
        let names = output(tool("git").args(["ls-files", "--cached", "--others", "--exclude-standard"]))?;
        let mut files = BTreeMap::new();
        for name in names.lines() {
            // A file that is deleted but still known to git is not there.
            let Ok(bytes) = fs::read(root.join(name)) else {
                continue;
            };
            files.insert(name.to_owned(), String::from_utf8(bytes).unwrap_or_default());
        }
        ensure!(!files.is_empty(), "git lists no files");
        Ok(Self { files })
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Files whose names end like this.
    fn ending<'a>(&'a self, end: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.iter().filter(move |(path, _)| path.ends_with(end))
    }

    /// Whether there is such a file or folder.
    fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.files.contains_key(path) || self.files.keys().any(|file| file.starts_with(&folder))
    }

    #[cfg(test)]
    fn of(files: &[(&str, &str)]) -> Self {
        let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Self { files: files.iter().map(own).collect() }
    }
}

/// Whether a path is a module (`state` is state.rs and everything in state/) or a file given in full.
fn is_in(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest == ".rs" || rest.starts_with('/'))
}

#[cfg(test)]
fn found(check: Check, files: &[(&str, &str)]) -> Vec<String> {
    check(&Tree::of(files)).iter().map(Finding::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_in_order() {
        main().unwrap();
    }

    #[test]
    fn a_place_is_a_module_with_its_folder() {
        assert!(
            is_in("app/src/state.rs", "app/src/state") && is_in("app/src/state/book.rs", "app/src/state")
        );
        assert!(!is_in("app/src/state_bar.rs", "app/src/state"));
    }
}
