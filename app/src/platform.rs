//! The browser, behind plain functions: clock, random numbers, events, timers, locks, files.
//! It knows nothing of records, stores or screens.

pub mod clock;
pub mod collation;
pub mod event;
pub mod files;
pub mod gzip;
pub mod lock;
pub mod page;
pub mod position;
pub mod preferences;
pub mod rng;
pub mod service_worker;
pub mod storage_quota;
pub mod tabs;
pub mod timer;
pub mod wake;
