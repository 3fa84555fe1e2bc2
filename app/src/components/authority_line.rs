//! Who will decide on an adjustment, as it is written.

use domain::record::Kind;
use domain::record::amendment::authority::{self, Authority};
use domain::record::field::Choice;
use leptos::prelude::*;

use crate::components::form_state::FormState;
use crate::components::value_text::field_label;
use crate::i18n::by_key;
use crate::state::book::Book;

/// One line; nothing until the form says what changes.
#[component]
pub fn AuthorityLine(
    /// The form of the adjustment.
    form: FormState,
) -> impl IntoView {
    let book = expect_context::<Book>();
    move || {
        let asked = form.document();
        asked.get("changes")?;
        let project = domain::record::parent(Kind::Amendment, &asked).and_then(|id| book.view(id))?;
        let decides = by_key(&Authority::LIST.key(authority::of(&project.doc, &asked).code()));
        let label = field_label(Kind::Amendment, "authority");
        Some(view! { <p class="small">{label} ": " <b>{decides}</b></p> })
    }
}
