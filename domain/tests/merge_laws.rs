//! The laws of merging one field (docs/PROTOCOL.md §10, 7).

use domain::merge::{Merged, merge};
use domain::record::field::MergePolicy;
use domain::value::Value;
use proptest::prelude::*;

const POLICIES: [MergePolicy; 5] =
    [MergePolicy::Person, MergePolicy::Set, MergePolicy::Append, MergePolicy::Counter, MergePolicy::LongText];

fn policy() -> impl Strategy<Value = MergePolicy> {
    prop::sample::select(&POLICIES[..])
}

/// Few different values, so that equal ones meet often.
fn value() -> impl Strategy<Value = Option<Value>> {
    let item = prop::sample::select(vec!["dust", "smoke", "noise", "odour"]).prop_map(Value::text);
    prop::option::of(prop_oneof![
        (-3_i64..4).prop_map(Value::Int),
        prop::collection::vec("[a-c]", 1..5).prop_map(|lines| Value::text(lines.join("\n"))),
        prop::collection::btree_set(item, 1..4).prop_map(|set| Value::List(set.into_iter().collect())),
        any::<bool>().prop_map(Value::Bool),
    ])
}

fn list() -> impl Strategy<Value = Option<Value>> {
    let item = prop::sample::select(vec!["dust", "smoke", "noise", "odour"]).prop_map(Value::text);
    let set = prop::collection::btree_set(item, 1..4);
    prop::option::of(set.prop_map(|set| Value::List(set.into_iter().collect())))
}

/// The value in effect afterwards.
fn result(merged: Merged, current: &Option<Value>) -> Option<Option<Value>> {
    match merged {
        Merged::Same => Some(current.clone()),
        Merged::Take(value) => Some(value),
        Merged::Clash => None,
    }
}

/// Lists of rows are compared as sets: the order in which two people's rows follow is free.
fn as_set(value: Option<Value>) -> Option<Value> {
    match value {
        Some(Value::List(mut items)) => {
            items.sort();
            Some(Value::List(items))
        }
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000,
        max_global_rejects: 100_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn an_unchanged_side_gives_way(policy in policy(), base in value(), changed in value()) {
        let mine = merge(policy, base.as_ref(), base.as_ref(), changed.as_ref());
        prop_assert_eq!(result(mine, &base), Some(changed.clone()));
        let theirs = merge(policy, base.as_ref(), changed.as_ref(), base.as_ref());
        prop_assert_eq!(result(theirs, &changed), Some(changed.clone()));
    }

    #[test]
    fn the_same_change_is_no_clash(policy in policy(), base in value(), changed in value()) {
        let merged = merge(policy, base.as_ref(), changed.as_ref(), changed.as_ref());
        prop_assert_eq!(merged, Merged::Same);
    }

    #[test]
    fn the_sides_may_be_swapped(policy in policy(), base in value(), a in value(), b in value()) {
        let one = result(merge(policy, base.as_ref(), a.as_ref(), b.as_ref()), &a);
        let other = result(merge(policy, base.as_ref(), b.as_ref(), a.as_ref()), &b);
        prop_assert_eq!(one.map(as_set), other.map(as_set));
    }

    #[test]
    fn a_person_is_asked_whenever_both_changed_to_different_values(
        base in value(), a in value(), b in value()
    ) {
        prop_assume!(base != a && base != b && a != b);
        prop_assert_eq!(merge(MergePolicy::Person, base.as_ref(), a.as_ref(), b.as_ref()), Merged::Clash);
    }

    #[test]
    fn what_either_adds_to_a_set_is_in_it(base in list(), a in list(), b in list()) {
        let items = |value: &Option<Value>| match value {
            Some(Value::List(items)) => items.clone(),
            _ => Vec::new(),
        };
        let merged = result(merge(MergePolicy::Set, base.as_ref(), a.as_ref(), b.as_ref()), &a);
        let merged = items(&merged.flatten());
        for added in items(&a).iter().chain(&items(&b)).filter(|item| !items(&base).contains(item)) {
            prop_assert!(merged.contains(added));
        }
    }

    #[test]
    fn counters_add_up(base in 0_i64..1000, a in 0_i64..1000, b in 0_i64..1000) {
        prop_assume!(base != a && base != b && a != b);
        let [base, a, b] = [base, a, b].map(Value::Int);
        let merged = merge(MergePolicy::Counter, Some(&base), Some(&a), Some(&b));
        let sum = |value: &Value| value.as_int().unwrap_or(0);
        let wanted = sum(&a) + sum(&b) - sum(&base);
        prop_assert_eq!(result(merged, &Some(a)), Some(Some(Value::Int(wanted))));
    }
}
