//! Every place that reads bytes from outside, as a function of bytes that may be anything. Whatever they are,
//! it comes to its end without a panic, and what was read and written is read the same.
//!
//! What lies in the app and in the server is included file by file: neither the hundred crates of a server nor
//! a browser is wanted here.
#![expect(clippy::unwrap_used, reason = "a panic is what is looked for")]

pub mod attachments;
pub mod device;
pub mod exchange;
pub mod files;
pub mod store;
pub mod typed;

/// One reader.
pub struct Target {
    /// As its folder in `fuzz/corpus`.
    pub name: &'static str,
    pub read: fn(&[u8]),
}

pub const TARGETS: [Target; 10] = [
    Target { name: "push", read: exchange::push },
    Target { name: "pull", read: exchange::pull },
    Target { name: "answer", read: device::answer },
    Target { name: "envelope", read: device::envelope },
    Target { name: "page", read: device::page },
    Target { name: "small", read: device::small },
    Target { name: "paper", read: files::paper },
    Target { name: "picture", read: files::picture },
    Target { name: "table", read: typed::table },
    Target { name: "typed", read: typed::typed },
];

/// The reader with this name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
