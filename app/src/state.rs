//! The book as signals: who is signed in, the records they see, what is unsent and how sending goes.
//! Pages read this and nothing below it.

pub mod attachments;
pub mod book;
pub mod deeds;
pub mod desk;
pub mod export;
pub mod import;
pub mod index;
pub mod kin;
pub mod look;
pub mod names;
pub mod reference;
pub mod session;
pub mod sign_in;
pub mod survey;
pub mod update;
pub mod view;
