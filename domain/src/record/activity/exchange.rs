//! International cooperation (DOMAIN §2 INTL).
//! NĐ 45/2012 Đ.4.8.

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE, SPAN, TOOK_PLACE};
use crate::record::field::{Purpose, Weight};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{Day, LongText, Money, ProjectRef, Text};
use crate::record::{Home, Kind};

record! {
    /// International cooperation (DOMAIN §2 INTL).
    Exchange = Kind::Exchange, "exchange";
    title: name;
    home: Home::Office;
    access: Access::Office;
    course: ActivityStage, &COURSE;
    rules: SPAN;
    family: &TOOK_PLACE;
    files: Files::ALL;
    list: &["country", "starts_on"];
    retention_years: 10;
    groups: &["what", "course"];

    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("what");
    /// Programme.
    name: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// Country.
    country: Text<2, 120> = required().purpose(Purpose::Statistics).group("what");
    /// Partner.
    partner: Text<2, 160> = purpose(Purpose::Casework).group("what");
    /// First day.
    starts_on: Day = required().together("time").purpose(Purpose::Statistics).group("what");
    /// Last day.
    ends_on: Day = together("time").purpose(Purpose::Statistics).group("what");
    /// What is done.
    content: LongText<3_000> = purpose(Purpose::Casework).group("what");
    /// Cost.
    cost: Money = purpose(Purpose::Statistics).group("what");
}
