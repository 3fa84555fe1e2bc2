//! Interest of the loan of a facility that moves into a cluster (DOMAIN §2 RELOCATE).
//! Papers: credit contract, receipts of interest of the first two years. Norm: 50 % of it, 500 tr (TTLT 26/2014 Đ.6.2).

use chrono::{Months, NaiveDate};

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE, supported};
use crate::record::family::FamilyRules;
use crate::record::field::{Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{record, row};
use crate::record::marker::{DocumentNumber, FacilityRef, FieldKind, Money, PastDay, ProjectRef, Rows, Text};
use crate::record::rule::{ProblemCode, Rule, day};
use crate::record::{Home, Kind};
use crate::value::Document;

row! {
    /// A receipt of interest.
    InterestReceipt = "interest_receipt";
    /// Number.
    number: DocumentNumber = required();
    /// Day it was paid.
    paid_on: PastDay = required();
    /// Interest paid.
    amount: Money = required();
}

/// The rules.
pub const RULES: &[Rule] = &[Rule::new(
    ProblemCode::InterestOutsideTwoYears,
    &["receipts", "contract_date"],
    receipts_are_of_two_years,
)];

static FAMILY: FamilyRules =
    FamilyRules::check(|relocation, kin| supported::check(Kind::Relocation, relocation, kin));

record! {
    /// Interest of the loan of a facility that moves into a cluster (DOMAIN §2 RELOCATE).
    Relocation = Kind::Relocation, "relocation";
    title: cluster;
    parent: facility;
    home: Home::Parent;
    access: Access::CaseFile;
    course: ActivityStage, &COURSE;
    rules: RULES;
    family: &FAMILY;
    files: Files::ALL;
    list: &["bank", "loan", "interest_paid"];
    retention_years: 10;
    groups: &["move", "loan", "course"];

    /// The facility.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("move");
    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("move");
    /// Cluster it moves to.
    cluster: Text<2, 160> = required().purpose(Purpose::Identify).search(Weight::Title).group("move");
    /// Where it was.
    old_place: Text<2, 300> = purpose(Purpose::Casework).group("move");
    /// Day it moved.
    moved_on: PastDay = purpose(Purpose::Statistics).group("move");
    /// Bank.
    bank: Text<2, 160> = required().purpose(Purpose::Casework).group("loan");
    /// Credit contract.
    contract_no: DocumentNumber = required().together("contract").purpose(Purpose::Casework).group("loan");
    /// Its date.
    contract_date: PastDay = required().together("contract").purpose(Purpose::Casework).group("loan");
    /// Loan.
    loan: Money = required().purpose(Purpose::Casework).group("loan");
    /// Receipts of the first two years.
    receipts: Rows<InterestReceipt> = purpose(Purpose::Casework).group("loan");
    /// Interest paid in all.
    interest_paid: Money = purpose(Purpose::Statistics).group("loan");
    /// Of that, supported.
    supported: Money = purpose(Purpose::Statistics).group("loan");
}

/// Only the interest of the first two years is supported.
fn receipts_are_of_two_years(doc: &Document, _today: NaiveDate) -> bool {
    let Some(start) = day(doc, "contract_date") else { return true };
    let Some(end) = start.checked_add_months(Months::new(24)) else { return true };
    let receipts = doc.get("receipts").and_then(Rows::<InterestReceipt>::read).unwrap_or_default();
    receipts.iter().filter_map(|receipt| receipt.paid_on).all(|paid| (start..=end).contains(&paid))
}
