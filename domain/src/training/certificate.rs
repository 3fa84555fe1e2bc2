//! What stands on a certificate beside words: its number, and a check by which an office can see that number
//! and name belong together. The code printed beside leads to [`crate::verification`].

use alloc::format;
use alloc::string::String;

use sha2::{Digest, Sha256};

use crate::id::RecordId;
use crate::record::rule::number;
use crate::value::Document;

/// Who has been there on fewer of the days does not get one by itself, %.
pub const LEAST_SHARE: usize = 80;

/// The number of the n-th certificate of a decision: `07-12/QĐ-TTKC`.
pub fn number_of(decision: &str, nth: usize) -> String {
    format!("{nth:02}-{decision}")
}

/// Six signs that change when somebody changes the number, the name or the year of birth.
pub fn check(about: RecordId, title_no: &str, name: &str, birth_year: Option<i64>) -> String {
    let year = birth_year.unwrap_or_default();
    let hash = Sha256::digest(format!("{about}|{title_no}|{name}|{year}").as_bytes());
    hash.iter().take(3).map(|byte| format!("{byte:02X}")).collect()
}

/// The check of a trainee's certificate.
pub fn check_of(class: RecordId, trainee: &Document) -> String {
    let [no, name] = ["certificate_no", "name"].map(|field| trainee.text(field).unwrap_or_default());
    check(class, no, name, number(trainee, "birth_year"))
}
