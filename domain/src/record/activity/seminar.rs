//! A conference, workshop or forum (DOMAIN §2 SEMINAR).
//! Papers: signed list, materials, vouchers (TT 36/2013 Đ.14).

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE, TOOK_PLACE};
use crate::record::field::{Privacy, Purpose, Weight};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{Count, Day, LongText, Money, One, ProjectRef, Text};
use crate::record::{Home, Kind};

choices! {
    /// Kind of meeting.
    SeminarForm = "seminar_form";
    /// Hội nghị.
    Conference = "conference",
    /// Hội thảo.
    Workshop = "workshop",
    /// Diễn đàn.
    Forum = "forum",
}

record! {
    /// A conference, workshop or forum (DOMAIN §2 SEMINAR).
    Seminar = Kind::Seminar, "seminar";
    title: topic;
    home: Home::Office;
    access: Access::Office;
    course: ActivityStage, &COURSE;
    family: &TOOK_PLACE;
    files: Files::ALL;
    list: &["form", "place", "held_on", "delegates"];
    retention_years: 10;
    groups: &["what", "result", "course"];

    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("what");
    /// Kind.
    form: One<SeminarForm> = required().purpose(Purpose::Statistics).group("what");
    /// Topic.
    topic: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// Where.
    place: Text<2, 200> = required().purpose(Purpose::Casework).group("what");
    /// Day.
    held_on: Day = required().purpose(Purpose::Statistics).group("what");
    /// Speakers.
    speakers: LongText<1_000> = privacy(Privacy::Personal).purpose(Purpose::Casework).group("what");
    /// Delegates on the signed list.
    delegates: Count = purpose(Purpose::Statistics).unit("person").group("result");
    /// Materials.
    materials: Text<2, 300> = purpose(Purpose::Casework).group("result");
    /// Conclusion.
    conclusion: LongText<4_000> = purpose(Purpose::Casework).group("result");
    /// Cost.
    cost: Money = purpose(Purpose::Statistics).group("result");
}
