//! Joining a person's edits with what others did meanwhile, and checking what comes of it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::desk::{Case, Desk};
use super::writing::{canonical, invalid};
use crate::change::{Base, FieldEdit, Mutation, Rejection};
use crate::merge::{Merged, merge};
use crate::record::Kind;
use crate::record::conflict::Cause;
use crate::record::field::MergePolicy;
use crate::sync::placement::Mark;
use crate::validation::{self, Level};
use crate::value::{Document, Value};
use crate::workflow;

/// The edits of one merge group, and what becomes of them.
pub(super) struct Group<'a> {
    pub(super) fields: Vec<&'a str>,
    pub(super) fate: GroupFate,
}

/// What becomes of a merge group.
pub(super) enum GroupFate {
    Take { sets: BTreeMap<String, Option<Value>>, joined: BTreeSet<String> },
    Clash(Cause),
}

impl Desk<'_> {
    pub(super) fn join<'a>(
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
    pub(super) fn check_person(
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
    pub(super) fn check_valid(
        &self,
        kind: Kind,
        before: &Document,
        after: &Document,
        only: Option<&BTreeMap<String, FieldEdit>>,
    ) -> Result<(), Rejection> {
        let today = self.pusher.now.day();
        let level = level(kind, after);
        let known =
            if before.0.is_empty() { Vec::new() } else { validation::fields(kind, before, today, level) };
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
    pub(super) fn check_rules(
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
}

/// A record in its first stage is still being written. One without a course is never handed in: what
/// is missing may follow, on the spot or years later.
pub(super) fn level(kind: Kind, doc: &Document) -> Level {
    match workflow::initial(kind) {
        None => Level::Saved,
        Some(first) if doc.text("stage") == Some(first) => Level::Draft,
        Some(_) => Level::Full,
    }
}
