//! A showroom, or a place on an electronic market (DOMAIN §2 SHOWROOM).
//! Papers: contract, photos, invoices.

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE};
use crate::record::field::{Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{DocumentNumber, FacilityRef, Money, One, PastDay, ProjectRef, Text, Whole};
use crate::record::{Home, Kind};

choices! {
    /// Kind of place.
    ShowroomForm = "showroom_form";
    /// Phòng trưng bày.
    Room = "room",
    /// Sàn thương mại điện tử.
    Online = "online",
}

record! {
    /// A showroom, or a place on an electronic market (DOMAIN §2 SHOWROOM).
    Showroom = Kind::Showroom, "showroom";
    title: name;
    parent: facility;
    home: Home::Parent;
    access: Access::CaseFile;
    course: ActivityStage, &COURSE;
    files: Files::ALL;
    list: &["form", "address", "opened_on"];
    retention_years: 10;
    groups: &["what", "course"];

    /// The facility.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("what");
    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("what");
    /// Name.
    name: Text<2, 160> = required().purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// Kind.
    form: One<ShowroomForm> = required().purpose(Purpose::Statistics).group("what");
    /// Where.
    address: Text<2, 300> = required().purpose(Purpose::Casework).group("what");
    /// Area.
    area_m2: Whole<1, 100_000> = purpose(Purpose::Statistics).unit("m2").group("what");
    /// Day it opened.
    opened_on: PastDay = purpose(Purpose::Statistics).group("what");
    /// What is shown.
    products: Text<2, 300> = purpose(Purpose::Casework).group("what");
    /// Sales of a year there.
    sales_year: Money = purpose(Purpose::Statistics).group("what");
    /// Contract.
    contract_no: DocumentNumber = purpose(Purpose::Casework).group("what");
    /// Cost.
    cost: Money = purpose(Purpose::Statistics).group("what");
}
