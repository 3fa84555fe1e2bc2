//! The rows inside a project: who benefits from one of a group.

use alloc::vec::Vec;

use crate::record::macros::row;
use crate::record::marker::{FacilityRef, FieldKind, Money, Rows, Text};
use crate::value::Document;

row! {
    /// Somebody who benefits from a group project.
    Beneficiary = "beneficiary";
    /// Name.
    name: Text<2, 200> = required();
    /// The facility, where it is in the register.
    facility: FacilityRef;
    /// Its share of the support.
    share: Money = required();
}

/// The beneficiaries a group project names; none while it names none, or none in readable rows.
pub fn beneficiaries(project: &Document) -> Vec<Beneficiary> {
    project.get("beneficiaries").and_then(Rows::<Beneficiary>::read).unwrap_or_default()
}
