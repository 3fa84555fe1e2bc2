//! “Liên hệ”: whom an owner calls.

use domain::word;
use leptos::prelude::*;

use crate::components::contact::{centre_number, centre_phone, tel};
use crate::components::page_frame::Page;
use crate::i18n::{fill, t};
use crate::routes;
use crate::ui::button::ButtonLink;
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn ContactPage() -> impl IntoView {
    view! {
        <Page title=t(word!("owner.contact_title")) here=routes::CONTACT>
            <div class="page page-owner">
                <Heading text=t(word!("owner.contact_title"))/>
                <p class="lead">{fill(word!("help.contact"), &[("phone", &centre_phone())])}</p>
                <div class="call">
                    <ButtonLink
                        label=fill(word!("button.call_number"), &[("phone", &centre_phone())])
                        href=tel(&centre_number())
                        look="main wide"
                        icon="phone"
                    />
                </div>
            </div>
        </Page>
    }
}
