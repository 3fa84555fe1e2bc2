//! A throw-away PostgreSQL: made, started, and gone with the value that holds it. It is the real program with
//! a cluster of its own in the temporary folder; the machine's clusters are not touched.

use std::env;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::command::{output, tool};

const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Postgres {
    folder: PathBuf,
    port: u16,
    server: Option<Child>,
}

/// The folder of `postgres` and `initdb`: Debian keeps them off the PATH, by version; the newest is taken.
pub(crate) fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version = entry.file_name().to_str()?.parse().ok()?;
            let programs = entry.path().join("bin");
            programs.join("postgres").is_file().then_some((version, programs))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, programs)| programs)
}

impl Postgres {
    /// Makes a cluster and waits until it answers.
    pub(crate) fn start() -> Result<Self> {
        let programs = programs().context("PostgreSQL is not installed: run `cargo xtask setup`")?;
        let folder = env::temp_dir().join(format!("skc-postgres-{}", process::id()));
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let mut cluster = Self { folder, port, server: None };
        fs::create_dir_all(&cluster.folder)?;
        // PostgreSQL refuses to run as root.
        let as_root = output(tool("id").arg("-u"))?.trim() == "0";
        if as_root {
            output(tool("chown").arg("postgres:").arg(&cluster.folder))?;
        }
        output(
            cluster
                .command(as_root, &programs.join("initdb"))
                .args([
                    "--username=app",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync",
                    "-D",
                ])
                .arg(cluster.data()),
        )?;
        let log = fs::File::create(cluster.folder.join("log"))?;
        let mut server = cluster.command(as_root, &programs.join("postgres"));
        server.arg("-D").arg(cluster.data()).arg("-k").arg(&cluster.folder);
        server.args([
            "-p",
            &port.to_string(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "max_connections=200",
        ]);
        server.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        cluster.server = Some(server.spawn().context("cannot start PostgreSQL")?);
        cluster.wait(&programs)?;
        Ok(cluster)
    }

    /// Address of a database in which the user may do anything.
    pub(crate) fn url(&self) -> String {
        format!("postgres://app@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// A program of PostgreSQL's that ends with us, however we end.
    fn command(&self, as_root: bool, program: &Path) -> Command {
        let mut command = tool("setpriv");
        command.arg("--pdeathsig=INT");
        if as_root {
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
        }
        command.arg("--").arg(program).current_dir(&self.folder);
        command
    }

    fn wait(&mut self, programs: &Path) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let ended =
                self.server.as_mut().is_some_and(|server| server.try_wait().is_ok_and(|exit| exit.is_some()));
            if ended {
                break;
            }
            let answers = TcpStream::connect(("127.0.0.1", self.port)).is_ok()
                && output(tool(programs.join("pg_isready")).args([
                    "-h",
                    "127.0.0.1",
                    "-p",
                    &self.port.to_string(),
                ]))
                .is_ok();
            if answers {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        bail!(
            "PostgreSQL did not start:\n{}",
            fs::read_to_string(self.folder.join("log")).unwrap_or_default()
        )
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            // SIGINT is PostgreSQL's fast shutdown: sessions are ended, its child processes leave with it.
            let asked = tool("kill").args(["-INT", &server.id().to_string()]).status();
            if !asked.is_ok_and(|status| status.success()) {
                drop(server.kill());
            }
            drop(server.wait());
        }
        drop(fs::remove_dir_all(&self.folder));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        let cluster = Postgres::start().unwrap();
        let (url, folder, port) = (cluster.url(), cluster.folder.clone(), cluster.port);
        let psql = programs().unwrap().join("psql");
        let sum =
            output(tool(psql).args([&url, "--no-align", "--tuples-only", "--command", "SELECT 40 + 2"]))
                .unwrap();
        assert_eq!(sum.trim(), "42");
        drop(cluster);
        assert!(!folder.exists());
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
