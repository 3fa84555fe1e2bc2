//! A facility that took over what a model showed: the sense of the model.
//! NĐ 45/2012 Đ.4.3; DOMAIN §5 C7.

use crate::record::access::Access;
use crate::record::field::{Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{CommuneCode, FacilityRef, LongText, ModelResultRef, Money, PastDay, Text};
use crate::record::{Home, Kind};

record! {
    /// A facility that took over what a model showed: the sense of the model.
    Replication = Kind::Replication, "replication";
    title: name;
    parent: model;
    home: Home::Parent;
    access: Access::CaseFile;
    files: Files::ALL;
    list: &["commune", "started_on", "investment"];
    retention_years: 10;
    groups: &["who"];

    /// The model.
    model: ModelResultRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("who");
    /// Name of the facility.
    name: Text<2, 160> = required().purpose(Purpose::Identify).search(Weight::Title).group("who");
    /// The facility, when it is in the register.
    facility: FacilityRef = purpose(Purpose::Identify).group("who");
    /// Where it is.
    commune: CommuneCode = purpose(Purpose::Statistics).group("who");
    /// Since when it works so.
    started_on: PastDay = purpose(Purpose::Statistics).group("who");
    /// What it invested.
    investment: Money = purpose(Purpose::Statistics).group("who");
    /// What it does otherwise.
    differs: LongText<1_000> = purpose(Purpose::Casework).group("who");
}
