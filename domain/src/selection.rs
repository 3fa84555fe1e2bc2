//! Choosing whom to support (DOMAIN §5): gates that must be passed, a rubric of eight criteria, and
//! the ranking with its money line. Everything here proposes; a council decides.

pub mod gates;
pub mod proposals;
pub mod ranking;
pub mod rubric;
