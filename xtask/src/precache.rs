//! What the service worker fetches before the app may go without network, and the build's name.

use anyhow::{Result, ensure};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::site::{Site, hash};

const BUILD: &str = "{{build}}";
const LIST: &str = "{{precache}}";

/// Path and integrity, as the browser checks it, of everything that is kept for offline use.
pub(crate) fn entries(site: &Site, page: &str) -> Vec<(String, String)> {
    site.files()
        .filter(|(name, _)| kept(name, page))
        .map(|(name, bytes)| {
            (format!("/{name}"), format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(bytes))))
        })
        .collect()
}

/// Everything but the worker itself, what robots and installers read, and icons the page does not show.
pub(crate) fn kept(name: &str, page: &str) -> bool {
    let for_others =
        ["sw.js", "sw-kill.js", "robots.txt"].contains(&name) || name.starts_with("screenshots/");
    !for_others && (!name.starts_with("assets/icons/") || page.contains(name))
}

/// Whether a file is fetched only once somebody asked for it: the words of another language than that of the
/// offices.
pub(crate) fn is_on_choice(name: &str) -> bool {
    name.starts_with("assets/words-") && !name.starts_with("assets/words-vi-")
}

/// One name for everything in the site so far.
pub(crate) fn build_id(site: &Site) -> String {
    let lines: Vec<String> = site.files().map(|(name, bytes)| format!("{name} {}\n", hash(bytes))).collect();
    hash(lines.concat().as_bytes())
}

/// The page with the build's name in it.
pub(crate) fn fill_page(page: &str, build: &str) -> String {
    page.replace(BUILD, build)
}

/// The service worker with the build's name and the list in it; the list stands in single quotes there.
pub(crate) fn fill_worker(worker: &str, build: &str, entries: &[(String, String)]) -> Result<String> {
    for placeholder in [BUILD, LIST] {
        let count = worker.matches(placeholder).count();
        ensure!(count == 1, "public/sw.js must hold {placeholder} exactly once, it does {count} times");
    }
    let entry = |(url, integrity): &(String, String)| match is_on_choice(url.trim_start_matches('/')) {
        true => json!({"url": url, "integrity": integrity, "onChoice": true}),
        false => json!({"url": url, "integrity": integrity}),
    };
    let list: Vec<_> = entries.iter().map(entry).collect();
    let list = json!(list).to_string();
    ensure!(!list.contains(['\'', '\\']), "a file name would need escaping in public/sw.js: {list}");
    Ok(worker.replace(BUILD, build).replace(LIST, &list))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> (Site, String) {
        let mut site = Site::default();
        let shown = site.add_hashed("icons/icon.svg", b"<svg/>".to_vec());
        site.add_hashed("icons/icon-512.png", vec![0]);
        let page = format!("<link href=\"/{shown}\">");
        site.add("index.html", page.clone().into_bytes());
        site.add("robots.txt", b"all".to_vec());
        site.add("screenshots/home.png", vec![0]);
        site.add_hashed("app.js", b"code".to_vec());
        (site, page)
    }

    #[test]
    fn the_list_names_what_works_offline_and_nothing_else() {
        let (site, page) = site();
        let urls: Vec<String> = entries(&site, &page).into_iter().map(|(url, _)| url).collect();
        assert_eq!(urls.len(), 3, "{urls:?}");
        for start in ["/assets/app-", "/assets/icons/icon-", "/index.html"] {
            assert!(urls.iter().any(|url| url.starts_with(start)), "{start} in {urls:?}");
        }
    }

    #[test]
    fn any_changed_byte_gives_another_build() {
        let (mut changed, _) = site();
        changed.add("robots.txt", b"none".to_vec());
        assert_ne!(build_id(&site().0), build_id(&changed));
        assert_eq!(build_id(&site().0), build_id(&site().0));
    }

    #[test]
    fn a_worker_without_both_placeholders_is_refused() {
        let worker = "const BUILD = \"{{build}}\"; const LIST = JSON.parse('{{precache}}');";
        let other = [("/assets/words-en-1.txt".into(), "sha256-y".into())];
        let later = fill_worker(worker, "b1", &other).unwrap();
        assert!(later.contains(r#""onChoice":true"#), "{later}");
        let filled = fill_worker(worker, "b1", &[("/index.html".into(), "sha256-x".into())]).unwrap();
        assert_eq!(
            filled,
            r#"const BUILD = "b1"; const LIST = JSON.parse('[{"integrity":"sha256-x","url":"/index.html"}]');"#
        );
        assert!(fill_worker("const BUILD = \"{{build}}\";", "b1", &[]).is_err());
        assert!(fill_worker(worker, "b1", &[("/it's".into(), String::new())]).is_err());
    }
}
