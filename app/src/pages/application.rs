//! One application as its owner sees it: what is wanted, seven plain steps, money, whom to call.

use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::need::DeclineReason;
use domain::word;
use domain::workflow::owner_steps::Wanted;
use leptos::prelude::*;

use crate::components::action_panel::ActionPanel;
use crate::components::checklist::Checklist;
use crate::components::contact::{CENTRE_PHONE, centre_phone, tel};
use crate::components::course::{Application as Case, Reader};
use crate::components::page_frame::Page;
use crate::components::params::id_param;
use crate::components::project_money::Money;
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
        if !is_here.get() {
            return view! { <Missing title=t(word!("need.missing"))/> }.into_any();
        }
        let title = Signal::derive(move || case.get().as_ref().map(name).unwrap_or_default());
        view! {
            <Page title here=routes::HOME back=(routes::HOME.to_owned(), t(word!("nav.cases")).to_owned())>
                <div class="page page-owner">
                    {move || case.get().map(|case| view! { <Detail case/> })}
                </div>
            </Page>
        }
        .into_any()
    }
}

fn name(case: &Case) -> String {
    case.project.as_ref().or(case.need.as_ref()).map(title_of).unwrap_or_default()
}

#[component]
fn Detail(case: Case) -> impl IntoView {
    let book = expect_context::<Book>();
    let seen = case.owner_view();
    let view = case.project.clone().or(case.need.clone());
    let of = untrack(|| view.as_ref().and_then(|view| beneficiary(book, view)));
    let whose = if case.project.is_some() { word!("owner.project_of") } else { word!("owner.need_of") };
    let of = of.map(|name| fill(whose, &[("name", &name)]));
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
    // A draft is finished by its own action; anything else is wanted from the owner in person.
    let is_draft = seen.wanted == Some(Wanted::Registration);
    let wanted = seen.wanted.filter(|_| !is_draft);
    let is_wanted_elsewhere = wanted.is_some();
    let wanted = wanted.map(|wanted| {
        view! {
            <NextAction kicker=t(word!("owner.wanted")) title=wanted_words(wanted)>
                <div class="acts">
                    <ButtonLink
                        label=fill(word!("button.call_number"), &[("phone", &centre_phone())])
                        href=tel(CENTRE_PHONE)
                        look="main wide"
                        icon="phone"
                    />
                </div>
            </NextAction>
        }
    });
    let act = case.need.clone().map(|need| {
        let edit = routes::need_edit(need.id);
        view! {
            <p><RecordMark mark=need.sync/></p>
            {is_draft.then(|| view! {
                <div class="acts"><ButtonLink label=t(word!("button.edit")) href=edit icon="pen"/></div>
            })}
            <ActionPanel view=Signal::stored(need) is_wanted_elsewhere/>
        }
    });
    let money = case.project.clone().map(|project| {
        view! {
            <Checklist project=project.clone()/>
            <Money project/>
        }
    });
    view! {
        <p class="muted">{of}</p>
        <Heading text=name(&case)/>
        {ended}
        {wanted}
        {told}
        {again}
        {(case.project.is_none()).then_some(act)}
        <StageBar course=case.course(now().day(), Reader::Owner) stem="owner_step" title=t(word!("owner.where"))/>
        {money}
        <Section title=t(word!("owner.ask"))>
            <div class="call">
                <p>{t(word!("owner.contact_centre"))}</p>
                <ButtonLink
                    label=fill(word!("button.call_number"), &[("phone", &centre_phone())])
                    href=tel(CENTRE_PHONE)
                    look="wide"
                    icon="phone"
                />
            </div>
        </Section>
    }
}
