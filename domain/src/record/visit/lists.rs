//! The closed lists of a visit. Labels are in the locales.

use crate::record::macros::choices;

choices! {
    /// Kind of visit (DOMAIN §6).
    VisitKind = "visit_kind";
    /// Before a project is written.
    Survey = "survey",
    /// While it runs: the Department confirms what is done.
    Progress = "progress",
    /// For the minutes of acceptance.
    Acceptance = "acceptance",
    /// By the plan of the year.
    Scheduled = "scheduled",
    /// Without notice.
    Surprise = "surprise",
    /// 6 to 24 months afterwards.
    PostCheck = "post_check",
    /// After a complaint.
    Complaint = "complaint",
}

choices! {
    /// What a visit concludes.
    Conclusion = "visit_conclusion";
    /// As it should be.
    Ok = "ok",
    /// As it should be, with something to do.
    OkWithRemarks = "ok_with_remarks",
    /// Not as it should be.
    NotOk = "not_ok",
    /// There is no such facility there.
    NotFound = "not_found",
}

choices! {
    /// What the environment suffers, as far as one sees, hears and smells.
    Environment = "visit_environment";
    /// Nothing.
    Nothing = "nothing",
    /// Waste water.
    WasteWater = "waste_water",
    /// Dust or smoke.
    Dust = "dust",
    /// Noise.
    Noise = "noise",
    /// Neighbours complain.
    Complaints = "complaints",
}

choices! {
    /// The number on a machine against the one on record.
    SerialCheck = "serial_check";
    /// The same.
    Equal = "equal",
    /// Another one.
    Differs = "differs",
    /// The machine, or its plate, is not there.
    Unseen = "unseen",
}

choices! {
    /// What a machine does.
    RunState = "run_state";
    /// It runs.
    Running = "running",
    /// It rests.
    Idle = "idle",
    /// It is broken.
    Broken = "broken",
}

choices! {
    /// Marks of misuse (DOMAIN §6).
    FindingCode = "finding_code";
    /// Machine absent.
    F01 = "f01",
    /// Serial differs.
    F02 = "f02",
    /// Machine old or second hand.
    F03 = "f03",
    /// Machine sold, moved or leased.
    F04 = "f04",
    /// Not working for more than three months.
    F05 = "f05",
    /// Facility closed.
    F06 = "f06",
    /// Same item paid by another source.
    F07 = "f07",
    /// Invoice doubtful.
    F08 = "f08",
    /// Trainee absent, made up, or in two classes at once.
    F09 = "f09",
    /// Work not as in the contract.
    F10 = "f10",
    /// Counterpart not spent.
    F11 = "f11",
    /// Beneficiary changed without a decision.
    F12 = "f12",
    /// Pollution, or a licence is missing.
    F13 = "f13",
    /// Support not announced, papers not kept.
    F14 = "f14",
    /// Photo used before, or taken far away.
    F15 = "f15",
}

choices! {
    /// How bad a finding is.
    Severity = "severity";
    /// To be put right.
    Minor = "minor",
    /// Bad.
    Major = "major",
    /// Support has to be asked back, or work stopped.
    Severe = "severe",
}

choices! {
    /// What a photo of a visit shows: its slot. The first three are asked for.
    PhotoSlot = "photo_slot";
    /// The sign of the workshop.
    Signboard = "signboard",
    /// The machine with its plate.
    Machine = "machine",
    /// The whole place.
    Overall = "overall",
    /// Anything else.
    Other = "other",
}

impl PhotoSlot {
    /// The photos without which a visit is not signed.
    pub const WANTED: &[Self] = &[Self::Signboard, Self::Machine, Self::Overall];
}

/// Slot of the signature of the inspectors.
pub const SIGNATURE_INSPECTOR: &str = "signature_inspector";
/// Slot of the signature of the facility.
pub const SIGNATURE_FACILITY: &str = "signature_facility";
