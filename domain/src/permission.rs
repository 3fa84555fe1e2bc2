//! Who may do what: one exhaustive match, asked by every screen and again by the server. Which
//! records a person holds at all is decided before, by grants of scopes; what may happen to a record
//! in its stage is decided after, by [`crate::workflow`].

use crate::record::Kind;
use crate::record::field::{FieldSpec, Privacy, Writers};
use crate::role::Role;

/// What somebody wants to do with a record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Operation {
    /// See it.
    Read,
    /// Make one.
    Create,
    /// Write its fields.
    Edit,
    /// Delete it.
    Delete,
    /// Move it on its course.
    Act,
}

impl Operation {
    /// Every operation.
    pub const ALL: &[Self] = &[Self::Read, Self::Create, Self::Edit, Self::Delete, Self::Act];
}

/// Whether the record lies in a scope that the person was granted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Relation {
    /// It does: the officer's commune, the owner's own facilities, every commune for the centre.
    OwnScope,
    /// It does not.
    OtherScope,
}

/// How a person sees a value of a privacy class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sight {
    /// In clear.
    Clear,
    /// Masked; reading it in clear is asked for and logged.
    Masked,
    /// Not at all.
    Hidden,
}

/// Whether a role may do it with a record of this kind.
pub fn may(role: Role, operation: Operation, kind: Kind, relation: Relation) -> bool {
    use Operation::{Act, Create, Delete, Edit, Read};
    match relation {
        Relation::OtherScope => return false,
        Relation::OwnScope => {}
    }
    match (role, kind) {
        // Reference data comes from the server; names of places are for everybody.
        (_, Kind::Commune) => operation == Read,
        (Role::Admin, Kind::Facility | Kind::Need | Kind::Project | Kind::Conflict) => false,

        (Role::CommuneOfficer, Kind::Facility) => matches!(operation, Read | Create | Edit),
        (Role::CentreStaff, Kind::Facility) => matches!(operation, Read | Create | Edit | Delete),
        // The contact fields only: see `may_write_field`.
        (Role::FacilityOwner, Kind::Facility) => matches!(operation, Read | Edit),

        (Role::CommuneOfficer | Role::FacilityOwner | Role::CentreStaff, Kind::Need) => match operation {
            Read | Create | Edit | Delete | Act => true,
        },

        (Role::CentreStaff, Kind::Project) => match operation {
            Read | Create | Edit | Delete | Act => true,
        },
        // They decide on the dossier; its text is the centre's.
        (
            Role::DepartmentStaff
            | Role::DepartmentLeader
            | Role::CouncilMember
            | Role::Finance
            | Role::Inspector,
            Kind::Project,
        ) => matches!(operation, Read | Act),
        (Role::CommuneOfficer | Role::FacilityOwner, Kind::Project) => operation == Read,

        // The server makes conflicts; who may edit a kind may choose.
        (Role::CommuneOfficer | Role::FacilityOwner | Role::CentreStaff, Kind::Conflict) => {
            matches!(operation, Read | Act)
        }

        (
            Role::DepartmentStaff
            | Role::DepartmentLeader
            | Role::CouncilMember
            | Role::Finance
            | Role::Inspector,
            Kind::Facility | Kind::Need | Kind::Conflict,
        ) => operation == Read,
    }
}

/// Whether a role may write this field of a record in its own scope, when `creating` it or later.
pub fn may_write_field(role: Role, kind: Kind, field: &FieldSpec, creating: bool) -> bool {
    let operation = if creating { Operation::Create } else { Operation::Edit };
    let is_writer = match field.writers {
        Writers::Editors => is_office(role),
        Writers::WithOwner => is_office(role) || role == Role::FacilityOwner,
        Writers::Afterwards(_) if creating => true,
        Writers::Afterwards(roles) | Writers::Roles(roles) => roles.contains(&role),
        Writers::Action | Writers::Server => false,
    };
    is_writer && may(role, operation, kind, Relation::OwnScope)
}

fn is_office(role: Role) -> bool {
    match role {
        Role::CommuneOfficer | Role::CentreStaff => true,
        Role::FacilityOwner
        | Role::DepartmentStaff
        | Role::DepartmentLeader
        | Role::CouncilMember
        | Role::Finance
        | Role::Inspector
        | Role::Admin => false,
    }
}

/// How a role sees values of a privacy class, in records it may read.
pub fn may_see(role: Role, class: Privacy) -> Sight {
    match (role, class) {
        (_, Privacy::Public) => Sight::Clear,
        (Role::Admin, Privacy::Internal | Privacy::Personal | Privacy::Restricted) => Sight::Hidden,
        // The owner's own data.
        (Role::FacilityOwner, Privacy::Internal | Privacy::Personal | Privacy::Restricted) => Sight::Clear,
        (Role::CouncilMember, Privacy::Internal) => Sight::Clear,
        (Role::CouncilMember, Privacy::Personal) => Sight::Masked,
        (Role::CouncilMember, Privacy::Restricted) => Sight::Hidden,
        (
            Role::CommuneOfficer
            | Role::CentreStaff
            | Role::DepartmentStaff
            | Role::DepartmentLeader
            | Role::Finance
            | Role::Inspector,
            Privacy::Internal | Privacy::Personal,
        ) => Sight::Clear,
        (
            Role::CommuneOfficer
            | Role::CentreStaff
            | Role::DepartmentStaff
            | Role::DepartmentLeader
            | Role::Finance
            | Role::Inspector,
            Privacy::Restricted,
        ) => Sight::Masked,
    }
}
