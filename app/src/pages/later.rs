//! Every page but the first. In a release they are a module of their own, which comes while the first is read: a
//! page must not be named elsewhere, or all it needs is part of what everybody waits for.

use domain::word;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
#[cfg(feature = "split")]
use leptos::wasm_split::wasm_split;
use leptos_router::ChooseView;

use crate::components::page_frame;
use crate::i18n::t;
use crate::platform::page::reload;
use crate::ui::button::Button;
use crate::ui::shell::Heading;

macro_rules! pages {
    ($($module:ident: $($page:ident),+;)+) => {
        /// A page that comes later.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Page { $($($page,)+)+ }

        fn draw(page: Page) -> AnyView {
            match page { $($(Page::$page => super::$module::$page().into_any(),)+)+ }
        }
    };
}

pages! {
    add: Add;
    application: Application;
    capacity: Capacity;
    class_jobs: ClassJobs;
    class_people: ClassPeople;
    class_print: ClassPrint;
    conflict: ConflictPage;
    contact: ContactPage;
    facilities: Facilities;
    facility_form: FacilityEdit, FacilityNew;
    help: Help;
    need: NeedPage;
    need_counts: NeedCounts;
    need_fit: NeedFit;
    need_form: NeedEdit, NeedNew;
    need_invite: NeedInvite;
    needs: Needs;
    outbox: Outbox;
    products: Products;
    project: ProjectPage;
    project_form: ProjectEdit, ProjectNew;
    project_print: ProjectPrint;
    projects: Projects;
    ranking: RankingPage;
    ready: Ready;
    record: RecordPage;
    record_export: RecordExport;
    record_form: RecordEdit, RecordNew;
    record_import: RecordImport;
    record_print: RecordPrint;
    records: Records;
    register: Register;
    registers: Registers;
    roster: RosterPage;
    rules: Rules;
    score_form: ScoreForm;
    visit: VisitPage;
    visit_new: VisitNew;
    visits: Visits;
}

/// What stands at an address: the page, as soon as it is here. Until then the one before stays.
#[derive(Clone, Copy)]
pub struct Later(pub Page);

impl ChooseView for Later {
    async fn choose(self) -> AnyView {
        load(self.0).await.unwrap_or_else(|_| view! { <NotHere/> }.into_any())
    }

    async fn preload(&self) {
        prepare().await;
    }
}

/// Fetches the pages before anybody asks for one. What fails is tried again when somebody does.
pub async fn prepare() {
    #[cfg(feature = "split")]
    drop(fetch().await);
}

#[cfg(feature = "split")]
#[wasm_split(pages, wasm_split_path = leptos::wasm_split, preload(fetch), fallible)]
fn load(page: Page) -> Result<AnyView, SplitLoaderError> {
    Ok(draw(page))
}

/// While developing and in tests the app is one module.
#[cfg(not(feature = "split"))]
async fn load(page: Page) -> Result<AnyView, SplitLoaderError> {
    Ok(draw(page))
}

/// The pages did not come: the browser has given up its copy, and there is no network.
#[component]
fn NotHere() -> impl IntoView {
    view! {
        <page_frame::Page title=t(word!("later.title"))>
            <div class="page">
                <Heading text=t(word!("later.title"))/>
                <p class="lead">{t(word!("later.detail"))}</p>
                <div class="acts">
                    <Button label=t(word!("later.reload")) look="main" on_press=|()| reload()/>
                </div>
            </div>
        </page_frame::Page>
    }
}
