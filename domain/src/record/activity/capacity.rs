//! Training of the staff of khuyến công and its collaborators, and the costs of supervision (DOMAIN §2 CAPACITY).
//! NĐ 45/2012 Đ.4.9.

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE, TOOK_PLACE};
use crate::record::field::{Purpose, Weight};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{Count, Day, LongText, Money, ProjectRef, Text};
use crate::record::{Home, Kind};

record! {
    /// Training of the staff of khuyến công and its collaborators, and the costs of supervision (DOMAIN §2 CAPACITY).
    Capacity = Kind::Capacity, "capacity";
    title: name;
    home: Home::Office;
    access: Access::Office;
    course: ActivityStage, &COURSE;
    family: &TOOK_PLACE;
    files: Files::ALL;
    list: &["held_on", "people", "cost"];
    retention_years: 10;
    groups: &["what", "course"];

    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("what");
    /// What is done.
    name: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// Day.
    held_on: Day = required().purpose(Purpose::Statistics).group("what");
    /// Staff who take part.
    people: Count = purpose(Purpose::Statistics).unit("person").group("what");
    /// Collaborators who take part.
    collaborators: Count = purpose(Purpose::Statistics).unit("person").group("what");
    /// Communes they come from.
    communes: Count = purpose(Purpose::Statistics).group("what");
    /// Result.
    result: LongText<2_000> = purpose(Purpose::Casework).group("what");
    /// Cost.
    cost: Money = purpose(Purpose::Statistics).group("what");
}
