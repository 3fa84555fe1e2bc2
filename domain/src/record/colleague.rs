//! A person of the province's offices, by account: whom a round can name. The server publishes it from the
//! accounts; it holds no login and nothing secret, and nobody of a commune or a facility.

use alloc::string::ToString;

use crate::id::{RecordId, UserId};
use crate::record::access::Access;
use crate::record::field::{Choice, Purpose, Weight, Writers};
use crate::record::macros::{choices, record};
use crate::record::marker::{Account, Flag, One, Text};
use crate::record::{Home, Kind};
use crate::value::Document;

choices! {
    /// Who works in the offices of the province.
    OfficeRole = "office_role";
    /// The centre.
    CentreStaff = "centre_staff",
    /// The Department.
    DepartmentStaff = "department_staff",
    /// Its leader.
    DepartmentLeader = "department_leader",
    /// A member of a council.
    CouncilMember = "council_member",
    /// The accountant.
    Finance = "finance",
    /// The inspector.
    Inspector = "inspector",
}

record! {
    /// A person of the offices.
    Colleague = Kind::Colleague, "colleague";
    title: name;
    home: Home::Office;
    access: Access::Fixed;
    list: &["role"];
    retention_years: 10;
    groups: &["person"];

    /// The account.
    account: Account = required().writers(Writers::Server).purpose(Purpose::Casework).group("person");
    /// The name the account shows.
    name: Text<2, 120> = required().writers(Writers::Server).purpose(Purpose::Casework).search(Weight::Title).group("person");
    /// What the person is.
    role: One<OfficeRole> = required().writers(Writers::Server).purpose(Purpose::Casework).group("person");
    /// Whether the account is open.
    active: Flag = required().writers(Writers::Server).purpose(Purpose::Casework).group("person");
}

/// The entry of an account; none of one that is not of the offices.
pub fn entry(account: UserId, name: &str, role: &str, active: bool) -> Option<(RecordId, Document)> {
    let role = OfficeRole::from_code(role)?;
    let doc = Document::default()
        .with("account", account.to_string())
        .with("name", name)
        .with("role", role.code())
        .with("active", active);
    Some((id_of(&account.to_string()), doc))
}

/// The entry of an account, whether there is one or not.
pub fn id_of(account: &str) -> RecordId {
    RecordId::named("colleague", account)
}
