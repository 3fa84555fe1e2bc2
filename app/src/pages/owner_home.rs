//! What an owner sees first: each application in one line, what is wanted from them above all.

use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::recommendation::{WhoActs, is_waiting};
use domain::value::Document;
use domain::word;
use domain::workflow::owner_steps::{Ending, Wanted};
use leptos::prelude::*;

use crate::components::course::Application;
use crate::components::facility_years::FiguresAsked;
use crate::components::kinship::RecordRow;
use crate::components::page_frame::Page;
use crate::components::review_list::{Review, disputed};
use crate::components::stage_bar::step_index;
use crate::components::titles::title_of;
use crate::components::visit::recommendations::RecommendationRow;
use crate::i18n::{by_key, fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::ButtonLink;
use crate::ui::empty_state::EmptyState;
use crate::ui::list_row::{ListRow, RowLook};
use crate::ui::mark::{Mark, MarkLook};
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;
use crate::ui::stage_path::StageBars;

/// The application a need is part of.
pub fn application_of(book: Book, need: View) -> Application {
    let project = need.doc.text("project").and_then(|id| id.parse().ok());
    let project = project.and_then(|id| book.view(id));
    Application { need: Some(need), project }
}

/// Every application, and projects without a need.
fn applications(book: Book) -> Vec<Application> {
    let needs = book.scan(Kind::Need, Some);
    let mut all: Vec<Application> = needs.into_iter().map(|need| application_of(book, need)).collect();
    let is_known = |id| all.iter().any(|one| one.project.as_ref().is_some_and(|project| project.id == id));
    let alone = book.scan(Kind::Project, |project| {
        (!is_known(project.id)).then_some(Application { need: None, project: Some(project) })
    });
    all.extend(alone);
    domain::ordering::sort_by_key(&mut all, |one| one.owner_view().wanted.is_none());
    all
}

/// Words for what is wanted from the owner.
pub fn wanted_words(wanted: Wanted) -> String {
    by_key(&Wanted::LIST.key(wanted.code()))
}

/// Words for an early end.
pub fn ending_words(ending: Ending) -> String {
    by_key(&Ending::LIST.key(ending.code()))
}

/// The page.
#[component]
pub fn OwnerHome() -> impl IntoView {
    let book = expect_context::<Book>();
    let all = Memo::new(move |_| applications(book));
    let review = Memo::new(move |_| disputed(book));
    let rows = move || all.get().into_iter().map(|one| view! { <Row one/> }).collect_view();
    let facilities = move || {
        book.scan(Kind::Facility, Some)
            .into_iter()
            .map(|view| {
                let title = title_of(&view);
                view! { <ListRow href=routes::facility(view.id) title=move || title.clone()>""</ListRow> }
            })
            .collect_view()
    };
    view! {
        <Page title=t(word!("owner.title")) here=routes::HOME>
            <div class="page page-owner">
                <Heading text=t(word!("owner.title"))/>
                <Review review/>
                <AskedOfOwner/>
                <FiguresAsked/>
                <Show
                    when=move || !all.with(Vec::is_empty)
                    fallback=|| view! {
                        <EmptyState icon="project" title=t(word!("owner.empty_title")) words=t(word!("owner.empty"))>
                            <ButtonLink label=t(word!("need.title_new")) href=routes::REGISTER look="main" icon="plus"/>
                        </EmptyState>
                    }
                >
                    <Section title=t(word!("owner.needs"))>
                        <ul class="rows">{rows}</ul>
                    </Section>
                </Show>
                <Products/>
                <Section title=t(word!("owner.facilities"))>
                    <ul class="rows">{facilities}</ul>
                </Section>
            </div>
        </Page>
    }
}

/// Products that were entered, and their certificates; nothing while there are none.
#[component]
fn Products() -> impl IntoView {
    let book = expect_context::<Book>();
    let all = Memo::new(move |_| {
        let mut all = book.scan(Kind::ProductCertificate, Some);
        all.extend(book.scan(Kind::ProductEntry, Some));
        all
    });
    let rows = move || all.get().into_iter().map(|view| view! { <RecordRow view/> }).collect_view();
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <Section title=t(word!("product.title"))><ul class="rows">{rows}</ul></Section>
        </Show>
    }
}

#[component]
fn Row(one: Application) -> impl IntoView {
    let seen = one.owner_view();
    let record = one.project.as_ref().or(one.need.as_ref())?;
    let id = one.need.as_ref().map_or(record.id, |need| need.id);
    let title = title_of(record);
    let step = step_index(seen.step);
    let total = crate::components::course::STEPS;
    let label =
        fill(word!("owner.step_label"), &[("n", &(step + 1).to_string()), ("total", &total.to_string())]);
    let name = by_key(&format!("owner_step.{}", step + 1));
    let sentence = match (seen.wanted, seen.ending) {
        (Some(wanted), _) => format!("{}: {}", t(word!("owner.wanted")), wanted_words(wanted)),
        (None, Some(ending)) => ending_words(ending),
        (None, None) => t(word!("owner.nothing_wanted")).to_owned(),
    };
    let look = match (seen.wanted, seen.ending) {
        (Some(_), _) => MarkLook::DUE,
        (None, Some(_)) => MarkLook::BLOCKED,
        (None, None) => MarkLook::DOING,
    };
    Some(view! {
        <ListRow
            href=routes::application(id)
            look=RowLook::Plain
            title=move || title.clone()
            state=move || view! { <Mark look word=name.clone()/> }
        >
            <span class="line"><StageBars count=total now=step label/></span>
            <span class="line">{sentence}</span>
        </ListRow>
    })
}

/// What a visit asked for and is not answered yet.
#[component]
fn AskedOfOwner() -> impl IntoView {
    let book = expect_context::<Book>();
    let open = Memo::new(move |_| {
        let is_own = |doc: &Document| doc.text("who") == Some(WhoActs::Owner.code());
        book.scan(Kind::Recommendation, |view| (is_waiting(&view.doc) && is_own(&view.doc)).then_some(view))
    });
    let rows = move || open.get().into_iter().map(|view| view! { <RecommendationRow view/> }).collect_view();
    view! {
        <Show when=move || !open.with(Vec::is_empty)>
            <Section title=t(word!("visit.asked_of_owner"))>
                <ul class="rows">{rows}</ul>
            </Section>
        </Show>
    }
}
