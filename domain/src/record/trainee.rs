//! Somebody who attends a class: who it is, on which days they were there, the certificate, the job
//! after it. Attendance is kept as sets of days, so that two devices that mark different days, or
//! different people, never disagree; who is marked twice for one day, is shown to a person.

pub mod attendance;
pub mod family;

use alloc::vec::Vec;

use chrono::{Datelike, NaiveDate};

use crate::formats::citizen_id;
use crate::record::access::Access;
use crate::record::facility::lists::Sex;
use crate::record::field::{Choice, Privacy, Purpose, Weight, Writers};
use crate::record::macros::record;
use crate::record::marker::{
    CitizenId, CommuneCode, FacilityRef, LongText, One, PastDay, PastDays, Phone, Text, TrainingClassRef,
    Year,
};
use crate::record::rule::{Problem, ProblemCode, Rule, in_order, number};
use crate::record::{Home, Kind};

use crate::value::Document;

/// The youngest who may learn a trade, and an age nobody reaches.
const AGES: core::ops::RangeInclusive<i64> = 15..=100;

const RULES: &[Rule] = &[
    Rule::new(ProblemCode::BirthYear, &["birth_year"], |doc, today| {
        let age = |year| i64::from(today.year()) - year;
        number(doc, "birth_year").is_none_or(|year| AGES.contains(&age(year)))
    }),
    Rule::new(ProblemCode::MarkedTwice, &attendance::FIELDS, |doc, _| attendance::twice(doc).is_empty()),
    Rule::new(ProblemCode::HalfCertificate, &["certificate_no", "certificate_on"], |doc, _| {
        doc.get("certificate_no").is_some() == doc.get("certificate_on").is_some()
    }),
    Rule::naming(
        ProblemCode::DayOrder,
        &["withdrawn_on", "certificate_on"],
        "field.trainee.certificate_on",
        |doc, _| in_order(doc, "certificate_on", "withdrawn_on"),
    ),
    Rule::new(ProblemCode::WithdrawnWhy, &["withdrawn_why", "withdrawn_on"], |doc, _| {
        doc.get("withdrawn_on").is_none() || doc.get("withdrawn_why").is_some()
    }),
    Rule::new(ProblemCode::JobWithoutPlace, &["job_confirmed_by", "job_at", "job_name"], |doc, _| {
        doc.get("job_confirmed_by").is_none() || has_job_place(doc)
    }),
];

/// Whether it is known where somebody works now.
pub fn has_job_place(doc: &Document) -> bool {
    doc.get("job_at").is_some() || doc.get("job_name").is_some()
}

/// Where the citizen id contradicts what else is written.
fn warnings(doc: &Document, _today: NaiveDate) -> Vec<Problem> {
    let Some(id) = doc.text("citizen_id").filter(|id| citizen_id::parse(id).is_ok()) else {
        return Vec::new();
    };
    let sex = doc.text("sex").and_then(Sex::from_code).map(|sex| match sex {
        Sex::Male => citizen_id::Sex::Male,
        Sex::Female => citizen_id::Sex::Female,
    });
    let found = citizen_id::warnings(id, sex, number(doc, "birth_year"));
    found.into_iter().map(|problem| Problem::new("citizen_id", ProblemCode::Format(problem))).collect()
}

record! {
    /// A trainee of one class.
    Trainee = Kind::Trainee, "trainee";
    title: name;
    parent: training_class;
    home: Home::ParentOffices;
    access: Access::CaseFile;
    rules: RULES;
    warnings: warnings;
    family: &family::FAMILY;
    unique: family::places;
    list: &["birth_year", "village", "certificate_no"];
    retention_years: 10;
    groups: &["person", "attendance", "certificate", "job"];

    /// The class.
    training_class: TrainingClassRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("person");
    /// Name.
    name: Text<2, 100> = required().privacy(Privacy::Personal).purpose(Purpose::Identify).search(Weight::Title).group("person");
    /// Sex.
    sex: One<Sex> = required().purpose(Purpose::Statistics).group("person");
    /// Year of birth.
    birth_year: Year = required().privacy(Privacy::Personal).purpose(Purpose::Identify).group("person");
    /// Village or street.
    village: Text<1, 120> = privacy(Privacy::Personal).purpose(Purpose::Identify).group("person");
    /// Commune where the person lives, when it is one of the province.
    home_commune: CommuneCode = purpose(Purpose::Identify).group("person");
    /// Citizen id.
    citizen_id: CitizenId = purpose(Purpose::Identify).group("person");
    /// Why the person shows none.
    no_id_reason: Text<2, 200> = purpose(Purpose::Casework).group("person");
    /// Phone.
    phone: Phone = purpose(Purpose::Contact).search(Weight::Tail).group("person");
    /// Facility the person comes from.
    from_facility: FacilityRef = purpose(Purpose::Statistics).group("person");
    /// Its name, when it is not in the register.
    from_name: Text<2, 200> = purpose(Purpose::Statistics).group("person");

    /// Days on which the person was there.
    present_on: PastDays = purpose(Purpose::Casework).group("attendance");
    /// Days on which the person was missing.
    absent_on: PastDays = purpose(Purpose::Casework).group("attendance");
    /// Days on which the person was away with leave.
    excused_on: PastDays = purpose(Purpose::Casework).group("attendance");

    /// Number of the certificate.
    certificate_no: Text<1, 40> = together("certificate").privacy(Privacy::Personal).purpose(Purpose::Casework).search(Weight::Tail).group("certificate");
    /// Its date.
    certificate_on: PastDay = together("certificate").purpose(Purpose::Statistics).group("certificate");
    /// Day it was withdrawn.
    withdrawn_on: PastDay = together("withdrawal").purpose(Purpose::Casework).group("certificate");
    /// Why.
    withdrawn_why: LongText<1_000> = together("withdrawal").purpose(Purpose::Casework).group("certificate");

    /// Facility that employs the person now.
    job_at: FacilityRef = purpose(Purpose::Statistics).group("job");
    /// Its name, when it is not in the register, or the person works at home.
    job_name: Text<2, 200> = purpose(Purpose::Statistics).group("job");
    /// Since when.
    job_since: PastDay = purpose(Purpose::Statistics).group("job");
    /// Who confirmed it, for the facility.
    job_confirmed_by: Text<2, 120> = together("confirmation").privacy(Privacy::Personal).purpose(Purpose::Statistics).group("job");
    /// When.
    job_confirmed_on: PastDay = together("confirmation").purpose(Purpose::Statistics).group("job");
}
