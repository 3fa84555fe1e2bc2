//! What the role of a person means on the screen.

use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::role::Role;
use domain::word;

use crate::components::titles::capital;
use crate::components::value_text::{commune_name, role_name};
use crate::i18n::t;
use crate::state::view::Me;

/// Whether a person makes records: officers and the centre.
pub fn may_record(me: &Me) -> bool {
    may(me.role, Operation::Create, Kind::Facility, Relation::OwnScope)
}

/// Whether a person registers needs.
pub fn may_register(me: &Me) -> bool {
    may(me.role, Operation::Create, Kind::Need, Relation::OwnScope)
}

/// Whether going and looking is part of a person's work.
pub fn may_visit(me: &Me) -> bool {
    may(me.role, Operation::Create, Kind::Visit, Relation::OwnScope)
}

/// Whether a person sees the book as an owner does.
pub fn is_owner(me: &Me) -> bool {
    me.role == Role::FacilityOwner
}

/// Whether the book spans several communes, so that each row has to name its own.
pub fn spans_communes(me: &Me) -> bool {
    me.communes.len() != 1
}

/// Whose book it is: the commune of an officer, the centre, or the office of the role.
pub fn place(me: &Me) -> String {
    match (me.role, me.communes.as_slice()) {
        (Role::FacilityOwner, _) => String::new(),
        (Role::CommuneOfficer, [only]) => capital(&commune_name(only)),
        (Role::CentreStaff, _) => t(word!("app.centre")).to_owned(),
        (role, _) => role_name(role.code()),
    }
}
