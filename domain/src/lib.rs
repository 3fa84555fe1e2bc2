//! The pure core of Sổ Khuyến Công: what a record is, what may happen to it, how two people's
//! edits are joined, and how a device and the server agree. It asks nobody for the time, a random
//! number, a disk or the network: all of these are arguments, so the app, the server and the
//! simulation run the very same code.
#![no_std]
#![deny(missing_docs)]

extern crate alloc;

pub mod id;

pub mod clock;

pub mod value;

pub mod record;

pub mod role;

pub mod validation;

pub mod workflow;

pub mod permission;

pub mod change;

pub mod merge;

pub mod sync;

pub mod columns;

pub mod attachment;

pub mod wire;

pub mod ordering;

pub mod search;

pub mod formats;

pub mod money;

pub mod communes;

pub mod size_class;

pub mod legal;

pub mod norm;

pub mod calendar;

pub mod score_sheet;

pub mod selection;

pub mod jury;

pub mod training;
pub mod verification;

pub mod similar;

pub mod settlement;

pub mod ledger;

pub mod alert;

pub mod words;

pub mod wording;

pub mod support;

pub mod sheet;

#[cfg(feature = "testing")]
pub mod testing;
