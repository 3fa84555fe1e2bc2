//! Support for founding an enterprise (DOMAIN §2 STARTUP): paid in full at once.
//! Papers: contract, acceptance (5b), volume report (3b), certificate of registration (TT 36/2013 Đ.13–16). Norm: 10 tr in difficult areas.

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE, supported};
use crate::record::family::FamilyRules;
use crate::record::field::{Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{Count, DocumentNumber, FacilityRef, Money, PastDay, ProjectRef, TaxCode, Text};
use crate::record::{Home, Kind};

static FAMILY: FamilyRules = FamilyRules::check(|startup, kin| supported::check(Kind::Startup, startup, kin));

record! {
    /// Support for founding an enterprise (DOMAIN §2 STARTUP): paid in full at once.
    Startup = Kind::Startup, "startup";
    title: enterprise;
    parent: facility;
    home: Home::Parent;
    access: Access::CaseFile;
    course: ActivityStage, &COURSE;
    family: &FAMILY;
    files: Files::ALL;
    list: &["tax_code", "registered_on"];
    retention_years: 10;
    groups: &["what", "course"];

    /// The facility.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("what");
    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("what");
    /// Name of the new enterprise.
    enterprise: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// Its tax code.
    tax_code: TaxCode = required().purpose(Purpose::Identify).search(Weight::Strong).group("what");
    /// Certificate of registration.
    certificate_no: DocumentNumber = required().together("registered").purpose(Purpose::Casework).group("what");
    /// Its date.
    registered_on: PastDay = required().together("registered").purpose(Purpose::Statistics).group("what");
    /// Workers at the start.
    workers: Count = purpose(Purpose::Statistics).unit("person").group("what");
    /// Support.
    cost: Money = purpose(Purpose::Statistics).group("what");
}
