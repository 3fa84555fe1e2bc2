//! `cargo xtask dev`: serves the app, and builds again what a saved file touches.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};

use crate::build::{self, Flavour};
use crate::command;
use crate::run::{self, LISTEN};
use crate::setup::{self, Purpose};
use crate::workspace;

const WATCHED: [&str; 5] = ["domain", "app", "server", "style", "public"];
const GLANCE: Duration = Duration::from_millis(300);

/// What has to be built after a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stale {
    app: bool,
    server: bool,
}

pub(crate) fn main() -> Result<()> {
    setup::ensure(Purpose::Run)?;
    let root = workspace::root();
    let mut seen = look(&root);
    let mut stale = Stale { app: true, server: true };
    let mut server = None;
    loop {
        if stale != Stale::default() {
            let begun = Instant::now();
            match renew(stale, &mut server) {
                Ok(()) => println!("ready after {:.1} s: http://{LISTEN}", begun.elapsed().as_secs_f32()),
                Err(error) => println!("{error:#}\nwaiting for the next change"),
            }
        }
        thread::sleep(GLANCE);
        let now = look(&root);
        stale = compare(&seen, &now);
        seen = now;
    }
}

fn renew(stale: Stale, server: &mut Option<Server>) -> Result<()> {
    let web = if stale.app { build::web(Flavour::Dev)? } else { workspace::target().join("web-dev") };
    if stale.server || server.is_none() {
        let program = run::server()?;
        drop(server.take());
        *server = Some(Server::start(&program, &web)?);
    }
    Ok(())
}

/// The running server; it is ended in the usual way when a newer one takes its place.
struct Server(Child);

impl Server {
    fn start(program: &Path, web: &Path) -> Result<Self> {
        command::tool(program)
            .args(["serve", "--data", "data", "--listen", LISTEN, "--demo", "--web"])
            .arg(web)
            .spawn()
            .map(Self)
            .with_context(|| format!("cannot start {}", program.display()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let asked = command::tool("kill").args(["-TERM", &self.0.id().to_string()]).status();
        if !asked.is_ok_and(|status| status.success()) {
            drop(self.0.kill());
        }
        drop(self.0.wait());
    }
}

type Seen = BTreeMap<PathBuf, SystemTime>;

fn look(root: &Path) -> Seen {
    let mut seen = Seen::new();
    for folder in WATCHED {
        for name in build::files(&root.join(folder)).unwrap_or_default() {
            let path = Path::new(folder).join(name);
            let saved = root.join(&path).metadata().and_then(|about| about.modified());
            if let Ok(saved) = saved {
                seen.insert(path, saved);
            }
        }
    }
    seen
}

fn compare(before: &Seen, now: &Seen) -> Stale {
    let changed = now.iter().filter(|(path, saved)| before.get(*path) != Some(saved)).map(|(path, _)| path);
    let removed = before.keys().filter(|path| !now.contains_key(*path));
    changed.chain(removed).fold(Stale::default(), |stale, path| Stale {
        app: stale.app || !path.starts_with("server"),
        server: stale.server || path.starts_with("server") || path.starts_with("domain"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(files: &[(&str, u64)]) -> Seen {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        files.iter().map(|(path, seconds)| (PathBuf::from(path), at(*seconds))).collect()
    }

    #[test]
    fn a_change_makes_stale_what_is_built_from_it() {
        let before = seen(&[("style/tokens.css", 1), ("server/src/main.rs", 1), ("domain/src/id.rs", 1)]);
        let after = |files| compare(&before, &seen(files));
        let unchanged = [("style/tokens.css", 1), ("server/src/main.rs", 1), ("domain/src/id.rs", 1)];
        assert_eq!(after(&unchanged), Stale::default());
        let style = [("style/tokens.css", 2), ("server/src/main.rs", 1), ("domain/src/id.rs", 1)];
        assert_eq!(after(&style), Stale { app: true, server: false });
        let server = [("style/tokens.css", 1), ("domain/src/id.rs", 1)];
        assert_eq!(after(&server), Stale { app: false, server: true });
        let both = [("style/tokens.css", 1), ("server/src/main.rs", 1), ("domain/src/id.rs", 3)];
        assert_eq!(after(&both), Stale { app: true, server: true });
    }
}
