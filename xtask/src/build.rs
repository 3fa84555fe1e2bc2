//! `cargo xtask build`: the app as the folder a browser is served from (target/web, in dev target/web-dev).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::command;
use crate::css;
use crate::precache;
use crate::setup::{self, Purpose};
use crate::shrink::shrink;
use crate::site::{self, Effort, Site};
use crate::split;
use crate::workspace;

pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Public files that are asked for by a fixed name and so carry no hash.
const STABLE: [&str; 4] = ["manifest.webmanifest", "sw.js", "sw-kill.js", "robots.txt"];

/// Each has a file of words, which the page names for boot.js and the app.
const LANGUAGES: [&str; 2] = ["vi", "en"];

/// Files in which people write placeholders.
const WRITTEN: [&str; 4] = ["index.html", "assets/boot-", "sw.js", "manifest.webmanifest"];

#[derive(Clone, Copy)]
pub(crate) enum Flavour {
    Release,
    Dev,
}

impl Flavour {
    fn folder(self) -> PathBuf {
        workspace::target().join(match self {
            Self::Release => "web",
            Self::Dev => "web-dev",
        })
    }
}

pub(crate) fn main() -> Result<()> {
    setup::ensure(Purpose::Run)?;
    println!("built {}", web(Flavour::Release)?.display());
    Ok(())
}

/// Builds and gives back the folder.
pub(crate) fn web(flavour: Flavour) -> Result<PathBuf> {
    let Compiled { wasm, words } = compile(flavour)?;
    let bindings = bind(&wasm, flavour)?;
    if matches!(flavour, Flavour::Release) {
        shrink(&bindings)?;
    }
    let site = assemble(&workspace::root(), &bindings, &words)?;
    let folder = flavour.folder();
    let effort = match flavour {
        Flavour::Release => Effort::Release,
        Flavour::Dev => Effort::Dev,
    };
    site.write(&folder, effort)?;
    Ok(folder)
}

/// The app, and the folder with the words of each language.
struct Compiled {
    wasm: PathBuf,
    words: PathBuf,
}

fn compile(flavour: Flavour) -> Result<Compiled> {
    let mut cargo = command::cargo();
    cargo.args(["rustc", "--package", "app", "--bin", "app", "--target", WASM]);
    cargo.args(["--message-format", "json-render-diagnostics"]);
    let profile = match flavour {
        Flavour::Release => {
            cargo.args(["--profile", "wasm-release", "--features", "split"]);
            // What splits the module has to move addresses.
            cargo.args(["--", "-C", "link-arg=--emit-relocs"]);
            "wasm-release"
        }
        Flavour::Dev => "debug",
    };
    let messages = command::printed(&mut cargo)?;
    let wasm = workspace::target().join(WASM).join(profile).join("app.wasm");
    let words =
        words_folder(&messages).context("cargo does not say where the domain's words were written")?;
    Ok(Compiled { wasm, words })
}

/// Where the domain's build script wrote the words for this very build, as cargo tells in its messages.
fn words_folder(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let out_dir = |message: Value| {
        let package = message.get("package_id")?.as_str()?;
        let folder = message.get("out_dir")?.as_str()?;
        package.contains("/domain#").then(|| Path::new(folder).join("words"))
    };
    messages.filter_map(out_dir).next()
}

fn bind(wasm: &Path, flavour: Flavour) -> Result<PathBuf> {
    let release = matches!(flavour, Flavour::Release);
    let folder = workspace::scratch(if release { "bindings" } else { "bindings-dev" });
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let first = match flavour {
        Flavour::Release => {
            let first = workspace::scratch("first.wasm");
            split::split(wasm, &first, &folder)?;
            first
        }
        Flavour::Dev => wasm.to_owned(),
    };
    Bindgen::new()
        .input_path(&first)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .remove_name_section(release)
        .remove_producers_section(release)
        // The later parts are linked to the first by its table.
        .keep_lld_exports(release)
        .generate(&folder)
        .context("binding the app's wasm to JavaScript")?;
    Ok(folder)
}

