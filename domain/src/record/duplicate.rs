//! Two records that may be one (DOMAIN §9.1): both were written down, perhaps without network, and both
//! are kept until a person has said whether they are one. The server makes it when a second record takes a
//! key of [`crate::record::KindSpec::unique`]; a person ends it, in words.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::formats::date;
use crate::id::RecordId;
use crate::ordering;
use crate::record::access::Access;
use crate::record::course::Sets;
use crate::record::course::table::{Step, Table};
use crate::record::family::{FamilyRules, Kin, Subject};
use crate::record::field::{Choice, Purpose, Writers};
use crate::record::macros::{choices, record};
use crate::record::marker::{Many, One, Text};
use crate::record::rule::{Problem, ProblemCode};
use crate::record::{Home, Kind};
use crate::role::Role;
use crate::value::{Document, Value};

choices! {
    /// What two records have in common.
    Sign = "duplicate_sign";
    /// The tax code.
    TaxCode = "tax_code",
    /// The citizen id of the owner, in one commune.
    CitizenId = "citizen_id",
    /// A phone number.
    Phone = "phone",
    /// The name, in one commune.
    Name = "name",
    /// One person on one day.
    Day = "day",
    /// A number that stands on one paper or plate only.
    Number = "number",
}

impl Sign {
    /// What a key tells by its beginning: `phone:0912345678`.
    pub fn of_key(key: &str) -> Self {
        let stem = key.split_once(':').map_or(key, |(stem, _)| stem);
        Self::from_code(stem).unwrap_or(Self::Number)
    }
}

choices! {
    /// Which record stays.
    Keep = "duplicate_keep";
    /// The one that was written down first.
    Older = "older",
    /// The one that was written down later.
    Newer = "newer",
}

choices! {
    /// Where a duplicate stands.
    DuplicateStage = "stage.duplicate";
    /// Chờ xem: một hay hai?
    Open = "open",
    /// Đã nhập làm một.
    Merged = "merged",
    /// Là hai bản ghi khác nhau.
    Distinct = "distinct",
}

choices! {
    /// What can be done with it.
    DuplicateAction = "action.duplicate";
    /// They are one: keep one of them.
    Merge = "merge",
    /// They are two.
    Distinguish = "distinguish",
}

/// Who may edit facilities.
const EDITORS: &[Role] = &[Role::CommuneOfficer, Role::CentreStaff];

/// Open until somebody who may edit facilities has decided.
pub const COURSE: Table = Table {
    stages: &DuplicateStage::LIST,
    actions: &DuplicateAction::LIST,
    steps: &[
        // It moves what others are writing on, so it is decided where all of it is known.
        Step::new("merge", &[("open", "merged")], EDITORS)
            .needs(&["keep", "stage_note"])
            .may(&[])
            .online()
            .guard(is_facility),
        Step::new("distinguish", &[("open", "distinct")], EDITORS).needs(&["stage_note"]).may(&[]),
    ],
    editable: &[],
};

record! {
    /// Two records that may be one.
    Duplicate = Kind::Duplicate, "duplicate";
    title: signs;
    parent: record;
    home: Home::ParentOffices;
    access: Access::Conflict;
    course: DuplicateStage, &COURSE;
    family: &FAMILY;
    list: &["about_kind", "stage_note"];
    retention_years: 10;
    groups: &["two", "course"];

    /// The record that was written down later.
    record: Text<36, 36> = required().writers(Writers::Server).purpose(Purpose::Casework).group("two");
    /// The one that was there before.
    other: Text<36, 36> = required().writers(Writers::Server).purpose(Purpose::Casework).group("two");
    /// Kind of both.
    about_kind: Text<1, 40> = required().writers(Writers::Server).purpose(Purpose::Casework).group("two");
    /// What they have in common.
    signs: Many<Sign> = required().writers(Writers::Server).purpose(Purpose::Casework).group("two");
    /// Which one stays, when they are one.
    keep: One<Keep> = together("stage").writers(Writers::Action).purpose(Purpose::Casework).group("course");
}

/// The rules between the two.
pub const FAMILY: FamilyRules = FamilyRules { check, consequences };

/// The one that stays and the one that goes.
pub fn stays_and_goes(doc: &Document) -> Option<(RecordId, RecordId)> {
    let id = |field: &str| doc.text(field)?.parse::<RecordId>().ok();
    let (newer, older) = (id("record")?, id("other")?);
    match Keep::from_code(doc.text("keep")?)? {
        Keep::Older => Some((older, newer)),
        Keep::Newer => Some((newer, older)),
    }
}

/// Only facilities become one: what is written on two vouchers or plates stays as it is.
fn is_facility(after: &Document) -> Result<(), &'static str> {
    let is_so = after.text("about_kind") == Some(Kind::Facility.code());
    if is_so { Ok(()) } else { Err("refusal.not_mergeable") }
}

fn check(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<Problem> {
    if subject.action != Some(DuplicateAction::Merge.code()) {
        return Vec::new();
    }
    let Some((stays, goes)) = stays_and_goes(subject.after) else { return Vec::new() };
    let stands = |id| kin.get(id).is_some_and(|(_, doc)| doc.text("merged_into").is_none());
    if stands(stays) && stands(goes) {
        Vec::new()
    } else {
        Vec::from([Problem::new("keep", ProblemCode::TwinGone)])
    }
}

fn consequences(subject: &Subject<'_>, kin: &dyn Kin) -> Vec<(RecordId, Sets)> {
    if subject.action != Some(DuplicateAction::Merge.code()) {
        return Vec::new();
    }
    let Some((stays, goes)) = stays_and_goes(subject.after) else { return Vec::new() };
    let Some((_, host)) = kin.get(stays) else { return Vec::new() };
    let merged = [
        ("status", Some(Value::text("merged"))),
        ("status_on", Some(Value::Text(date::to_iso(subject.today)))),
        ("merged_into", Some(Value::text(stays.to_string()))),
    ];
    let mut all = Vec::from([(goes, sets(merged))]);
    for kind in Kind::ALL.iter().copied().filter(|kind| follows(*kind)) {
        let Some(parent) = kind.spec().parent else { continue };
        let there = kin.children(stays, kind);
        for (id, doc) in kin.children(goes, kind) {
            if there.iter().any(|(_, twin)| is_taken(kind, &doc, twin)) {
                continue;
            }
            let moved = [
                (parent, Some(Value::text(stays.to_string()))),
                ("commune_code", host.get("commune_code").cloned()),
                ("owner_account", host.get("owner_account").cloned()),
            ];
            all.push((id, sets(moved)));
        }
    }
    all
}

/// What is about the record itself and its doubles stays with it.
fn follows(kind: Kind) -> bool {
    !matches!(kind, Kind::Conflict | Kind::Duplicate)
}

/// A year of which the record that stays has figures keeps them: two sets of figures are never joined.
fn is_taken(kind: Kind, doc: &Document, twin: &Document) -> bool {
    kind == Kind::FacilityYear && doc.get("year") == twin.get("year")
}

fn sets<const N: usize>(fields: [(&str, Option<Value>); N]) -> BTreeMap<String, Option<Value>> {
    ordering::map(fields.into_iter().map(|(field, value)| (String::from(field), value)))
}
