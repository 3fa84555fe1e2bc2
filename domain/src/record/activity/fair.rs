//! A fair or exhibition that the Centre organises (FAIR_ORG) or takes facilities to (FAIR_JOIN).
//! Papers: list confirmed by the Department of the place, contracts of booths, invoice of the organiser (TT 36/2013 Đ.14).

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE, SPAN, TOOK_PLACE};
use crate::record::field::{Privacy, Purpose, Weight};
use crate::record::files::Files;
use crate::record::macros::{choices, record};
use crate::record::marker::{
    Count, Day, DocumentNumber, Flag, LongText, Money, One, PastDay, ProjectRef, Text,
};
use crate::record::{Home, Kind};

choices! {
    /// Part of the Centre in it.
    FairForm = "fair_form";
    /// Tổ chức.
    Organise = "organise",
    /// Tham gia.
    Join = "join",
}

record! {
    /// A fair or exhibition that the Centre organises (FAIR_ORG) or takes facilities to (FAIR_JOIN).
    Fair = Kind::Fair, "fair";
    title: name;
    home: Home::Reference;
    access: Access::Reference;
    course: ActivityStage, &COURSE;
    rules: SPAN;
    family: &TOOK_PLACE;
    files: Files::ALL;
    list: &["form", "place", "starts_on", "booths"];
    retention_years: 10;
    groups: &["what", "means", "result", "course"];

    /// Name.
    name: Text<3, 200> = required().privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// Organised or joined.
    form: One<FairForm> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).group("what");
    /// Organiser.
    organiser: Text<2, 160> = privacy(Privacy::Public).purpose(Purpose::Casework).group("what");
    /// Where.
    place: Text<2, 200> = required().privacy(Privacy::Public).purpose(Purpose::Statistics).search(Weight::Weak).group("what");
    /// Whether it is abroad: the norm differs.
    abroad: Flag = privacy(Privacy::Public).purpose(Purpose::Statistics).group("what");
    /// First day.
    starts_on: Day = required().together("time").privacy(Privacy::Public).purpose(Purpose::Statistics).group("what");
    /// Last day.
    ends_on: Day = required().together("time").privacy(Privacy::Public).purpose(Purpose::Statistics).group("what");
    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("means");
    /// Booths.
    booths: Count = privacy(Privacy::Public).purpose(Purpose::Statistics).group("means");
    /// Rent of one booth.
    booth_price: Money = purpose(Purpose::Casework).group("means");
    /// Cost.
    cost: Money = purpose(Purpose::Statistics).group("means");
    /// Letter of the Department that confirms the list.
    list_no: DocumentNumber = together("list").purpose(Purpose::Casework).group("means");
    /// Its date.
    list_on: PastDay = together("list").purpose(Purpose::Casework).group("means");
    /// Visitors.
    visitors: Count = purpose(Purpose::Statistics).unit("person").group("result");
    /// What came of it.
    report: LongText<4_000> = purpose(Purpose::Casework).group("result");
}
