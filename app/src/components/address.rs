//! Search and filters stand in the address, so that Back, a reload or a killed tab never lose them.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use leptos_router::location::Url;

/// How long after the last key the address follows.
const FOLLOWS_AFTER: Duration = Duration::from_millis(300);

/// An address with those parts that are not empty.
pub fn with_query(path: &str, parts: &[(&str, &str)]) -> String {
    let set = parts.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = set.map(|(name, value)| format!("{name}={}", Url::escape(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// Lets the address follow `watched` without a step in the history for each key. `address` is
/// asked where the person is by then: a row may have been opened meanwhile.
pub fn follow<T: Clone + Send + Sync + 'static>(
    watched: Signal<T>,
    address: impl Fn(&T) -> String + Clone + Send + Sync + 'static,
) {
    let navigate = use_navigate();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::watch(
        move || watched.get(),
        move |now, _, _| {
            let (now, navigate, address) = (now.clone(), navigate.clone(), address.clone());
            let options =
                NavigateOptions { replace: true, scroll: false, resolve: false, ..Default::default() };
            let go = move || navigate(&address(&now), options);
            let set = set_timeout_with_handle(go, FOLLOWS_AFTER).ok();
            let before = timer.try_update_value(|timer| std::mem::replace(timer, set)).flatten();
            if let Some(before) = before {
                before.clear();
            }
        },
        false,
    );
    on_cleanup(move || {
        if let Some(Some(timer)) = timer.try_get_value() {
            timer.clear();
        }
    });
}
