//! The rows inside a visit: inspectors, machines as found, findings.

use super::lists::{FindingCode, PhotoSlot, RunState, SerialCheck, Severity};
use crate::record::field::Choice;
use crate::record::macros::row;
use crate::record::marker::{Account, Flag, LongText, One, Text, Whole};
use crate::value::Document;

fn is_another(row: &Document) -> bool {
    row.text("serial_check").and_then(SerialCheck::from_code) == Some(SerialCheck::Differs)
}

fn is_there(row: &Document) -> bool {
    match row.text("serial_check").and_then(SerialCheck::from_code) {
        Some(SerialCheck::Equal | SerialCheck::Differs) => true,
        Some(SerialCheck::Unseen) | None => false,
    }
}

row! {
    /// Somebody who made the visit.
    Inspector = "inspector";
    /// The account, of who was picked from the directory.
    account: Account;
    /// Name.
    name: Text<2, 80> = required();
    /// Office and position.
    office: Text<2, 120>;
}

row! {
    /// A machine as it was found.
    MachineCheck = "machine_check";
    /// Its name on record.
    name: Text<2, 120> = required();
    /// The number of its plate on record.
    serial: Text<1, 60>;
    /// Whether the plate says the same.
    serial_check: One<SerialCheck> = required();
    /// What it says instead.
    serial_found: Text<1, 60> = required_if(is_another);
    /// What it does.
    running: One<RunState> = required_if(is_there);
    /// Its counter of hours.
    hours: Whole<0, 10_000_000> = unit("hour");
    /// It does not stand where it was put up.
    moved: Flag;
}

row! {
    /// Something that is not as it should be.
    Finding = "finding";
    /// Which.
    code: One<FindingCode> = required();
    /// How bad.
    severity: One<Severity> = required();
    /// What was seen.
    description: LongText<1_000> = required();
    /// The photo that shows it.
    photo: One<PhotoSlot>;
}
