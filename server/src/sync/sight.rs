//! What of a record leaves the server for a reader: values hidden from their role are left out,
//! values masked for it go masked, unless the role edits such records and must see what it writes.

use std::collections::BTreeMap;

use domain::change::{Change, Diff};
use domain::permission::{Operation, Relation, Sight, may, may_see};
use domain::record::field::{FieldSpec, FieldType};
use domain::record::{Home, Kind, KindName};
use domain::role::Role;
use domain::sync::exchange::RowDelta;
use domain::value::Value;

/// Characters of a masked text that stay readable.
const TAIL: usize = 3;

pub fn row(role: Role, mut row: RowDelta) -> RowDelta {
    if let Some(kind) = row.kind.known() {
        row.fields = through(role, kind, row.fields, masked_option);
    }
    row
}

pub fn change(role: Role, mut change: Change) -> Change {
    if let KindName::Known(kind) = change.kind {
        let masked = |diff: Diff| Diff { old: masked_option(diff.old), new: masked_option(diff.new) };
        change.diff = through(role, kind, change.diff, masked);
    }
    change
}

fn through<T>(
    role: Role,
    kind: Kind,
    fields: BTreeMap<String, T>,
    masked: impl Fn(T) -> T,
) -> BTreeMap<String, T> {
    let needed_for = if kind == Kind::Conflict { Operation::Act } else { Operation::Edit };
    let edits = may(role, needed_for, kind, Relation::OwnScope);
    let seen = fields.into_iter().filter_map(|(name, value)| {
        // A field of a newer version has no class here; only who may edit the kind gets it.
        let sight = match kind.spec().field(&name) {
            Some(field) if leads_elsewhere(role, kind, field) => Sight::Hidden,
            Some(field) => may_see(role, field.privacy),
            None => Sight::Hidden,
        };
        match sight {
            Sight::Clear => Some((name, value)),
            Sight::Masked | Sight::Hidden if edits => Some((name, value)),
            Sight::Masked => Some((name, masked(value))),
            Sight::Hidden => None,
        }
    });
    seen.collect()
}

/// A record that lies before everybody may name one that lies in a single commune: to who sees one commune only, not
/// even that there is such a record is told.
fn leads_elsewhere(role: Role, kind: Kind, field: &FieldSpec) -> bool {
    let sees_one_commune = matches!(role, Role::CommuneOfficer | Role::FacilityOwner);
    let is_before_everybody = |home: Home| matches!(home, Home::Reference);
    match field.ty {
        FieldType::Ref(target) => {
            sees_one_commune
                && is_before_everybody(kind.spec().home)
                && !is_before_everybody(target.spec().home)
        }
        _ => false,
    }
}

fn masked_option(value: Option<Value>) -> Option<Value> {
    match value {
        Some(Value::Text(text)) => Some(Value::Text(mask(&text))),
        _ => None,
    }
}

/// `0912345678` → `•••678`.
fn mask(text: &str) -> String {
    let length = text.chars().count();
    let tail = if length > TAIL * 2 { TAIL } else { 0 };
    "•••".chars().chain(text.chars().skip(length - tail)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_keeps_the_tail_of_long_texts_only() {
        assert_eq!(mask("0912345678"), "•••678");
        assert_eq!(mask("Đỗ Nữ"), "•••");
        assert_eq!(mask(""), "•••");
    }

    #[test]
    fn a_council_member_gets_no_citizen_id_and_an_officer_does() {
        let name = Kind::Facility
            .spec()
            .fields
            .iter()
            .find(|field| may_see(Role::CouncilMember, field.privacy) == Sight::Hidden);
        let name = name.unwrap().name;
        let fields = || BTreeMap::from([(name.to_owned(), Some(Value::text("027090001234")))]);
        let through = |role| through(role, Kind::Facility, fields(), masked_option);
        assert_eq!(through(Role::CouncilMember), BTreeMap::new());
        assert_eq!(through(Role::CommuneOfficer), fields());
        assert_eq!(through(Role::Finance), BTreeMap::from([(name.to_owned(), Some(Value::text("•••234")))]));
    }

    #[test]
    fn a_fair_names_no_project_of_another_commune_to_who_sees_one_commune() {
        let names = |role| {
            let fields = ["name", "project"].map(|name| (name.to_owned(), Some(Value::text("…"))));
            through(role, Kind::Fair, BTreeMap::from(fields), masked_option).into_keys().collect::<Vec<_>>()
        };
        assert_eq!(names(Role::CommuneOfficer), ["name"]);
        assert_eq!(names(Role::FacilityOwner), ["name"]);
        assert_eq!(names(Role::DepartmentStaff), ["name", "project"], "who accepts the project looks for it");
        assert_eq!(names(Role::CentreStaff), ["name", "project"]);
    }
}
