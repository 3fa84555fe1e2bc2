//! The words: both languages have every key, once, in the same file, with the same parameters; a kind's words
//! stand in its file, and code asks for no key there is not.

use std::collections::{BTreeMap, BTreeSet};

use super::scan::scan;
use super::{Finding, Tree};

const LANGUAGES: [&str; 2] = ["domain/locales/vi/", "domain/locales/en/"];

/// What stands before a key written in code.
const ASKING: [&str; 6] = ["word!(", "t!(", "t(", "words::find(", "words::text(", "title_key("];

/// First parts of keys whose second part is a kind.
const OF_A_KIND: [&str; 5] = ["field", "group", "kind", "stage", "action"];

struct Entry<'a> {
    path: &'a str,
    line: usize,
    text: String,
}

/// One language: its files and what stands in them.
struct Locale<'a> {
    folder: &'static str,
    /// Each with the count of its lines.
    files: BTreeMap<&'a str, usize>,
    entries: BTreeMap<String, Entry<'a>>,
}

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let [one, other] = LANGUAGES.map(|folder| read(tree, folder, &mut findings));
    findings.extend(missing(&one, &other));
    findings.extend(missing(&other, &one));
    findings.extend(one.entries.iter().filter_map(|(key, entry)| differs(key, entry, &other)));
    findings.extend(one.entries.iter().filter_map(|(key, entry)| astray(key, entry, &one)));
    findings.extend(asked(tree, &one));
    findings
}

fn read<'a>(tree: &'a Tree, folder: &'static str, findings: &mut Vec<Finding>) -> Locale<'a> {
    let mut locale = Locale { folder, files: BTreeMap::new(), entries: BTreeMap::new() };
    let files = tree.iter().filter_map(|(path, text)| Some((path, path.strip_prefix(folder)?, text)));
    for (path, file, text) in files {
        locale.files.insert(file, text.lines().count());
        match serde_json::from_str::<BTreeMap<String, String>>(text) {
            Ok(words) => locale.add(path, text, &words, findings),
            Err(error) => findings.push(Finding::new(path, error.line(), error.to_string())),
        }
    }
    if locale.files.is_empty() {
        findings.push(Finding::new(folder, 1, "this language is missing"));
    }
    locale
}

impl<'a> Locale<'a> {
    fn add(
        &mut self,
        path: &'a str,
        text: &str,
        words: &BTreeMap<String, String>,
        findings: &mut Vec<Finding>,
    ) {
        for (index, line) in text.lines().enumerate() {
            let Some((key, text)) = key_of_line(line).and_then(|key| words.get_key_value(key)) else {
                continue;
            };
            let entry = Entry { path, line: index + 1, text: text.clone() };
            if text.trim().is_empty() {
                findings.push(Finding::new(path, entry.line, format!("{key} has no words")));
            }
            if let Some(first) = self.entries.get(key) {
                let what = format!("{key} stands here a second time, first in {}:{}", first.path, first.line);
                findings.push(Finding::new(path, entry.line, what));
            } else {
                self.entries.insert(key.clone(), entry);
            }
        }
    }
}

/// Files and keys the first language has and the second lacks.
fn missing(has: &Locale, lacks: &Locale) -> Vec<Finding> {
    let files = has.files.keys().filter(|file| !lacks.files.contains_key(*file));
    let mut findings: Vec<Finding> = files
        .map(|file| Finding::new(&format!("{}{file}", lacks.folder), 1, "this language lacks the file"))
        .collect();
    for (key, entry) in has.entries.iter().filter(|(key, _)| !lacks.entries.contains_key(*key)) {
        let file = entry.path.strip_prefix(has.folder).unwrap_or(entry.path);
        if let Some(lines) = lacks.files.get(file) {
            let what = format!("{key} is missing, {} has it", entry.path);
            findings.push(Finding::new(&format!("{}{file}", lacks.folder), *lines, what));
        }
    }
    findings
}

