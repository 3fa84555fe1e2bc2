//! Attendance taken on two devices: what one did not see of the other.

use domain::merge::{Merged, merge};
use domain::record::Kind;
use domain::record::field::MergePolicy;
use domain::record::trainee::attendance::{Mark, marking};
use domain::value::{Document, Value};

use crate::{day, days, hang};

/// What both devices together make of a trainee, where each marked in what both had seen.
fn together(base: &Document, one: (u32, Mark), other: (u32, Mark)) -> Document {
    let mut current = base.clone();
    for (field, value) in marking(base, day(one.0), Some(one.1)) {
        current.set(&field, value);
    }
    let mut joined = current.clone();
    for (field, value) in marking(base, day(other.0), Some(other.1)) {
        let policy = Kind::Trainee.spec().field(&field).map_or(MergePolicy::Person, |spec| spec.policy);
        let merged = merge(policy, base.get(&field), current.get(&field), value.as_ref());
        match merged {
            Merged::Same => {}
            Merged::Take(value) => joined.set(&field, value),
            Merged::Clash => panic!("{field} clashes"),
        }
    }
    joined
}

#[test]
fn different_days_of_one_trainee_both_stand() {
    let joined = together(&hang(), (23, Mark::Present), (24, Mark::Present));
    assert_eq!(joined.get("present_on"), Some(&days(&[23, 24])));
    let joined = together(&hang(), (23, Mark::Absent), (24, Mark::Present));
    assert_eq!(joined.get("present_on"), Some(&days(&[24])));
    assert_eq!(joined.get("absent_on"), Some(&days(&[23])));
}

#[test]
fn the_same_mark_of_one_day_is_one_mark() {
    let joined = together(&hang(), (24, Mark::Present), (24, Mark::Present));
    assert_eq!(joined.get("present_on"), Some(&days(&[24])));
}

#[test]
fn a_mark_that_was_corrected_on_one_device_is_not_brought_back_by_another() {
    let base = hang().with("present_on", days(&[23, 24]));
    let joined = together(&base, (24, Mark::Absent), (25, Mark::Present));
    assert_eq!(joined.get("present_on"), Some(&days(&[23, 25])));
    assert_eq!(joined.get("absent_on"), Some(&days(&[24])));
}

#[test]
fn days_of_a_class_are_a_set_too() {
    let policy = Kind::TrainingClass.spec().field("days").unwrap().policy;
    let (base, one, other) = (days(&[2, 3]), days(&[2, 3, 4]), days(&[3, 5]));
    let merged = merge(policy, Some(&base), Some(&one), Some(&other));
    assert_eq!(merged, Merged::Take(Some(days(&[3, 4, 5]))));
    assert_eq!(
        merge(policy, None, None, Some(&Value::List(Vec::new()))),
        Merged::Take(Some(Value::List(Vec::new())))
    );
}
