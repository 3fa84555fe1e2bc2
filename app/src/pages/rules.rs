//! “Quy định”: what everybody works by. What is new since the last look, the legal library, and the lists, norms
//! and deadlines of the office.

use domain::record::Kind;
use domain::record::area::Area;
use domain::word;
use leptos::prelude::*;

use crate::components::kinship::RecordRow;
use crate::components::page_frame::Page;
use crate::components::rule_news::RuleNews;
use crate::i18n::{count, t};
use crate::pages::registers::OfArea;
use crate::routes;
use crate::state::book::Book;
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn Rules() -> impl IntoView {
    let book = expect_context::<Book>();
    let laws = Memo::new(move |_| book.scan(Kind::LegalText, Some));
    let rows = move || laws.get().into_iter().map(|view| view! { <RecordRow view/> }).collect_view();
    let all = move || {
        let n = laws.with(Vec::len);
        view! { <a class="hit" href=routes::register(Kind::LegalText)>{count(word!("records.count"), n)}</a> }
    };
    view! {
        <Page title=t(word!("rules.title")) here=routes::RECORDS>
            <div class="page">
                <Heading text=t(word!("rules.title"))/>
                <p class="lead">{t(word!("rules.lead"))}</p>
                <RuleNews/>
                <OfArea area=Area::Rules/>
                <Section title=t(word!("rules.library")) aside=all>
                    <ul class="rows">{rows}</ul>
                </Section>
            </div>
        </Page>
    }
}
