//! Opening a conflict, and keeping it true while others go on writing.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::desk::{Case, Desk, Step};
use super::writing::canonical;
use crate::change::{ChangeOp, FieldEdit, Mutation, Stamp};
use crate::id::RecordId;
use crate::record::Kind;
use crate::record::conflict::Cause;
use crate::role::Role;
use crate::value::{Document, Value};

impl Desk<'_> {
    /// An open conflict always shows the value in effect.
    pub(super) fn refresh_conflicts(&mut self, mutation: &Mutation, role: Role, about: RecordId) {
        let Some(target) = self.cases.get(&about).cloned() else { return };
        for id in self.children(about) {
            let Some(conflict) = self.cases.get(&id) else { continue };
            if conflict.kind.known() != Some(Kind::Conflict) || conflict.doc.text("stage") != Some("open") {
                continue;
            }
            let names = field_names(&conflict.doc);
            let current = pick(&names, |field| target.doc.get(field).cloned());
            if conflict.doc.get("current") == Some(&current) {
                continue;
            }
            let mut sets = BTreeMap::from([("current".to_string(), Some(current))]);
            sets.extend(side("current", &target.touched));
            self.write(id, &Step::put(mutation, role, sets));
        }
    }

    /// Opens a conflict, or renews the one this person already has on these fields.
    pub(super) fn open_conflict(
        &mut self,
        mutation: &Mutation,
        role: Role,
        case: &Case,
        fields: &BTreeMap<String, FieldEdit>,
        names: &[&str],
        cause: Cause,
    ) -> RecordId {
        let edit = |field: &str| fields.get(field);
        let proposed = pick(names, |field| canonical(edit(field)?.value.as_ref()));
        let me = Stamp { by: super::actor(self.pusher, role), at: self.pusher.now };
        if let Some(id) = self.own_open_conflict(case.id, names) {
            let mut sets = BTreeMap::from([("proposed".to_string(), Some(proposed))]);
            sets.extend(side("proposed", &me));
            self.write(id, &Step::put(mutation, role, sets));
            return id;
        }
        let first = names.first().copied().unwrap_or_default();
        let id = RecordId::derived(self.pusher.device, mutation.seq, first);
        let list = names.iter().map(|name| Value::text(*name)).collect();
        let mut sets: BTreeMap<String, Option<Value>> = BTreeMap::from([
            ("record".into(), Some(Value::text(case.id.to_string()))),
            ("about_kind".into(), Some(Value::text(case.kind.as_str()))),
            ("fields".into(), Some(Value::List(list))),
            ("cause".into(), Some(Value::text(cause.code()))),
            ("stage".into(), Some(Value::text("open"))),
            ("base".into(), Some(pick(names, |field| canonical(edit(field)?.seen.as_ref())))),
            ("current".into(), Some(pick(names, |field| case.doc.get(field).cloned()))),
            ("proposed".into(), Some(proposed)),
            ("commune_code".into(), case.doc.get("commune_code").cloned()),
            ("owner_account".into(), case.doc.get("owner_account").cloned()),
        ]);
        sets.extend(side("current", &self.author(case, &mutation.scope, first)));
        sets.extend(side("proposed", &me));
        self.lay(id, Kind::Conflict, role);
        self.write(id, &Step { op: ChangeOp::Create, ..Step::put(mutation, role, sets) });
        id
    }

    fn own_open_conflict(&self, about: RecordId, names: &[&str]) -> Option<RecordId> {
        let me = self.pusher.user.to_string();
        self.children(about).into_iter().find(|id| {
            self.cases.get(id).is_some_and(|case| {
                case.kind.known() == Some(Kind::Conflict)
                    && case.doc.text("stage") == Some("open")
                    && case.doc.text("proposed_account") == Some(&me)
                    && field_names(&case.doc) == names
            })
        })
    }
}

/// Values by field, as a conflict holds them. Never empty, so that the three maps stay comparable.
pub(super) fn pick<'a, F>(names: &[&'a str], value: F) -> Value
where
    F: Fn(&'a str) -> Option<Value>,
{
    Value::Map(names.iter().filter_map(|name| Some((name.to_string(), value(name)?))).collect())
}

/// The fields a conflict is about.
pub(super) fn field_names(conflict: &Document) -> Vec<&str> {
    let list = conflict.get("fields").and_then(Value::as_list).unwrap_or_default();
    list.iter().filter_map(Value::as_text).collect()
}

/// Who stands behind a side of a conflict.
fn side(name: &str, stamp: &Stamp) -> [(String, Option<Value>); 4] {
    [
        (format!("{name}_account"), Some(Value::text(stamp.by.user.to_string()))),
        (format!("{name}_by"), Some(Value::text(stamp.by.name.clone()))),
        (format!("{name}_role"), Some(Value::text(stamp.by.role.code()))),
        (format!("{name}_at"), Some(Value::Int(stamp.at.0))),
    ]
}
