//! Joins two people's changes of one field. Laws, proved by proptest in `tests/merge_laws.rs`:
//! `merge(b, a, b) = a`, `merge(b, b, a) = a`, and swapping the sides gives the same clashes.

pub mod lines;

use alloc::string::String;
use alloc::vec::Vec;

use crate::ordering;
use crate::record::field::MergePolicy;
use crate::value::Value;

/// What a field becomes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Merged {
    /// The current value already says it.
    Same,
    /// This value is in effect.
    Take(Option<Value>),
    /// A person has to choose.
    Clash,
}

/// Joins a proposed value with the current one; both started from `base`.
pub fn merge(
    policy: MergePolicy,
    base: Option<&Value>,
    current: Option<&Value>,
    proposed: Option<&Value>,
) -> Merged {
    if current == proposed || base == proposed {
        return Merged::Same;
    }
    if base == current {
        return Merged::Take(proposed.cloned());
    }
    let joined = match policy {
        MergePolicy::Person => None,
        MergePolicy::Set => join_rows(base, current, proposed).map(sorted),
        MergePolicy::Append => join_rows(base, current, proposed),
        MergePolicy::Counter => join_counter(base, current, proposed),
        MergePolicy::LongText => join_text(base, current, proposed),
    };
    match joined {
        None => Merged::Clash,
        Some(value) if Some(&value) == current => Merged::Same,
        Some(value) => Merged::Take(value.canonical()),
    }
}

fn rows(value: Option<&Value>) -> Option<&[Value]> {
    match value {
        None => Some(&[]),
        Some(Value::List(items)) => Some(items),
        Some(Value::Bool(_) | Value::Int(_) | Value::Text(_) | Value::Map(_)) => None,
    }
}

/// The current rows, less those the other side removed, plus those it added.
fn join_rows(base: Option<&Value>, current: Option<&Value>, proposed: Option<&Value>) -> Option<Value> {
    let (base, current, proposed) = (rows(base)?, rows(current)?, rows(proposed)?);
    let removed = base.iter().filter(|item| !proposed.contains(item));
    let removed: Vec<_> = removed.collect();
    let mut joined: Vec<Value> = current.iter().filter(|item| !removed.contains(item)).cloned().collect();
    for item in proposed {
        if !base.contains(item) && !joined.contains(item) {
            joined.push(item.clone());
        }
    }
    Some(Value::List(joined))
}

fn sorted(value: Value) -> Value {
    match value {
        Value::List(mut items) => {
            ordering::sort_by(&mut items, Value::cmp);
            Value::List(items)
        }
        Value::Bool(_) | Value::Int(_) | Value::Text(_) | Value::Map(_) => value,
    }
}

fn join_counter(base: Option<&Value>, current: Option<&Value>, proposed: Option<&Value>) -> Option<Value> {
    let number = |value: Option<&Value>| value.map_or(Some(0), Value::as_int);
    let delta = number(proposed)?.checked_sub(number(base)?)?;
    number(current)?.checked_add(delta).map(Value::Int)
}

fn join_text(base: Option<&Value>, current: Option<&Value>, proposed: Option<&Value>) -> Option<Value> {
    let text = |value: Option<&Value>| match value {
        None => Some(String::new()),
        Some(value) => value.as_text().map(String::from),
    };
    lines::merge(&text(base)?, &text(current)?, &text(proposed)?).map(Value::Text)
}
