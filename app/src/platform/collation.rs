//! The order of Vietnamese words, by the browser's own tables.

use std::cmp::Ordering;

use js_sys::{Array, Function, Intl, Object};
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    static COMPARE: Function = {
        let collator = Intl::Collator::new(&Array::of1(&JsValue::from_str("vi")), &Object::new());
        collator.compare().unchecked_into()
    };
}

/// Compares two titles as a Vietnamese dictionary does.
pub fn compare(a: &str, b: &str) -> Ordering {
    let order = COMPARE.with(|compare| compare.call2(&JsValue::NULL, &a.into(), &b.into()));
    order
        .ok()
        .and_then(|order| order.as_f64())
        .and_then(|order| order.partial_cmp(&0.0))
        .unwrap_or(Ordering::Equal)
}

/// Compares two names as lists of people are ordered: by the given name, which stands last, then by
/// the rest.
pub fn compare_people(a: &str, b: &str) -> Ordering {
    let given = |name: &str| name.split_whitespace().last().unwrap_or_default().to_owned();
    compare(&given(a), &given(b)).then_with(|| compare(a, b))
}
