//! The bound modules of a release, put in order by Binaryen so that they compress better.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::build::files;
use crate::command::{run, tool};
use crate::workspace;

/// Where npm lays the program.
const PROGRAM: &str = "tests/node_modules/binaryen/bin/wasm-opt";

/// What the compiler writes by itself: nothing newer comes in.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What is done. Each was tried by itself: more of Binaryen makes the modules smaller as they lie and larger as they
/// are sent, because like functions become unlike (docs/decisions/0045-modules-are-put-in-order-by-binaryen.md).
const PASSES: [&str; 7] = [
    "--duplicate-function-elimination",
    "--remove-unused-module-elements",
    "--optimize-instructions",
    "--merge-blocks",
    "--remove-unused-brs",
    "--vacuum",
    "--reorder-locals",
];

/// Rewrites every module of a folder.
pub(crate) fn shrink(folder: &Path) -> Result<()> {
    for name in files(folder)?.into_iter().filter(|name| name.ends_with(".wasm")) {
        let module = folder.join(&name);
        let smaller = workspace::scratch("smaller.wasm");
        run(tool("node")
            .arg(workspace::root().join(PROGRAM))
            .args(FEATURES)
            .args(PASSES)
            .arg(&module)
            .arg("-o")
            .arg(&smaller))
        .with_context(|| format!("putting {name} in order"))?;
        fs::rename(&smaller, &module)?;
    }
    Ok(())
}
