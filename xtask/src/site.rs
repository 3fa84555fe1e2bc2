//! The folder that is served: files under their content hash, references to them rewritten, each text also
//! precompressed. It does not know where the files come from.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

const COMPRESSED: [&str; 8] = ["html", "css", "js", "json", "webmanifest", "svg", "txt", "wasm"];

/// How hard to compress: a release is squeezed once and fetched often, a dev build is fetched once.
#[derive(Clone, Copy)]
pub(crate) enum Effort {
    Release,
    Dev,
}

#[derive(Default)]
pub(crate) struct Site {
    files: BTreeMap<String, Vec<u8>>,
    /// What authors write → path as served. A name is written quoted, a placeholder in double braces.
    names: BTreeMap<String, String>,
}

impl Site {
    /// Files by path without leading slash.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }

    /// Adds a file that keeps its name.
    pub(crate) fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), bytes);
    }

    /// Adds a file under assets/ with its hash in the name, so that it may be cached for ever. Authors write
    /// it as `"/name"`.
    pub(crate) fn add_hashed(&mut self, name: &str, bytes: Vec<u8>) -> String {
        let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
        let (stem, extension) = file.rsplit_once('.').unwrap_or((file, "bin"));
        let slash = if folder.is_empty() { "" } else { "/" };
        let hashed = format!("assets/{folder}{slash}{stem}-{}.{extension}", hash(&bytes));
        self.names.insert(format!("/{name}"), format!("/{hashed}"));
        self.files.insert(hashed.clone(), bytes);
        hashed
    }

    /// Adds scripts that import each other as `from "./name.js"`: none can be named by its content before the
    /// others are, so they share the hash of all. Gives back what they are served as, in order.
    pub(crate) fn add_circle(&mut self, scripts: &[(&str, String)]) -> Vec<String> {
        let all: String = scripts.iter().map(|(_, text)| text.as_str()).collect();
        let hash = hash(all.as_bytes());
        let served = |name: &str| format!("{}-{hash}.js", name.trim_end_matches(".js"));
        let mut added = Vec::new();
        for (name, text) in scripts {
            let mut text = text.clone();
            for (other, _) in scripts {
                text = text.replace(&format!("from \"./{other}\""), &format!("from \"./{}\"", served(other)));
            }
            let name = format!("assets/{}", served(name));
            self.add(&name, text.into_bytes());
            added.push(name);
        }
        added
    }

    /// Lets authors write `{{placeholder}}` for a served path.
    pub(crate) fn call(&mut self, placeholder: &str, served: &str) {
        self.names.insert(format!("{{{{{placeholder}}}}}"), format!("/{served}"));
    }

    /// The text with everything written that is known so far replaced by what is served.
    pub(crate) fn rewrite(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (written, served) in &self.names {
            if written.starts_with("{{") {
                text = text.replace(written, served);
                continue;
            }
            for (open, close) in [('"', '"'), ('\'', '\''), ('(', ')')] {
                text = text.replace(&format!("{open}{written}{close}"), &format!("{open}{served}{close}"));
                text = text.replace(&format!("{open}{written}#"), &format!("{open}{served}#"));
            }
        }
        text
    }

    /// Writes everything to a fresh folder, reusing what was compressed before, and puts it in place of the
    /// old one at the end: a server that reads the folder meanwhile never sees half a build.
    pub(crate) fn write(&self, folder: &Path, effort: Effort) -> Result<()> {
        let fresh = folder.with_extension("new");
        if fresh.exists() {
            fs::remove_dir_all(&fresh)?;
        }
        let queue = Mutex::new(self.files.iter());
        let workers = thread::available_parallelism().map_or(2, usize::from);
        thread::scope(|scope| {
            let work = || -> Result<()> {
                loop {
                    let next = queue.lock().ok().and_then(|mut queue| queue.next());
                    let Some((name, bytes)) = next else {
                        return Ok(());
                    };
                    write_one(folder, &fresh, name, bytes, effort)
                        .with_context(|| format!("writing {name}"))?;
                }
            };
            let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
            workers.into_iter().try_for_each(|worker| match worker.join() {
                Ok(result) => result,
                Err(_) => bail!("a compressing thread panicked"),
            })
        })?;
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::rename(&fresh, folder)?;
        Ok(())
    }
}

