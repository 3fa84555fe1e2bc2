//! Who a person is to the office (DOMAIN §3.1).

use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// The role an account holds in a scope.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $($(#[$doc])* $name,)* }

        impl Role {
            /// Every role.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The identifier of DOMAIN §3.1.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The role with this identifier.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }
        }
    };
}

roles! {
    /// Officer of a commune's People's Committee, or a promotion collaborator.
    CommuneOfficer = "commune_officer",
    /// Owner of a facility: applicant and beneficiary.
    FacilityOwner = "facility_owner",
    /// The province's centre, the usual implementing unit.
    CentreStaff = "centre_staff",
    /// The Department of Industry and Trade: appraisal, acceptance, supervision.
    DepartmentStaff = "department_staff",
    /// Leader of the Department.
    DepartmentLeader = "department_leader",
    /// Member of a council of appraisal, acceptance or voting.
    CouncilMember = "council_member",
    /// Accountant.
    Finance = "finance",
    /// Inspection, supervision and post-check.
    Inspector = "inspector",
    /// Makes accounts and looks after devices; sees no record.
    Admin = "admin",
}
