//! What the server does with the bytes of a file: the server's own files, by links.

pub mod media;
pub mod office;
pub mod picture;
pub mod refusal;
pub mod samples;
pub mod zip;
