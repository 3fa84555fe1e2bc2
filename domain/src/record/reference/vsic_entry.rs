//! A code of the classification of industries, of 2018 or of 2025: the same number may mean another thing (DOMAIN §9.4).
//! QĐ 27/2018/QĐ-TTg; QĐ 36/2025/QĐ-TTg, in force 15/11/2025.

use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::formats::vsic;
use crate::legal::Certainty;
use crate::record::access::Access;
use crate::record::family::Kin;
use crate::record::field::{Choice, Purpose, Weight};
use crate::record::macros::choices;
use crate::record::marker::{Day, LegalTextRef, One, Text, Vsic};
use crate::record::reference::{COURSE, FAMILY, ReferenceStage, applies_on, entry, is_in_force};
use crate::record::rule::{Problem, ProblemCode, Rule, in_order};
use crate::record::{Home, Kind};
use crate::value::Document;

choices! {
    /// Edition of the classification.
    VsicEdition = "vsic_edition";
    /// QĐ 27/2018.
    Of2018 = "2018",
    /// QĐ 36/2025.
    Of2025 = "2025",
}

/// The rules.
pub const RULES: &[Rule] =
    &[Rule::new(ProblemCode::EndBeforeStart, &["valid_to", "valid_from"], |doc, _| {
        in_order(doc, "valid_from", "valid_to")
    })];

/// What is in force of one edition.
fn of_edition(edition: VsicEdition, kin: &dyn Kin) -> Vec<Document> {
    let all = kin.all(Kind::VsicEntry).into_iter().map(|(_, doc)| doc);
    all.filter(|doc| doc.text("version") == Some(edition.code()) && is_in_force(doc)).collect()
}

/// The code and the edition of a facility, once both can be read.
fn industry(facility: &Document) -> Option<(&str, VsicEdition)> {
    let code = facility.text("vsic_main").filter(|code| vsic::parse(code).is_ok())?;
    Some((code, facility.text("vsic_version").and_then(VsicEdition::from_code)?))
}

/// What is to be said of the industry of a facility, by the classification of a day: a code that its edition has not,
/// or an edition that another has taken the place of. It is in nobody's way: what was written down before stands.
pub fn doubts(facility: &Document, on: NaiveDate, kin: &dyn Kin) -> Vec<Problem> {
    let Some((code, edition)) = industry(facility) else { return Vec::new() };
    let entries = of_edition(edition, kin);
    if entries.is_empty() {
        return Vec::new();
    }
    let codes: Vec<&str> = entries.iter().filter_map(|doc| doc.text("code")).collect();
    // What lies below the lowest level the register has belongs to that.
    let is_lowest = |known: &str| !codes.iter().any(|other| *other != known && other.starts_with(known));
    let is_known =
        codes.iter().any(|known| known.starts_with(code) || (code.starts_with(known) && is_lowest(known)));
    let is_over = !entries.iter().any(|doc| applies_on(doc, on));
    let said = [
        (!is_known, "vsic_main", ProblemCode::VsicUnknown),
        (is_over, "vsic_version", ProblemCode::VsicEnded),
    ];
    said.into_iter().filter(|(is_so, ..)| *is_so).map(|(_, field, code)| Problem::new(field, code)).collect()
}

/// What the industry of a facility is called: by its own code, or by the nearest one above that the register has.
pub fn name_of(facility: &Document, kin: &dyn Kin) -> Option<String> {
    let (code, edition) = industry(facility)?;
    let entries = of_edition(edition, kin);
    let above = entries.iter().filter(|doc| doc.text("code").is_some_and(|known| code.starts_with(known)));
    let nearest = above.max_by_key(|doc| doc.text("code").map(str::len))?;
    nearest.text("name").map(String::from)
}

entry! {
    /// A code of the classification of industries, of 2018 or of 2025: the same number may mean another thing (DOMAIN §9.4).
    VsicEntry = Kind::VsicEntry, "vsic_entry";
    title: name;
    home: Home::Reference;
    access: Access::Reference;
    course: ReferenceStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    list: &["code", "version"];
    retention_years: 10;
    groups: &["code", "validity", "course"];

    /// The edition.
    version: One<VsicEdition> = required().together("key").purpose(Purpose::Identify).group("code");
    /// The code.
    code: Vsic = required().together("key").purpose(Purpose::Identify).search(Weight::Strong).group("code");
    /// What it means.
    name: Text<2, 300> = required().purpose(Purpose::Identify).search(Weight::Title).group("code");
    /// First day it is for.
    valid_from: Day = required().together("validity").purpose(Purpose::Casework).group("validity");
    /// Last day; absent while nothing has taken its place.
    valid_to: Day = together("validity").purpose(Purpose::Casework).group("validity");
    /// The act and its article, as people cite it.
    legal_ref: Text<2, 200> = required().purpose(Purpose::Casework).search(Weight::Weak).group("validity");
    /// The act in the library.
    legal_text: LegalTextRef = purpose(Purpose::Casework).group("validity");
    /// How far it was checked.
    certainty: One<Certainty> = purpose(Purpose::Casework).group("validity");
}
