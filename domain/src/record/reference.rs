//! Reference data with dates (DOMAIN §13): what the province sets and everybody works by. Each entry is
//! written by one person and confirmed by another; what is in force is never edited, a new entry takes
//! its place. They travel to every device and are read there only.

pub mod checklist_template;
pub mod code_entry;
pub mod cost_norm;
pub mod deadline_rule;
pub mod legal_text;
pub mod organisation;
pub mod place_class;
pub mod rubric;
pub mod vsic_entry;

use chrono::NaiveDate;

use crate::record::course::table::{Step, Table};
use crate::record::field::Choice;
use crate::record::macros::choices;
use crate::record::rule::day;
use crate::role::Role;
use crate::value::Document;

choices! {
    /// Stages of an entry.
    ReferenceStage = "stage.reference";
    /// Bản soạn.
    Draft = "draft",
    /// Chờ người thứ hai xác nhận.
    Proposed = "proposed",
    /// Đang áp dụng.
    InForce = "in_force",
    /// Thôi áp dụng.
    Ended = "ended",
}

choices! {
    /// What can be done with an entry.
    ReferenceAction = "action.reference";
    /// Hand it to a second person.
    Propose = "propose",
    /// Confirm it.
    Confirm = "confirm",
    /// Send it back.
    SendBack = "send_back",
    /// End it.
    End = "end",
}

const WRITERS: &[Role] = &[Role::CentreStaff, Role::DepartmentStaff];
const CONFIRMERS: &[Role] = &[Role::DepartmentStaff, Role::DepartmentLeader];

/// Two people for each entry, and none of it is edited once it is in force.
pub const COURSE: Table = Table {
    stages: &ReferenceStage::LIST,
    actions: &ReferenceAction::LIST,
    steps: &[
        Step::new("propose", &[("draft", "proposed")], WRITERS).whole(),
        Step::new("confirm", &[("proposed", "in_force")], CONFIRMERS).online().whole().not_by_creator(),
        Step::new("send_back", &[("proposed", "draft")], CONFIRMERS)
            .needs(&["stage_note"])
            .may(&[])
            .online()
            .aside(),
        Step::new("end", &[("in_force", "ended")], CONFIRMERS).needs(&["stage_note"]).may(&[]).online(),
    ],
    editable: &["draft"],
};

/// Whether an entry applies on a day.
pub fn applies_on(doc: &Document, on: NaiveDate) -> bool {
    doc.text("stage") == Some(ReferenceStage::InForce.code())
        && day(doc, "valid_from").is_none_or(|first| first <= on)
        && day(doc, "valid_to").is_none_or(|last| on <= last)
}
