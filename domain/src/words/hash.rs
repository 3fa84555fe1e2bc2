//! A hash that tells the file of words the build made from any other. The build script computes it too.

/// FNV-1a in 64 bits.
pub(crate) fn of(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
