//! Whom to call. Organisations become reference data with issue 3; until then the centre's number
//! stands here, in one place.

use domain::formats::contact::show_phone;

/// Phone of the centre, digits only.
pub const CENTRE_PHONE: &str = "0222000145";

/// The centre's phone for reading.
pub fn centre_phone() -> String {
    show_phone(CENTRE_PHONE)
}

/// Address of a phone link.
pub fn tel(digits: &str) -> String {
    format!("tel:{digits}")
}
