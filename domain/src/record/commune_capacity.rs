//! Who does the work of khuyến công in a commune, and with how much money: one record for each commune and
//! year. What there is to do is counted from the book, never typed here.

use alloc::vec;

use crate::record::access::Access;
use crate::record::course::table::{Step, Table};
use crate::record::facility_year::{YearAction, YearStage};
use crate::record::field::{Choice, Privacy, Purpose, Writers};
use crate::record::macros::record;
use crate::record::marker::{CommuneCode, Count, LongText, Money, PastDay, Text, Year};
use crate::record::{Home, Kind};
use crate::role::Role;
use crate::value::Document;

const WRITERS: &[Role] = &[Role::CommuneOfficer, Role::CentreStaff];
const CENTRE: &[Role] = &[Role::CentreStaff];

/// As the figures of a facility: handed in by the commune, confirmed or sent back by the centre; once
/// confirmed they stay as they are.
pub const COURSE: Table = Table {
    stages: &YearStage::LIST,
    actions: &YearAction::LIST,
    steps: &[
        Step::new("hand_in", &[("draft", "handed_in"), ("returned", "handed_in")], WRITERS).whole(),
        Step::new("confirm", &[("handed_in", "confirmed")], CENTRE).whole().not_by_creator(),
        Step::new("return", &[("handed_in", "returned")], CENTRE).needs(&["stage_note"]).may(&[]).aside(),
    ],
    editable: &["draft", "returned"],
};

/// Nobody keeps two records of a commune and year.
fn key(doc: &Document) -> Option<alloc::string::String> {
    let year = doc.get("year")?.as_int()?;
    Some(alloc::format!("{}/{year}", doc.text("commune_code")?))
}

record! {
    /// People and money of a commune for khuyến công.
    CommuneCapacity = Kind::CommuneCapacity, "commune_capacity";
    title: commune_code;
    home: Home::Own;
    access: Access::CaseFile;
    course: YearStage, &COURSE;
    unique: |doc| key(doc).map_or_else(alloc::vec::Vec::new, |key| vec![key]);
    list: &["year", "full_time", "part_time", "collaborators", "budget"];
    retention_years: 10;
    groups: &["people", "means", "course"];

    /// The commune.
    commune_code: CommuneCode = required().writers(Writers::Afterwards(&[])).privacy(Privacy::Public).purpose(Purpose::Identify).group("people");
    /// The year.
    year: Year = required().writers(Writers::Afterwards(&[])).privacy(Privacy::Public).purpose(Purpose::Statistics).group("people");
    /// People who do nothing else.
    full_time: Count = required().purpose(Purpose::Statistics).unit("person").group("people");
    /// People who do it beside other work.
    part_time: Count = required().purpose(Purpose::Statistics).unit("person").group("people");
    /// Collaborators of khuyến công (NĐ 45/2012 Đ.8.3).
    collaborators: Count = required().purpose(Purpose::Statistics).unit("person").group("people");
    /// Who answers for it.
    lead_name: Text<2, 120> = privacy(Privacy::Personal).purpose(Purpose::Contact).group("people");
    /// Last training of these people.
    trained_on: PastDay = purpose(Purpose::Statistics).group("people");
    /// Money of the commune for khuyến công in the year.
    budget: Money = required().purpose(Purpose::Statistics).group("means");
    /// Of it, spent.
    spent: Money = purpose(Purpose::Statistics).group("means");
    /// Tablets.
    tablets: Count = purpose(Purpose::Statistics).group("means");
    /// Computers.
    computers: Count = purpose(Purpose::Statistics).group("means");
    /// What is lacking.
    note: LongText<2_000> = purpose(Purpose::Casework).group("means");
}

/// Everybody who does this work in a commune, whatever their share of it.
pub fn people_of(capacity: &CommuneCapacity) -> i64 {
    [capacity.full_time, capacity.part_time, capacity.collaborators].into_iter().flatten().sum()
}
