//! Another record as the value of a field: its title is read, its id is stored.

use domain::record::Kind;
use domain::value::Value;
use domain::word;
use leptos::prelude::*;

use crate::components::titles::title_of;
use crate::i18n::t;
use crate::state::book::Book;
use crate::ui::field::About;
use crate::ui::select::Select;

/// Picks a record of a kind.
#[component]
pub fn RecordPicker(
    /// The kind.
    kind: Kind,
    /// Names of the field.
    about: About,
    /// Id when it appears.
    value: Option<String>,
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// The id, or nothing.
    on_value: Callback<Option<Value>>,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let options = untrack(|| book.scan(kind, |view| Some((view.id.to_string(), title_of(&view)))));
    let picked = move |id: Option<String>| on_value.run(id.map(Value::Text));
    view! {
        <Select
            about
            options
            chosen=value
            nothing=t(word!("form.choose"))
            error
            on_pick=picked
        />
    }
}
