//! The settlement dossier (DOMAIN §4): what the book can check before it is sent, and the list of
//! papers with its course. It knows vouchers, machines and papers as plain facts, no record of them.

pub mod checklist;
pub mod checks;
pub mod invoice;
pub mod reason;
pub mod template;
