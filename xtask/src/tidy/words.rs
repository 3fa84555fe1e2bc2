//! The words: both languages have every key, with the same parameters, and code asks for no key they lack.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::scan::scan;
use super::{Finding, Tree};

const LOCALES: [&str; 2] = ["domain/locales/vi.json", "domain/locales/en.json"];

/// What stands before a key written in code.
const ASKING: [&str; 6] = ["word!(", "t!(", "t(", "words::find(", "words::text(", "title_key("];

type Locale = BTreeMap<String, String>;

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut locales = Vec::new();
    for path in LOCALES {
        let Some((_, text)) = tree.iter().find(|(file, _)| *file == path) else {
            findings.push(Finding::new(path, 1, "this language is missing"));
            continue;
        };
        match serde_json::from_str::<BTreeMap<String, Value>>(text) {
            Ok(read) => {
                let text_of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let locale: Locale = read.iter().map(|(key, value)| (key.clone(), text_of(value))).collect();
                locales.push((path, text, locale));
            }
            Err(error) => findings.push(Finding::new(path, error.line(), error.to_string())),
        }
    }
    for (path, text, locale) in &locales {
        findings.extend(twice(path, text));
        findings.extend(
            locale
                .iter()
                .filter(|(_, word)| word.trim().is_empty())
                .map(|(key, _)| Finding::new(path, line_of(text, key), format!("{key} has no words"))),
        );
    }
    if let [(first, first_text, one), (second, second_text, other)] = locales.as_slice() {
        findings.extend(compare(one, other, second, second_text));
        findings.extend(other.keys().filter(|key| !one.contains_key(*key)).map(|key| {
            Finding::new(first, first_text.lines().count(), format!("{key} is missing, {second} has it"))
        }));
        findings.extend(asked(tree, one));
    }
    findings
}

fn compare(one: &Locale, other: &Locale, path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, words) in one {
        let Some(translated) = other.get(key) else {
            findings.push(Finding::new(path, text.lines().count(), format!("{key} is missing")));
            continue;
        };
        let (left, right) = (parameters(words), parameters(translated));
        if left != right {
            let what = format!("{key} has the parameters {right:?}, the other language {left:?}");
            findings.push(Finding::new(path, line_of(text, key), what));
        }
    }
    findings
}

fn asked(tree: &Tree, locale: &Locale) -> Vec<Finding> {
    // Tests also ask for what must not be there.
    let sources =
        tree.ending(".rs").filter(|(path, _)| !path.starts_with("xtask/") && !path.contains("/tests/"));
    let mut findings = Vec::new();
    for (path, text) in sources {
        for literal in scan(text).literals {
            let asks = ASKING.iter().any(|asking| {
                let before = literal.before.strip_suffix(asking);
                before.is_some_and(|before| {
                    !before.ends_with(|last: char| last.is_alphanumeric() || last == '_')
                })
            });
            if asks && is_key(&literal.text) && !locale.contains_key(&literal.text) {
                findings.push(Finding::new(
                    path,
                    literal.line,
                    format!("no language has the key {}", literal.text),
                ));
            }
        }
    }
    findings
}

fn is_key(text: &str) -> bool {
    text.contains('.')
        && text.split('.').all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
}

fn parameters(words: &str) -> BTreeSet<&str> {
    words.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

fn key_of_line(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix('"')?.split_once("\":").map(|(key, _)| key)
}

fn line_of(text: &str, key: &str) -> usize {
    text.lines().position(|line| key_of_line(line) == Some(key)).map_or(1, |index| index + 1)
}

fn twice(path: &str, text: &str) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let keys = text.lines().enumerate().filter_map(|(index, line)| Some((index + 1, key_of_line(line)?)));
    keys.filter(|(_, key)| !seen.insert(*key))
        .map(|(line, key)| Finding::new(path, line, format!("{key} stands here a second time")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn what_differs_between_the_languages_is_found() {
        let found = found(
            check,
            &[
                (
                    LOCALES[0],
                    "{\n\"a.b\": \"{n} cơ sở\",\n\"a.c\": \"x\",\n\"a.c\": \"y\",\n\"a.d\": \" \"\n}",
                ),
                (LOCALES[1], "{\n\"a.b\": \"{count} facilities\",\n\"a.d\": \"d\",\n\"a.e\": \"e\"\n}"),
            ],
        );
        assert_eq!(
            found,
            [
                "domain/locales/vi.json:4: a.c stands here a second time",
                "domain/locales/vi.json:5: a.d has no words",
                "domain/locales/en.json:2: a.b has the parameters {\"count\"}, the other language {\"n\"}",
                "domain/locales/en.json:5: a.c is missing",
                "domain/locales/vi.json:6: a.e is missing, domain/locales/en.json has it",
            ]
        );
    }

    #[test]
    fn a_key_no_language_has_is_found_where_it_is_asked_for() {
        let locale = "{\n\"home.title\": \"x\"\n}";
        let code = "t!(\"home.title\");\nword!(\n  \"home.gone\");\nformat(\"a.b\");\nt(\"plain\");";
        let found =
            found(check, &[(LOCALES[0], locale), (LOCALES[1], locale), ("app/src/pages/home.rs", code)]);
        assert_eq!(found, ["app/src/pages/home.rs:3: no language has the key home.gone"]);
    }
}
