//! What only a visit shows: where it was made, the machines it looked at, what it asks for, who signed.

use domain::record::field::Choice;
use domain::record::visit::Visit;
use domain::record::visit::lists::FindingCode;

use crate::components::value_text::choice_label;

pub mod gps_line;
pub mod machines;
pub mod minutes;
pub mod of_project;
pub mod paper;
pub mod proposed;
pub mod recommendations;
pub mod rows;
pub mod seen;
pub mod signing;
pub mod standing;

/// The findings of a visit in words.
pub fn finding_words(visit: &Visit) -> String {
    let codes = visit.findings.iter().flatten().filter_map(|finding| finding.code);
    codes.map(|code| choice_label(&FindingCode::LIST, code.code())).collect::<Vec<_>>().join("; ")
}