/// Puts the site together, leaves first: a file is named by its content, so what it names must be named before.
fn assemble(root: &Path, bindings: &Path, words: &Path) -> Result<Site> {
    let public = root.join("public");
    let mut site = Site::default();
    let (stable, hashed): (Vec<_>, Vec<_>) = files(&public)?.into_iter().partition(|name| is_stable(name));
    for name in hashed.iter().filter(|name| *name != "boot.js") {
        site.add_hashed(name, fs::read(public.join(name))?);
    }
    add_glue(&mut site, bindings)?;
    let css = site.rewrite(&css::bundle(&root.join("style/index.css"))?);
    let css = site.add_hashed("app.css", css.into_bytes());
    site.call("css", &css);
    let boot = site.rewrite(&read(&public.join("boot.js"))?);
    let boot = site.add_hashed("boot.js", boot.into_bytes());
    site.call("boot", &boot);
    for name in stable.iter().filter(|name| *name != "sw.js") {
        let bytes = match String::from_utf8(fs::read(public.join(name))?) {
            Ok(text) => site.rewrite(&text).into_bytes(),
            Err(picture) => picture.into_bytes(),
        };
        site.add(name, bytes);
    }
    for language in LANGUAGES {
        let file = fs::read(words.join(format!("{language}.txt")))?;
        let file = site.add_hashed(&format!("words-{language}.txt"), file);
        site.call(&format!("words_{language}"), &file);
    }
    let page = site.rewrite(&read(&root.join("app/index.html"))?);
    site.add("index.html", page.clone().into_bytes());
    let build = precache::build_id(&site);
    site.add("index.html", precache::fill_page(&page, &build).into_bytes());
    let entries = precache::entries(&site, &page);
    let worker = precache::fill_worker(&read(&public.join("sw.js"))?, &build, &entries)?;
    site.add("sw.js", worker.into_bytes());
    for (name, bytes) in site.files() {
        if WRITTEN.iter().any(|written| name.starts_with(written)) {
            let left = placeholder(&String::from_utf8_lossy(bytes)).map(str::to_owned);
            ensure!(left.is_none(), "{name} holds a placeholder that nothing fills: {left:?}");
        }
    }
    Ok(site)
}

/// The first `{{name}}` of a text.
fn placeholder(text: &str) -> Option<&str> {
    let names = text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}"));
    let mut names = names.map(|(name, _)| name);
    names.find(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
}

/// The wasm, the JavaScript around it, and the snippets that JavaScript imports by relative path.
fn add_glue(site: &mut Site, bindings: &Path) -> Result<()> {
    let wasm = site.add_hashed("app.wasm", fs::read(bindings.join("app_bg.wasm"))?);
    site.call("app_wasm", &wasm);
    let mut glue = read(&bindings.join("app.js"))?;
    let snippets = bindings.join("snippets");
    if snippets.is_dir() {
        let mut all = Vec::new();
        for name in files(&snippets)? {
            all.push((name.clone(), fs::read(snippets.join(name))?));
        }
        let bytes: Vec<u8> = all.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
        let folder = format!("snippets-{}", site::hash(&bytes));
        for (name, bytes) in all {
            site.add(&format!("assets/{folder}/{name}"), bytes);
        }
        glue = glue.replace("./snippets/", &format!("./{folder}/"));
    }
    let mut scripts = vec![("app.js", glue)];
    if bindings.join(split::SCRIPT).exists() {
        scripts.push((split::SCRIPT, add_parts(site, bindings)?));
    }
    for served in site.add_circle(&scripts) {
        if served.starts_with("assets/app-") {
            site.call("app_js", &served);
        }
    }
    Ok(())
}

/// The parts that come later; gives back the script that fetches them, with their served names.
fn add_parts(site: &mut Site, bindings: &Path) -> Result<String> {
    let mut script = read(&bindings.join(split::SCRIPT))?;
    for name in files(bindings)?.iter().filter(|name| split::is_part(name)) {
        let served = site.add_hashed(name, fs::read(bindings.join(name))?);
        let written = format!("\"./{name}\"");
        ensure!(script.contains(&written), "{} does not fetch {name}", split::SCRIPT);
        script = script.replace(&written, &format!("\"/{served}\""));
    }
    Ok(script)
}

