//! What the code of an industry stands for, below where it is typed, and the way to the whole list.

use domain::record::Kind;
use domain::record::reference::vsic_entry::name_of;
use domain::word;
use leptos::prelude::*;

use crate::components::form_state::FormState;
use crate::i18n::t;
use crate::routes;
use crate::state::book::Book;
use crate::state::kin::InBook;

/// The line below the code.
#[component]
pub fn IndustryLine(
    /// The form of a facility.
    form: FormState,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let name = Memo::new(move |_| name_of(&form.document(), &InBook(book)));
    view! {
        <p class="muted" role="status">{move || name.get()}</p>
        <p><a class="hit" href=routes::register(Kind::VsicEntry)>{t(word!("facility.industries"))}</a></p>
    }
}
