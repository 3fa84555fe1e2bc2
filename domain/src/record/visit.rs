//! A visit to a facility (DOMAIN §6): who saw what there, where and when, and what was concluded. It is
//! written as a draft, on the spot and offline, until it is signed; then nothing of it changes any more,
//! and a correction is a visit of its own that names the one it corrects.

pub mod course;
pub mod family;
pub mod lists;
pub mod machines;
pub mod place;
pub mod proposals;
pub mod rows;
pub mod rules;

use crate::record::access::Access;
use crate::record::field::{Choice, MergePolicy, Privacy, Purpose, Weight, Writers};
use crate::record::files::{Files, Slot};
use crate::record::macros::record;
use crate::record::marker::{
    Account, CommuneCode, Count, Day, DocumentNumber, FacilityRef, Fixed, Flag, Instant, Latitude, LongText,
    Longitude, Many, Money, NeedRef, One, PastDay, Percent, ProjectRef, Rows, Text, VisitRef, Whole,
};
use crate::record::{Home, Kind};
use crate::value::Document;
use course::VisitStage;
use lists::{Conclusion, Environment, PhotoSlot, VisitKind};
use rows::{Finding, Inspector, MachineCheck};

/// The kind of a visit.
pub fn kind_of(doc: &Document) -> Option<VisitKind> {
    VisitKind::from_code(doc.text("visit_kind")?)
}

/// What a visit concludes.
pub fn conclusion_of(doc: &Document) -> Option<Conclusion> {
    Conclusion::from_code(doc.text("conclusion")?)
}

/// Nobody can be met, counted or photographed at a facility that is not there.
fn is_found(doc: &Document) -> bool {
    match conclusion_of(doc) {
        Some(Conclusion::NotFound) => false,
        Some(Conclusion::Ok | Conclusion::OkWithRemarks | Conclusion::NotOk) | None => true,
    }
}

fn needs_remarks(doc: &Document) -> bool {
    match conclusion_of(doc) {
        Some(Conclusion::OkWithRemarks | Conclusion::NotOk | Conclusion::NotFound) => true,
        Some(Conclusion::Ok) | None => false,
    }
}

fn is_complaint(doc: &Document) -> bool {
    kind_of(doc) == Some(VisitKind::Complaint)
}

/// The share done is what the advance of 70 % waits for.
fn confirms_volume(doc: &Document) -> bool {
    kind_of(doc) == Some(VisitKind::Progress) && doc.get("project").is_some() && is_found(doc)
}

/// A survey tells the centre whether to go on with the need.
fn judges_need(doc: &Document) -> bool {
    kind_of(doc) == Some(VisitKind::Survey) && doc.get("need").is_some()
}

/// Without a position the reason stands in its place.
fn has_position(doc: &Document) -> bool {
    doc.get("no_gps_reason").is_none()
}

fn is_correction(doc: &Document) -> bool {
    doc.get("corrects").is_some()
}

/// What every visit shows.
const FILES: Files = Files::NONE.photos(&[
    Slot::required(PhotoSlot::Signboard.code()),
    Slot::required(PhotoSlot::Machine.code()),
    Slot::required(PhotoSlot::Overall.code()),
]);

record! {
    /// A visit to a facility.
    Visit = Kind::Visit, "visit";
    title: visit_kind;
    parent: facility;
    home: Home::ParentOnceMoved;
    access: Access::Visit;
    course: VisitStage, &course::COURSE;
    rules: rules::RULES;
    warnings: |doc, _| rules::warnings(&Visit::read(doc));
    family: &family::FAMILY;
    register: "KT";
    files: FILES;
    list: &["facility", "visited_on", "conclusion"];
    retention_years: 10;
    groups: &["where", "machines", "found", "result", "signing", "course"];

