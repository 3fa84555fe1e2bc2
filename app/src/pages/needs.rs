//! The register of needs.

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::stage::NeedStage;
use domain::word;
use domain::workflow;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::components::address::{follow, with_query};
use crate::components::course::case_look;
use crate::components::marked::marked;
use crate::components::page_frame::Page;
use crate::components::person::may_register;
use crate::components::renew::to_invite;
use crate::components::show_more::{ROWS, ShowMore};
use crate::components::titles::title_of;
use crate::components::updated::Updated;
use crate::components::value_text::{commune_name, show_field, stage_label};
use crate::components::waiting::{HELD, HeldFilter, find, stage_options, waiting};
use crate::i18n::{count, t};
use crate::pages::project_form::beneficiary;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::ui::button::ButtonLink;
use crate::ui::empty_state::EmptyState;
use crate::ui::filter_button::FilterSelect;
use crate::ui::list_row::ListRow;
use crate::ui::mark::Mark;
use crate::ui::search::Search;
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn Needs() -> impl IntoView {
    let book = expect_context::<Book>();
    let may_add = may_register(&book.me().get_untracked());
    let list = book.list(Kind::Need);
    let is_empty = Memo::new(move |_| list.with(|all| all.is_empty()));
    let add = move || {
        may_add.then(|| {
            view! {
                <ButtonLink label=t(word!("needs.add")) href=routes::REGISTER look="main sm" icon="plus"/>
            }
        })
    };
    view! {
        <Page title=t(word!("needs.title")) here=routes::NEEDS>
            <div class="page">
                <div class="register-head">
                    <Heading text=t(word!("needs.title"))/>
                    <span class="muted"><Updated/></span>
                    <div class="acts">{add} <Links/></div>
                </div>
                {move || if is_empty.get() {
                    view! {
                        <EmptyState icon="flag" title=t(word!("needs.empty_title")) words=t(word!("needs.empty"))/>
                    }.into_any()
                } else {
                    view! { <List/> }.into_any()
                }}
            </div>
        </Page>
    }
}

/// The ways to the counts and to whom to invite again.
#[component]
fn Links() -> impl IntoView {
    let book = expect_context::<Book>();
    let ended = Memo::new(move |_| to_invite(book).len());
    view! {
        <ButtonLink label=t(word!("need.counts_open")) href=routes::NEED_COUNTS look="sm"/>
        {move || (ended.get() > 0).then(|| {
            let label = count(word!("need.invite_open"), ended.get());
            view! { <ButtonLink label href=routes::NEED_INVITE look="sm"/> }
        })}
    }
}

#[component]
fn List() -> impl IntoView {
    let book = expect_context::<Book>();
    let query = use_query_map();
    let part = |name: &str| query.with_untracked(|query| query.get(name)).unwrap_or_default();
    let text = RwSignal::new(part("q"));
    let stage = RwSignal::new(part("stage"));
    let is_held = RwSignal::new(!part(HELD).is_empty());
    let address = Signal::derive(move || {
        let held = if is_held.get() { "1" } else { "" };
        let (text, stage) = (text.get(), stage.get());
        with_query(routes::NEEDS, &[("q", text.as_str()), ("stage", stage.as_str()), (HELD, held)])
    });
    follow(address, String::clone);
    let found = Memo::new(move |_| {
        let held = is_held.get().then(|| waiting(book, Kind::Need));
        find(book, Kind::Need, &text.get(), &stage.get(), held)
    });
    let codes = NeedStage::LIST.codes.iter();
    let stages =
        stage_options(codes.map(|code| ((*code).to_owned(), stage_label(Kind::Need, code))).collect());
    let limit = RwSignal::new(ROWS);
    let shown = move || found.with(|found| found.iter().take(limit.get()).copied().collect::<Vec<_>>());
    view! {
        <div class="tools">
            <Search
                label=t(word!("needs.search"))
                placeholder=t(word!("needs.search"))
                clear=t(word!("button.clear"))
                value=text.get_untracked()
                on_text=move |query| text.set(query)
            />
            <FilterSelect
                label=t(word!("list.filters"))
                options=stages
                chosen=stage
                on_pick=move |picked| stage.set(picked)
            />
            <HeldFilter kind=Kind::Need on=is_held/>
        </div>
        <p class="meta" role="status">
            <span>{move || count(word!("list.count_needs"), found.with(Vec::len))}</span>
        </p>
        <ul class="rows long">
            <For each=shown key=|id| *id let:id>
                <Row id text/>
            </For>
        </ul>
        <ShowMore total=Signal::derive(move || found.with(Vec::len)) limit/>
    }
}

#[component]
fn Row(id: RecordId, text: RwSignal<String>) -> impl IntoView {
    let book = expect_context::<Book>();
    let role = book.me().get_untracked().role;
    let today = now().day();
    let record = book.record(id);
    let title = move || record.get().map(|view| marked(&title_of(&view), &text.get()));
    let state = move || {
        record.get().map(|view| {
            let stage = workflow::stage(Kind::Need, &view.doc).unwrap_or_default();
            let look = case_look(&view, role, today);
            view! { <Mark look word=stage_label(Kind::Need, stage)/> }
        })
    };
    let who = move || record.get().and_then(|view| beneficiary(book, &view));
    let what = move || {
        record.get().map(|view| {
            let activity = show_field(Kind::Need, &view.doc, "activity");
            let commune = view.doc.text("commune_code").map(commune_name);
            activity.into_iter().chain(commune).collect::<Vec<_>>().join(" · ")
        })
    };
    view! {
        <ListRow href=routes::need(id) title state>
            <span class="line">{who}</span>
            <span class="line muted">{what}</span>
        </ListRow>
    }
}
