//! libFuzzer around the reader that `SKC_FUZZ_TARGET` names; `cargo xtask fuzz` builds and starts it.
#![no_main]
#![expect(clippy::expect_used, reason = "without a reader there is nothing to do")]

use std::sync::LazyLock;

use fuzz::Target;

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("SKC_FUZZ_TARGET").expect("the reader is named");
    fuzz::target(&name).expect("there is such a reader")
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (TARGET.read)(bytes));
