//! The voting on typical products of rural industry (DOMAIN §8, TT 26/2014/TT-BCT): rounds, the products
//! that are entered, the sheets of the judges, certificates, complaints.

pub mod certificate;
pub mod complaint;
pub mod entry;
pub mod entry_family;
pub mod nomination;
pub mod round;
pub mod sheet;

use crate::role::Role;

/// Who enters a product: its maker, or who helps the maker.
const APPLICANTS: &[Role] = &[Role::FacilityOwner, Role::CommuneOfficer, Role::CentreStaff];
/// Who runs a round.
const OFFICES: &[Role] = &[Role::CentreStaff, Role::DepartmentStaff];
/// Who signs for a round.
const DECIDERS: &[Role] = &[Role::DepartmentStaff, Role::DepartmentLeader];
/// Who may sit in a jury.
const JURORS: &[Role] =
    &[Role::CouncilMember, Role::CentreStaff, Role::DepartmentStaff, Role::DepartmentLeader];
