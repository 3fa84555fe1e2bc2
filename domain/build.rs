//! Turns `locales/{vi,en}.json` and `data/communes.tsv` into static tables, and stops the build when they contradict themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

type Words = BTreeMap<String, String>;

fn main() -> ExitCode {
    match generate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(faults) => {
            for fault in faults {
                println!("cargo::error={fault}");
            }
            ExitCode::FAILURE
        }
    }
}

fn generate() -> Result<(), Vec<String>> {
    let root = folder("CARGO_MANIFEST_DIR")?;
    let out = folder("OUT_DIR")?;
    let vi = read_words(&root, "vi")?;
    let en = read_words(&root, "en")?;
    let faults = compare(&vi, &en);
    if !faults.is_empty() {
        return Err(faults);
    }
    write(&out.join("words_table.rs"), &words_table(&vi, &en))?;
    let communes = read(&root.join("data/communes.tsv"))?;
    write(&out.join("communes_table.rs"), &communes_table(&communes)?)
}

fn folder(variable: &str) -> Result<PathBuf, Vec<String>> {
    env::var_os(variable)
        .map(PathBuf::from)
        .ok_or_else(|| vec![format!("{variable} is not set: run this through cargo")])
}

fn read(path: &Path) -> Result<String, Vec<String>> {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(path).map_err(|error| vec![format!("{}: {error}", path.display())])
}

fn write(path: &Path, text: &str) -> Result<(), Vec<String>> {
    fs::write(path, text).map_err(|error| vec![format!("{}: {error}", path.display())])
}

fn read_words(root: &Path, language: &str) -> Result<Words, Vec<String>> {
    let text = read(&root.join(format!("locales/{language}.json")))?;
    let words: Words =
        serde_json::from_str(&text).map_err(|error| vec![format!("locales/{language}.json: {error}")])?;
    let lines = text.lines().filter(|line| line.trim_start().starts_with('"')).count();
    if lines != words.len() {
        return Err(vec![format!(
            "locales/{language}.json: {lines} lines but {} different keys: a key stands twice, or a line holds two",
            words.len()
        )]);
    }
    Ok(words)
}

fn compare(vi: &Words, en: &Words) -> Vec<String> {
    let mut faults = Vec::new();
    let keys: BTreeSet<&String> = vi.keys().chain(en.keys()).collect();
    for key in keys {
        if let Some(fault) = key_fault(key) {
            faults.push(fault);
        }
        match (vi.get(key), en.get(key)) {
            (Some(vi), Some(en)) => {
                for (language, text) in [("vi", vi), ("en", en)] {
                    if text.trim().is_empty() {
                        faults.push(format!("locales/{language}.json: `{key}` is empty"));
                    }
                }
                let (in_vi, in_en) = (params(vi), params(en));
                if in_vi != in_en {
                    faults.push(format!("locales: `{key}` takes {in_vi:?} in vi and {in_en:?} in en"));
                }
            }
            (Some(_), None) => faults.push(format!("locales/en.json: `{key}` is missing")),
            (None, _) => faults.push(format!("locales/vi.json: `{key}` is missing")),
        }
    }
    faults
}

fn key_fault(key: &str) -> Option<String> {
    let part_is_good = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    if key.split('.').count() >= 2 && key.split('.').all(part_is_good) {
        return None;
    }
    Some(format!("locales: `{key}` is not of the form group.lower_snake"))
}

/// The names between braces, `{n}`; a set, because word order differs between languages.
fn params(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn words_table(vi: &Words, en: &Words) -> String {
    let mut code = format!("static KEYS: [&str; {}] = [\n", vi.len());
    for key in vi.keys() {
        let _ = writeln!(code, "    {key:?},");
    }
    code.push_str("];\n");
    for (name, words) in [("VI", vi), ("EN", en)] {
        let _ = writeln!(code, "static {name}: [&str; {}] = [", words.len());
        for text in words.values() {
            let _ = writeln!(code, "    {text:?},");
        }
        code.push_str("];\n");
    }
    code
}

fn communes_table(text: &str) -> Result<String, Vec<String>> {
    let rows: Vec<&str> = text.lines().skip(1).collect();
    let mut code = format!(
        "/// The communes of the province, in the order of their codes.\npub static COMMUNES: [Commune; {}] = [\n",
        rows.len()
    );
    let mut last = "";
    for row in rows {
        let fault = |why: &str| vec![format!("data/communes.tsv: {why}: {row}")];
        let columns: Vec<&str> = row.split('\t').collect();
        let [code_column, kind, name, lat, lng, formed_from] = columns.as_slice() else {
            return Err(fault("six columns are expected"));
        };
        if code_column.len() != 5 || *code_column <= last {
            return Err(fault("codes have five digits and ascend"));
        }
        last = code_column;
        let kind = match *kind {
            "xa" => "Xa",
            "phuong" => "Phuong",
            _ => return Err(fault("the kind is xa or phuong")),
        };
        let (Some(lat), Some(lng)) = (degrees_e7(lat), degrees_e7(lng)) else {
            return Err(fault("the centre has two numbers with at most 7 decimals"));
        };
        let formed_from: Vec<&str> = formed_from.split("; ").collect();
        let _ = writeln!(
            code,
            "    Commune {{ code: {code_column:?}, kind: CommuneKind::{kind}, name: {name:?}, lat_e7: {lat}, lng_e7: {lng}, formed_from: &{formed_from:?} }},"
        );
    }
    code.push_str("];\n");
    Ok(code)
}

fn degrees_e7(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.')?;
    let missing = 7_usize.checked_sub(fraction.len())?;
    format!("{whole}{fraction}{}", "0".repeat(missing)).parse().ok()
}
