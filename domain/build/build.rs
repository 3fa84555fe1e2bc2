//! Turns `locales/{vi,en}/*.json` and `data/communes.tsv` into tables, and stops the build when they
//! contradict themselves. `cargo xtask build` serves the files `words/{vi,en}.txt` to the app.

mod communes;
#[path = "../src/words/hash.rs"]
mod hash;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

/// What is wrong, a line each, or something.
type Checked<T> = Result<T, Vec<String>>;

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

fn generate() -> Checked<()> {
    let root = folder("CARGO_MANIFEST_DIR")?;
    let out = folder("OUT_DIR")?;
    let words = words::read(&root.join("locales"))?;
    write(&out.join("words_table.rs"), &words.table())?;
    fs::create_dir_all(out.join("words")).map_err(|error| vec![format!("{}: {error}", out.display())])?;
    for (tag, file) in words.files() {
        write(&out.join(format!("words/{tag}.txt")), &file)?;
    }
    let communes = read(&root.join("data/communes.tsv"))?;
    write(&out.join("communes_table.rs"), &communes::table(&communes)?)
}

fn folder(variable: &str) -> Checked<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .ok_or_else(|| vec![format!("{variable} is not set: run this through cargo")])
}

fn read(path: &Path) -> Checked<String> {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(path).map_err(|error| vec![format!("{}: {error}", path.display())])
}

fn write(path: &Path, text: &str) -> Checked<()> {
    fs::write(path, text).map_err(|error| vec![format!("{}: {error}", path.display())])
}
