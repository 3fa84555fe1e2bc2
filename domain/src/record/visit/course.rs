//! The course of a visit: a draft until it is signed.

use alloc::borrow::ToOwned;

use crate::record::course::table::{Step, Table, me};
use crate::record::field::Choice;
use crate::record::macros::choices;
use crate::role::Role;

choices! {
    /// Stages of a visit.
    VisitStage = "stage.visit";
    /// Planned, or being written.
    Draft = "draft",
    /// Signed; nothing changes any more.
    Signed = "signed",
}

choices! {
    /// What can be done with a visit.
    VisitAction = "action.visit";
    /// Lock it, when everything is there and signed.
    Sign = "sign",
}

/// Who goes and looks.
pub const VISITORS: &[Role] =
    &[Role::CommuneOfficer, Role::CentreStaff, Role::DepartmentStaff, Role::Inspector];

/// The course of a visit.
pub const COURSE: Table = Table {
    stages: &VisitStage::LIST,
    actions: &VisitAction::LIST,
    editable: &["draft"],
    steps: &[Step::new("sign", &[("draft", "signed")], VISITORS).may(&[]).whole().writes(|context, sets| {
        sets.insert("signed_by".to_owned(), me(context));
    })],
};
