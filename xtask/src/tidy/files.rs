//! Names and outsides of files: a module says what it is for, no drawer for odds and ends, nothing that ties
//! the checkout to one machine or one registry.

use std::collections::BTreeSet;

use super::{Finding, Tree};

const LONGEST: usize = 500;
const DRAWERS: [&str; 6] = ["utils", "util", "common", "helpers", "helper", "misc"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.ending(".rs") {
        if !text.trim_start().starts_with("//!") {
            findings.push(Finding::new(
                path,
                1,
                "begin with `//!`: what the module is for and what it refuses to know",
            ));
        }
        if path.ends_with("/mod.rs") {
            findings.push(Finding::new(path, 1, "use foo.rs beside foo/, not foo/mod.rs"));
        }
        let lines = text.lines().count();
        if lines > LONGEST {
            findings.push(Finding::new(path, lines, format!("more than {LONGEST} lines: is it one thing?")));
        }
    }
    for (path, _) in tree.iter() {
        let mut parts = path.split('/').map(|part| part.split('.').next().unwrap_or(part));
        if let Some(drawer) = parts.find(|part| DRAWERS.contains(part)) {
            findings.push(Finding::new(
                path,
                1,
                format!("`{drawer}` says nothing: name it by what it holds"),
            ));
        }
    }
    findings.extend(tied(tree));
    findings.extend(migrations(tree));
    findings
}

/// Hosts of registries and paths of machines. Cargo.lock names its registry by design.
fn tied(tree: &Tree) -> Vec<Finding> {
    let hosts = [
        "registry.npmjs",
        "registry.yarnpkg",
        "npmmirror",
        "static.crates",
        "index.crates",
        "deb.debian",
        "files.pythonhosted",
    ];
    let paths = ["/work/", "/root/", "/home/"];
    let read = tree.iter().filter(|(path, _)| *path != "Cargo.lock" && !path.starts_with("xtask/src/tidy/"));
    let lines = read
        .flat_map(|(path, text)| text.lines().enumerate().map(move |(index, line)| (path, index + 1, line)));
    lines
        .filter_map(|(path, number, line)| {
            let named = hosts.iter().chain(&paths).find(|mark| line.contains(**mark))?;
            Some(Finding::new(
                path,
                number,
                format!("`{named}` ties the checkout to one machine or registry"),
            ))
        })
        .collect()
}

/// Both databases have the same migrations.
fn migrations(tree: &Tree) -> Vec<Finding> {
    let of = |database: &str| -> BTreeSet<String> {
        let folder = format!("server/migrations/{database}/");
        tree.iter().filter_map(|(path, _)| path.strip_prefix(&folder).map(str::to_owned)).collect()
    };
    let (sqlite, postgres) = (of("sqlite"), of("postgres"));
    let missing = |name: &String, other: &str| {
        Finding::new(
            &format!("server/migrations/{other}/{name}"),
            1,
            "this migration exists for the other database only",
        )
    };
    sqlite
        .difference(&postgres)
        .map(|name| missing(name, "postgres"))
        .chain(postgres.difference(&sqlite).map(|name| missing(name, "sqlite")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn each_rule_finds_its_breach() {
        let long = "//! Long.\n".repeat(LONGEST + 1);
        let host = ["https://registry", ".npmjs.org/x"].concat();
        let found = found(
            check,
            &[
                ("app/src/a.rs", "// no head\n"),
                ("app/src/b/mod.rs", "//! B.\n"),
                ("app/src/c.rs", &long),
                ("server/src/utils.rs", "//! U.\n"),
                ("server/migrations/sqlite/0001_start.sql", ""),
                ("tests/package-lock.json", &host),
                ("xtask/src/fine.rs", "//! Fine.\n"),
            ],
        );
        let starts = [
            "app/src/a.rs:1: begin with",
            "app/src/b/mod.rs:1: use foo.rs",
            "app/src/c.rs:501: more than",
            "server/src/utils.rs:1: `utils` says nothing",
            "tests/package-lock.json:1: `registry.npmjs` ties",
            "server/migrations/postgres/0001_start.sql:1: this migration",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (line, start) in found.iter().zip(starts) {
            assert!(line.starts_with(start), "{line}");
        }
    }
}
