//! Every register of the book, by what the offices do: the way to what has no place in the navigation.

use domain::permission::{Operation, Relation, may};
use domain::record::area::Area;
use domain::record::field::Choice;
use domain::word;
use leptos::prelude::*;

use crate::components::page_frame::Page;
use crate::components::titles::capital;
use crate::components::value_text::kind_name;
use crate::i18n::{by_key, count, t};
use crate::routes;
use crate::state::book::Book;
use crate::ui::list_row::ListRow;
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn Registers() -> impl IntoView {
    let areas =
        Area::ALL.iter().map(|area| view! { <OfArea area=*area aside=move || place(*area)/> }).collect_view();
    view! {
        <Page title=t(word!("registers.title")) here=routes::RECORDS>
            <div class="page">
                <Heading text=t(word!("registers.title"))/>
                {areas}
            </div>
        </Page>
    }
}

/// The registers of an area that a role may read, with how much is in each.
#[component]
pub fn OfArea(
    /// The area.
    area: Area,
    /// What stands right of its name.
    #[prop(into, optional)]
    aside: ViewFn,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let readable = area.kinds().filter(|kind| may(role, Operation::Read, *kind, Relation::OwnScope));
    let rows: Vec<AnyView> = readable
        .map(|kind| {
            let list = book.list(kind);
            let name = capital(&kind_name(kind));
            view! {
                <ListRow href=routes::register(kind) title=move || name.clone()>
                    {move || count(word!("records.count"), list.with(|all| all.len()))}
                </ListRow>
            }
            .into_any()
        })
        .collect();
    let title = by_key(&Area::LIST.key(area.code()));
    view! { <Section title aside><ul class="rows">{rows}</ul></Section> }
}

/// The page that has an area to itself.
fn place(area: Area) -> Option<AnyView> {
    let (href, label) = match area {
        Area::Products => (routes::PRODUCTS, word!("product.title")),
        Area::Rules => (routes::RULES, word!("rules.title")),
        Area::Base
        | Area::Projects
        | Area::Selection
        | Area::Visits
        | Area::Training
        | Area::Results
        | Area::Events => return None,
    };
    Some(view! { <a class="hit" href=href>{t(label)}</a> }.into_any())
}
