//! A code of the classification of industries, of 2018 or of 2025: the same number may mean another thing (DOMAIN §9.4).
//! QĐ 27/2018/QĐ-TTg; QĐ 36/2025/QĐ-TTg, in force 15/11/2025.

use crate::legal::Certainty;
use crate::record::access::Access;
use crate::record::field::{Purpose, Weight};
use crate::record::macros::choices;
use crate::record::marker::{Day, LegalTextRef, One, Text, Vsic};
use crate::record::reference::{COURSE, FAMILY, ReferenceStage, entry};
use crate::record::rule::{ProblemCode, Rule, in_order};
use crate::record::{Home, Kind};

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
