//! The register of a kind, from its description: search, stage, rows, adding one.

use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::area::Area;
use domain::word;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::components::address::{follow, with_query};
use crate::components::kinship::RecordRow;
use crate::components::page_frame::Page;
use crate::components::params::kind_param;
use crate::components::sheet_links::SheetLinks;
use crate::components::show_more::{ROWS, ShowMore};
use crate::components::titles::capital;
use crate::components::updated::Updated;
use crate::components::value_text::{kind_name, stage_label};
use crate::components::waiting::{HELD, HeldFilter, find, stage_options, waiting};
use crate::i18n::{count, fill, t};
use crate::pages::add::stands_alone;
use crate::pages::not_found::Missing;
use crate::routes;
use crate::state::book::Book;
use crate::ui::button::ButtonLink;
use crate::ui::empty_state::EmptyState;
use crate::ui::filter_button::FilterSelect;
use crate::ui::search::Search;
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn Records() -> impl IntoView {
    let kind = kind_param();
    move || match kind.get() {
        Some(kind) => view! { <Register kind/> }.into_any(),
        None => view! { <Missing title=t(word!("records.missing"))/> }.into_any(),
    }
}

#[component]
fn Register(kind: Kind) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    // What belongs to another record is added on that one's page.
    let may_make = may(role, Operation::Create, kind, Relation::OwnScope);
    let may_add = may_make && stands_alone(kind);
    let parent = kind.spec().parent_kind().filter(|_| may_make && !may_add);
    let there = parent.map(|parent| {
        let words = fill(word!("records.added_there"), &[("kind", &kind_name(parent))]);
        view! { <p><a class="hit" href=routes::register(parent)>{words}</a></p> }
    });
    let list = book.list(kind);
    let is_empty = Memo::new(move |_| list.with(|all| all.is_empty()));
    let name = capital(&kind_name(kind));
    let add = move || {
        may_add.then(|| {
            let label = fill(word!("records.add"), &[("kind", &kind_name(kind))]);
            view! { <ButtonLink label href=routes::record_new(kind, None) look="main sm" icon="plus"/> }
        })
    };
    let back = match kind.area() {
        Some(Area::Rules) => (routes::RULES.to_owned(), t(word!("rules.title")).to_owned()),
        _ => (routes::RECORDS.to_owned(), t(word!("registers.title")).to_owned()),
    };
    view! {
        <Page title=name.clone() here=routes::RECORDS back>
            <div class="page">
                <div class="register-head">
                    <Heading text=name/>
                    <span class="muted"><Updated/></span>
                    <div class="acts">{add} <SheetLinks kind/></div>
                </div>
                {there}
                {move || if is_empty.get() {
                    view! {
                        <EmptyState icon="list" title=t(word!("records.empty_title")) words=t(word!("records.empty"))/>
                    }.into_any()
                } else {
                    view! { <List kind/> }.into_any()
                }}
            </div>
        </Page>
    }
}

#[component]
fn List(kind: Kind) -> impl IntoView {
    let book = expect_context::<Book>();
    let query = use_query_map();
    let part = |name: &str| query.with_untracked(|query| query.get(name)).unwrap_or_default();
    let text = RwSignal::new(part("q"));
    let stage = RwSignal::new(part("stage"));
    let is_held = RwSignal::new(!part(HELD).is_empty());
    let address = Signal::derive(move || {
        let held = if is_held.get() { "1" } else { "" };
        let (text, stage) = (text.get(), stage.get());
        with_query(&routes::register(kind), &[("q", text.as_str()), ("stage", stage.as_str()), (HELD, held)])
    });
    follow(address, String::clone);
    let found = Memo::new(move |_| {
        let held = is_held.get().then(|| waiting(book, kind));
        find(book, kind, &text.get(), &stage.get(), held)
    });
    let stages = kind.spec().course.map(|course| {
        let codes = course.stages().codes.iter();
        stage_options(codes.map(|code| ((*code).to_owned(), stage_label(kind, code))).collect())
    });
    let limit = RwSignal::new(ROWS);
    let rows = move || {
        let shown = found.get().into_iter().take(limit.get());
        shown
            .filter_map(|id| book.view(id))
            .map(|view| view! { <RecordRow view is_far=true/> })
            .collect_view()
    };
    view! {
        <div class="tools">
            <Search
                label=t(word!("records.search"))
                placeholder=t(word!("records.search"))
                clear=t(word!("button.clear"))
                value=text.get_untracked()
                on_text=move |query| text.set(query)
            />
            {stages.map(|options| view! {
                <FilterSelect label=t(word!("list.filters")) options chosen=stage on_pick=move |picked| stage.set(picked)/>
                <HeldFilter kind on=is_held/>
            })}
        </div>
        <p class="meta" role="status"><span>{move || count(word!("records.count"), found.with(Vec::len))}</span></p>
        <ul class="rows long">{rows}</ul>
        <ShowMore total=Signal::derive(move || found.with(Vec::len)) limit/>
    }
}
