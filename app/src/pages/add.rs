//! “Ghi mới”: what to write down.

use domain::word;
use leptos::prelude::*;

use crate::components::page_frame::Page;
use crate::i18n::t;
use crate::routes;
use crate::ui::list_row::ListRow;
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn Add() -> impl IntoView {
    view! {
        <Page title=t(word!("add.title")) here=routes::ADD>
            <div class="page">
                <Heading text=t(word!("add.title"))/>
                <ul class="rows">
                    <ListRow href=routes::FACILITY_NEW title=|| t(word!("add.facility"))>
                        {t(word!("add.facility_detail"))}
                    </ListRow>
                    <ListRow href=routes::REGISTER title=|| t(word!("add.need"))>
                        {t(word!("add.need_detail"))}
                    </ListRow>
                </ul>
            </div>
        </Page>
    }
}
