//! What a visit shows besides its facts once it is a record: photos, recommendations, signatures, what
//! follows from it.

use std::collections::BTreeMap;

use domain::ordering;
use domain::permission::{Operation, Relation, may};
use domain::record::Kind;
use domain::record::files::Slot;
use domain::record::visit::kind_of;
use domain::record::visit::lists::{SIGNATURE_FACILITY, SIGNATURE_INSPECTOR, VisitKind};
use domain::value::{Document, Value};
use domain::word;
use domain::workflow;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::photo_strip::PhotoStrip;
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::components::value_text::action_label;
use crate::components::visit::recommendations::Recommendations;
use crate::components::visit::seen::SeenBefore;
use crate::components::visit::signing::SignaturePicture;
use crate::i18n::{fill, t};
use crate::routes;
use crate::state::book::Book;
use crate::state::view::View;
use crate::ui::button::{Button, ButtonLink};
use crate::ui::next_action::NextAction;
use crate::ui::note::{Note, NoteLook};
use crate::ui::section_head::Section;

const FINISH_SURVEY: &str = "finish_survey";

/// What every visit shows.
pub fn photos() -> &'static [Slot] {
    Kind::Visit.spec().files.photos.unwrap_or_default()
}

/// The part of the page.
pub fn section(view: View) -> AnyView {
    view! { <Minutes view/> }.into_any()
}

#[component]
fn Minutes(view: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let id = view.id;
    let role = book.me().get_untracked().role;
    let is_signed = workflow::stage(Kind::Visit, &view.doc) == Some("signed");
    let may_write = may(role, Operation::Create, Kind::Visit, Relation::OwnScope);
    let may_add = Memo::new(move |_| may_write && !is_signed);
    let has_any = book.children(id, Kind::Recommendation);
    let visit = StoredValue::new(view.clone());
    let go_on = (may_write && !is_signed).then(|| {
        view! {
            <div class="acts">
                <ButtonLink label=t(word!("visit.go_on")) href=routes::visit(id) look="main" icon="visit"/>
            </div>
        }
    });
    let correct = (may_write && is_signed).then(|| {
        let facility = view.doc.text("facility").and_then(|id| id.parse().ok())?;
        let href = format!("{}&corrects={id}", routes::visit_new(facility));
        Some(view! {
            <div class="acts"><ButtonLink label=t(word!("visit.title_correct")) href look="sm" icon="visit"/></div>
        })
    });
    view! {
        {go_on}
        {is_signed.then(|| view! { <SurveyOffer visit=view.clone()/> })}
        <PhotoStrip about=id slots=photos() may_add=may_add/>
        <SeenBefore record=id/>
        <Show when=move || may_add.get() || !has_any.with(|all| all.is_empty())>
            <Section title=t(word!("visit.recommendations"))>
                <Recommendations visit=visit.get_value() may_add/>
            </Section>
        </Show>
        <Signatures view=view.clone()/>
        {correct}
    }
}

/// Both signatures as pictures, with the names; the reason where there is none.
#[component]
pub fn Signatures(
    /// The visit.
    view: View,
) -> impl IntoView {
    let book = expect_context::<Book>();
    let files = book.attachments(view.id);
    let doc = view.doc;
    let one = move |slot: &'static str, name: Option<String>| {
        let file = files.with(|files| files.iter().rev().find(|file| file.slot == slot).cloned())?;
        let name = name.unwrap_or_default();
        Some(view! {
            <div>
                <SignaturePicture file label=name.clone()/>
                <p class="mid">{name}</p>
            </div>
        })
    };
    let text = move |field: &str| doc.text(field).map(str::to_owned);
    let (inspector, facility, refused) =
        (text("inspector_signed"), text("facility_signed"), text("refusal_reason"));
    move || {
        let signed = [one(SIGNATURE_INSPECTOR, inspector.clone()), one(SIGNATURE_FACILITY, facility.clone())];
        let refused = refused.clone().map(|reason| fill(word!("visit.refused"), &[("reason", &reason)]));
        if signed.iter().all(Option::is_none) && refused.is_none() {
            return None;
        }
        Some(view! {
            <Section title=t(word!("visit.signatures"))>
                <div class="signs">{signed.into_iter().flatten().collect_view()}</div>
                {refused.map(|words| view! { <p>{words}</p> })}
                <p class="muted small">{t(word!("visit.signature_is_picture"))}</p>
            </Section>
        })
    }
}

/// A signed survey holds what the survey of its need asks for: one press hands it in.
#[component]
fn SurveyOffer(visit: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let need = visit.doc.text("need").and_then(|id| id.parse().ok()).map(|id| book.record(id));
    let failed = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let (of, finding) = (kind_of(&visit.doc), survey_of(&visit.doc));
    move || {
        let need = need
            .and_then(|need| need.get())
            .filter(|need| of == Some(VisitKind::Survey) && may_finish(book, need))?;
        let title = fill(word!("visit.finish_survey_of"), &[("need", &title_of(&need))]);
        let finding = finding.clone();
        let finish = move |()| {
            busy.set(true);
            let (need, finding) = (need.clone(), finding.clone());
            spawn_local(async move {
                if let Err(error) = book.act(&need, FINISH_SURVEY, finding, None).await {
                    failed.try_set(Some(save_error_words(Kind::Need, &error)));
                }
                busy.try_set(false);
            });
        };
        Some(view! {
            <NextAction kicker=t(word!("visit.survey_signed")) title>
                {move || failed.get().map(|words| view! { <Note look=NoteLook::Bad>{words}</Note> })}
                <div class="acts">
                    <Button
                        label=action_label(Kind::Need, FINISH_SURVEY)
                        look="main"
                        busy
                        busy_label=t(word!("button.saving")).to_owned()
                        on_press=finish
                    />
                </div>
            </NextAction>
        })
    }
}

fn may_finish(book: Book, need: &View) -> bool {
    let role = book.me().get().role;
    workflow::actions(Kind::Need, &need.doc, role).iter().any(|action| action.code == FINISH_SURVEY)
}

/// The survey sheet of a need, as a visit tells it.
fn survey_of(visit: &Document) -> BTreeMap<String, Value> {
    let told = [
        ("surveyed_on", "visited_on"),
        ("recommended", "survey_recommended"),
        ("survey_note", "remarks"),
        ("surveyed_cost", "survey_cost"),
    ];
    let fields = told
        .into_iter()
        .filter_map(|(of_need, of_visit)| Some((of_need.to_owned(), visit.get(of_visit)?.clone())));
    ordering::map(fields)
}
