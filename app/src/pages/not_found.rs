//! An address that leads nowhere, or a record that is not on this device.

use domain::word;
use domain::words::Word;
use leptos::prelude::*;

use crate::components::page_frame::Page;
use crate::i18n::t;
use crate::routes;
use crate::ui::button::ButtonLink;
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Missing title=t(word!("not_found.title"))/> }
}

/// The same for a record.
#[component]
pub fn Missing(
    /// What is not there.
    #[prop(into)]
    title: String,
    /// Why, and what is safe.
    #[prop(default = word!("not_found.detail"))]
    detail: Word,
) -> impl IntoView {
    view! {
        <Page title=title.clone()>
            <div class="page">
                <Heading text=title/>
                <p class="lead">{t(detail)}</p>
                <div class="acts">
                    <ButtonLink label=t(word!("not_found.home")) href=routes::HOME look="main"/>
                </div>
            </div>
        </Page>
    }
}
