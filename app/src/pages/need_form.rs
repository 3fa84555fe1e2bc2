//! Registering what a facility needs, and putting a registration right. Saving and handing in are
//! two buttons: a need that is not complete yet is kept in the book as a draft.

use std::collections::BTreeMap;

use domain::id::RecordId;
use domain::record::Kind;
use domain::record::field::Choice;
use domain::record::need::Activity;
use domain::value::{Document, Value};
use domain::word;
use domain::workflow;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::components::drafts;
use crate::components::form_pages::{Demand, Finish, FormPages, Plan};
use crate::components::form_state::FormState;
use crate::components::norms::{in_use, pays};
use crate::components::params::id_param;
use crate::components::person::is_owner;
use crate::components::record_form::{Asked, Moment};
use crate::components::renew::next_year;
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::components::value_text::action_label;
use crate::i18n::{by_key, fill, t};
use crate::pages::facility_form::{Target, write};
use crate::pages::not_found::Missing;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::view::{Me, SaveError, View};
use crate::ui::note::{Note, NoteLook};
use crate::ui::toast::Toasts;

const REGISTER: &str = "register";

/// A new need of the facility in the address.
#[component]
pub fn NeedNew() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    let query = use_query_map();
    let chosen = Memo::new(move |_| query.with(|query| query.get("activity")));
    move || {
        let Some(facility) = id.get().and_then(|id| untrack(|| book.view(id))) else {
            return view! { <Missing title=t(word!("facility.missing"))/> }.into_any();
        };
        let me = book.me().get_untracked();
        let mut given =
            Document::default().with("facility", facility.id.to_string()).with("year", next_year());
        if is_owner(&me) {
            given.set("contact_name", facility.doc.get("owner_name").cloned());
        }
        let key = drafts::new_need(facility.id);
        let form = FormState::open(book, Kind::Need, key, None, given);
        let wanted = chosen.get_untracked().filter(|code| Activity::from_code(code).is_some());
        if let (Some(code), Some(spec)) = (&wanted, Kind::Need.spec().field("activity")) {
            form.set(spec, Some(Value::text(code.as_str())));
        }
        let plan = Plan {
            kind: Kind::Need,
            asked: Asked { role: me.role, moment: Moment::Making, known: known_of(&me, form) },
            path: routes::need_new(facility.id),
            back: (routes::facility(facility.id), t(word!("nav.facilities")).to_owned()),
            title: fill(word!("need.of_facility"), &[("facility", &title_of(&facility))]),
            finish: action_label(Kind::Need, REGISTER),
            demand: Demand::Complete,
            of: None,
        };
        view! { <NeedForm plan form target=Target::New(Some(facility.scope))/> }.into_any()
    }
}

/// What the page knows, and what belongs to later steps: never asked here.
const KNOWN: &[&str] =
    &["facility", "renews", "year", "surveyed_on", "recommended", "survey_note", "surveyed_cost"];
/// The same, when what is wanted was chosen on the page before.
const KNOWN_CHOSEN: &[&str] =
    &["facility", "renews", "year", "activity", "surveyed_on", "recommended", "survey_note", "surveyed_cost"];
/// An owner is not asked for their own name either, nor for what is paid afterwards when nothing is.
const OWNER_PAID_AFTER: &[&str] = &[
    "facility",
    "renews",
    "year",
    "activity",
    "contact_name",
    "surveyed_on",
    "recommended",
    "survey_note",
    "surveyed_cost",
];
const OWNER: &[&str] = &[
    "facility",
    "renews",
    "year",
    "activity",
    "contact_name",
    "knows_paid_after",
    "surveyed_on",
    "recommended",
    "survey_note",
    "surveyed_cost",
];

fn known_of(me: &Me, form: FormState) -> &'static [&'static str] {
    let activity = form.initial("activity");
    let activity = activity.as_ref().and_then(Value::as_text).and_then(Activity::from_code);
    match (activity, is_owner(me)) {
        (None, _) => KNOWN,
        (Some(_), false) => KNOWN_CHOSEN,
        (Some(activity), true) if activity.is_paid_after() => OWNER_PAID_AFTER,
        (Some(_), true) => OWNER,
    }
}

