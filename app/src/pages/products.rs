//! Typical products: how many were certified at each level, what is open, what ends soon.

use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::product::round::RoundStage;
use domain::word;
use domain::workflow;
use leptos::prelude::*;

use crate::components::certificate_list::{Chain, Expiring};
use crate::components::kinship::RecordRow;
use crate::components::page_frame::Page;
use crate::components::titles::capital;
use crate::components::value_text::kind_name;
use crate::i18n::{count, t};
use crate::routes;
use crate::state::book::Book;
use crate::ui::list_row::ListRow;
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

/// The registers behind the page.
const REGISTERS: &[Kind] =
    &[Kind::ProductRound, Kind::ProductEntry, Kind::ProductCertificate, Kind::Complaint];

/// The page.
#[component]
pub fn Products() -> impl IntoView {
    let back = (routes::RECORDS.to_owned(), t(word!("registers.title")).to_owned());
    view! {
        <Page title=t(word!("product.title")) here=routes::RECORDS back>
            <div class="page">
                <Heading text=t(word!("product.title"))/>
                <Chain/>
                <p class="muted">{t(word!("product.chain_help"))}</p>
                <OpenRounds/>
                <Expiring/>
                <Registers/>
            </div>
        </Page>
    }
}

/// Rounds that take products or score them.
#[component]
fn OpenRounds() -> impl IntoView {
    let book = expect_context::<Book>();
    let open = Memo::new(move |_| {
        book.scan(Kind::ProductRound, |view| {
            let stage = workflow::stage(view.kind, &view.doc).and_then(RoundStage::from_code);
            match stage {
                Some(RoundStage::Open | RoundStage::Judging) => Some(view),
                Some(RoundStage::Draft | RoundStage::Decided | RoundStage::Closed) | None => None,
            }
        })
    });
    let rows = move || open.get().into_iter().map(|view| view! { <RecordRow view/> }).collect_view();
    view! {
        <Show when=move || !open.with(Vec::is_empty)>
            <Section title=t(word!("product.open_rounds"))><ul class="rows">{rows}</ul></Section>
        </Show>
    }
}

#[component]
fn Registers() -> impl IntoView {
    let book = expect_context::<Book>();
    let rows = REGISTERS.iter().map(move |kind| {
        let list = book.list(*kind);
        let name = capital(&kind_name(*kind));
        view! {
            <ListRow href=routes::register(*kind) title=move || name.clone()>
                {move || count(word!("records.count"), list.with(|all| all.len()))}
            </ListRow>
        }
    });
    view! { <Section title=t(word!("product.registers"))><ul class="rows">{rows.collect_view()}</ul></Section> }
}
