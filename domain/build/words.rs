//! The words of all languages, read from a folder per language with a file per area; written as a table of keys
//! for the compiler and a file of texts per language.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::{Checked, hash};

/// A key's text and the area, the name of the file, it stands in.
struct Entry {
    area: String,
    text: String,
}

/// All words of one language by key.
struct Language {
    tag: &'static str,
    areas: BTreeSet<String>,
    entries: BTreeMap<String, Entry>,
}

/// Both languages, with the same keys.
pub(crate) struct Words {
    vi: Language,
    en: Language,
}

/// All words, or everything that is wrong with them.
pub(crate) fn read(locales: &Path) -> Checked<Words> {
    let vi = language(locales, "vi")?;
    let en = language(locales, "en")?;
    let faults = compare(&vi, &en);
    if faults.is_empty() { Ok(Words { vi, en }) } else { Err(faults) }
}

impl Words {
    /// The keys in order, and the hash of each file.
    pub(crate) fn table(&self) -> String {
        let mut code = format!("static KEYS: [&str; {}] = [\n", self.vi.entries.len());
        for key in self.vi.entries.keys() {
            let _ = writeln!(code, "    {key:?},");
        }
        code.push_str("];\n");
        for (tag, file) in self.files() {
            let _ = writeln!(code, "const HASH_{}: u64 = {:#018x};", tag.to_uppercase(), hash::of(&file));
        }
        code
    }

    /// Tag and file of each language: a line for each word, key, tab and text, in the order of the keys.
    pub(crate) fn files(&self) -> [(&'static str, String); 2] {
        [&self.vi, &self.en].map(|language| {
            let lines = language.entries.iter().map(|(key, Entry { text, .. })| format!("{key}\t{text}\n"));
            (language.tag, lines.collect())
        })
    }
}

fn language(locales: &Path, tag: &'static str) -> Checked<Language> {
    let folder = locales.join(tag);
    let fault = |error: std::io::Error| vec![format!("{}: {error}", folder.display())];
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut language = Language { tag, areas: BTreeSet::new(), entries: BTreeMap::new() };
    let mut faults = Vec::new();
    for file in fs::read_dir(&folder).map_err(fault)? {
        let path = file.map_err(fault)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(area) = name.strip_suffix(".json").filter(|area| is_lower_snake(area)) else {
            faults.push(format!("locales/{tag}/{name}: the name must be of the form lower_snake.json"));
            continue;
        };
        match words(&format!("locales/{tag}/{name}"), &crate::read(&path)?) {
            Ok(words) => faults.extend(language.add(area, words)),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(language) } else { Err(faults) }
}

fn words(name: &str, text: &str) -> Result<BTreeMap<String, String>, String> {
    let words: BTreeMap<String, String> =
        serde_json::from_str(text).map_err(|error| format!("{name}: {error}"))?;
    let lines = text.lines().filter(|line| line.trim_start().starts_with('"')).count();
    if lines == words.len() {
        return Ok(words);
    }
    Err(format!(
        "{name}: {lines} lines but {} different keys: a key stands twice, or a line holds two",
        words.len()
    ))
}

impl Language {
    /// Takes in the words of one file; faults are keys that another file has too.
    fn add(&mut self, area: &str, words: BTreeMap<String, String>) -> Vec<String> {
        let mut faults = Vec::new();
        self.areas.insert(area.to_owned());
        for (key, text) in words {
            if let Some(other) = self.entries.get(&key) {
                let (tag, other) = (self.tag, &other.area);
                faults.push(format!("locales/{tag}: `{key}` stands in {other}.json and in {area}.json"));
            } else {
                self.entries.insert(key, Entry { area: area.to_owned(), text });
            }
        }
        faults
    }
}

fn compare(vi: &Language, en: &Language) -> Vec<String> {
    let mut faults = Vec::new();
    for (has, lacks) in [(vi, en), (en, vi)] {
        for area in has.areas.difference(&lacks.areas) {
            faults.push(format!("locales/{}/{area}.json is missing, {} has it", lacks.tag, has.tag));
        }
    }
    let keys: BTreeSet<&String> = vi.entries.keys().chain(en.entries.keys()).collect();
    for key in keys {
        if key.split('.').count() < 2 || !key.split('.').all(is_lower_snake) {
            faults.push(format!("locales: `{key}` is not of the form group.lower_snake"));
        }
        match (vi.entries.get(key), en.entries.get(key)) {
            (Some(vi), Some(en)) => faults.extend(compare_entry(key, vi, en)),
            (Some(vi), None) => faults.push(format!("locales/en/{}.json: `{key}` is missing", vi.area)),
            (None, Some(en)) => faults.push(format!("locales/vi/{}.json: `{key}` is missing", en.area)),
            (None, None) => {}
        }
    }
    faults
}

fn compare_entry(key: &str, vi: &Entry, en: &Entry) -> Vec<String> {
    let mut faults = Vec::new();
    if vi.area != en.area {
        faults.push(format!("locales: `{key}` stands in vi/{}.json and in en/{}.json", vi.area, en.area));
    }
    for (tag, Entry { area, text }) in [("vi", vi), ("en", en)] {
        if text.trim().is_empty() {
            faults.push(format!("locales/{tag}/{area}.json: `{key}` is empty"));
        }
        if text.contains(['\t', '\n', '\r']) {
            faults.push(format!("locales/{tag}/{area}.json: `{key}` holds a tab or a line break"));
        }
    }
    let (in_vi, in_en) = (params(&vi.text), params(&en.text));
    if in_vi != in_en {
        faults.push(format!("locales: `{key}` takes {in_vi:?} in vi and {in_en:?} in en"));
    }
    faults
}

fn is_lower_snake(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The names between braces, `{n}`; a set, because word order differs between languages.
fn params(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}
