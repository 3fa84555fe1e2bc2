//! The runner cargo calls for a wasm32 test binary: wasm-bindgen's own, linked so that Cargo.lock pins it
//! to the version of the library. It knows nothing of the project.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
