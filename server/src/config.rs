//! Settings of the server: flags before environment before file before default.

pub mod files;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

use self::files::{Files, FilesError, FilesSettings};
use crate::storage::Database;

/// Everything a running server needs to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub listen: SocketAddr,
    pub data: PathBuf,
    /// The folder of the built app; without it only the API is served.
    pub web: Option<PathBuf>,
    pub database: Database,
    pub files: Files,
    pub seed: Seed,
    pub log: LogFormat,
}

/// What an empty database is filled with at start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seed {
    Nothing,
    Demo,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    #[default]
    Text,
    Json,
}

/// The settings as flags or environment variables.
#[derive(Args, Clone, Debug, Default)]
pub struct Flags {
    /// TOML file with the settings below, by their long names
    #[arg(long, env = "SKC_CONFIG", global = true)]
    pub config: Option<PathBuf>,
    /// Folder for the database and everything else the server keeps [default: data]
    #[arg(long, env = "SKC_DATA", global = true)]
    pub data: Option<PathBuf>,
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, env = "SKC_LISTEN", global = true)]
    pub listen: Option<SocketAddr>,
    /// Folder of the built app
    #[arg(long, env = "SKC_WEB", global = true)]
    pub web: Option<PathBuf>,
    /// postgres://… instead of SQLite in the data folder
    #[arg(long, env = "SKC_DATABASE", global = true, hide_env_values = true)]
    pub database: Option<String>,
    /// Folder for pictures and papers, or s3://bucket/path [default: files in the data folder]
    #[arg(long, env = "SKC_FILES", global = true)]
    pub files: Option<String>,
    /// Address of the S3 service, unless it is Amazon's
    #[arg(long, env = "SKC_S3_ENDPOINT", global = true)]
    pub s3_endpoint: Option<String>,
    /// Region of the bucket [default: us-east-1]
    #[arg(long, env = "SKC_S3_REGION", global = true)]
    pub s3_region: Option<String>,
    /// Access key of the bucket
    #[arg(long, env = "SKC_S3_KEY", global = true, hide_env_values = true)]
    pub s3_key: Option<String>,
    /// Secret that belongs to the access key
    #[arg(long, env = "SKC_S3_SECRET", global = true, hide_env_values = true)]
    pub s3_secret: Option<String>,
    /// Fill an empty database with demo data and accounts at start
    #[arg(long, global = true)]
    pub demo: bool,
    /// How log lines are written [default: text]
    #[arg(long, env = "SKC_LOG_FORMAT", global = true)]
    pub log_format: Option<LogFormat>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    data: Option<PathBuf>,
    listen: Option<SocketAddr>,
    web: Option<PathBuf>,
    database: Option<String>,
    files: Option<String>,
    s3_endpoint: Option<String>,
    s3_region: Option<String>,
    s3_key: Option<String>,
    s3_secret: Option<String>,
    log_format: Option<LogFormat>,
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the settings file {path} cannot be read")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("the settings file {path} is not as expected")]
    Malformed { path: PathBuf, source: Box<toml::de::Error> },
    #[error("the database must be a postgres:// address; without one SQLite in the data folder is used")]
    UnknownDatabase,
    #[error(transparent)]
    Files(#[from] FilesError),
}

impl Flags {
    /// The settings that result, the file read if one is named.
    pub fn resolve(self) -> Result<Config, ConfigError> {
        let file = self.config.as_deref().map(read).transpose()?.unwrap_or_default();
        let data = self.data.or(file.data).unwrap_or_else(|| PathBuf::from("data"));
        let database = match self.database.or(file.database) {
            None => Database::Sqlite(data.join("so.db")),
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Database::Postgres(url)
            }
            Some(_) => return Err(ConfigError::UnknownDatabase),
        };
        let files = FilesSettings {
            place: self.files.or(file.files),
            endpoint: self.s3_endpoint.or(file.s3_endpoint),
            region: self.s3_region.or(file.s3_region),
            key: self.s3_key.or(file.s3_key),
            secret: self.s3_secret.or(file.s3_secret),
        };
        Ok(Config {
            files: files.resolve(&data)?,
            listen: self.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            web: self.web.or(file.web),
            seed: if self.demo { Seed::Demo } else { Seed::Nothing },
            log: self.log_format.or(file.log_format).unwrap_or_default(),
            database,
            data,
        })
    }
}

fn read(path: &Path) -> Result<File, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
    toml::from_str(&text)
        .map_err(|source| ConfigError::Malformed { path: path.to_owned(), source: Box::new(source) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("so.toml");
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn a_flag_wins_over_the_file_and_the_file_over_the_default() {
        let (_folder, path) = file("data = \"/from/file\"\nlisten = \"0.0.0.0:1\"\nlog-format = \"json\"\n");
        let flags = Flags { config: Some(path), data: Some("/from/flag".into()), ..Flags::default() };
        let config = flags.resolve().unwrap();
        assert_eq!(config.database, Database::Sqlite("/from/flag/so.db".into()));
        assert_eq!(config.listen.to_string(), "0.0.0.0:1");
        assert_eq!(config.log, LogFormat::Json);
        assert_eq!(config.web, None);
    }

    #[test]
    fn a_misspelt_setting_is_refused() {
        let (_folder, path) = file("databse = \"postgres://x\"\n");
        let flags = Flags { config: Some(path), ..Flags::default() };
        assert!(matches!(flags.resolve(), Err(ConfigError::Malformed { .. })));
    }

    #[test]
    fn only_postgres_is_an_address() {
        let flags = Flags { database: Some("mysql://x".into()), ..Flags::default() };
        assert!(matches!(flags.resolve(), Err(ConfigError::UnknownDatabase)));
    }
}
