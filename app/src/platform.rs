//! The browser, behind plain functions: clock, random numbers, events, timers, locks,
//! files, pictures.
//! It knows nothing of records, stores or screens.

pub mod clock;
pub mod collation;
pub mod event;
pub mod event_source;
pub mod file_picker;
pub mod files;
pub mod gzip;
pub mod hash;
pub mod lock;
pub mod object_url;
pub mod page;
pub mod picture;
pub mod position;
pub mod preferences;
pub mod rng;
pub mod service_worker;
pub mod storage_quota;
pub mod strokes;
pub mod tabs;
pub mod timer;
pub mod wake;
pub mod words_file;
