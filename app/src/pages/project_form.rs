//! Making a shortlisted need a project, and writing its dossier.

use std::collections::BTreeMap;

use chrono::Datelike;
use domain::record::Kind;
use domain::value::{Document, Value};
use domain::word;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::components::drafts;
use crate::components::form_pages::{Demand, FormPages, Plan};
use crate::components::form_state::FormState;
use crate::components::params::id_param;
use crate::components::record_form::{Asked, Moment};
use crate::components::save_error::save_error_words;
use crate::components::titles::title_of;
use crate::components::value_text::action_label;
use crate::i18n::{fill, t};
use crate::pages::facility_form::{SavingForm, Target};
use crate::pages::need_form::facility_of;
use crate::pages::not_found::Missing;
use crate::platform::clock::now;
use crate::routes;
use crate::state::book::Book;
use crate::state::deeds::{acting, making};
use crate::state::view::View;
use crate::ui::toast::Toasts;

const CONVERT: &str = "convert";
const KNOWN: &[&str] = &["facility", "need"];

/// The project of the need in the address.
#[component]
pub fn ProjectNew() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    move || {
        let Some(need) = id.get().and_then(|id| untrack(|| book.view(id))) else {
            return view! { <Missing title=t(word!("need.missing"))/> }.into_any();
        };
        let me = book.me().get_untracked();
        let key = drafts::new_project(need.id);
        let form = FormState::open(book, Kind::Project, key, None, from_need(&need));
        let plan = Plan {
            kind: Kind::Project,
            asked: Asked { role: me.role, moment: Moment::Making, known: KNOWN },
            path: routes::need_convert(need.id),
            back: (routes::need(need.id), t(word!("nav.needs")).to_owned()),
            title: fill(word!("project.from_need"), &[("title", &title_of(&need))]),
            finish: action_label(Kind::Need, CONVERT),
            demand: Demand::ValidSoFar,
            of: None,
        };
        view! { <ConvertForm plan form need/> }.into_any()
    }
}

/// What a need already says of its project.
fn from_need(need: &View) -> Document {
    let year = i64::from(now().day().year());
    let mut given = Document::default()
        .with("need", need.id.to_string())
        .with("funding", "local")
        .with("project_kind", "named")
        .with("method", "selection")
        .with("implementing_unit", "centre")
        .with("plan_year", need.doc.get("year").cloned().unwrap_or(Value::Int(year + 1)));
    let same = [
        ("facility", "facility"),
        ("activity", "activity"),
        ("title", "wish"),
        ("total_investment", "estimated_cost"),
        ("counterpart", "counterpart"),
        ("no_double_support", "no_double_support"),
    ];
    for (field, of_need) in same {
        given.set(field, need.doc.get(of_need).cloned());
    }
    given
}

/// Makes the project, then moves the need: two changes in one order, the second waits for the first.
#[component]
fn ConvertForm(plan: Plan, form: FormState, need: View) -> impl IntoView {
    let book = expect_context::<Book>();
    let toasts = use_context::<Toasts>();
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let finish = move |_| {
        busy.set(true);
        let navigate = navigate.clone();
        let need = need.clone();
        spawn_local(async move {
            match convert(book, form, &need).await {
                Ok(href) => {
                    form.drop_draft().await;
                    if let Some(toasts) = toasts {
                        toasts.say(t(word!("toast.saved")));
                    }
                    navigate(&href, NavigateOptions { replace: true, ..Default::default() });
                }
                Err(words) => drop(failed.try_set(Some(words))),
            }
            busy.try_set(false);
        });
    };
    view! { <FormPages plan form busy=busy.into() failed on_finish=finish/> }
}

async fn convert(book: Book, form: FormState, need: &View) -> Result<String, String> {
    let words = |error| save_error_words(Kind::Project, &error);
    let doc = untrack(|| form.document());
    // The form may have been open while the need went on: the step is taken on the need as it is now.
    let need = &untrack(|| book.view(need.id)).unwrap_or_else(|| need.clone());
    let project = Book::new_id();
    let brings = BTreeMap::from([("project".to_owned(), Value::Text(project.to_string()))]);
    let both = vec![making(Kind::Project, project, need.scope.clone(), doc), acting(need, CONVERT, brings)];
    book.perform(both).await.map_err(words)?;
    Ok(routes::project(project))
}

/// A project that exists.
#[component]
pub fn ProjectEdit() -> impl IntoView {
    let book = expect_context::<Book>();
    let id = id_param();
    move || {
        let Some(view) = id.get().and_then(|id| untrack(|| book.view(id))) else {
            return view! { <Missing title=t(word!("project.missing"))/> }.into_any();
        };
        let me = book.me().get_untracked();
        let form =
            FormState::open(book, Kind::Project, drafts::edit(view.id), Some(&view), Document::default());
        let plan = Plan {
            kind: Kind::Project,
            asked: Asked { role: me.role, moment: Moment::Later, known: KNOWN },
            path: routes::project_edit(view.id),
            back: (routes::project(view.id), t(word!("nav.projects")).to_owned()),
            title: title_of(&view),
            finish: t(word!("button.save_to_book")).to_owned(),
            demand: Demand::ValidSoFar,
            of: Some(view.id),
        };
        view! { <SavingForm plan form target=Target::Known(view)/> }.into_any()
    }
}

/// The facility that benefits from a project.
pub fn beneficiary(book: Book, view: &View) -> Option<String> {
    let facility = book.view(facility_of(view)?)?;
    Some(title_of(&facility))
}