fn write_one(old: &Path, fresh: &Path, name: &str, bytes: &[u8], effort: Effort) -> Result<()> {
    let path = fresh.join(name);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(&path, bytes)?;
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    if !COMPRESSED.contains(&extension) {
        return Ok(());
    }
    let unchanged = fs::read(old.join(name)).is_ok_and(|before| before == bytes);
    for (suffix, compress) in [("br", brotli as Compress), ("gz", gzip)] {
        let name = format!("{name}.{suffix}");
        if unchanged && fs::copy(old.join(&name), fresh.join(&name)).is_ok() {
            continue;
        }
        fs::write(fresh.join(&name), compress(bytes, effort)?)?;
    }
    Ok(())
}

type Compress = fn(&[u8], Effort) -> Result<Vec<u8>>;

fn brotli(bytes: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let quality = match effort {
        Effort::Release => 11,
        Effort::Dev => 5,
    };
    let params = brotli::enc::BrotliEncoderParams { quality, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip(bytes: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let level = match effort {
        Effort::Release => flate2::Compression::best(),
        Effort::Dev => flate2::Compression::fast(),
    };
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// Sixteen hex digits of SHA-256: enough to tell two builds apart, short enough for a file name.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn written_names_and_placeholders_become_served_paths() {
        let mut site = Site::default();
        let css = site.add_hashed("app.css", b"a{}".to_vec());
        site.call("css", &css);
        let icon = site.add_hashed("icons/mark.svg", b"<svg/>".to_vec());
        assert!(css.starts_with("assets/app-") && icon.starts_with("assets/icons/mark-"), "{css} {icon}");
        let page =
            site.rewrite(r#"<link href="{{css}}"><i style="url(/icons/mark.svg)"></i> /app.css {{js}}"#);
        assert_eq!(page, format!(r#"<link href="/{css}"><i style="url(/{icon})"></i> /app.css {{{{js}}}}"#));
    }

    #[test]
    fn scripts_that_import_each_other_share_a_hash_that_any_of_them_changes() {
        let served = |other: &str| {
            let app =
                "import * as import1 from \"./parts.js\"; imports = {\"./parts.js\": import1};".to_owned();
            let mut site = Site::default();
            let names = site.add_circle(&[("app.js", app), ("parts.js", other.to_owned())]);
            let text = |name: &str| String::from_utf8(site.files[name].clone()).unwrap();
            (text(&names[0]), text(&names[1]), names)
        };
        let (app, parts, names) = served("import { initSync } from \"./app.js\";");
        let [app_name, parts_name] = [&names[0], &names[1]].map(|name| name.replace("assets/", "./"));
        assert_eq!(
            app,
            format!("import * as import1 from \"{parts_name}\"; imports = {{\"./parts.js\": import1}};")
        );
        assert_eq!(parts, format!("import {{ initSync }} from \"{app_name}\";"));
        assert_ne!(served("import { initSync } from \"./app.js\"; 1").2[0], names[0]);
    }

    #[test]
    fn texts_stand_beside_their_compressed_forms_and_pictures_do_not() {
        let folder = crate::scratch_for_test("site");
        let text = "Sổ Khuyến Công ".repeat(50);
        let mut site = Site::default();
        site.add("index.html", text.clone().into_bytes());
        site.add("mark.png", vec![1, 2, 3]);
        for effort in [Effort::Release, Effort::Dev, Effort::Dev] {
            site.write(&folder, effort).unwrap();
            let mut plain = String::new();
            brotli::Decompressor::new(&*fs::read(folder.join("index.html.br")).unwrap(), 4096)
                .read_to_string(&mut plain)
                .unwrap();
            assert_eq!(plain, text);
            plain.clear();
            flate2::read::GzDecoder::new(&*fs::read(folder.join("index.html.gz")).unwrap())
                .read_to_string(&mut plain)
                .unwrap();
            assert_eq!(plain, text);
        }
        assert!(folder.join("mark.png").exists() && !folder.join("mark.png.br").exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}
