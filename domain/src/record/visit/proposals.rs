//! What the book gives reason to find (DOMAIN §6, F01–F15), with what it rests on: proposed to who makes the visit,
//! who names it or does not. It accuses nobody.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::{Months, NaiveDate};

use super::Visit;
use super::course::VisitStage;
use super::lists::{Conclusion, Environment, FindingCode, RunState, SerialCheck};
use super::rows::MachineCheck;
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::duplicate::DuplicateStage;
use crate::record::facility::lists::{EnvironmentPaper, Status};
use crate::record::family::Kin;
use crate::record::field::Choice;
use crate::record::macros::choices;
use crate::record::reference::threshold::Threshold;
use crate::record::rule::{day, number};
use crate::record::voucher::dossier::report;
use crate::search::fold_vi;
use crate::settlement::checks::Check;
use crate::value::{Document, Value};

choices! {
    /// What a proposed finding rests on.
    Basis = "finding_basis";
    /// A machine on record was not seen.
    MachineUnseen = "machine_unseen",
    /// A plate says another number.
    PlateDiffers = "plate_differs",
    /// The book has the machine as used.
    MachineUsed = "machine_used",
    /// It stands elsewhere.
    MachineMoved = "machine_moved",
    /// It did not run three months ago either.
    MachineRests = "machine_rests",
    /// The facility is closed in the book, or was not found.
    FacilityClosed = "facility_closed",
    /// Nobody works and nothing runs.
    NobodyWorks = "nobody_works",
    /// The number of a machine stands in another project.
    SerialElsewhere = "serial_elsewhere",
    /// An invoice stands in another project, or twice.
    InvoiceElsewhere = "invoice_elsewhere",
    /// A trainee was in two classes on one day.
    TwoClasses = "two_classes",
    /// Less is produced than was promised.
    BelowPromise = "below_promise",
    /// Less is done than was reported.
    LessThanReported = "less_than_reported",
    /// The vouchers show less of the counterpart than was committed.
    CounterpartShort = "counterpart_short",
    /// An invoice names somebody else as buyer.
    OtherBuyer = "other_buyer",
    /// The environment suffers.
    Pollution = "pollution",
    /// The paper on the environment is missing or has run out.
    NoLicence = "no_licence",
    /// No sign tells of the support.
    NoSign = "no_sign",
    /// The visit was made far from the place on record.
    FarAway = "far_away",
    /// The position is in another commune.
    OtherCommune = "other_commune",
    /// A photo of it stands in an earlier visit, or in another project.
    PhotoReused = "photo_reused",
}

impl Basis {
    /// The finding it gives reason for.
    pub const fn finding(self) -> FindingCode {
        match self {
            Self::MachineUnseen => FindingCode::F01,
            Self::PlateDiffers => FindingCode::F02,
            Self::MachineUsed => FindingCode::F03,
            Self::MachineMoved => FindingCode::F04,
            Self::MachineRests => FindingCode::F05,
            Self::FacilityClosed | Self::NobodyWorks => FindingCode::F06,
            Self::SerialElsewhere => FindingCode::F07,
            Self::InvoiceElsewhere => FindingCode::F08,
            Self::TwoClasses => FindingCode::F09,
            Self::BelowPromise | Self::LessThanReported => FindingCode::F10,
            Self::CounterpartShort => FindingCode::F11,
            Self::OtherBuyer => FindingCode::F12,
            Self::Pollution | Self::NoLicence => FindingCode::F13,
            Self::NoSign => FindingCode::F14,
            Self::FarAway | Self::OtherCommune | Self::PhotoReused => FindingCode::F15,
        }
    }
}

/// A machine that rested this long ago, and rests again, has not worked (F05).
const RESTS_FOR: Months = Months::new(3);

/// What a visit as it stands gives reason to find and nobody has named, in the order of the codes. Whether
/// one of its photos was seen before is told by who holds all of them.
pub fn proposals(
    (id, doc): (RecordId, &Document),
    repeats_photo: bool,
    kin: &dyn Kin,
    today: NaiveDate,
) -> Vec<Basis> {
    let visit = Visit::read(doc);
    let on = visit.visited_on.unwrap_or(today);
    let mut found = seen(&visit, Threshold::PlaceMetres.on(on, kin));
    found.extend(of_facility((id, &visit), doc, kin, on));
    found.extend(of_project(&visit, doc, kin, on));
    found.extend(repeats_photo.then_some(Basis::PhotoReused));
    let named: Vec<FindingCode> =
        visit.findings.iter().flatten().filter_map(|finding| finding.code).collect();
    found.retain(|basis| !named.contains(&basis.finding()));
    crate::ordering::sort_by_key(&mut found, |basis| *basis as u8);
    found.dedup();
    found
}

/// What the visit itself says.
fn seen(visit: &Visit, far: i64) -> Vec<Basis> {
    let machines = visit.machine_checks.as_deref().unwrap_or_default();
    let has = |is_so: fn(&MachineCheck) -> bool| machines.iter().any(is_so);
    let nobody = visit.workers_male == Some(0) && visit.workers_female == Some(0);
    let environment = visit.environment.iter().flatten();
    let said = [
        (Basis::MachineUnseen, has(|machine| machine.serial_check == Some(SerialCheck::Unseen))),
        (Basis::PlateDiffers, has(|machine| machine.serial_check == Some(SerialCheck::Differs))),
        (Basis::MachineMoved, has(|machine| machine.moved == Some(true))),
        (Basis::FacilityClosed, visit.conclusion == Some(Conclusion::NotFound)),
        (Basis::NobodyWorks, nobody && !has(|machine| machine.running == Some(RunState::Running))),
        (
            Basis::BelowPromise,
            visit.output_now.zip(visit.output_committed).is_some_and(|(now, due)| now < due),
        ),
        (Basis::Pollution, environment.copied().any(|one| one != Environment::Nothing)),
        (Basis::NoSign, visit.publicity == Some(false) && visit.project.is_some()),
        (Basis::FarAway, visit.distance_m.is_some_and(|metres| metres > far)),
        (Basis::OtherCommune, visit.place_commune.is_some() && visit.place_commune != visit.commune_code),
    ];
    said.into_iter().filter(|(_, is_so)| *is_so).map(|(basis, _)| basis).collect()
}

