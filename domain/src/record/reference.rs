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
pub mod threshold;
pub mod vsic_entry;

use alloc::string::ToString;
use alloc::vec::Vec;

use chrono::NaiveDate;

use crate::id::RecordId;
use crate::record::course::Sets;
use crate::record::course::table::{Step, Table, me};
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::Choice;
use crate::record::macros::{choices, row};
use crate::record::marker::{Account, FieldKind, Rows};
use crate::record::rule::day;
use crate::role::Role;
use crate::value::{Document, Value};

choices! {
    /// Stages of an entry.
    ReferenceStage = "stage.reference";
    /// Bản soạn.
    Draft = "draft",
    /// Chờ người thứ hai xác nhận.
    Proposed = "proposed",
    /// Đang áp dụng.
    InForce = "in_force",
    /// Chờ người thứ hai xác nhận thôi áp dụng; đến lúc đó vẫn áp dụng.
    Ending = "ending",
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
    /// Ask that it be ended.
    ProposeEnd = "propose_end",
    /// Leave it in force.
    Keep = "keep",
    /// End it.
    End = "end",
}

const WRITERS: &[Role] = &[Role::CentreStaff, Role::DepartmentStaff];
/// Whoever works with the entries may see that one is out of date.
const OFFICES: &[Role] = &[Role::CentreStaff, Role::DepartmentStaff, Role::DepartmentLeader];
const CONFIRMERS: &[Role] = &[Role::DepartmentStaff, Role::DepartmentLeader];

/// Two people for each entry, at its beginning and at its end, and none of it is edited once it is in force. Who
/// wrote any of it, or handed it on, does not confirm it.
pub const COURSE: Table = Table {
    stages: &ReferenceStage::LIST,
    actions: &ReferenceAction::LIST,
    steps: &[
        Step::new("propose", &[("draft", "proposed")], WRITERS).whole().writes(|context, sets| {
            sets.insert("proposed_by".into(), me(context));
        }),
        Step::new("confirm", &[("proposed", "in_force")], CONFIRMERS).online().whole().not_by_writers(),
        Step::new("send_back", &[("proposed", "draft")], CONFIRMERS)
            .needs(&["stage_note"])
            .may(&[])
            .online()
            .aside(),
        Step::new("propose_end", &[("in_force", "ending")], OFFICES)
            .needs(&["stage_note"])
            .may(&[])
            .online()
            .aside()
            .writes(|context, sets| {
                sets.insert("proposed_by".into(), me(context));
            }),
        Step::new("end", &[("ending", "ended")], CONFIRMERS).online().not_by_proposer(),
        Step::new("keep", &[("ending", "in_force")], OFFICES)
            .needs(&["stage_note"])
            .may(&[])
            .online()
            .aside(),
    ],
    editable: &["draft"],
};

row! {
    /// Somebody who changed the text of an entry.
    Editor = "editor";
    /// The account.
    who: Account = required();
}

/// What every kind of entry has beside its own fields.
macro_rules! entry {
    ($($described:tt)*) => {
        $crate::record::macros::record! {
            $($described)*
            /// Who handed it to a second person, or asked last that it be ended.
            proposed_by: $crate::record::marker::Account = writers($crate::record::field::Writers::Action)
                .purpose($crate::record::field::Purpose::Casework)
                .group("course");
            /// Who changed its text after it was made.
            editors: $crate::record::marker::Rows<$crate::record::reference::Editor> =
                writers($crate::record::field::Writers::Server)
                    .purpose($crate::record::field::Purpose::Casework)
                    .group("course");
        }
    };
}
pub(crate) use entry;

/// Who edits an entry is written down on it: they do not confirm it.
pub static FAMILY: FamilyRules = FamilyRules { check: |_, _| Vec::new(), consequences: edited };

fn edited(entry: &Subject<'_>, _kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    let is_edit = entry.action.is_none() && !entry.before.0.is_empty() && !entry.after.0.is_empty();
    let Some(account) = entry.account.filter(|_| is_edit) else { return Vec::new() };
    let mut editors = entry.after.get("editors").and_then(Value::as_list).unwrap_or_default().to_vec();
    let known = entry.after.get("editors").and_then(Rows::<Editor>::read).unwrap_or_default();
    if known.iter().any(|editor| editor.who == Some(account)) {
        return Vec::new();
    }
    let who = Value::Text(account.to_string());
    editors.push(Value::Map(crate::ordering::map([("who".to_string(), who)])));
    Vec::from([(entry.id, Sets::from([("editors".to_string(), Some(Value::List(editors)))]))])
}

/// Whether an entry is in force, as far as its days go: also while somebody asks that it be ended.
pub fn is_in_force(doc: &Document) -> bool {
    match doc.text("stage").and_then(ReferenceStage::from_code) {
        Some(ReferenceStage::InForce | ReferenceStage::Ending) => true,
        Some(ReferenceStage::Draft | ReferenceStage::Proposed | ReferenceStage::Ended) | None => false,
    }
}

/// Whether two people have put an entry in force, be it ended since.
pub fn was_confirmed(doc: &Document) -> bool {
    is_in_force(doc) || doc.text("stage") == Some(ReferenceStage::Ended.code())
}

/// Whether an entry applies on a day.
pub fn applies_on(doc: &Document, on: NaiveDate) -> bool {
    is_in_force(doc)
        && day(doc, "valid_from").is_none_or(|first| first <= on)
        && day(doc, "valid_to").is_none_or(|last| on <= last)
}
