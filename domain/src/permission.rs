//! Who may do what: one exhaustive match, asked by every screen and again by the server. Which
//! records a person holds at all is decided before, by grants of scopes; what may happen to a record
//! in its stage is decided after, by [`crate::workflow`].

use crate::id::UserId;
use crate::record::Kind;
use crate::record::access::Access;
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
    match relation {
        Relation::OtherScope => false,
        Relation::OwnScope => in_scope(role, operation, kind.spec().access),
    }
}

fn in_scope(role: Role, operation: Operation, access: Access) -> bool {
    use Operation::{Act, Create, Delete, Edit, Read};
    const COUNCIL_AND_OFFICES: &[Role] =
        &[Role::CentreStaff, Role::DepartmentStaff, Role::DepartmentLeader, Role::CouncilMember];
    match (access, role) {
        // Reference data comes from the server; names of places are for everybody.
        (Access::Fixed, _) => operation == Read,
        (Access::Reference, Role::CentreStaff | Role::DepartmentStaff) => true,
        (Access::Reference, Role::DepartmentLeader) => matches!(operation, Read | Act),
        (
            Access::Reference,
            Role::CommuneOfficer
            | Role::FacilityOwner
            | Role::CouncilMember
            | Role::Finance
            | Role::Inspector
            | Role::Admin,
        ) => operation == Read,
        (_, Role::Admin) => false,

        (Access::Facility, Role::CommuneOfficer) => matches!(operation, Read | Create | Edit),
        (Access::Facility, Role::CentreStaff) => matches!(operation, Read | Create | Edit | Delete),
        // The contact fields only: see `may_write_field`.
        (Access::Facility, Role::FacilityOwner) => matches!(operation, Read | Edit),

        (Access::Need, Role::CommuneOfficer | Role::FacilityOwner | Role::CentreStaff) => true,
        // What the ranking left out, a leader may choose.
        (Access::Need, Role::DepartmentLeader) => matches!(operation, Read | Act),

        (Access::Project, Role::CentreStaff) => true,
        // They decide on the dossier; its text is the centre's.
        (
            Access::Project,
            Role::DepartmentStaff
            | Role::DepartmentLeader
            | Role::CouncilMember
            | Role::Finance
            | Role::Inspector,
        ) => matches!(operation, Read | Act),
        (Access::Project, Role::CommuneOfficer | Role::FacilityOwner) => operation == Read,

        // The server makes conflicts; who may edit a kind may choose.
        (Access::Conflict, Role::CommuneOfficer | Role::FacilityOwner | Role::CentreStaff) => {
            matches!(operation, Read | Act)
        }

        (
            Access::Facility | Access::Need | Access::Conflict,
            Role::DepartmentStaff | Role::CouncilMember | Role::Finance | Role::Inspector,
        )
        | (Access::Facility | Access::Conflict, Role::DepartmentLeader) => operation == Read,

        (Access::CaseFile | Access::OwnerFile, Role::CommuneOfficer | Role::CentreStaff) => true,
        (Access::OwnerFile, Role::FacilityOwner) => true,
        (Access::OwnerFile, Role::Inspector | Role::DepartmentStaff) => true,
        (
            Access::CaseFile | Access::OwnerFile,
            Role::DepartmentStaff | Role::DepartmentLeader | Role::Finance | Role::Inspector,
        ) => matches!(operation, Read | Act),
        (Access::CaseFile | Access::OwnerFile, Role::CouncilMember) => operation == Read,
        (Access::CaseFile, Role::FacilityOwner) => operation == Read,

        (Access::File, Role::CouncilMember) => operation == Read,
        (
            Access::File,
            Role::CommuneOfficer
            | Role::FacilityOwner
            | Role::CentreStaff
            | Role::DepartmentStaff
            | Role::DepartmentLeader
            | Role::Finance
            | Role::Inspector,
        ) => operation != Act,

        (Access::Money, Role::CentreStaff) => true,
        (Access::Money, Role::Finance) => matches!(operation, Read | Create | Edit | Act),
        (Access::Money, Role::DepartmentStaff | Role::DepartmentLeader) => matches!(operation, Read | Act),
        (
            Access::Money,
            Role::CommuneOfficer | Role::FacilityOwner | Role::CouncilMember | Role::Inspector,
        ) => operation == Read,

        (Access::Scoring, role) => COUNCIL_AND_OFFICES.contains(&role) || operation == Read,

        (
            Access::Office | Access::Amendment | Access::Certificate,
            Role::CentreStaff | Role::DepartmentStaff,
        ) => true,
        (Access::Office | Access::Amendment | Access::Certificate, Role::DepartmentLeader) => {
            matches!(operation, Read | Act)
        }
        (
            Access::Office | Access::Amendment | Access::Certificate,
            Role::CommuneOfficer
            | Role::FacilityOwner
            | Role::CouncilMember
            | Role::Finance
            | Role::Inspector,
        ) => operation == Read,

        (
            Access::Visit,
            Role::CommuneOfficer | Role::CentreStaff | Role::DepartmentStaff | Role::Inspector,
        ) => true,
        (Access::Visit, Role::DepartmentLeader) => matches!(operation, Read | Act),
        // The owner answers what was recommended.
        (Access::Visit, Role::FacilityOwner) => matches!(operation, Read | Act),
        (Access::Visit, Role::CouncilMember | Role::Finance) => operation == Read,
    }
}

/// Whether a role may add photos and papers to records of this kind in its own scope: who writes such
/// records or takes steps with them.
pub fn may_attach(role: Role, kind: Kind) -> bool {
    let works_on = |operation| may(role, operation, kind, Relation::OwnScope);
    !kind.spec().files.is_none()
        && may(role, Operation::Create, Kind::Attachment, Relation::OwnScope)
        && (works_on(Operation::Edit) || works_on(Operation::Act))
}

/// What it takes to take a photo or paper out of the book.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TakingOut {
    /// It is the person's own.
    Own,
    /// It is somebody else's: a reason that stands in the history.
    Reason,
    /// Not this person's to take out.
    No,
}

/// Whether somebody may take out a photo or paper that `maker` put in: who did, or the centre with a reason.
pub fn taking_out(role: Role, me: UserId, maker: UserId) -> TakingOut {
    match role {
        _ if me == maker => TakingOut::Own,
        Role::CentreStaff => TakingOut::Reason,
        Role::CommuneOfficer
        | Role::FacilityOwner
        | Role::DepartmentStaff
        | Role::DepartmentLeader
        | Role::CouncilMember
        | Role::Finance
        | Role::Inspector
        | Role::Admin => TakingOut::No,
    }
}

/// Whether a role may write this field of a record in its own scope, when `creating` it or later.
pub fn may_write_field(role: Role, kind: Kind, field: &FieldSpec, creating: bool) -> bool {
    let operation = if creating { Operation::Create } else { Operation::Edit };
    let is_writer = match field.writers {
        // Whom the profile lets edit at all; an owner edits only what is marked so.
        Writers::Editors => role != Role::FacilityOwner,
        Writers::WithOwner => true,
        Writers::Afterwards(_) if creating => true,
        Writers::Afterwards(roles) | Writers::Roles(roles) => roles.contains(&role),
        Writers::Action | Writers::Server => false,
    };
    is_writer && may(role, operation, kind, Relation::OwnScope)
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
