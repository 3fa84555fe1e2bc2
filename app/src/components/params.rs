//! What an address says.

use domain::id::RecordId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The record the address names.
pub fn id_param() -> Memo<Option<RecordId>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse().ok()))
}
