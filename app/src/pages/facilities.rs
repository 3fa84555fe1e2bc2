//! The facilities of the book: list and detail side by side, two pages on a phone. Search and
//! filters stand in the address, so that Back never loses them.

use chrono::NaiveDate;
use domain::id::RecordId;
use domain::ordering;
use domain::record::Kind;
use domain::word;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::components::address::{follow, with_query};
use crate::components::facility_list::{FacilityRow, found_sentence, is_stale};
use crate::components::page_frame::Page;
use crate::components::params::id_param;
use crate::components::person::{may_record, spans_communes};
use crate::components::sheet_links::SheetLinks;
use crate::components::show_more::{ROWS, ShowMore};
use crate::components::titles::title_of;
use crate::components::updated::Updated;
use crate::i18n::{count, t};
use crate::pages::facility::FacilityDetail;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::empty_state::EmptyState;
use crate::ui::filter_button::FilterButton;
use crate::ui::list_row::RowLook;
use crate::ui::search::Search;
use crate::ui::shell::Heading;
use crate::ui::split_view::SplitView;

/// What the address says.
#[derive(Clone, PartialEq, Eq, Default)]
struct Filter {
    text: String,
    is_active_only: bool,
    is_stale_only: bool,
}

impl Filter {
    fn passes(&self, view: &View, today: NaiveDate) -> bool {
        (!self.is_active_only || view.doc.text("status") == Some("active"))
            && (!self.is_stale_only || is_stale(&view.doc, today))
    }

    fn address(&self, path: &str) -> String {
        let on = |is_on: bool| if is_on { "1" } else { "" };
        let parts = [
            ("q", self.text.as_str()),
            ("active", on(self.is_active_only)),
            ("stale", on(self.is_stale_only)),
        ];
        with_query(path, &parts)
    }
}

