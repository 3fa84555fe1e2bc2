//! Where things lie in this checkout. Nothing of the machine is compiled in.

use std::env;
use std::path::PathBuf;

/// The folder that holds the workspace's Cargo.toml.
pub(crate) fn root() -> PathBuf {
    let start = env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .or_else(|| env::current_dir().ok())
        .unwrap_or_default();
    start
        .ancestors()
        .find(|folder| folder.join("xtask/Cargo.toml").is_file())
        .map_or_else(|| start.clone(), PathBuf::from)
}

/// Where cargo puts what it builds, and we what we make of it.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A folder of ours inside the target folder.
pub(crate) fn scratch(name: &str) -> PathBuf {
    target().join("xtask").join(name)
}
