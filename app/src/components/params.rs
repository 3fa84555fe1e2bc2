//! What an address says.

use domain::id::RecordId;
use domain::record::Kind;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The kind the address names.
pub fn kind_param() -> Memo<Option<Kind>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("kind")).and_then(|code| Kind::from_code(&code)))
}

/// The record the address names.
pub fn id_param() -> Memo<Option<RecordId>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse().ok()))
}