/// The page.
#[component]
pub fn Facilities() -> impl IntoView {
    let book = expect_context::<Book>();
    let query = use_query_map();
    let id = id_param();
    let start = query.with_untracked(|query| Filter {
        text: query.get("q").unwrap_or_default(),
        is_active_only: query.get("active").is_some(),
        is_stale_only: query.get("stale").is_some(),
    });
    let filter = RwSignal::new(start);
    follow(filter.into(), move |filter: &Filter| {
        let path = id.get_untracked().map_or_else(|| routes::FACILITIES.to_owned(), routes::facility);
        filter.address(&path)
    });
    let detail_name = Signal::derive(move || {
        let record = id.get().and_then(|id| book.view(id));
        record.map(|view| title_of(&view)).unwrap_or_default()
    });
    let window = Signal::derive(move || {
        let name = detail_name.get();
        if name.is_empty() { t(word!("facilities.title")).to_owned() } else { name }
    });
    let list = book.list(Kind::Facility);
    let is_empty = Memo::new(move |_| list.with(|all| all.is_empty()));
    view! {
        <Page title=window here=routes::FACILITIES>
            {move || if is_empty.get() {
                view! { <Nothing/> }.into_any()
            } else {
                view! {
                    <SplitView
                        detail_open=Signal::derive(move || id.get().is_some())
                        list_label=t(word!("facilities.list"))
                        detail_label=detail_name
                        head=move || view! { <Head filter id/> }
                        list=move || view! { <List filter id/> }
                    >
                        {move || match id.get() {
                            Some(id) => view! { <FacilityDetail id back=filter.with_untracked(|f| f.address(routes::FACILITIES))/> }.into_any(),
                            None => view! { <p class="empty muted">{t(word!("list.choose_row"))}</p> }.into_any(),
                        }}
                    </SplitView>
                }.into_any()
            }}
        </Page>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let may_add = may_record(&expect_context::<Book>().me().get_untracked());
    view! {
        <div class="page">
            <h1 class="vh" tabindex="-1">{t(word!("facilities.title"))}</h1>
            <EmptyState
                icon="facility"
                title=t(word!("facilities.empty_title"))
                words=t(word!("facilities.empty_detail"))
            >
                {may_add.then(|| view! {
                    <ButtonLink
                        label=t(word!("facilities.empty_action"))
                        href=routes::FACILITY_NEW
                        look="main"
                        icon="plus"
                    />
                    <ButtonLink label=t(word!("sheet.import")) href=routes::record_import(Kind::Facility)/>
                })}
            </EmptyState>
        </div>
    }
}

#[component]
fn Head(filter: RwSignal<Filter>, id: Memo<Option<RecordId>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = now().day();
    let stale =
        Memo::new(move |_| book.scan(Kind::Facility, |view| is_stale(&view.doc, today).then_some(())).len());
    view! {
        <div class="split-head">
            // One h1 a page: with a detail open it is the name of the facility.
            {move || match id.get() {
                None => view! { <Heading text=t(word!("facilities.title"))/> }.into_any(),
                Some(_) => view! { <h2>{t(word!("facilities.title"))}</h2> }.into_any(),
            }}
            <Search
                label=t(word!("facilities.search"))
                placeholder=t(word!("facilities.search_hint"))
                clear=t(word!("button.clear"))
                value=filter.with_untracked(|filter| filter.text.clone())
                on_text=move |text| filter.update(|filter| filter.text = text)
            />
            <div class="filters">
                <FilterButton
                    label=t(word!("facilities.filter_active"))
                    on=Signal::derive(move || filter.with(|filter| filter.is_active_only))
                    on_press=move |()| filter.update(|filter| filter.is_active_only = !filter.is_active_only)
                />
                <FilterButton
                    label=Signal::derive(move || count(word!("facilities.filter_stale"), stale.get()))
                    on=Signal::derive(move || filter.with(|filter| filter.is_stale_only))
                    icon="clock"
                    on_press=move |()| filter.update(|filter| filter.is_stale_only = !filter.is_stale_only)
                />
            </div>
        </div>
    }
}

#[component]
fn List(filter: RwSignal<Filter>, id: Memo<Option<RecordId>>) -> impl IntoView {
    let book = expect_context::<Book>();
    let today = now().day();
    let limit = RwSignal::new(ROWS);
    let found = Memo::new(move |_| {
        let wanted = filter.get();
        let hits = book.search(Kind::Facility, &wanted.text).into_iter().map(|hit| hit.id);
        if !wanted.is_active_only && !wanted.is_stale_only {
            return hits.collect::<Vec<_>>();
        }
        let passing = book.scan(Kind::Facility, |view| wanted.passes(&view, today).then_some(view.id));
        let passing = ordering::set(passing);
        hits.filter(|id| passing.contains(id)).collect()
    });
    let spans = spans_communes(&book.me().get_untracked());
    let text = Signal::derive(move || filter.with(|filter| filter.text.clone()));
    let shown = move || found.with(|found| found.iter().take(limit.get()).copied().collect::<Vec<_>>());
    let row = move |row_id: RecordId| {
        let href = Signal::derive(move || filter.with(|filter| filter.address(&routes::facility(row_id))));
        let look =
            Signal::derive(move || if id.get() == Some(row_id) { RowLook::Selected } else { RowLook::Plain });
        view! { <FacilityRow id=row_id href look query=text spans/> }
    };
    view! {
        <p class="meta" role="status">
            <span>{move || found_sentence(&text.get(), found.with(Vec::len))}</span>
            <Updated/>
        </p>
        <ul class="rows long">
            <For each=shown key=|id| *id children=row/>
        </ul>
        <ShowMore total=Signal::derive(move || found.with(Vec::len)) limit/>
        <Show when=move || found.with(Vec::is_empty) && !text.with(String::is_empty)>
            <div class="acts">
                <ButtonLink
                    label=t(word!("facilities.none_add"))
                    href=Signal::derive(move || with_query(routes::FACILITY_NEW, &[("name", &text.get())]))
                    icon="plus"
                />
            </div>
        </Show>
        <div class="acts gap-before"><SheetLinks kind=Kind::Facility query=text/></div>
    }
}
