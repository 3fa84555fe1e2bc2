//! A programme with a partner, such as the improvement programme with Samsung of the seed (CONSULT_EXT).
//! Papers: minutes of the programme.

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE, TOOK_PLACE, WORK_SPAN};
use crate::record::field::{Privacy, Purpose, Weight};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{Count, Day, DocumentNumber, LongText, Text};
use crate::record::{Home, Kind};

record! {
    /// A programme with a partner, such as the improvement programme with Samsung of the seed (CONSULT_EXT).
    PartnerProgramme = Kind::PartnerProgramme, "partner_programme";
    title: name;
    home: Home::Reference;
    access: Access::Reference;
    course: ActivityStage, &COURSE;
    rules: WORK_SPAN;
    family: &TOOK_PLACE;
    files: Files::ALL;
    list: &["partner", "started_on", "ended_on"];
    retention_years: 10;
    groups: &["what", "course"];

    /// Name.
    name: Text<3, 200> = required().privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// Partner.
    partner: Text<2, 160> = required().privacy(Privacy::Public).purpose(Purpose::Identify).search(Weight::Strong).group("what");
    /// Goal.
    goal: LongText<2_000> = privacy(Privacy::Public).purpose(Purpose::Casework).group("what");
    /// First day.
    started_on: Day = required().together("time").privacy(Privacy::Public).purpose(Purpose::Statistics).group("what");
    /// Last day.
    ended_on: Day = together("time").privacy(Privacy::Public).purpose(Purpose::Statistics).group("what");
    /// Enterprises that can take part.
    places: Count = privacy(Privacy::Public).purpose(Purpose::Casework).group("what");
    /// Minutes of the agreement.
    minutes_no: DocumentNumber = purpose(Purpose::Casework).group("what");
}
