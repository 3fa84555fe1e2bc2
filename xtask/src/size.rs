//! `cargo xtask size`: bytes of each shipped file, plain and as sent, held against the budgets.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::build::{self, Flavour};
use crate::precache::{is_on_choice, kept};

const KB: u64 = 1000;
const PAGE: &str = "index.html";

/// What is held to a limit of bytes sent (brotli where there is one).
struct Budget {
    name: &'static str,
    counts: fn(&Shipped) -> bool,
    limit: u64,
}

const BUDGETS: [Budget; 5] = [
    Budget { name: "wasm before the first page", counts: |file| is_first_wasm(&file.name), limit: 600 * KB },
    Budget {
        name: "wasm of the other pages",
        counts: |file| file.name.ends_with(".wasm") && !is_first_wasm(&file.name),
        limit: 600 * KB,
    },
    Budget {
        name: "words of both languages",
        counts: |file| file.name.starts_with("assets/words-"),
        limit: 120 * KB,
    },
    Budget {
        name: "shell before wasm (page, styles, boot)",
        counts: |file| is_shell(&file.name),
        limit: 14 * KB,
    },
    Budget { name: "everything precached", counts: |file| file.is_precached, limit: 1200 * KB },
];

fn is_first_wasm(name: &str) -> bool {
    name.starts_with("assets/app-") && name.ends_with(".wasm")
}

fn is_shell(name: &str) -> bool {
    name == PAGE || name.ends_with(".css") || name.starts_with("assets/boot-")
}

struct Shipped {
    name: String,
    plain: u64,
    sent: u64,
    is_precached: bool,
}

pub(crate) fn main() -> Result<()> {
    let folder = build::web(Flavour::Release)?;
    let shipped = measure(&folder)?;
    println!("{:>10} {:>10}  file", "plain", "sent");
    for file in &shipped {
        println!("{:>10} {:>10}  {}", file.plain, file.sent, file.name);
    }
    println!(
        "{:>10} {:>10}  total",
        shipped.iter().map(|file| file.plain).sum::<u64>(),
        shipped.iter().map(|file| file.sent).sum::<u64>()
    );
    let over = judge(&shipped);
    if !over.is_empty() {
        bail!("over budget: {}", over.join(", "));
    }
    Ok(())
}

fn measure(folder: &Path) -> Result<Vec<Shipped>> {
    let names = build::files(folder)?;
    let page = fs::read_to_string(folder.join(PAGE))?;
    let originals = names.iter().filter(|name| !name.ends_with(".br") && !name.ends_with(".gz"));
    originals
        .map(|name| {
            let plain = fs::metadata(folder.join(name))?.len();
            let sent = fs::metadata(folder.join(format!("{name}.br"))).map_or(plain, |about| about.len());
            Ok(Shipped {
                name: name.clone(),
                plain,
                sent,
                is_precached: kept(name, &page) && !is_on_choice(name),
            })
        })
        .collect()
}

fn judge(shipped: &[Shipped]) -> Vec<String> {
    let mut over = Vec::new();
    for Budget { name, counts, limit } in BUDGETS {
        let sent: u64 = shipped.iter().filter(|file| counts(file)).map(|file| file.sent).sum();
        println!("{name}: {sent} of {limit} bytes");
        if sent > limit {
            over.push(format!("{name} by {} bytes", sent - limit));
        }
    }
    over
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_budget_can_be_broken() {
        let file = |name: &str, sent| Shipped {
            name: name.into(),
            plain: sent,
            sent,
            is_precached: kept(name, "") && !is_on_choice(name),
        };
        assert!(judge(&[file("assets/app-1.wasm", 600 * KB), file("index.html", 14 * KB)]).is_empty());
        assert_eq!(
            judge(&[file("assets/app-1.wasm", 600 * KB + 1)]),
            ["wasm before the first page by 1 bytes"]
        );
        assert_eq!(judge(&[file("assets/app-1.css", 15 * KB)]).len(), 1);
        assert_eq!(
            judge(&[file("assets/words-en-1.txt", 70 * KB), file("assets/words-vi-1.txt", 60 * KB)]).len(),
            1
        );
        assert_eq!(judge(&[file("assets/font-1.woff2", 1201 * KB)]), ["everything precached by 1000 bytes"]);
        assert!(judge(&[file("screenshots/home.png", 5000 * KB)]).is_empty());
    }
}
