//! One application as its owner sees it: what is wanted, seven plain steps, money, whom to call.

use domain::formats::contact::show_phone;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::need::DeclineReason;
use domain::word;
use domain::workflow::owner_steps::Wanted;
use leptos::prelude::*;

use crate::components::action_panel::ActionPanel;
use crate::components::checklist::Checklist;
use crate::components::contact::{centre_number, of_commune, tel};
use crate::components::course::{Application as Case, Reader};
use crate::components::page_frame::Page;
use crate::components::params::id_param;
use crate::components::project_money::Money;
use crate::components::record_frame::part;
use crate::components::renew::Renew;
use crate::components::score_table::{Explanation, published};
use crate::components::stage_bar::StageBar;
use crate::components::sync_mark::RecordMark;
use crate::components::titles::title_of;
use crate::components::value_text::choice_label;
use crate::i18n::{fill, t};
use crate::pages::not_found::Missing;
use crate::pages::owner_home::{application_of, ending_words, wanted_words};
use crate::pages::project_form::beneficiary;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::ui::button::ButtonLink;
use crate::ui::next_action::NextAction;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;
use crate::ui::shell::Heading;

/// The page.
#[component]
pub fn Application() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    let case = Memo::new(move |_| {
        let view = id.get().and_then(|id| book.view(id))?;
        Some(match view.kind {
            Kind::Need => application_of(book, view),
            _ => Case { need: None, project: Some(view) },
        })
    });
    let is_here = Memo::new(move |_| case.with(Option::is_some));
    move || {
        // Asked in any case, so that the page follows when the record arrives.
        let is_here = is_here.get();
        let Some(first) = case.get_untracked().filter(|_| is_here) else {
            return view! { <Missing title=t(word!("need.missing"))/> }.into_any();
        };
        let shown = Signal::derive(move || case.get().unwrap_or_else(|| first.clone()));
        let title = Signal::derive(move || shown.with(name));
        view! {
            <Page title here=routes::HOME back=(routes::HOME.to_owned(), t(word!("nav.cases")).to_owned())>
                <div class="page page-owner">
                    {move || view! { <Whose case=shown.get()/> }}
                    <Heading text=title/>
                    {move || view! { <Answer case=shown.get()/> }}
                    <Registration case=shown/>
                    {move || shown.with(|case| {
                        let course = case.course(now().day(), Reader::Owner);
                        view! { <StageBar course stem="owner_step" title=t(word!("owner.where"))/> }
                    })}
                    <OfProject case=shown/>
                    <Ask case=shown/>
                </div>
            </Page>
        }
        .into_any()
    }
}

fn name(case: &Case) -> String {
    case.project.as_ref().or(case.need.as_ref()).map(title_of).unwrap_or_default()
}

/// What is wanted from the owner by the step on this page itself: a draft is finished by its own action.
fn is_draft(case: &Case) -> bool {
    case.owner_view().wanted == Some(Wanted::Registration)
}

/// The facility it is for.
#[component]
fn Whose(case: Case) -> impl IntoView {
    let book = expect_context::<Book>();
    let view = case.project.clone().or(case.need.clone());
    let of = untrack(|| view.as_ref().and_then(|view| beneficiary(book, view)));
    let whose = if case.project.is_some() { word!("owner.project_of") } else { word!("owner.need_of") };
    view! { <p class="muted">{of.map(|name| fill(whose, &[("name", &name)]))}</p> }
}

/// How it ended, what is wanted, what was decided and why, and the way to ask again.
#[component]
fn Answer(case: Case) -> impl IntoView {
    let book = expect_context::<Book>();
    let seen = case.owner_view();
    let reason = case.need.as_ref().and_then(|need| need.doc.text("decline_reason"));
    let reason = reason.map(|reason| choice_label(&DeclineReason::LIST, reason));
    let told = case.need.clone().and_then(|need| Some((untrack(|| published(book, &need))?, need)));
    let has_told = told.is_some();
    let ended = seen.ending.filter(|_| !has_told).map(|ending| {
        let words: Vec<String> = [ending_words(ending)].into_iter().chain(reason.clone()).collect();
        view! { <Note look=NoteLook::Warn>{words.join(" ")}</Note> }
    });
    let told = told.map(|(candidate, need)| view! { <Explanation need=need.doc candidate=candidate.doc/> });
    let again = case.need.clone().map(|need| view! { <div class="acts"><Renew need/></div> });
    let wanted = seen.wanted.filter(|_| !is_draft(&case)).map(|wanted| {
        view! {
            <NextAction kicker=t(word!("owner.wanted")) title=wanted_words(wanted)>
                <div class="acts">{call(&centre_number(), "main wide")}</div>
            </NextAction>
        }
    });
    view! {
        {ended}
        {wanted}
        {told}
        {again}
    }
}

/// What the owner may do with a registration that is no project yet. An open form stays open while news arrive.
#[component]
fn Registration(case: Signal<Case>) -> impl IntoView {
    let need = Memo::new(move |_| case.with(|case| case.need.clone()));
    let mark = move || need.get().map(|need| view! { <RecordMark mark=need.sync/> });
    let edit = Memo::new(move |_| {
        let draft = case.with(is_draft);
        need.with(|need| need.as_ref().filter(|_| draft).map(|need| routes::need_edit(need.id)))
    });
    let edit = move || {
        edit.get().map(|href| {
            view! { <div class="acts"><ButtonLink label=t(word!("button.edit")) href icon="pen"/></div> }
        })
    };
    let act = Memo::new(move |_| {
        case.with(|case| {
            let is_wanted_elsewhere = case.owner_view().wanted.is_some() && !is_draft(case);
            let need = case.need.as_ref().filter(|_| case.project.is_none())?;
            Some((need.id, is_wanted_elsewhere))
        })
    });
    move || {
        let (id, is_wanted_elsewhere) = act.get()?;
        let first = need.get_untracked().filter(|need| need.id == id)?;
        let view = Signal::derive(move || need.get().unwrap_or_else(|| first.clone()));
        Some(view! {
            <p>{mark}</p>
            {edit}
            <ActionPanel view is_wanted_elsewhere/>
        })
    }
}

/// The papers and the money, once it is a project.
#[component]
fn OfProject(case: Signal<Case>) -> impl IntoView {
    let project = Memo::new(move |_| case.with(|case| case.project.clone()));
    part(
        project,
        || ().into_any(),
        |project| {
            view! {
                <Checklist project/>
                {move || view! { <Money project=project.get()/> }}
            }
            .into_any()
        },
    )
}

fn call(number: &str, look: &'static str) -> impl IntoView + use<> {
    let label = fill(word!("button.call_number"), &[("phone", &show_phone(number))]);
    view! { <ButtonLink label href=tel(number) look icon="phone"/> }
}

/// Whom to ask: the officers of the commune, and the centre.
#[component]
fn Ask(case: Signal<Case>) -> impl IntoView {
    let book = expect_context::<Book>();
    let near = Memo::new(move |_| {
        case.with(|case| {
            let view = case.project.as_ref().or(case.need.as_ref())?;
            of_commune(book, view.doc.text("commune_code")?)
        })
    });
    let line = |name: String, number: String| {
        view! {
            <div class="call">
                <p>{name}</p>
                {call(&number, "wide")}
            </div>
        }
    };
    view! {
        <Section title=t(word!("owner.ask"))>
            {move || near.get().map(|(name, number)| line(name, number))}
            {line(t(word!("owner.contact_centre")).to_owned(), centre_number())}
        </Section>
    }
}
