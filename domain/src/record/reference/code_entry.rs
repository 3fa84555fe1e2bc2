//! A code of the shared lists: why a paper is returned, what a visit finds, what an indicator counts (DOMAIN §4.5, §6, §7.3).
//! The offices word them; the codes stay.

use crate::legal::Certainty;
use crate::record::access::Access;
use crate::record::field::{Purpose, Weight};
use crate::record::macros::{choices, record};
use crate::record::marker::{Day, LegalTextRef, LongText, One, Text};
use crate::record::reference::{COURSE, ReferenceStage};
use crate::record::rule::{ProblemCode, Rule, in_order};
use crate::record::{Home, Kind};

choices! {
    /// The list a code belongs to.
    CodeListName = "code_list";
    /// Why a paper is returned (R01–R16).
    ReturnReason = "return_reason",
    /// What a visit finds (F01–F15).
    Finding = "finding",
    /// What is counted (I01–I20).
    Indicator = "indicator",
    /// Budget codes.
    Budget = "budget",
}

/// The rules.
pub const RULES: &[Rule] =
    &[Rule::new(ProblemCode::EndBeforeStart, &["valid_to", "valid_from"], |doc, _| {
        in_order(doc, "valid_from", "valid_to")
    })];

record! {
    /// A code of the shared lists: why a paper is returned, what a visit finds, what an indicator counts (DOMAIN §4.5, §6, §7.3).
    CodeEntry = Kind::CodeEntry, "code_entry";
    title: label;
    home: Home::Reference;
    access: Access::Reference;
    course: ReferenceStage, &COURSE;
    rules: RULES;
    list: &["list_name", "code", "valid_from"];
    retention_years: 10;
    groups: &["code", "validity", "course"];

    /// The list.
    list_name: One<CodeListName> = required().purpose(Purpose::Casework).group("code");
    /// The code.
    code: Text<1, 20> = required().purpose(Purpose::Identify).search(Weight::Strong).group("code");
    /// What it means.
    label: Text<2, 300> = required().purpose(Purpose::Identify).search(Weight::Title).group("code");
    /// How it is used.
    help: LongText<1_000> = purpose(Purpose::Casework).group("code");
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
