//! A field that is read by its name stands in a description. Nothing else would notice a name that no kind
//! has: it reads as empty for ever, and an alert that rests on it never comes.

use std::collections::BTreeSet;

use super::{Finding, Tree};

const RECORDS: &str = "domain/src/record/";
const MACROS: &str = "domain/src/record/macros.rs";
/// What the browser answers is no record.
const BROWSER: &str = "app/src/platform/";
/// What begins a description, or what adds to some of them.
const OPENING: [&str; 4] = ["record! {", "row! {", "entry! {", "macro_rules! entry {"];
/// How a field is read by name: what stands before it.
const READS: [&str; 3] = [".text(\"", ".get(\"", ".set(\""];
const CALLS: [&str; 5] = ["number(", "day(", "day_of(", "at_most(", "in_order("];
/// What is asked by name and is no record: the address of a page.
const NO_RECORDS: [&str; 2] = ["query", "params"];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let fields = described(tree);
    if fields.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let read = |path: &str| {
        ["domain/src/", "app/src/", "server/src/"].iter().any(|room| path.starts_with(room))
            && !path.starts_with(BROWSER)
    };
    for (path, text) in tree.ending(".rs").filter(|(path, _)| read(path)) {
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            for name in names(line).into_iter().filter(|name| !fields.contains(name)) {
                findings.push(Finding::new(path, index + 1, format!("no description has a field {name}")));
            }
        }
    }
    findings
}

/// The fields of all records and rows, and those that every kind with a place or a course gets.
fn described(tree: &Tree) -> BTreeSet<&str> {
    let mut fields = BTreeSet::new();
    for (path, text) in tree.ending(".rs").filter(|(path, _)| path.starts_with(RECORDS)) {
        let mut is_inside = path == MACROS;
        for line in text.lines() {
            is_inside = path == MACROS || OPENING.contains(&line) || (is_inside && line != "}");
            if let Some((name, rest)) = line.trim_start().split_once(": ").filter(|_| is_inside) {
                let is_type = rest.starts_with(|first: char| first.is_ascii_uppercase())
                    || rest.starts_with("$crate::record::marker::");
                if is_type && is_name(name) {
                    fields.insert(name);
                }
            }
        }
    }
    fields
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The names by which a line reads fields.
fn names(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for read in READS {
        for (at, _) in line.match_indices(read) {
            let before = line.get(..at).unwrap_or_default();
            let after = line.get(at + read.len()..).unwrap_or_default();
            if !NO_RECORDS.iter().any(|asked| before.ends_with(asked)) {
                found.extend(after.split('"').next().filter(|name| is_name(name)));
            }
        }
    }
    for call in CALLS {
        for (at, _) in line.match_indices(call) {
            let before = line.get(..at).unwrap_or_default();
            if before.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '_') {
                continue;
            }
            let inside = line.get(at + call.len()..).unwrap_or_default();
            let inside = inside.split(')').next().unwrap_or_default();
            // Document first, then the names.
            found.extend(
                inside.split(", ").skip(1).filter_map(|name| {
                    name.strip_prefix('"')?.strip_suffix('"').filter(|name| is_name(name))
                }),
            );
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    const VISIT: &str = "record! {\n    Visit = Kind::Visit, \"visit\";\n    title: on;\n\n    \
                         visited_on: PastDay = required();\n}\n";

    fn told(line: &str) -> Vec<String> {
        found(check, &[("domain/src/record/visit.rs", VISIT), ("app/src/pages/home.rs", line)])
    }

    #[test]
    fn an_entry_of_the_rules_is_a_description_too() {
        let norm = "macro_rules! entry {\n            editors: $crate::record::marker::Rows<Editor> = group(\"course\");\n}\n\
                    entry! {\n    valid_from: Day = required();\n}\n";
        let read = "let day = day(doc, \"valid_from\").or(doc.get(\"editors\"));\n";
        let files = [("domain/src/record/reference.rs", norm), ("app/src/pages/home.rs", read)];
        assert_eq!(found(check, &files), Vec::<String>::new());
    }

    #[test]
    fn a_field_that_is_described_may_be_read() {
        let fine = "let day = day_of(doc, \"visited_on\").or(doc.text(\"visited_on\"));\nlet q = query.get(\"q\");\n";
        assert_eq!(told(fine), Vec::<String>::new());
    }

    #[test]
    fn a_name_that_no_kind_has_is_told() {
        let lost = "app/src/pages/home.rs:1: no description has a field payment_on";
        for line in [
            "day_of(doc, \"payment_on\")\n",
            "let day = doc.text(\"payment_on\");\n",
            "number(&project, \"payment_on\")\n",
            "in_order(doc, \"visited_on\", \"payment_on\")\n",
        ] {
            assert_eq!(told(line), [lost], "{line}");
        }
    }
}
