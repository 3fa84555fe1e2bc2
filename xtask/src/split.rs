//! The release app in parts: one module with what the first page needs, and one for each split point of the app
//! (`app/src/pages/later.rs`), with the script that fetches it when it is asked for.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use wasm_split_cli_support::{Options, transform};

/// The script, as the first module and wasm-bindgen's own script import it.
pub(crate) const SCRIPT: &str = "__wasm_split.js";

/// What a part that comes later is called: `split_pages.wasm`, and `chunk_0.wasm` for what several have in common.
pub(crate) fn is_part(name: &str) -> bool {
    name.ends_with(".wasm") && (name.starts_with("split_") || name.starts_with("chunk_"))
}

/// Takes a linked app apart; the linker must have left its relocations in it. Script and later parts are laid in
/// the folder; the first, for wasm-bindgen, where it is told.
pub(crate) fn split(wasm: &Path, first: &Path, folder: &Path) -> Result<()> {
    let whole = fs::read(wasm)?;
    let mut options = Options::new(&whole);
    options.output_dir = folder;
    options.main_out_path = first;
    options.main_module = "./app.js";
    let later = transform(options).map_err(|error| anyhow!("{error:#}"))?.split_modules;
    ensure!(!later.is_empty(), "the app has no split point");
    for path in &later {
        fs::write(path, without_names(&fs::read(path)?)?)?;
    }
    Ok(())
}

/// The module without the names of its functions: a third of it, and for debuggers only.
fn without_names(wasm: &[u8]) -> Result<Vec<u8>> {
    const HEADER: usize = 8;
    const CUSTOM: u8 = 0;
    let (header, mut rest) = wasm.split_at_checked(HEADER).context("not a wasm module")?;
    let mut kept = header.to_vec();
    while let [id, after @ ..] = rest {
        let (length, size) = leb128(after)?;
        let section = rest.get(..1 + size + length).context("a section is cut off")?;
        let body = section.get(1 + size..).unwrap_or_default();
        if *id != CUSTOM || !body.starts_with(b"\x04name") {
            kept.extend_from_slice(section);
        }
        rest = rest.get(section.len()..).unwrap_or_default();
    }
    Ok(kept)
}

/// A number as wasm writes it, and how many bytes it takes.
fn leb128(bytes: &[u8]) -> Result<(usize, usize)> {
    let mut number = 0;
    for (at, byte) in bytes.iter().take(5).enumerate() {
        number |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Ok((number, at + 1));
        }
    }
    Err(anyhow!("a length is not a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_out_and_all_else_stays() {
        let section = |id: u8, body: &[u8]| [&[id, body.len() as u8], body].concat();
        let head = b"\0asm\x01\0\0\0".to_vec();
        let code = section(10, b"code");
        let features = section(0, b"\x0ftarget_features");
        let names = section(0, b"\x04name of functions");
        let whole = [head.clone(), code.clone(), names.clone(), features.clone()].concat();
        assert_eq!(without_names(&whole).unwrap(), [head, code, features].concat());
        assert!(without_names(&whole[..whole.len() - 1]).is_err());
        assert!(without_names(b"\0asm").is_err());
    }

    #[test]
    fn lengths_of_several_bytes_are_read() {
        assert_eq!(leb128(&[0x05, 0xff]).unwrap(), (5, 1));
        assert_eq!(leb128(&[0xe5, 0x8e, 0x26]).unwrap(), (624_485, 3));
        assert!(leb128(&[0x80; 8]).is_err() && leb128(&[]).is_err());
    }
}
