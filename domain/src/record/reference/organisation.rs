//! An organisation as it is named on papers, and who signs for it (DOMAIN §1: names are settings).
//! TTLT 16/2011/TTLT-BCT-BNV; names changed with the mergers of 2025.

use chrono::NaiveDate;

use crate::legal::Certainty;
use crate::record::access::Access;
use crate::record::field::{Privacy, Purpose, Weight};
use crate::record::macros::choices;
use crate::record::marker::{CommuneCode, Day, LegalTextRef, One, Phone, Text};
use crate::record::reference::{COURSE, FAMILY, ReferenceStage, applies_on, entry};
use crate::record::rule::{ProblemCode, Rule, day, in_order};
use crate::record::{Home, Kind};
use crate::value::Document;

choices! {
    /// What an organisation is to khuyến công.
    OrganisationRole = "organisation_role";
    /// UBND tỉnh.
    Province = "province",
    /// Sở Công Thương.
    Department = "department",
    /// Trung tâm.
    Centre = "centre",
    /// Cục, Bộ.
    National = "national",
    /// Kho bạc.
    Treasury = "treasury",
    /// UBND xã, phường.
    Commune = "commune",
}

/// The rules.
pub const RULES: &[Rule] =
    &[Rule::new(ProblemCode::EndBeforeStart, &["valid_to", "valid_from"], |doc, _| {
        in_order(doc, "valid_from", "valid_to")
    })];

/// There are many communes, and one of each of the others.
fn is_commune(doc: &Document) -> bool {
    doc.text("role") == Some(OrganisationRole::Commune.code())
}

/// The entry in force on a day, the newest of several; of a commune its own.
pub fn in_force<'a>(
    entries: impl IntoIterator<Item = &'a Document>,
    role: OrganisationRole,
    commune: Option<&str>,
    on: NaiveDate,
) -> Option<&'a Document> {
    let is_meant = |doc: &&Document| {
        let is_its_own = role != OrganisationRole::Commune || doc.text("commune") == commune;
        doc.text("role") == Some(role.code()) && is_its_own && applies_on(doc, on)
    };
    entries.into_iter().filter(is_meant).max_by_key(|doc| day(doc, "valid_from"))
}

entry! {
    /// An organisation as it is named on papers, and who signs for it (DOMAIN §1: names are settings).
    Organisation = Kind::Organisation, "organisation";
    title: name;
    home: Home::Reference;
    access: Access::Reference;
    course: ReferenceStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    list: &["role", "signer", "valid_from"];
    retention_years: 10;
    groups: &["org", "validity", "course"];

    /// What it is to khuyến công.
    role: One<OrganisationRole> = required().purpose(Purpose::Identify).group("org");
    /// Which commune, when it is the office of one.
    commune: CommuneCode = only_if(is_commune).purpose(Purpose::Identify).group("org");
    /// Full name, as on papers.
    name: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("org");
    /// Short name, as in numbers of documents.
    short_name: Text<1, 40> = purpose(Purpose::Casework).group("org");
    /// Address.
    address: Text<2, 300> = purpose(Purpose::Contact).group("org");
    /// Phone of the office.
    phone: Phone = privacy(Privacy::Public).purpose(Purpose::Contact).group("org");
    /// Who signs.
    signer: Text<2, 80> = purpose(Purpose::Casework).group("org");
    /// In which capacity.
    signer_title: Text<2, 80> = purpose(Purpose::Casework).group("org");
    /// Code of the unit in the budget.
    budget_code: Text<1, 40> = purpose(Purpose::Casework).group("org");
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
