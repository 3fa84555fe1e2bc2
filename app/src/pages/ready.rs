//! “Sẵn sàng đi cơ sở” on one page, line by line.

use domain::word;
use leptos::prelude::*;

use crate::components::page_frame::Page;
use crate::components::readiness::Readiness;
use crate::i18n::{fill, t, time};
use crate::routes;
use crate::state::book::Book;
use crate::ui::button::Button;
use crate::ui::facts::{Fact, Facts};
use crate::ui::icon::Icon;
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn Ready() -> impl IntoView {
    let readiness = Readiness::look(expect_context::<Book>());
    let is_ready = Memo::new(move |_| readiness.is_ready());
    let title = Signal::derive(move || {
        let word = if is_ready.get() { word!("ready.title") } else { word!("ready.not_ready_title") };
        t(word).to_owned()
    });
    let facts = move || {
        readiness
            .findings()
            .into_iter()
            .map(|finding| {
                let look = if finding.is_good { MarkLook::GOOD } else { MarkLook::MISSING };
                view! { <Fact label=finding.label><Mark look word=finding.words/></Fact> }
            })
            .collect_view()
    };
    view! {
        <Page title back=(routes::HOME.to_owned(), t(word!("nav.today")).to_owned())>
            <div class="page">
                <div class=move || if is_ready.get() { "ready-card" } else { "ready-card not" }>
                    <Icon name=Signal::derive(move || if is_ready.get() { "s2" } else { "review" }) class="i xl"/>
                    <div>
                        <Heading text=title/>
                        <p class="muted">
                            {move || fill(word!("ready.checked_today"), &[("time", &time(readiness.checked()))])}
                        </p>
                    </div>
                </div>
                <Facts>{facts}</Facts>
                <div class="acts">
                    <Button
                        label=t(word!("button.check_again"))
                        icon="refresh"
                        on_press=move |()| readiness.again()
                    />
                </div>
            </div>
        </Page>
    }
}
