//! Making, editing, moving and deleting records.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::desk::{Case, Desk, Step};
use crate::change::{Act, Base, ChangeOp, FieldEdit, Mutation, RejectCode, Rejection, Stamp};
use crate::id::RecordId;
use crate::merge::{Merged, merge};
use crate::permission::{self, Operation, Relation};
use crate::record::conflict::Cause;
use crate::record::field::MergePolicy;
use crate::record::{self, Kind};
use crate::role::Role;
use crate::sync::placement::{Mark, Verdict};
use crate::validation::{self, Level};
use crate::value::{Document, Value};
use crate::workflow;

/// The edits of one merge group, and what becomes of them.
struct Group<'a> {
    fields: Vec<&'a str>,
    fate: GroupFate,
}

enum GroupFate {
    Take { sets: BTreeMap<String, Option<Value>>, joined: BTreeSet<String> },
    Clash(Cause),
}

impl Desk<'_> {
    pub(super) fn create(
        &mut self,
        mutation: &Mutation,
        kind: Kind,
        role: Role,
        fields: &BTreeMap<String, FieldEdit>,
    ) -> Result<Verdict, Rejection> {
        may(role, Operation::Create, kind)?;
        may_write(role, kind, fields, Creating::Yes)?;
        let mut doc = Document::default();
        for (field, edit) in fields {
            doc.set(field, canonical(edit.value.as_ref()));
        }
        if let Some(stage) = workflow::initial(kind) {
            doc.set("stage", Some(Value::text(stage)));
        }
        if kind.spec().parent.is_some() {
            let parent = record::parent(kind, &doc).and_then(|id| self.cases.get(&id));
            let parent = parent.filter(|case| !case.deleted && case.live_in(&mutation.scope).is_some());
            inherit(&mut doc, parent.ok_or(RejectCode::ParentMissing)?);
        }
        if !record::homes(kind, &doc).contains(&mutation.scope) {
            return Err(invalid(["commune_code".to_string()], "problem.other_commune"));
        }
        self.check_valid(kind, &Document::default(), &doc, None)?;
        self.lay(mutation.record, kind, role);
        let sets = doc.0.into_iter().map(|(field, value)| (field, Some(value))).collect();
        let at = self.write(mutation.record, &Step { op: ChangeOp::Create, ..Step::put(mutation, role, sets) });
        Ok(Self::effective(at.ok_or(RejectCode::Scope)?))
    }

    pub(super) fn put(
        &mut self,
        mutation: &Mutation,
        kind: Kind,
        role: Role,
        fields: &BTreeMap<String, FieldEdit>,
    ) -> Result<Verdict, Rejection> {
        let case = self.visible(mutation)?.clone();
        may(role, Operation::Edit, kind)?;
        may_write(role, kind, fields, Creating::No)?;
        if case.deleted {
            let names: Vec<&str> = fields.keys().map(String::as_str).collect();
            let id = self.open_conflict(mutation, role, &case, fields, &names, Cause::Deleted);
            return self.effective_with(mutation, role, &case, BTreeMap::new(), BTreeSet::new(), alloc::vec![id]);
        }
        if !workflow::is_editable(kind, &case.doc) {
            let stage = case.doc.text("stage").map(ToString::to_string);
            return Err(Rejection { detail: stage, ..RejectCode::StageMoved.into() });
        }
        let mut groups = self.join(mutation, kind, &case, fields);
        self.check_person(kind, &case, fields)?;
        self.check_rules(mutation, kind, &case, fields, &mut groups)?;

        let mut sets = BTreeMap::new();
        let mut joined = BTreeSet::new();
        let mut conflicts = Vec::new();
        for group in groups {
            match group.fate {
                GroupFate::Take { sets: taken, joined: names } => {
                    sets.extend(taken);
                    joined.extend(names);
                }
                GroupFate::Clash(cause) => {
                    conflicts.push(self.open_conflict(mutation, role, &case, fields, &group.fields, cause));
                }
            }
        }
        self.effective_with(mutation, role, &case, sets, joined, conflicts)
    }

    pub(super) fn delete(
        &mut self,
        mutation: &Mutation,
        kind: Kind,
        role: Role,
        base: Base,
    ) -> Result<Verdict, Rejection> {
        let case = self.visible(mutation)?;
        may(role, Operation::Delete, kind)?;
        let place = case.live_in(&mutation.scope).ok_or(RejectCode::Scope)?;
        if case.deleted {
            return Ok(Self::effective(place.ver));
        }
        if place.ver > self.mark(base) {
            return Err(RejectCode::ChangedSince.into());
        }
        if !workflow::is_deletable(kind, &case.doc) {
            return Err(RejectCode::ActionRefused.into());
        }
        let step = Step { op: ChangeOp::Delete, ..Step::put(mutation, role, BTreeMap::new()) };
        let at = self.write(mutation.record, &step);
        Ok(Self::effective(at.ok_or(RejectCode::Scope)?))
    }

    pub(super) fn act(
        &mut self,
        mutation: &Mutation,
        kind: Kind,
        role: Role,
        act: &Act,
    ) -> Result<Verdict, Rejection> {
        let case = self.visible(mutation)?.clone();
        if case.deleted {
            return Err(RejectCode::RecordMissing.into());
        }
        may(role, Operation::Act, kind)?;
        Self::check_stage(&case, act)?;
        let context = self.context(mutation, role, &case);
        let sets = workflow::apply(kind, &act.action, &case.doc, &act.fields, &context);
        let sets = sets.map_err(|refusal| refused(&refusal))?;
        let step = Step::act(mutation, role, &act.action, sets);
        let at = self.write(mutation.record, &step);
        self.refresh_conflicts(mutation, role, mutation.record);
        Ok(Self::effective(at.ok_or(RejectCode::Scope)?))
    }

    /// The step as the workflow judges it. The day a step was taken is the day on the device, but
    /// never one still to come.
    pub(super) fn context(&self, mutation: &Mutation, role: Role, case: &Case) -> workflow::Context {
        workflow::Context {
            role,
            user: self.pusher.user,
            created_by: case.made.by.user,
            today: mutation.at.min(self.pusher.now).day(),
        }
    }

    /// The record, if it is part of the scope the person works in.
    pub(super) fn visible(&self, mutation: &Mutation) -> Result<&Case, Rejection> {
        let case = self.cases.get(&mutation.record).ok_or(RejectCode::RecordMissing)?;
        if case.live_in(&mutation.scope).is_none() {
            return Err(RejectCode::Scope.into());
        }
        Ok(case)
    }

    /// Three-way merge, one merge group at a time.
    fn join<'a>(
        &self,
        mutation: &Mutation,
        kind: Kind,
        case: &Case,
        fields: &'a BTreeMap<String, FieldEdit>,
    ) -> Vec<Group<'a>> {
        let mut groups: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
        for name in fields.keys() {
            let group = kind.spec().field(name).and_then(|spec| spec.merge_group);
            groups.entry(group.unwrap_or(name)).or_default().push(name);
        }
        groups
            .into_values()
            .map(|names| {
                let fate = self.join_group(mutation, kind, case, fields, &names);
                Group { fields: names, fate }
            })
            .collect()
    }

    fn join_group(
        &self,
        mutation: &Mutation,
        kind: Kind,
        case: &Case,
        fields: &BTreeMap<String, FieldEdit>,
        names: &[&str],
    ) -> GroupFate {
        let mut sets = BTreeMap::new();
        let mut joined = BTreeSet::new();
        let (mut mine, mut theirs, mut differs, mut clash) = (false, false, false, false);
        for name in names {
            let Some(edit) = fields.get(*name) else { continue };
            let current = case.doc.get(name);
            let (seen, value) = (canonical(edit.seen.as_ref()), canonical(edit.value.as_ref()));
            // Nobody else wrote it, and the person had seen what is in effect: after an own edit that
            // ended in a conflict the person had seen something else.
            let unchanged = !self.changed_since(case, mutation, name, edit.base);
            let untouched = unchanged && seen.as_ref() == current;
            let base = if untouched { current } else { seen.as_ref() };
            mine |= value.as_ref() != base;
            theirs |= !untouched && current != base;
            differs |= value.as_ref() != current;
            let policy = kind.spec().field(name).map_or(MergePolicy::Person, |spec| spec.policy);
            match merge(policy, base, current, value.as_ref()) {
                Merged::Same => {}
                Merged::Clash => clash = true,
                Merged::Take(taken) => {
                    if taken != value {
                        joined.insert(name.to_string());
                    }
                    sets.insert(name.to_string(), taken);
                }
            }
        }
        let torn = names.len() > 1 && mine && theirs && differs;
        if clash || torn { GroupFate::Clash(Cause::Edited) } else { GroupFate::Take { sets, joined } }
    }

    fn changed_since(&self, case: &Case, mutation: &Mutation, field: &str, base: Base) -> bool {
        let place = case.live_in(&mutation.scope);
        let mark = place.and_then(|place| place.fver.get(field)).copied().unwrap_or(Mark::Old(0));
        mark > self.mark(base)
    }

    /// Checks what the person wrote as the person wrote it.
    fn check_person(
        &self,
        kind: Kind,
        case: &Case,
        fields: &BTreeMap<String, FieldEdit>,
    ) -> Result<(), Rejection> {
        let mut wanted = case.doc.clone();
        for (field, edit) in fields {
            wanted.set(field, canonical(edit.value.as_ref()));
        }
        self.check_valid(kind, &case.doc, &wanted, Some(fields))
    }

    /// Refuses problems that `before` did not have; with `only`, just those of these fields.
    fn check_valid(
        &self,
        kind: Kind,
        before: &Document,
        after: &Document,
        only: Option<&BTreeMap<String, FieldEdit>>,
    ) -> Result<(), Rejection> {
        let today = self.pusher.now.day();
        let level = level(kind, after);
        let known = if before.0.is_empty() { Vec::new() } else { validation::fields(kind, before, today, level) };
        let mut problems = validation::fields(kind, after, today, level);
        if only.is_none() {
            problems.extend(validation::broken(kind, after, today).map(|rule| rule.problem()));
        }
        let concerns = |field: &str| {
            let root = field.split(['.', '[']).next().unwrap_or(field);
            only.is_none_or(|fields| fields.contains_key(root))
        };
        let fresh = problems.into_iter().filter(|found| concerns(&found.field) && !known.contains(found));
        let fresh: Vec<_> = fresh.collect();
        match fresh.first() {
            None => Ok(()),
            Some(first) => Err(invalid(fresh.iter().map(|found| found.field.clone()), first.code.code())),
        }
    }

    /// A rule that the joined record breaks, and the current one does not: a conflict when
    /// somebody else's change has a part in it, otherwise the person's own mistake.
    fn check_rules(
        &self,
        mutation: &Mutation,
        kind: Kind,
        case: &Case,
        fields: &BTreeMap<String, FieldEdit>,
        groups: &mut [Group<'_>],
    ) -> Result<(), Rejection> {
        let today = self.pusher.now.day();
        let mut merged = case.doc.clone();
        for group in groups.iter() {
            if let GroupFate::Take { sets, .. } = &group.fate {
                for (field, value) in sets {
                    merged.set(field, value.clone());
                }
            }
        }
        let oldest = fields.values().map(|edit| self.mark(edit.base)).min().unwrap_or(Mark::Old(0));
        for rule in validation::broken(kind, &merged, today) {
            if !(rule.check)(&case.doc, today) {
                continue;
            }
            let place = case.live_in(&mutation.scope);
            let news = |field: &&str| {
                place.and_then(|place| place.fver.get(*field)).is_some_and(|mark| *mark > oldest)
            };
            if !rule.fields.iter().any(news) {
                return Err(invalid(rule.fields.iter().map(ToString::to_string), rule.problem().code.code()));
            }
            for group in groups.iter_mut() {
                if group.fields.iter().any(|field| rule.fields.contains(field)) {
                    group.fate = GroupFate::Clash(Cause::Rule);
                }
            }
        }
        Ok(())
    }

    fn effective_with(
        &mut self,
        mutation: &Mutation,
        role: Role,
        case: &Case,
        sets: BTreeMap<String, Option<Value>>,
        changed: BTreeSet<String>,
        conflicts: Vec<RecordId>,
    ) -> Result<Verdict, Rejection> {
        let mut at = None;
        if !sets.is_empty() {
            let moved = sets.keys().any(|field| field == "commune_code" || field == "owner_account");
            at = self.write(mutation.record, &Step::put(mutation, role, sets));
            if moved {
                self.move_family(mutation, role, mutation.record);
            }
            self.refresh_conflicts(mutation, role, mutation.record);
        }
        for id in &conflicts {
            let place = self.cases.get(id).and_then(|case| case.live_in(&mutation.scope));
            at = at.max(place.map(|place| place.ver));
        }
        let seen = case.live_in(&mutation.scope).map(|place| place.ver);
        let at = at.or(seen).ok_or(RejectCode::Scope)?;
        Ok(Verdict::Effective { at, changed, conflicts })
    }

    /// What belongs to a record follows it into its scopes.
    fn move_family(&mut self, mutation: &Mutation, role: Role, parent: RecordId) {
        let Some(from) = self.cases.get(&parent).cloned() else { return };
        for child in self.children(parent) {
            let sets = ["commune_code", "owner_account"]
                .map(|field| (field.to_string(), from.doc.get(field).cloned()));
            self.write(child, &Step::put(mutation, role, sets.into()));
            self.move_family(mutation, role, child);
        }
    }

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
    fn open_conflict(
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

/// A record in its first stage is still being written.
pub(super) fn level(kind: Kind, doc: &Document) -> Level {
    let first = workflow::initial(kind).is_some_and(|stage| doc.text("stage") == Some(stage));
    if first { Level::Draft } else { Level::Full }
}

fn inherit(doc: &mut Document, parent: &Case) {
    for field in ["commune_code", "owner_account"] {
        doc.set(field, parent.doc.get(field).cloned());
    }
}

pub(super) fn canonical(value: Option<&Value>) -> Option<Value> {
    value.cloned().and_then(Value::canonical)
}

pub(super) fn invalid(fields: impl IntoIterator<Item = String>, detail: &str) -> Rejection {
    Rejection { code: RejectCode::Invalid, fields: fields.into_iter().collect(), detail: Some(detail.to_string()) }
}

pub(super) fn refused(refusal: &workflow::Refusal) -> Rejection {
    Rejection { detail: Some(refusal.code().to_string()), ..RejectCode::ActionRefused.into() }
}

pub(super) fn may(role: Role, operation: Operation, kind: Kind) -> Result<(), Rejection> {
    if permission::may(role, operation, kind, Relation::OwnScope) {
        Ok(())
    } else {
        Err(RejectCode::Right.into())
    }
}

/// Whether a record is being made or changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Creating {
    Yes,
    No,
}

fn may_write(
    role: Role,
    kind: Kind,
    fields: &BTreeMap<String, FieldEdit>,
    creating: Creating,
) -> Result<(), Rejection> {
    let refused = fields.keys().filter(|name| {
        kind.spec()
            .field(name)
            .is_some_and(|spec| !permission::may_write_field(role, kind, spec, creating == Creating::Yes))
    });
    let refused: Vec<String> = refused.cloned().collect();
    if refused.is_empty() {
        return Ok(());
    }
    Err(Rejection { fields: refused, ..RejectCode::FieldRight.into() })
}