/// A need that exists.
#[component]
pub fn NeedEdit() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    move || {
        let Some(view) = id.get().and_then(|id| untrack(|| book.view(id))) else {
            return view! { <Missing title=t(word!("need.missing"))/> }.into_any();
        };
        let me = book.me().get_untracked();
        let form = FormState::open(book, Kind::Need, drafts::edit(view.id), Some(&view), Document::default());
        let is_draft = workflow::stage(Kind::Need, &view.doc) == Some("draft");
        let (finish, demand) = match is_draft {
            true => (action_label(Kind::Need, REGISTER), Demand::Complete),
            false => (t(word!("button.save_to_book")).to_owned(), Demand::ValidSoFar),
        };
        let plan = Plan {
            kind: Kind::Need,
            asked: Asked {
                role: me.role,
                moment: Moment::Later,
                known: if is_draft { KNOWN } else { &["facility", "renews"] },
            },
            path: routes::need_edit(view.id),
            back: (routes::need(view.id), t(word!("nav.needs")).to_owned()),
            title: t(word!("need.title_edit")).to_owned(),
            finish,
            demand,
            of: Some(view.id),
        };
        view! { <NeedForm plan form target=Target::Known(view)/> }.into_any()
    }
}

#[component]
fn NeedForm(plan: Plan, form: FormState, target: Target) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = use_context::<Toasts>();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let demand = plan.demand;
    let finish = move |finish: Finish| {
        busy.set(true);
        let navigate = navigate.clone();
        let target = target.clone();
        let is_handed_in = finish == Finish::Submit && demand == Demand::Complete;
        spawn_local(async move {
            match save(book, form, target, is_handed_in).await {
                Ok(id) => {
                    form.drop_draft().await;
                    if let Some(toasts) = toasts {
                        toasts.say(t(word!("toast.saved")));
                    }
                    navigate(&routes::need(id), NavigateOptions { replace: true, ..Default::default() });
                }
                Err(words) => drop(failed.try_set(Some(words))),
            }
            busy.try_set(false);
        });
    };
    let lead = move || view! { <Lead form/> };
    view! { <FormPages plan form busy=busy.into() failed on_finish=finish lead/> }
}

/// What was chosen before the form, the way to choose anew, and that machines are paid for afterwards.
#[component]
fn Lead(form: FormState) -> impl IntoView {
    let doc = form.document();
    let activity = doc.text("activity").and_then(Activity::from_code);
    let facility = doc.text("facility").and_then(|id| id.parse().ok());
    let chosen = activity.map(|activity| {
        let name = by_key(&Activity::LIST.key(activity.code()));
        fill(word!("need.chosen_activity"), &[("activity", &name)])
    });
    let change = facility.filter(|_| activity.is_some()).map(|facility| {
        view! { <a class="hit" href=routes::need_fit(facility)>{t(word!("need.change_activity"))}</a> }
    });
    let norms = untrack(|| in_use(expect_context::<Book>()));
    let pays = activity.map(|activity| pays(&norms, activity, now().day()));
    let later = activity.is_none_or(Activity::is_paid_after);
    view! {
        {activity.map(|_| view! { <p><b>{chosen}</b> " " {change}</p> <p>{pays}</p> })}
        {later.then(|| view! { <Note look=NoteLook::Info>{t(word!("need.state_pays_later"))}</Note> })}
    }
}

async fn save(book: Book, form: FormState, target: Target, is_handed_in: bool) -> Result<RecordId, String> {
    let id = write(book, form, target).await?;
    if is_handed_in {
        let nothing = BTreeMap::<String, Value>::new();
        let words = |error| save_error_words(Kind::Need, &error);
        let saved = untrack(|| book.view(id)).ok_or(SaveError::Closed).map_err(words)?;
        book.act(&saved, REGISTER, nothing, None).await.map_err(words)?;
    }
    Ok(id)
}

/// The facility a need belongs to.
pub fn facility_of(view: &View) -> Option<RecordId> {
    view.doc.text("facility")?.parse().ok()
}
