//! Goes on to another address in place of this one: Back leads to where the person was.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::components::page_frame::Page;
use crate::ui::button::ButtonLink;
use crate::ui::shell::Heading;

/// The page that says where it leads; the way is taken when it has been drawn. It is a whole page: one without a
/// title, after a form, brought the app down.
#[component]
pub fn Forward(
    /// Where to.
    to: String,
    /// What is there.
    title: String,
) -> impl IntoView {
    let navigate = use_navigate();
    let options = NavigateOptions { replace: true, ..Default::default() };
    let href = to.clone();
    set_timeout(move || navigate(&to, options), Duration::ZERO);
    view! {
        <Page title=title.clone()>
            <div class="page">
                <Heading text=title.clone()/>
                <div class="acts"><ButtonLink label=title href/></div>
            </div>
        </Page>
    }
}
