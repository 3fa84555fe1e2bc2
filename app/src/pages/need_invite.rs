//! Whom to invite again: needs that were not chosen or withdrawn, and that nobody registered anew.

use domain::record::Kind;
use domain::word;
use leptos::prelude::*;

use crate::components::page_frame::Page;
use crate::components::renew::{Renew, to_invite};
use crate::components::titles::title_of;
use crate::components::value_text::{commune_name, show_field, stage_label};
use crate::i18n::t;
use crate::pages::project_form::beneficiary;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn NeedInvite() -> impl IntoView {
    let book = expect_context::<Book>();
    let found = Memo::new(move |_| to_invite(book));
    let rows = move || found.get().into_iter().map(|need| view! { <Row need/> }).collect_view();
    let back = (routes::NEEDS.to_owned(), t(word!("nav.needs")).to_owned());
    view! {
        <Page title=t(word!("need.invite_title")) here=routes::NEEDS back>
            <div class="page">
                <Heading text=t(word!("need.invite_title"))/>
                <p class="lead">{t(word!("need.invite_lead"))}</p>
                <ul class="rows">{rows}</ul>
                <Show when=move || found.with(Vec::is_empty)>
                    <p>{t(word!("need.invite_none"))}</p>
                </Show>
            </div>
        </Page>
    }
}

#[component]
fn Row(need: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let stage = domain::workflow::stage(Kind::Need, &need.doc).unwrap_or_default();
    let who = untrack(|| beneficiary(book, &need));
    let place = need.doc.text("commune_code").map(commune_name);
    let year = show_field(Kind::Need, &need.doc, "year");
    let why = show_field(Kind::Need, &need.doc, "decline_reason");
    let line: Vec<String> = who.into_iter().chain(place).chain(year).collect();
    let state: Vec<String> = std::iter::once(stage_label(Kind::Need, stage)).chain(why).collect();
    view! {
        <li>
            <div class="row">
                <span class="bd">
                    <a class="t hit" href=routes::need(need.id)>{title_of(&need)}</a>
                    <span class="line">{line.join(" · ")}</span>
                    <span class="line muted">{state.join(": ")}</span>
                </span>
                <span class="st"><Renew need/></span>
            </div>
        </li>
    }
}
