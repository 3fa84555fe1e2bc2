//! A facility at a fair: its booth, and what it sold there.
//! Contract of the booth: position, number, price, amount supported (TT 36/2013 Đ.14). Norm: 80 % of the rent at other fairs in the country.

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE, TOOK_PLACE, supported};
use crate::record::family::FamilyRules;
use crate::record::field::{Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{
    Count, DocumentNumber, FacilityRef, FairRef, LongText, Money, ProjectRef, Text, Whole,
};
use crate::record::rule::{ProblemCode, Rule, at_most};
use crate::record::{Home, Kind};

/// The rules.
pub const RULES: &[Rule] =
    &[Rule::naming(ProblemCode::MoreThan, &["supported", "price"], "field.fair_booth.price", |doc, _| {
        at_most(doc, "supported", "price")
    })];

/// Reported when the fair is over, and supported as far as a project pays for it.
static FAMILY: FamilyRules = FamilyRules::check(|booth, kin| {
    let mut problems = (TOOK_PLACE.check)(booth, kin);
    problems.extend(supported::check(Kind::FairBooth, booth, kin));
    problems
});

record! {
    /// A facility at a fair: its booth, and what it sold there.
    FairBooth = Kind::FairBooth, "fair_booth";
    title: products;
    parent: facility;
    home: Home::Parent;
    access: Access::OwnerFile;
    course: ActivityStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    files: Files::ALL;
    list: &["fair", "booth_no", "sales"];
    retention_years: 10;
    groups: &["booth", "result", "course"];

    /// The facility.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("booth");
    /// The fair.
    fair: FairRef = required().writers(Writers::WithOwner).purpose(Purpose::Identify).group("booth");
    /// The project that pays for it, where that is not the project of the fair.
    project: ProjectRef = purpose(Purpose::Casework).group("booth");
    /// What is shown.
    products: Text<2, 300> = required().writers(Writers::WithOwner).purpose(Purpose::Casework).search(Weight::Title).group("booth");
    /// Number and position.
    booth_no: Text<1, 40> = purpose(Purpose::Casework).group("booth");
    /// Area.
    area_m2: Whole<1, 10_000> = purpose(Purpose::Casework).unit("m2").group("booth");
    /// Rent.
    price: Money = purpose(Purpose::Casework).group("booth");
    /// Of that, supported.
    supported: Money = purpose(Purpose::Statistics).group("booth");
    /// Contract of the booth.
    contract_no: DocumentNumber = purpose(Purpose::Casework).group("booth");
    /// Sales at the fair.
    sales: Money = writers(Writers::WithOwner).purpose(Purpose::Statistics).group("result");
    /// Contracts and orders made.
    orders: Count = writers(Writers::WithOwner).purpose(Purpose::Statistics).group("result");
    /// Their value.
    orders_value: Money = writers(Writers::WithOwner).purpose(Purpose::Statistics).group("result");
    /// New partners.
    partners: Count = writers(Writers::WithOwner).purpose(Purpose::Statistics).group("result");
    /// Remark.
    remark: LongText<1_000> = writers(Writers::WithOwner).purpose(Purpose::Casework).group("result");
}
