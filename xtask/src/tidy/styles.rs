//! The style sheets: one per component, colours only as tokens, every sheet imported, every picture there.

use std::collections::BTreeSet;

use super::scan::scan;
use super::{Finding, Tree};

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = namesakes(tree);
    for (path, text) in tree.ending(".css").filter(|(path, _)| path.starts_with("style/")) {
        if path != "style/tokens.css" {
            let coloured = text.lines().enumerate().filter(|(_, line)| has_colour(line));
            findings.extend(
                coloured
                    .map(|(index, _)| Finding::new(path, index + 1, "take colours from style/tokens.css")),
            );
        }
    }
    findings.extend(imports(tree));
    findings.extend(pictures(tree));
    findings.extend(classes(tree));
    findings
}

/// A piece of ui has its sheet, and a sheet of a component has its Rust.
fn namesakes(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, _) in tree.ending(".rs") {
        let Some(name) = path.strip_prefix("app/src/ui/").and_then(|rest| rest.strip_suffix(".rs")) else {
            continue;
        };
        let sheet = format!("style/components/{name}.css");
        if !name.contains('/') && !tree.has(&sheet) {
            findings.push(Finding::new(path, 1, format!("its sheet {sheet} is missing")));
        }
    }
    for (path, _) in tree.ending(".css") {
        let Some(name) = path.strip_prefix("style/components/").and_then(|rest| rest.strip_suffix(".css"))
        else {
            continue;
        };
        let file = format!("/{name}.rs");
        if !tree.ending(&file).any(|(path, _)| path.starts_with("app/src/")) {
            findings.push(Finding::new(path, 1, format!("no {name}.rs in app/src draws this")));
        }
    }
    findings
}

fn has_colour(line: &str) -> bool {
    let Some((_, value)) = line.split_once(':') else {
        return false;
    };
    let function =
        ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "lab("].iter().any(|name| value.contains(name));
    let hex = value.split('#').skip(1).any(|after| {
        let digits: String =
            after.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
        matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit())
    });
    function || hex
}

fn imports(tree: &Tree) -> Vec<Finding> {
    let Some((index, text)) = tree.iter().find(|(path, _)| *path == "style/index.css") else {
        return Vec::new();
    };
    let sheets = tree.ending(".css").filter_map(|(path, _)| path.strip_prefix("style/"));
    sheets
        .filter(|sheet| *sheet != "index.css")
        .filter_map(|sheet| {
            let count = text.matches(&format!("\"{sheet}\"")).count();
            (count != 1)
                .then(|| Finding::new(index, 1, format!("{sheet} is imported {count} times, not once")))
        })
        .collect()
}

/// Files of public/ that the page and the manifest name.
fn pictures(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in
        tree.iter().filter(|(path, _)| ["app/index.html", "public/manifest.webmanifest"].contains(path))
    {
        for (index, line) in text.lines().enumerate() {
            let names = line.split('"').filter_map(|quoted| quoted.strip_prefix('/'));
            for name in names.filter(|name| name.contains('.') && !name.contains(['>', '<', ' '])) {
                if !tree.has(&format!("public/{name}")) {
                    findings.push(Finding::new(path, index + 1, format!("public/{name} is missing")));
                }
            }
        }
    }
    findings
}

/// Classes given to elements that no sheet knows: a look that was meant and is not there.
fn classes(tree: &Tree) -> Vec<Finding> {
    let sheets = tree.ending(".css").filter(|(path, _)| path.starts_with("style/"));
    let known: BTreeSet<&str> =
        sheets.flat_map(|(_, text)| text.split('.').skip(1).filter_map(class_name)).collect();
    let mut findings = Vec::new();
    for (path, text) in tree.ending(".rs").filter(|(path, _)| path.starts_with("app/src/")) {
        for literal in scan(text).literals.iter().filter(|literal| literal.before.ends_with("class=")) {
            for class in literal.text.split_whitespace().filter(|class| !known.contains(class)) {
                findings.push(Finding::new(path, literal.line, format!("no sheet knows the class {class}")));
            }
        }
    }
    findings
}

/// The class at the start of what stands behind a dot in a sheet.
fn class_name(after: &str) -> Option<&str> {
    let end = after.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(after.len());
    let (name, _) = after.split_at(end);
    name.starts_with(|first: char| first.is_alphabetic()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_class_without_a_look_is_found() {
        let sheet = ".btn.main:hover, .row-2 > p { margin: .5rem; }";
        let code = "view! { <p class=\"btn main lost\"><i class=\"row-2\" id=\"x\"/> }";
        let found = found(check, &[("app/src/pages/a.rs", code), ("style/pages/a.css", sheet)]);
        assert_eq!(found, ["app/src/pages/a.rs:1: no sheet knows the class lost"]);
    }

    #[test]
    fn each_rule_finds_its_breach() {
        let found = found(
            check,
            &[
                ("app/src/ui/badge.rs", ""),
                ("app/src/ui/button.rs", ""),
                ("app/index.html", "<link href=\"/icons/icon.svg\"><use href=\"#i-a\"><a href=\"/co-so\">"),
                (
                    "style/components/button.css",
                    ".b { fill: url(\"#p-adv\"); color: var(--ink); }\n.b { color: #fff; }",
                ),
                ("style/components/table.css", ""),
                ("style/tokens.css", ":root { --ink: #123456; }"),
                ("style/index.css", "@import url(\"tokens.css\");@import url(\"components/button.css\");"),
            ],
        );
        assert_eq!(
            found,
            [
                "app/src/ui/badge.rs:1: its sheet style/components/badge.css is missing",
                "style/components/table.css:1: no table.rs in app/src draws this",
                "style/components/button.css:2: take colours from style/tokens.css",
                "style/index.css:1: components/table.css is imported 0 times, not once",
                "app/index.html:1: public/icons/icon.svg is missing",
            ]
        );
    }
}
