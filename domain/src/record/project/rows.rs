//! The rows inside a project: who benefits from one of a group.

use crate::record::macros::row;
use crate::record::marker::{FacilityRef, Money, Text};

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