    /// Number in the register of the commune, `KT-<commune>-<4 digits>`; the server issues it.
    code: Text<1, 20> = writers(Writers::Server).purpose(Purpose::Identify).search(Weight::Tail).group("where");
    /// Where it went.
    facility: FacilityRef = required().writers(Writers::Afterwards(&[])).purpose(Purpose::Identify).group("where");
    /// The project it looked at.
    project: ProjectRef = purpose(Purpose::Casework).group("where");
    /// The need it looked at: of a survey.
    need: NeedRef = purpose(Purpose::Casework).group("where");
    /// What kind of visit.
    visit_kind: One<VisitKind> = required().purpose(Purpose::Casework).search(Weight::Title).group("where");
    /// Plan or decision it is made under.
    plan_no: DocumentNumber = together("plan").purpose(Purpose::Casework).search(Weight::Weak).group("where");
    /// Its date.
    plan_on: PastDay = together("plan").purpose(Purpose::Casework).group("where");
    /// Day it is planned for.
    planned_on: Day = purpose(Purpose::Casework).group("where");
    /// What was complained of, or why one went without a plan.
    occasion: LongText<2_000> = required_if(is_complaint).purpose(Purpose::Casework).group("where");
    /// Day of the visit.
    visited_on: PastDay = required().purpose(Purpose::Statistics).group("where");
    /// When it began, by the clock of the device. Empty while it is only planned.
    started_at: Instant = required().purpose(Purpose::Casework).group("where");
    /// When it ended, by the clock of the device.
    ended_at: Instant = purpose(Purpose::Casework).group("where");
    /// Who made it.
    inspectors: Rows<Inspector> = required().purpose(Purpose::Casework).group("where");
    /// Who was met.
    met_name: Text<2, 80> = required_if(is_found).together("met").privacy(Privacy::Personal).purpose(Purpose::Casework).group("where");
    /// What that person does there.
    met_position: Text<2, 80> = together("met").purpose(Purpose::Casework).group("where");
    /// Men at work.
    workers_male: Count = purpose(Purpose::Statistics).unit("person").group("where");
    /// Women at work.
    workers_female: Count = purpose(Purpose::Statistics).unit("person").group("where");
    /// Weather and light: why a photo is dark, why nobody dried paper.
    weather: Text<2, 120> = purpose(Purpose::Casework).group("where");
    /// Latitude, 1e-7 degree.
    lat: Latitude = required_if(has_position).together("gps").purpose(Purpose::Casework).group("where");
    /// Longitude, 1e-7 degree.
    lng: Longitude = required_if(has_position).together("gps").purpose(Purpose::Casework).group("where");
    /// Radius of error that the device stated, metres.
    gps_accuracy_m: Whole<0, 100_000> = together("gps").purpose(Purpose::Casework).unit("metre").group("where");
    /// When it was measured.
    gps_at: Instant = together("gps").purpose(Purpose::Casework).group("where");
    /// The measurement looks made up: too exact, or of another time.
    gps_mock: Flag = together("gps").purpose(Purpose::Casework).group("where");
    /// Metres from the place on record at that time.
    distance_m: Whole<0, 1_000_000> = together("gps").purpose(Purpose::Casework).unit("metre").group("where");
    /// Commune of the position.
    place_commune: CommuneCode = together("gps").purpose(Purpose::Casework).group("where");
    /// Why there is no position.
    no_gps_reason: Text<5, 300> = purpose(Purpose::Casework).group("where");

    /// Each machine on record, as it was found.
    machine_checks: Rows<MachineCheck> = purpose(Purpose::Casework).group("machines");
    /// Unit production is counted in.
    output_unit: Text<1, 30> = together("output").purpose(Purpose::Statistics).group("machines");
    /// Output of a month now, 0.1 of that unit.
    output_now: Fixed<1, 1_000_000_000_000> = together("output").purpose(Purpose::Statistics).group("machines");
    /// Output of a month that was promised, 0.1 of that unit.
    output_committed: Fixed<1, 1_000_000_000_000> = together("output").purpose(Purpose::Statistics).group("machines");
    /// Share of the investment that is done, %: confirmed for the advance (DOMAIN §4.1).
    volume_pct: Percent = required_if(confirms_volume).together("volume").purpose(Purpose::Casework).unit("percent").group("machines");
    /// Value of what is done.
    volume_vnd: Money = together("volume").purpose(Purpose::Casework).group("machines");

    /// What the environment suffers.
    environment: Many<Environment> = purpose(Purpose::Casework).merge(MergePolicy::Set).group("found");
    /// A sign tells of the support.
    publicity: Flag = purpose(Purpose::Casework).group("found");
    /// Papers that were shown.
    papers_seen: LongText<1_000> = purpose(Purpose::Casework).group("found");
    /// What is not as it should be.
    findings: Rows<Finding> = purpose(Purpose::Casework).group("found");

    /// What it concludes.
    conclusion: One<Conclusion> = required().purpose(Purpose::Statistics).group("result");
    /// In words.
    remarks: LongText<4_000> = required_if(needs_remarks).purpose(Purpose::Casework).search(Weight::Weak).group("result");
    /// Whether the need should be supported.
    survey_recommended: Flag = required_if(judges_need).together("survey").purpose(Purpose::Casework).group("result");
    /// Cost of the wish as found.
    survey_cost: Money = together("survey").purpose(Purpose::Casework).group("result");
    /// The signed visit that this one corrects.
    corrects: VisitRef = writers(Writers::Afterwards(&[])).purpose(Purpose::Casework).group("result");
    /// What was wrong there.
    correction: LongText<1_000> = only_if(is_correction).purpose(Purpose::Casework).group("result");

    /// Who signed for the inspectors.
    inspector_signed: Text<2, 80> = required().purpose(Purpose::Casework).group("signing");
    /// Who signed for the facility.
    facility_signed: Text<2, 80> = privacy(Privacy::Personal).purpose(Purpose::Casework).group("signing");
    /// Why nobody signed for the facility.
    refusal_reason: LongText<500> = purpose(Purpose::Casework).group("signing");
    /// Account that signed it off.
    signed_by: Account = writers(Writers::Action).purpose(Purpose::Casework).group("signing");
}