fn is_stable(name: &str) -> bool {
    STABLE.contains(&name) || name.starts_with("screenshots/")
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Every file below a folder, by sorted relative path.
pub(crate) fn files(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(below) = open.pop() {
        let inside =
            fs::read_dir(folder.join(&below)).with_context(|| format!("cannot list {}", folder.display()))?;
        for entry in inside {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if below.is_empty() { name } else { format!("{below}/{name}") };
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_told_from_braces_of_code() {
        assert_eq!(placeholder("/** @type {{url: string}[]} */ let a = '{{app_js}}';"), Some("app_js"));
        assert_eq!(placeholder("/** @type {{url: string}} */ let a = {};"), None);
    }

    #[test]
    fn the_words_lie_where_the_build_script_of_the_domain_wrote() {
        let messages = concat!(
            "{\"reason\":\"build-script-executed\",\"package_id\":\"registry+x#ring@1\",\"out_dir\":\"/t/ring/out\"}\n",
            "{\"reason\":\"compiler-artifact\",\"package_id\":\"path+file:///w/domain#0.1.0\"}\n",
            "{\"reason\":\"build-script-executed\",\"package_id\":\"path+file:///w/domain#0.1.0\",\"out_dir\":\"/t/domain/out\"}\n",
        );
        assert_eq!(words_folder(messages), Some(PathBuf::from("/t/domain/out/words")));
        assert_eq!(words_folder("   Compiling domain\n"), None);
    }

    #[test]
    fn a_site_is_put_together_from_the_sources() {
        let bindings = crate::scratch_for_test("bindings");
        fs::create_dir_all(bindings.join("snippets/a-1")).unwrap();
        fs::write(bindings.join("app_bg.wasm"), b"wasm").unwrap();
        fs::write(bindings.join("app.js"), "import { a } from './snippets/a-1/inline0.js';").unwrap();
        fs::write(bindings.join("snippets/a-1/inline0.js"), "export function a() {}").unwrap();
        let script =
            r#"import { initSync } from "./app.js"; fetch(new URL("./split_pages.wasm", import.meta.url))"#;
        fs::write(bindings.join(split::SCRIPT), script).unwrap();
        fs::write(bindings.join("split_pages.wasm"), b"later").unwrap();
        for language in LANGUAGES {
            fs::write(bindings.join(format!("{language}.txt")), format!("home.title\t{language}\n")).unwrap();
        }
        let site = assemble(&workspace::root(), &bindings, &bindings).unwrap();
        fs::remove_dir_all(&bindings).unwrap();
        let text = |start: &str, end: &str| {
            let wanted = |(name, _): &(&str, &[u8])| name.starts_with(start) && name.ends_with(end);
            String::from_utf8(site.files().find(wanted).unwrap().1.to_vec()).unwrap()
        };
        let named = |text: &str| -> Vec<String> {
            let quoted = text.split('"').filter_map(|word| word.strip_prefix("/assets/"));
            quoted.map(|rest| format!("assets/{rest}")).collect()
        };
        let scripts = ["assets/boot-", "assets/__wasm_split-"].map(|start| named(&text(start, ".js")));
        assert_eq!(scripts[1].len(), 1, "the script fetches the pages by their served name: {scripts:?}");
        let mut served = [named(&text("index", ".html")), scripts.concat()].concat();
        served.extend(named(&text("sw.", "js")));
        assert!(served.len() > 10, "{served:?}");
        for language in LANGUAGES {
            let start = format!("assets/words-{language}-");
            let times = served.iter().filter(|name| name.starts_with(&start)).count();
            assert_eq!(times, 2, "the page and the worker's list name the words of {language}: {served:?}");
        }
        for name in served {
            assert!(site.files().any(|(file, _)| file == name), "{name} is named and not served");
        }
        let glue = text("assets/app-", ".js");
        assert!(glue.starts_with("import { a } from './snippets-"), "{glue}");
        assert!(text("assets/snippets-", ".js").starts_with("export function a"));
    }
}
