//! A journey to learn from others (DOMAIN §2 STUDY_TOUR). Counted as a group; the people stand beside it.
//! Papers: plan, list, report, vouchers. NĐ 45/2012 Đ.4.9b.

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE, SPAN, TOOK_PLACE};
use crate::record::field::{Privacy, Purpose, Weight};
use crate::record::files::Files;
use crate::record::macros::{record, row};
use crate::record::marker::{Count, Day, DocumentNumber, LongText, Money, ProjectRef, Rows, Text};
use crate::record::{Home, Kind};

row! {
    /// Somebody in the group.
    TourMember = "tour_member";
    /// Name.
    name: Text<2, 80> = required().privacy(Privacy::Personal);
    /// Office or facility.
    from: Text<2, 160> = required();
    /// Duty there.
    duty: Text<1, 120>;
}

record! {
    /// A journey to learn from others (DOMAIN §2 STUDY_TOUR).
    StudyTour = Kind::StudyTour, "study_tour";
    title: name;
    home: Home::Office;
    access: Access::Office;
    course: ActivityStage, &COURSE;
    rules: SPAN;
    family: &TOOK_PLACE;
    files: Files::ALL;
    list: &["destination", "starts_on", "people_facilities"];
    retention_years: 10;
    groups: &["plan", "people", "result", "course"];

    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("plan");
    /// Name of the group.
    name: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("plan");
    /// Provinces and places.
    destination: Text<2, 300> = required().purpose(Purpose::Statistics).search(Weight::Weak).group("plan");
    /// What is to be learned.
    purpose: LongText<2_000> = required().purpose(Purpose::Casework).group("plan");
    /// First day.
    starts_on: Day = required().together("time").purpose(Purpose::Statistics).group("plan");
    /// Last day.
    ends_on: Day = required().together("time").purpose(Purpose::Statistics).group("plan");
    /// Plan or decision.
    plan_no: DocumentNumber = purpose(Purpose::Casework).group("plan");
    /// Who leads.
    leader: Text<2, 80> = privacy(Privacy::Personal).purpose(Purpose::Casework).group("people");
    /// People of the offices.
    people_centre: Count = purpose(Purpose::Statistics).unit("person").group("people");
    /// People of facilities.
    people_facilities: Count = purpose(Purpose::Statistics).unit("person").group("people");
    /// The list.
    members: Rows<TourMember> = privacy(Privacy::Personal).purpose(Purpose::Casework).group("people");
    /// What was learned and what is proposed.
    learned: LongText<4_000> = purpose(Purpose::Casework).group("result");
    /// Cost.
    cost: Money = purpose(Purpose::Statistics).group("result");
}