/// What the facility on record and the visits before tell.
fn of_facility((id, visit): (RecordId, &Visit), doc: &Document, kin: &dyn Kin, on: NaiveDate) -> Vec<Basis> {
    let Some(facility) = doc.text("facility").and_then(|id| id.parse::<RecordId>().ok()) else {
        return Vec::new();
    };
    let Some((_, record)) = kin.get(facility) else { return Vec::new() };
    let is_closed = record.text("status").and_then(Status::from_code) == Some(Status::Closed);
    let paper = record.text("env_doc").and_then(EnvironmentPaper::from_code);
    let has_run_out = day(&record, "env_doc_until").is_some_and(|until| until < on);
    let resting = names(visit, is_resting);
    let rested = |(other, doc): &(RecordId, Document)| {
        let before = Visit::read(doc);
        let is_earlier = *other != id
            && before.stage == Some(VisitStage::Signed)
            && before
                .visited_on
                .and_then(|day| day.checked_add_months(RESTS_FOR))
                .is_some_and(|day| day <= on);
        is_earlier && names(&before, is_resting).iter().any(|name| resting.contains(name))
    };
    let rests = !resting.is_empty() && kin.children(facility, Kind::Visit).iter().any(rested);
    let said = [
        (Basis::FacilityClosed, is_closed),
        (Basis::NoLicence, paper == Some(EnvironmentPaper::None) || has_run_out),
        (Basis::MachineRests, rests),
    ];
    said.into_iter().filter(|(_, is_so)| *is_so).map(|(basis, _)| basis).collect()
}

fn is_resting(machine: &MachineCheck) -> bool {
    matches!(machine.running, Some(RunState::Idle | RunState::Broken))
}

/// The machines of a visit that are so, by plate or name.
fn names(visit: &Visit, is_so: fn(&MachineCheck) -> bool) -> Vec<String> {
    let machines = visit.machine_checks.iter().flatten().filter(|machine| is_so(machine));
    machines
        .filter_map(|machine| machine.serial.as_deref().or(machine.name.as_deref()).map(fold_vi))
        .collect()
}

/// What the records of the project tell: its machines, vouchers, reports and classes.
fn of_project(visit: &Visit, doc: &Document, kin: &dyn Kin, on: NaiveDate) -> Vec<Basis> {
    let Some(id) = doc.text("project").and_then(|id| id.parse::<RecordId>().ok()) else { return Vec::new() };
    let Some((_, project)) = kin.get(id) else { return Vec::new() };
    let machines = kin.children(id, Kind::MachineItem);
    let checks: Vec<Check> =
        report((id, &project), kin, on).findings.into_iter().map(|finding| finding.check).collect();
    // Vouchers come until the work is accepted.
    let is_accepted = project.get("acceptance_date").is_some();
    let reports = kin.children(id, Kind::ProgressReport);
    let sent = reports.iter().map(|(_, doc)| doc).filter(|doc| doc.text("stage") != Some("draft"));
    let known = sent.filter(|doc| day(doc, "reported_on").is_some_and(|day| day <= on));
    let latest = known.max_by_key(|doc| day(doc, "reported_on"));
    let reported = latest.and_then(|report| number(report, "volume_pct"));
    let is_used = |(_, machine): &(RecordId, Document)| machine.get("is_new") == Some(&Value::Bool(false));
    let classes = kin.children(id, Kind::TrainingClass);
    let trainees = classes.iter().flat_map(|(class, _)| kin.children(*class, Kind::Trainee));
    let vouchers = kin.children(id, Kind::Voucher);
    let doubled = |of: Vec<RecordId>| !of.is_empty() && has_double(&of, kin);
    let ids = |records: &[(RecordId, Document)]| records.iter().map(|(id, _)| *id).collect();
    let said = [
        (Basis::MachineUsed, machines.iter().any(is_used)),
        (Basis::SerialElsewhere, checks.contains(&Check::DuplicateSerial) || doubled(ids(&machines))),
        (Basis::InvoiceElsewhere, checks.contains(&Check::DuplicateInvoice) || doubled(ids(&vouchers))),
        (Basis::TwoClasses, doubled(trainees.map(|(trainee, _)| trainee).collect())),
        (Basis::LessThanReported, visit.volume_pct.zip(reported).is_some_and(|(seen, said)| seen < said)),
        (Basis::CounterpartShort, is_accepted && checks.contains(&Check::Counterpart)),
        (Basis::OtherBuyer, checks.contains(&Check::Buyer)),
    ];
    said.into_iter().filter(|(_, is_so)| *is_so).map(|(basis, _)| basis).collect()
}

/// Whether one of these may be the same as another record, and nobody has said that they are two.
fn has_double(of: &[RecordId], kin: &dyn Kin) -> bool {
    let of: Vec<String> = of.iter().map(ToString::to_string).collect();
    let names_one = |doc: &Document| {
        let mut named = ["record", "other"].into_iter().filter_map(|field| doc.text(field));
        named.any(|id| of.iter().any(|one| one == id))
    };
    let is_open = |doc: &Document| doc.text("stage") != Some(DuplicateStage::Distinct.code());
    kin.all(Kind::Duplicate).iter().any(|(_, doc)| is_open(doc) && names_one(doc))
}
