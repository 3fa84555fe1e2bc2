//! A brand that is built or registered with support (DOMAIN §2 BRAND).
//! Papers: certificate of registration, rules of use when collective, brand plan, all vouchers (TT 36/2013 Đ.14). Norm: 50 %, 35 tr.

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE};
use crate::record::field::{Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{DocumentNumber, FacilityRef, Flag, LongText, Money, PastDay, ProjectRef, Text};
use crate::record::{Home, Kind};

record! {
    /// A brand that is built or registered with support (DOMAIN §2 BRAND).
    Brand = Kind::Brand, "brand";
    title: mark;
    parent: facility;
    home: Home::Parent;
    access: Access::CaseFile;
    course: ActivityStage, &COURSE;
    files: Files::ALL;
    list: &["classes", "certificate_no", "granted_on"];
    retention_years: 10;
    groups: &["mark", "papers", "course"];

    /// The facility.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("mark");
    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("mark");
    /// The mark.
    mark: Text<1, 160> = required().purpose(Purpose::Identify).search(Weight::Title).group("mark");
    /// Classes of goods (Nice).
    classes: Text<1, 120> = purpose(Purpose::Casework).group("mark");
    /// Whether several use it together.
    is_collective: Flag = purpose(Purpose::Casework).group("mark");
    /// Rules of use of a collective mark.
    rules_of_use: Text<2, 200> = only_if(|doc| doc.get("is_collective") == Some(&crate::value::Value::Bool(true))).purpose(Purpose::Casework).group("mark");
    /// Plan of the brand.
    plan: LongText<2_000> = purpose(Purpose::Casework).group("mark");
    /// Application.
    filed_no: DocumentNumber = together("filed").purpose(Purpose::Casework).group("papers");
    /// Its date.
    filed_on: PastDay = together("filed").purpose(Purpose::Casework).group("papers");
    /// Certificate.
    certificate_no: DocumentNumber = together("granted").purpose(Purpose::Casework).group("papers");
    /// Its date.
    granted_on: PastDay = together("granted").purpose(Purpose::Statistics).group("papers");
    /// Cost.
    cost: Money = purpose(Purpose::Statistics).group("papers");
}
