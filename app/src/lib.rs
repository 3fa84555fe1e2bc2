//! Sổ Khuyến Công in the browser: one book per person, whole without network.
//!
//! `platform ← store ← sync ← state ← components ← pages ← app`; `ui` and `i18n` are leaves.
//! Pages read the book only; nothing on a screen asks the server.

pub mod platform;

pub mod store;

pub mod sync;

pub mod state;

pub mod i18n;

pub mod ui;

pub mod components;

pub mod pages;

pub mod routes;

pub mod app;
