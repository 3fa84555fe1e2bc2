//! Advice to one facility, by a consultant (CONSULT) or by the experts of a partner programme (CONSULT_EXT).
//! Papers: contract, acceptance, product of the advice, vouchers (TT 36/2013 Đ.14). A partner may bear all costs.

use crate::record::access::Access;
use crate::record::activity::{ActivityStage, COURSE, Gain, TOOK_PLACE, WORK_SPAN, supported};
use crate::record::family::FamilyRules;
use crate::record::field::{Purpose, Weight, Writers};
use crate::record::files::Files;
use crate::record::macros::record;
use crate::record::marker::{
    Day, DocumentNumber, FacilityRef, LongText, Money, PartnerProgrammeRef, ProjectRef, Rows, Text, Whole,
};
use crate::record::{Home, Kind};

/// Reported when it is over, and paid as far as a project does.
static FAMILY: FamilyRules = FamilyRules::check(|advice, kin| {
    let mut problems = (TOOK_PLACE.check)(advice, kin);
    problems.extend(supported::check(Kind::Consulting, advice, kin));
    problems
});

record! {
    /// Advice to one facility, by a consultant (CONSULT) or by the experts of a partner programme (CONSULT_EXT).
    Consulting = Kind::Consulting, "consulting";
    title: subject;
    parent: facility;
    home: Home::Parent;
    access: Access::CaseFile;
    course: ActivityStage, &COURSE;
    rules: WORK_SPAN;
    family: &FAMILY;
    files: Files::ALL;
    list: &["programme", "consultant", "started_on", "ended_on"];
    retention_years: 10;
    groups: &["what", "work", "effect", "course"];

    /// The facility.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("what");
    /// The project that pays for it, if one does.
    project: ProjectRef = purpose(Purpose::Casework).group("what");
    /// The partner programme it is part of.
    programme: PartnerProgrammeRef = purpose(Purpose::Statistics).group("what");
    /// What about.
    subject: Text<3, 200> = required().purpose(Purpose::Identify).search(Weight::Title).group("what");
    /// Who advises.
    consultant: Text<2, 160> = required().purpose(Purpose::Casework).search(Weight::Weak).group("what");
    /// First day.
    started_on: Day = required().together("time").purpose(Purpose::Statistics).group("work");
    /// Last day.
    ended_on: Day = together("time").purpose(Purpose::Statistics).group("work");
    /// Weeks on site.
    weeks_on_site: Whole<0, 104> = purpose(Purpose::Statistics).unit("week").group("work");
    /// Contract.
    contract_no: DocumentNumber = purpose(Purpose::Casework).group("work");
    /// Minutes of acceptance, or of the programme.
    acceptance_no: DocumentNumber = purpose(Purpose::Casework).group("work");
    /// Cost from the budget; 0 when the partner bears it.
    cost: Money = purpose(Purpose::Statistics).group("work");
    /// Figures before and after.
    gains: Rows<Gain> = purpose(Purpose::Statistics).group("effect");
    /// Product of the advice.
    product: Text<2, 300> = purpose(Purpose::Casework).group("effect");
    /// What came of it.
    result: LongText<3_000> = purpose(Purpose::Casework).group("effect");
}
