//! Registering a need begins with the facility. An owner with one facility goes straight on.

use domain::record::Kind;
use domain::word;
use leptos::prelude::*;

use crate::components::facility_list::FacilitySearch;
use crate::components::page_frame::Page;
use crate::i18n::t;
use crate::pages::need_fit::Fit;
use crate::routes;
use crate::state::book::Book;
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn Register() -> impl IntoView {
    let book = expect_context::<Book>();
    let facilities = book.list(Kind::Facility).get_untracked();
    if let [only] = &*facilities {
        return view! { <Fit of=Signal::stored(Some(*only))/> }.into_any();
    }
    view! {
        <Page title=t(word!("need.title_new")) here=routes::REGISTER>
            <div class="page">
                <Heading text=t(word!("need.choose_facility"))/>
                <FacilitySearch to=routes::need_fit/>
            </div>
        </Page>
    }
    .into_any()
}