/// Another file or other parameters in the other language.
fn differs(key: &str, entry: &Entry, other: &Locale) -> Option<Finding> {
    let translated = other.entries.get(key)?;
    if !entry.path.ends_with(translated.path.strip_prefix(other.folder)?) {
        let what = format!("{key} stands in {}", entry.path);
        return Some(Finding::new(translated.path, translated.line, what));
    }
    let (left, right) = (parameters(&entry.text), parameters(&translated.text));
    (left != right).then(|| {
        let what = format!("{key} has the parameters {right:?}, the other language {left:?}");
        Finding::new(translated.path, translated.line, what)
    })
}

/// A word of a kind outside the kind's file.
fn astray(key: &str, entry: &Entry, locale: &Locale) -> Option<Finding> {
    let mut parts = key.split('.');
    let first = parts.next()?;
    let file = format!("{}.json", parts.next()?);
    let is_home = entry.path.strip_prefix(locale.folder) == Some(file.as_str());
    let is_astray = OF_A_KIND.contains(&first) && locale.files.contains_key(file.as_str()) && !is_home;
    is_astray.then(|| Finding::new(entry.path, entry.line, format!("{key} belongs in {file}")))
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
            if asks && is_key(&literal.text) && !locale.entries.contains_key(&literal.text) {
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
                    "domain/locales/vi/a.json",
                    "{\n\"a.b\": \"{n} cơ sở\",\n\"a.c\": \"x\",\n\"a.c\": \"y\",\n\"a.d\": \" \"\n}",
                ),
                (
                    "domain/locales/en/a.json",
                    "{\n\"a.b\": \"{count} facilities\",\n\"a.d\": \"d\",\n\"a.e\": \"e\"\n}",
                ),
            ],
        );
        assert_eq!(
            found,
            [
                "domain/locales/vi/a.json:4: a.c stands here a second time, first in domain/locales/vi/a.json:3",
                "domain/locales/vi/a.json:5: a.d has no words",
                "domain/locales/en/a.json:5: a.c is missing, domain/locales/vi/a.json has it",
                "domain/locales/vi/a.json:6: a.e is missing, domain/locales/en/a.json has it",
                "domain/locales/en/a.json:2: a.b has the parameters {\"count\"}, the other language {\"n\"}",
            ]
        );
    }

    #[test]
    fn files_of_one_language_and_words_in_a_foreign_file_are_found() {
        let found = found(
            check,
            &[
                ("domain/locales/vi/need.json", "{\n\"need.one\": \"x\"\n}"),
                ("domain/locales/vi/app.json", "{\n\"app.name\": \"x\",\n\"kind.need\": \"x\"\n}"),
                ("domain/locales/en/need.json", "{\n\"need.one\": \"x\",\n\"app.name\": \"x\"\n}"),
                ("domain/locales/en/extra.json", "{\n\"need.one\": \"x\"\n}"),
            ],
        );
        assert_eq!(
            found,
            [
                "domain/locales/en/need.json:2: need.one stands here a second time, first in domain/locales/en/extra.json:2",
                "domain/locales/en/app.json:1: this language lacks the file",
                "domain/locales/vi/extra.json:1: this language lacks the file",
                "domain/locales/en/need.json:3: app.name stands in domain/locales/vi/app.json",
                "domain/locales/en/extra.json:2: need.one stands in domain/locales/vi/need.json",
                "domain/locales/vi/app.json:3: kind.need belongs in need.json",
            ]
        );
    }

    #[test]
    fn a_key_no_language_has_is_found_where_it_is_asked_for() {
        let locale = "{\n\"home.title\": \"x\"\n}";
        let code = "t!(\"home.title\");\nword!(\n  \"home.gone\");\nformat(\"a.b\");\nt(\"plain\");";
        let found = found(
            check,
            &[
                ("domain/locales/vi/home.json", locale),
                ("domain/locales/en/home.json", locale),
                ("app/src/pages/home.rs", code),
            ],
        );
        assert_eq!(found, ["app/src/pages/home.rs:3: no language has the key home.gone"]);
    }
}
