//! How the exchange is spelled: JSON, versioned. Golden files in `tests/golden` hold each version
//! fast. Everything else in the domain is independent of it; nothing imports this module but the
//! engine, which has to name the version it speaks.

pub mod v1;

/// The version this build speaks.
pub const WIRE: u16 = 1;
